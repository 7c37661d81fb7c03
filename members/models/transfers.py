"""Transfer (组织关系转接): a member's letter on its way from one branch to another, or over the county's border."""

from datetime import date

from django.db import models
from django.db.models import Q

from liangxin.dates import today
from liangxin.history import history
from members.choices import Direction, TransferState
from members.models.members import PartyMember
from members.scope import TransferQuerySet
from orgs.models import PartyBranch


class Transfer(models.Model):
    """Sent, received, or sent back. Branches outside the county are a text (`outside`)."""

    member = models.ForeignKey(PartyMember, models.CASCADE, verbose_name="党员", related_name="transfers")
    direction = models.CharField("方向", max_length=10, choices=Direction, default=Direction.WITHIN)
    origin = models.ForeignKey(
        PartyBranch, models.PROTECT, verbose_name="转出党支部", null=True, blank=True, related_name="transfers_out"
    )
    target = models.ForeignKey(
        PartyBranch, models.PROTECT, verbose_name="转入党支部", null=True, blank=True, related_name="transfers_in"
    )
    outside = models.CharField("县外党组织", max_length=200, blank=True)
    letter = models.CharField("介绍信编号", max_length=60, blank=True)
    sent = models.DateField("开出日期")
    valid_until = models.DateField("有效期至", null=True, blank=True)
    state = models.CharField("状态", max_length=10, choices=TransferState, default=TransferState.SENT)
    settled = models.DateField("接收（退回）日期", null=True, blank=True)
    reason = models.CharField("说明", max_length=500, blank=True)

    objects = TransferQuerySet.as_manager()
    history = history(found_by=("member",))

    class Meta:
        verbose_name = verbose_name_plural = "组织关系转接"
        ordering = ["-sent", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(settled=None) | Q(settled__gte=models.F("sent")),
                name="transfer_settled_after_sent",
                violation_error_message="接收（退回）日期不能早于开出日期",
            ),
            models.UniqueConstraint(
                fields=["member"],
                condition=Q(state="sent"),
                name="transfer_one_open",
                violation_error_message="这名党员已有一封开出、尚未接收的介绍信",
            ),
        ]

    def __str__(self):
        return f"{self.member}的{self.get_direction_display()}"

    @property
    def settled_by(self) -> PartyBranch:
        """The branch whose side receives the letter or sends it back; of one to outside, the one that sent it."""
        return self.origin if self.direction == Direction.OUT else self.target

    @property
    def origin_said(self) -> str:
        """Who sent it, in words."""
        return self.outside if self.direction == Direction.IN else str(self.origin or "")

    @property
    def target_said(self) -> str:
        """Where it goes, in words."""
        return self.outside if self.direction == Direction.OUT else str(self.target or "")

    def days_over(self, day: date) -> int:
        """For how many days the letter is no longer valid on `day` and was not handed in (口袋党员); 0 for none."""
        if self.state != TransferState.SENT or self.valid_until is None:
            return 0
        return max(0, (day - self.valid_until).days)

    @property
    def over(self) -> int:
        """days_over today."""
        return self.days_over(today())
