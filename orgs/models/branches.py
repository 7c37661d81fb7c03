"""PartyBranch (党组织), its level over time, and Coverage (覆盖关系): who covers which organization, and how."""

from django.db import models
from django.db.models import Q

from liangxin.dates import PartialDateField
from liangxin.history import history
from liangxin.names import normal_branch_name, search_key
from liangxin.periods import Period, lasts
from orgs.choices import Level, Mode
from orgs.models.base import Versioned
from orgs.models.organizations import Organization
from orgs.models.regions import Region
from orgs.scope import BranchQuerySet, FactQuerySet


class PartyBranch(Versioned):
    """A Party organization of any level."""

    name = models.CharField("党组织名称", max_length=200)
    normal_name = models.CharField("规范名称", max_length=200, editable=False, db_index=True)
    superior = models.ForeignKey(
        "self", models.PROTECT, verbose_name="上级党组织", null=True, blank=True, related_name="inferiors"
    )
    host = models.ForeignKey(
        Organization,
        models.PROTECT,
        verbose_name="所在单位",
        null=True,
        blank=True,
        related_name="hosted_branches",
        help_text="党组织设在哪家单位内；联合党支部等可留空",
    )
    region = models.ForeignKey(Region, models.PROTECT, verbose_name="所在辖区")
    established = PartialDateField("成立时间", blank=True)
    founded_reason = models.CharField("成立依据", max_length=200, blank=True)
    is_village = models.BooleanField("村（社区）党组织", default=False, help_text="任期按村（社区）的规定")
    dissolved = PartialDateField("撤销时间", blank=True)
    dissolved_reason = models.CharField("撤销原因", max_length=200, blank=True)
    phone = models.CharField("联系电话", max_length=60, blank=True)
    search_key = models.TextField("检索", blank=True, editable=False)

    objects = BranchQuerySet.as_manager()
    history = history(excluded_fields=["search_key"])

    class Meta:
        verbose_name = verbose_name_plural = "党组织"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "normal_name"],
                condition=Q(dissolved=""),
                name="branch_name_once",
                violation_error_message="这个辖区已有同名的党组织",
            ),
            models.CheckConstraint(
                condition=~Q(name=""), name="branch_named", violation_error_message="党组织名称不能是空白"
            ),
        ]

    def __str__(self):
        return self.name

    def derive(self):
        """Set the columns that follow from others: the normal name and the search key."""
        self.normal_name = normal_branch_name(self.name)
        self.search_key = search_key(self.name)

    def save(self, *args, **kwargs):
        self.derive()
        if kwargs.get("update_fields"):
            kwargs["update_fields"] = {*kwargs["update_fields"], "normal_name", "search_key"}
        super().save(*args, **kwargs)


class BranchLevel(Period):
    """The level of a branch during a period; exactly one on each day, the first starts at periods.BEGINNING."""

    branch = models.ForeignKey(PartyBranch, models.CASCADE, verbose_name="党组织", related_name="levels")
    level = models.CharField("党组织类别", max_length=20, choices=Level, default=Level.BRANCH)

    objects = FactQuerySet.through("branch").as_manager()
    history = history(found_by=("branch",))

    class Meta:
        verbose_name = verbose_name_plural = "党组织类别"
        ordering = ["branch_id", "start"]
        constraints = [lasts("branchlevel_lasts")]

    def __str__(self):
        return self.get_level_display()


class Coverage(Period):
    """A branch covers an organization in a mode during a period.

    `counts` is false for 功能型 only, a memo outside the main rate; at most one counting coverage holds for an
    organization on a day (domain.md §2), which the database enforces.
    """

    branch = models.ForeignKey(PartyBranch, models.PROTECT, verbose_name="党组织", related_name="coverages")
    organization = models.ForeignKey(Organization, models.CASCADE, verbose_name="单位", related_name="coverages")
    mode = models.CharField("组建方式", max_length=12, choices=Mode)
    counts = models.BooleanField("计入覆盖", default=True, editable=False)

    objects = FactQuerySet.as_manager()
    history = history(found_by=("organization", "branch"))

    class Meta:
        verbose_name = verbose_name_plural = "覆盖关系"
        ordering = ["organization_id", "start"]
        constraints = [
            lasts("coverage_lasts"),
            models.CheckConstraint(
                condition=Q(mode=Mode.FUNCTIONAL, counts=False) | (~Q(mode=Mode.FUNCTIONAL) & Q(counts=True)),
                name="coverage_counts",
                violation_error_message="只有功能型不计入覆盖",
            ),
        ]

    def __str__(self):
        return f"{self.branch}—{self.organization}"

    def save(self, *args, **kwargs):
        self.counts = self.mode != Mode.FUNCTIONAL
        if kwargs.get("update_fields") and "mode" in kwargs["update_fields"]:
            kwargs["update_fields"] = {*kwargs["update_fields"], "counts"}
        super().save(*args, **kwargs)
