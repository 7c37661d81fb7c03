"""Activity (组织生活): a meeting, Party lecture or Party day of a branch (domain.md §3)."""

from django.db import models

from liangxin.history import history
from orgs.choices import ActivityKind
from orgs.models.branches import PartyBranch
from orgs.scope import FactQuerySet


class Activity(models.Model):
    """One record of a branch's life. Who was there is a number: nobody signs in (domain.md, Burden rule)."""

    branch = models.ForeignKey(PartyBranch, models.PROTECT, verbose_name="党组织", related_name="activities")
    kind = models.CharField("类型", max_length=12, choices=ActivityKind, default=ActivityKind.PARTY_DAY)
    day = models.DateField("日期")
    topic = models.CharField("主题", max_length=200, blank=True)
    present = models.PositiveIntegerField("参加人数", null=True, blank=True)
    note = models.TextField("记录", blank=True, max_length=2000)

    objects = FactQuerySet.through("branch").as_manager()
    history = history(found_by=("branch",))

    class Meta:
        verbose_name = verbose_name_plural = "组织生活"
        ordering = ["-day", "-id"]
        indexes = [models.Index(fields=["branch", "day"], name="activity_branch_day")]

    def __str__(self):
        return f"{self.day} {self.branch}"
