"""Confirmation (无变化): somebody said that nothing about an organization has changed (domain.md §3)."""

from django.db import models

from liangxin.history import history
from orgs.models.organizations import Organization
from orgs.models.users import User
from orgs.scope import FactQuerySet


class Confirmation(models.Model):
    """One key 无变化. Edits and imports confirm as well; those are read from the history, not kept here."""

    organization = models.ForeignKey(Organization, models.CASCADE, verbose_name="单位", related_name="confirmations")
    day = models.DateField("确认日期")
    user = models.ForeignKey(User, models.SET_NULL, verbose_name="确认人", null=True, related_name="+")
    user_name = models.CharField("确认人姓名", max_length=150, blank=True)

    objects = FactQuerySet.as_manager()
    history = history(found_by=("organization",))

    class Meta:
        verbose_name = verbose_name_plural = "季度确认"
        ordering = ["-day", "-id"]
        constraints = [models.UniqueConstraint(fields=["organization", "day"], name="confirmation_once_a_day")]

    def __str__(self):
        return f"{self.organization} {self.day}"
