"""CompleteRoster (花名册完整): since when the roster states an organization's numbers; Reveal: who saw an ID number."""

from django.db import models

from liangxin.history import history
from liangxin.periods import Period, lasts
from orgs.models import Organization, User
from orgs.scope import FactQuerySet


class CompleteRoster(Period):
    """During this period the roster of an organization is complete: its count is the Standing's (domain.md §2)."""

    organization = models.ForeignKey(Organization, models.CASCADE, verbose_name="单位", related_name="complete_rosters")

    objects = FactQuerySet.as_manager()
    history = history(found_by=("organization",))

    class Meta:
        verbose_name = verbose_name_plural = "花名册完整"
        ordering = ["organization_id", "start"]
        constraints = [lasts("completeroster_lasts")]

    def __str__(self):
        return f"{self.organization}的花名册"


class Reveal(models.Model):
    """One look at an ID number in full, or one export with numbers: who, when, whose, why. Never changed."""

    when = models.DateTimeField("时间", auto_now_add=True)
    user = models.ForeignKey(User, models.SET_NULL, verbose_name="查看人", null=True, related_name="+")
    user_name = models.CharField("查看人姓名", max_length=150)
    reason = models.CharField("事由", max_length=200)
    record = models.CharField("登记", max_length=40, help_text="如 members.partymember")
    record_id = models.BigIntegerField("编号", null=True, help_text="导出时为空")
    person = models.CharField("姓名", max_length=60, blank=True)
    count = models.PositiveIntegerField("人数", default=1)

    history = history()

    class Meta:
        verbose_name = verbose_name_plural = "查看身份号码"
        ordering = ["-id"]

    def __str__(self):
        return f"{self.user_name}：{self.person or self.count}"
