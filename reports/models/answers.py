"""What clerks answered about files, remembered for the whole county: headers, values, same or different."""

from django.db import models
from django.utils import timezone

from liangxin.history import history
from orgs.models import Organization, Region, User
from orgs.scope import CONSOLE


class AnswerQuerySet(models.QuerySet):
    """Answers, which are everybody's who imports."""

    def visible_to(self, user):
        """Answers that the user may look at and forget."""
        return self if user is CONSOLE or (user.is_active and user.may_import) else self.none()


class ValueAnswerQuerySet(AnswerQuerySet):
    """Answers about values; those limited to a town name its villages and branches."""

    def visible_to(self, user):
        """Those of the county, and of the user's own towns."""
        found = super().visible_to(user)
        if user is CONSOLE:
            return found
        code = user.region.code if user.region_id else ""
        return found.filter(models.Q(region=None) | models.Q(region__code__startswith=code))


class SameAnswerQuerySet(AnswerQuerySet):
    """Answers about organizations; they name the organizations of a town."""

    def visible_to(self, user):
        """Those of the user's own towns."""
        found = super().visible_to(user)
        code = user.region.code if user is not CONSOLE and user.region_id else ""
        return found.filter(town__startswith=code)


class Answer(models.Model):
    """Who answered, and when."""

    is_remark = True  # no reason to keep what it is about (orgs.services.deleting)

    user = models.ForeignKey(User, models.SET_NULL, verbose_name="回答人", null=True, related_name="+")
    user_name = models.CharField("回答人姓名", max_length=150, blank=True)
    created = models.DateTimeField("回答时间", default=timezone.now, editable=False)  # of one taken back: as it was

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        """Write the answer, and in its history who gave it, also where no request says so."""
        self._history_user = self.user
        super().save(*args, **kwargs)


class HeaderAnswer(Answer):
    """What a header means, by the fingerprint of its texts (parents and leaf), never by its position."""

    fingerprint = models.CharField("指纹", max_length=64, unique=True)
    leaf = models.CharField("栏目", max_length=200)
    parents = models.JSONField("上级栏目", default=list, blank=True)
    column = models.CharField("对应", max_length=100, blank=True, help_text="台账栏目的键；空为不导入")
    over = models.JSONField("优先于", default=list, blank=True, help_text="回答时也像这一栏的其他栏目的指纹")

    objects = AnswerQuerySet.as_manager()
    history = history()

    class Meta:
        verbose_name = verbose_name_plural = "表头对应"
        ordering = ["leaf", "id"]

    def __str__(self):
        return self.leaf


class ValueAnswer(Answer):
    """What a value of a choice, region or branch column is to be read as, always."""

    fact = models.CharField("栏目", max_length=100)
    text = models.CharField("写法", max_length=200, help_text="折叠过的原文，比较用")
    shown = models.CharField("原文", max_length=200)
    value = models.CharField("读作", max_length=200)
    region = models.ForeignKey(
        Region,
        models.CASCADE,
        verbose_name="限于",
        null=True,
        blank=True,
        related_name="+",
        help_text="村名、党组织名称限于一个乡镇",
    )

    objects = ValueAnswerQuerySet.as_manager()
    history = history()

    class Meta:
        verbose_name = verbose_name_plural = "取值对应"
        ordering = ["fact", "shown", "id"]
        constraints = [
            models.UniqueConstraint(fields=["fact", "text", "region"], name="valueanswer_once"),
            models.UniqueConstraint(
                fields=["fact", "text"], condition=models.Q(region=None), name="valueanswer_once_everywhere"
            ),
        ]

    def __str__(self):
        return f"{self.shown} → {self.value}"


class SameAnswer(Answer):
    """Whether a row that states a name (and code) in a town means a registered organization, asked once."""

    # No database constraint: an answer is no fact that would keep a wrongly made organization from going.
    organization = models.ForeignKey(
        Organization, models.DO_NOTHING, verbose_name="单位", db_constraint=False, related_name="same_answers"
    )
    town = models.CharField("乡镇代码", max_length=12)
    name = models.CharField("表中名称", max_length=200, help_text="折叠过的名称")
    credit_code = models.CharField("表中信用代码", max_length=60, blank=True)
    same = models.BooleanField("是同一家")

    objects = SameAnswerQuerySet.as_manager()
    history = history(found_by=("organization",))

    class Meta:
        verbose_name = verbose_name_plural = "同一家单位"
        constraints = [
            models.UniqueConstraint(fields=["organization", "town", "name", "credit_code"], name="sameanswer_once")
        ]

    def __str__(self):
        return f"{self.name} {'是' if self.same else '不是'} {self.organization_id}"

    def outweighed(self, kept: Organization):
        """What was answered of the same row and `kept`, which this organization goes into, and is true no more."""
        named = {"town": self.town, "name": self.name, "credit_code": self.credit_code}
        return SameAnswer.objects.filter(organization=kept, same=False, **named) if self.same else ()
