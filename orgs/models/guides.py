"""Guide (党建指导员), Posting (选派) and Visit (走访)."""

from django.db import models

from liangxin.history import history
from liangxin.names import search_key
from liangxin.periods import Period, lasts
from orgs.choices import VisitKind
from orgs.models.base import Versioned
from orgs.models.organizations import Organization
from orgs.models.regions import Region
from orgs.scope import FactQuerySet, GuideQuerySet


class Guide(Versioned):
    """A person sent to organizations, first of all those without a branch."""

    name = models.CharField("姓名", max_length=60)
    unit = models.CharField("工作单位", max_length=200, blank=True)
    post = models.CharField("职务", max_length=200, blank=True)
    phone = models.CharField("联系电话", max_length=200, blank=True)
    region = models.ForeignKey(Region, models.PROTECT, verbose_name="所属辖区")
    search_key = models.TextField("检索", blank=True, editable=False)

    objects = GuideQuerySet.as_manager()
    history = history(excluded_fields=["search_key"])

    class Meta:
        verbose_name = verbose_name_plural = "党建指导员"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(name=""), name="guide_named", violation_error_message="姓名不能是空白"
            )
        ]

    def __str__(self):
        return f"{self.name}（{self.unit}）" if self.unit else self.name

    def derive(self):
        """Set the search key."""
        self.search_key = f"{search_key(self.name, surname_first=True)} {search_key(self.unit)}".strip()

    def save(self, *args, **kwargs):
        self.derive()
        if kwargs.get("update_fields"):
            kwargs["update_fields"] = {*kwargs["update_fields"], "search_key"}
        super().save(*args, **kwargs)


class Posting(Period):
    """A guide is posted to an organization during a period."""

    guide = models.ForeignKey(Guide, models.PROTECT, verbose_name="党建指导员", related_name="postings")
    organization = models.ForeignKey(Organization, models.CASCADE, verbose_name="单位", related_name="postings")

    objects = FactQuerySet.as_manager()
    history = history(found_by=("organization", "guide"))

    class Meta:
        verbose_name = verbose_name_plural = "选派"
        ordering = ["organization_id", "start"]
        constraints = [
            lasts("posting_lasts"),
            models.UniqueConstraint(
                fields=["guide", "organization"],
                condition=models.Q(end=None),
                name="posting_once",
                violation_error_message="这名指导员已选派到这家单位",
            ),
        ]

    def __str__(self):
        return f"{self.guide.name}—{self.organization}"


class Visit(models.Model):
    """A guide's visit to the organization of a posting."""

    posting = models.ForeignKey(Posting, models.PROTECT, verbose_name="选派", related_name="visits")
    day = models.DateField("走访日期")
    kind = models.CharField("走访类型", max_length=12, choices=VisitKind, default=VisitKind.REGULAR)
    content = models.TextField("走访内容", blank=True, max_length=2000)
    problems = models.TextField("发现的问题", blank=True, max_length=2000)

    objects = FactQuerySet.through("posting__organization").as_manager()
    history = history(found_by=("posting",))

    class Meta:
        verbose_name = verbose_name_plural = "走访"
        ordering = ["-day", "-id"]

    def __str__(self):
        return f"{self.day} {self.posting}"
