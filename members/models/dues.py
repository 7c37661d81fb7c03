"""Dues (党费): the dated table of rates, each member's monthly base, and what was paid for a month."""

from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from liangxin.history import history
from liangxin.periods import Period, lasts
from members.choices import Payer
from members.models.members import OfMember, PartyMember
from members.scope import OfBranchQuerySet
from orgs.models import PartyBranch

MONEY = {"max_digits": 12, "decimal_places": 2, "validators": [MinValueValidator(Decimal(0))]}


class DuesBand(Period):
    """One line of the table of rates in force during a period: up to `up_to` (None: above all) `rate` percent, or a
    fixed amount (domain.md §3; the whole base is charged at its band's rate)."""

    payer = models.CharField("缴纳类别", max_length=10, choices=Payer)
    up_to = models.DecimalField("基数不超过（元）", null=True, blank=True, **MONEY)
    rate = models.DecimalField("比例（%）", max_digits=6, decimal_places=3, null=True, blank=True)
    fixed = models.DecimalField("固定金额（元）", null=True, blank=True, **MONEY)

    history = history()

    class Meta:
        verbose_name = verbose_name_plural = "党费标准"
        ordering = ["payer", "start", "up_to"]
        constraints = [
            lasts("duesband_lasts"),
            models.CheckConstraint(
                condition=Q(rate=None, fixed__isnull=False) | Q(rate__isnull=False, fixed=None),
                name="duesband_rate_or_fixed",
                violation_error_message="比例和固定金额填写其中一项",
            ),
        ]

    def __str__(self):
        return f"{self.get_payer_display()} {self.up_to or ''}"


class DuesBase(OfMember):
    """The monthly base of a member during a period, in 元."""

    payer = models.CharField("缴纳类别", max_length=10, choices=Payer, default=Payer.WORKING)
    base = models.DecimalField("每月交纳基数（元）", default=Decimal(0), **MONEY)

    history = history(found_by=("member",))

    class Meta:
        verbose_name = verbose_name_plural = "党费基数"
        ordering = ["member_id", "start"]
        constraints = [lasts("duesbase_lasts")]

    def __str__(self):
        return f"{self.member} {self.base}"


class DuesPayment(models.Model):
    """What a member paid for a month, and to which branch. `month` is its first day, which the services see to.

    A check in the database would need a function of Django's on SQLite, and no copy could be verified without it.
    """

    member = models.ForeignKey(PartyMember, models.CASCADE, verbose_name="党员", related_name="dues")
    branch = models.ForeignKey(PartyBranch, models.PROTECT, verbose_name="收缴党支部", related_name="dues")
    month = models.DateField("月份")
    amount = models.DecimalField("金额（元）", **MONEY)
    paid = models.DateField("缴纳日期", null=True, blank=True)

    objects = OfBranchQuerySet.as_manager()
    history = history(found_by=("member", "branch"))

    class Meta:
        verbose_name = verbose_name_plural = "党费缴纳"
        ordering = ["branch_id", "month", "member_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["member", "month"], name="dues_once_a_month", violation_error_message="这个月已登记过党费"
            ),
        ]

    def __str__(self):
        return f"{self.member} {self.month:%Y-%m}"
