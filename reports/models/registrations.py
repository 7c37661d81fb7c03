"""Registration: a line of the lists that 市场监管 and 民政 hand over, kept beside the registers to compare with.

Each applied list keeps its lines; the newest one of a source is the current list, so that undoing it brings the one
before back.
"""

from django.db import models

from liangxin.dates import PartialDateField
from orgs.choices import Kind
from orgs.models import Region
from orgs.scope import BY_REGION, CONSOLE, subtree
from reports.models.imports import ImportBatch


class RegistrationQuerySet(models.QuerySet):
    """Lines of the lists; a town sees those that lie in it."""

    def visible_to(self, user):
        """Lines in the user's subtree; none for who looks after no region."""
        if user is CONSOLE:
            return self
        if not user.is_active or user.role not in BY_REGION or not user.region_id:
            return self.none()
        return self.filter(subtree("region__code", user.region.code))

    def current(self):
        """Lines of the newest applied list of each source. One query to find those lists."""
        return self.filter(batch__in=list(newest_lists().values()))


class Registration(models.Model):
    """One registered unit as a list of its source states it."""

    class Source(models.TextChoices):
        MARKET = "market", "市场监管"
        CIVIL = "civil", "民政"

    source = models.CharField("来源", max_length=10, choices=Source)
    batch = models.ForeignKey(ImportBatch, models.CASCADE, verbose_name="导入批次", related_name="registrations")
    name = models.CharField("名称", max_length=200)
    normal_name = models.CharField("折叠的名称", max_length=200, editable=False)
    credit_code = models.CharField("统一社会信用代码", max_length=60, blank=True)
    kind = models.CharField("单位类型", max_length=20, choices=Kind, blank=True)
    region = models.ForeignKey(Region, models.PROTECT, verbose_name="辖区", related_name="+")
    address = models.CharField("地址", max_length=300, blank=True)
    head_name = models.CharField("负责人", max_length=100, blank=True)
    established = PartialDateField("成立日期")
    closed = PartialDateField("注销日期")
    state = models.CharField("登记状态", max_length=50, blank=True)
    ended = models.BooleanField("已不存续", default=False)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "登记名单"
        ordering = ["id"]
        indexes = [
            models.Index(fields=["credit_code", "batch"], name="registration_code"),
            models.Index(fields=["normal_name", "batch"], name="registration_name"),
        ]

    def __str__(self):
        return self.name


def newest_lists() -> dict[str, int]:
    """Source → key of the batch that holds its current list: the applied one with the latest as-of day."""
    lists = ImportBatch.objects.filter(kind=ImportBatch.Kind.REGISTRATIONS, state=ImportBatch.State.APPLIED)
    return {options.get("source"): pk for pk, options in lists.order_by("as_of", "pk").values_list("pk", "options")}
