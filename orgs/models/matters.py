"""Matter (跟踪事项): a problem that a visit found, followed until it is settled."""

from django.db import models

from liangxin.history import history
from orgs.choices import MatterState
from orgs.models.guides import Visit
from orgs.models.organizations import Organization
from orgs.scope import FactQuerySet


class Matter(models.Model):
    """A problem of an organization with its state."""

    organization = models.ForeignKey(Organization, models.CASCADE, verbose_name="单位", related_name="matters")
    visit = models.ForeignKey(
        Visit, models.SET_NULL, verbose_name="走访", null=True, blank=True, related_name="matters"
    )
    text = models.TextField("事项", max_length=2000)
    found = models.DateField("发现日期")
    due = models.DateField("办理期限", null=True, blank=True)
    state = models.CharField("状态", max_length=10, choices=MatterState, default=MatterState.OPEN)
    handler = models.CharField("办理单位（人）", max_length=100, blank=True)
    result = models.TextField("办理情况", blank=True, max_length=2000)
    settled = models.DateField("办结日期", null=True, blank=True)

    objects = FactQuerySet.as_manager()
    history = history(found_by=("organization", "visit"))

    class Meta:
        verbose_name = verbose_name_plural = "跟踪事项"
        ordering = ["-found", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="done", settled__isnull=False) | (~models.Q(state="done")),
                name="matter_settled_when_done",
                violation_error_message="已办结的要填写办结日期",
            )
        ]

    def __str__(self):
        return self.text[:30]
