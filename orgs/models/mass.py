"""MassGroup (群团组织): 工会, 共青团 or 妇联 in an organization."""

from django.db import models

from liangxin.history import history
from liangxin.periods import Period, lasts
from orgs.choices import MassKind
from orgs.models.organizations import Organization
from orgs.scope import FactQuerySet


class MassGroup(Period):
    """A mass group exists in an organization during a period."""

    organization = models.ForeignKey(Organization, models.CASCADE, verbose_name="单位", related_name="mass_groups")
    kind = models.CharField("群团组织", max_length=10, choices=MassKind)

    objects = FactQuerySet.as_manager()
    history = history(found_by=("organization",))

    class Meta:
        verbose_name = verbose_name_plural = "群团组织"
        ordering = ["organization_id", "start"]
        constraints = [
            lasts("massgroup_lasts"),
            models.UniqueConstraint(
                fields=["organization", "kind"],
                condition=models.Q(end=None),
                name="massgroup_once",
                violation_error_message="这家单位已有这个群团组织",
            ),
        ]

    def __str__(self):
        return self.get_kind_display()
