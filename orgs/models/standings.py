"""Standing (概况): what is so of an organization during a period; Tag: a marked field of work during a period."""

from django.core.validators import MinValueValidator
from django.db import models

from liangxin.history import history
from liangxin.periods import Period, lasts
from orgs.choices import Category, Industry, Source, TagKind
from orgs.models.organizations import Organization
from orgs.models.regions import Region
from orgs.models.zones import Zone
from orgs.scope import FactQuerySet, StandingQuerySet

# What a survey states and a ledger shows as it is stored; region, zone, supervising branch and revenue need more.
STATED_AS_IS = (
    "category",
    "industry",
    "direct",
    "operating",
    "operating_reason",
    "above_scale",
    "employees",
    "full_members",
    "probationary_members",
    "activists",
    "elsewhere_members",
)
# What a complete roster counts → the column that keeps the number which somebody else stated (domain.md §2).
COUNTED = {
    "full_members": "surveyed_full",
    "probationary_members": "surveyed_probationary",
    "elsewhere_members": "surveyed_elsewhere",
}
REPLACED = (*COUNTED.values(), "surveyed_on", "surveyed_by")


class Standing(Period):
    """Exactly one for each organization on each day; the first known one starts at periods.BEGINNING.

    With source 花名册 its member numbers are the roster's count. What was stated otherwise, by whom and as of which
    day, is kept beside it: it stands again when the roster is no longer complete, and a difference is a finding.
    """

    organization = models.ForeignKey(
        Organization, models.CASCADE, verbose_name="单位", related_name="standings", db_index=True
    )
    region = models.ForeignKey(Region, models.PROTECT, verbose_name="所在辖区")
    category = models.CharField("单位类别", max_length=20, choices=Category, blank=True)
    industry = models.CharField("行业门类", max_length=1, choices=Industry, blank=True)
    zone = models.ForeignKey(Zone, models.PROTECT, verbose_name="园区商圈", null=True, blank=True)
    supervisor = models.ForeignKey(
        "orgs.PartyBranch",
        models.PROTECT,
        verbose_name="归口党（工）委",
        null=True,
        blank=True,
        related_name="supervised",
    )
    direct = models.BooleanField("直管", null=True, blank=True)
    operating = models.BooleanField(
        "是否“三有”",
        null=True,
        blank=True,
        help_text="有固定经营场所、有生产经营活动、有从业人员；未填按“是”（个体工商户按“否”）",
    )
    operating_reason = models.CharField("非“三有”说明", max_length=2000, blank=True)
    above_scale = models.BooleanField("规模以上", null=True, blank=True)
    employees = models.PositiveIntegerField("从业人员", null=True, blank=True)
    revenue = models.DecimalField(
        "营业收入（万元）", max_digits=16, decimal_places=4, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    full_members = models.PositiveIntegerField("正式党员", null=True, blank=True)
    probationary_members = models.PositiveIntegerField("预备党员", null=True, blank=True)
    activists = models.PositiveIntegerField("入党积极分子", null=True, blank=True)
    elsewhere_members = models.PositiveIntegerField("组织关系不在本单位的党员", null=True, blank=True)
    source = models.CharField("数据来源", max_length=10, choices=Source, default=Source.HAND)
    stated_on = models.DateField("情况日期", help_text="说明这一情况的日期")
    surveyed_full = models.PositiveIntegerField("摸排的正式党员", null=True, blank=True, editable=False)
    surveyed_probationary = models.PositiveIntegerField("摸排的预备党员", null=True, blank=True, editable=False)
    surveyed_elsewhere = models.PositiveIntegerField(
        "摸排的组织关系在别处的党员", null=True, blank=True, editable=False
    )
    surveyed_on = models.DateField("摸排党员数的日期", null=True, blank=True, editable=False)
    surveyed_by = models.CharField("摸排党员数的来源", max_length=10, choices=Source, blank=True, editable=False)

    objects = StandingQuerySet.as_manager()
    history = history(found_by=("organization",))

    class Meta:
        verbose_name = verbose_name_plural = "概况"
        ordering = ["organization_id", "start"]
        constraints = [lasts("standing_lasts")]

    def __str__(self):
        return f"{self.organization}：{self.region}"


class Tag(Period):
    """An emerging field, 小个专 …"""

    organization = models.ForeignKey(Organization, models.CASCADE, verbose_name="单位", related_name="tags")
    tag = models.CharField("标签", max_length=20, choices=TagKind)

    objects = FactQuerySet.as_manager()
    history = history(found_by=("organization",))

    class Meta:
        verbose_name = verbose_name_plural = "标签"
        ordering = ["organization_id", "start"]
        constraints = [
            lasts("tag_lasts"),
            models.UniqueConstraint(
                fields=["organization", "tag"],
                condition=models.Q(end=None),
                name="tag_once",
                violation_error_message="这家单位已有这个标签",
            ),
        ]

    def __str__(self):
        return self.get_tag_display()
