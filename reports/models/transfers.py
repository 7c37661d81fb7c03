"""TransferRequest: a town names another town's organization, or says that one of its own moved; the county decides."""

from django.db import models

from liangxin.history import history
from orgs.choices import Role
from orgs.models import Organization, Region, User
from orgs.scope import CONSOLE


class TransferQuerySet(models.QuerySet):
    """Requests: the county decides, a town sees what it asked for."""

    def visible_to(self, user):
        """Requests that the user may open."""
        if user is CONSOLE:
            return self
        if not user.is_active or not user.may_import or not user.region_id:
            return self.none()
        asked_here = models.Q(requested_by__region__code__startswith=user.region.code)
        into_here = models.Q(region__code__startswith=user.region.code)
        if user.is_county:
            return self.filter(into_here | asked_here)
        # What another town asks names an organization of that town: the county's answer tells the town it goes to.
        others = models.Q(requested_by__role=Role.TOWN) & ~asked_here
        return self.filter(asked_here | into_here & ~others)


class TransferRequest(models.Model):
    """A request to move an organization into `region` from `day` on (design.md, idea 5)."""

    class State(models.TextChoices):
        WAITING = "waiting", "待处理"
        ACCEPTED = "accepted", "已同意"
        REJECTED = "rejected", "已退回"

    organization = models.ForeignKey(Organization, models.CASCADE, verbose_name="单位", related_name="+")
    region = models.ForeignKey(Region, models.PROTECT, verbose_name="迁入辖区", related_name="+")
    day = models.DateField("迁入日期")
    stated_name = models.CharField("表中单位名称", max_length=200, blank=True)
    batch_id = models.BigIntegerField("导入批次", null=True, blank=True)
    requested_by = models.ForeignKey(User, models.SET_NULL, verbose_name="提出人", null=True, related_name="+")
    created = models.DateTimeField("提出时间", auto_now_add=True)
    state = models.CharField("状态", max_length=10, choices=State, default=State.WAITING)
    decided_by = models.ForeignKey(User, models.SET_NULL, verbose_name="处理人", null=True, related_name="+")
    decided = models.DateTimeField("处理时间", null=True, blank=True)
    note = models.CharField("处理意见", max_length=200, blank=True)

    objects = TransferQuerySet.as_manager()
    history = history(found_by=("organization", "region", "requested_by", "decided_by"))

    class Meta:
        verbose_name = verbose_name_plural = "转入申请"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "region"],
                condition=models.Q(state="waiting"),
                name="transfer_waiting_once",
            )
        ]

    def __str__(self):
        return f"{self.organization} → {self.region}"
