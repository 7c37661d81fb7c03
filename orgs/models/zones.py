"""Zone (园区/商圈/楼宇/市场): cuts across regions."""

from django.db import models

from liangxin.history import history
from liangxin.names import search_key
from orgs.choices import ZoneKind
from orgs.models.regions import Region
from orgs.scope import PlacedQuerySet


class Zone(models.Model):
    """A park, business district, building or market in which organizations sit."""

    kind = models.CharField("类型", max_length=10, choices=ZoneKind, default=ZoneKind.PARK)
    name = models.CharField("名称", max_length=100, unique=True)
    level = models.CharField("级别", max_length=20, blank=True, help_text="如 国家级、省级、市级、县级")
    region = models.ForeignKey(Region, models.PROTECT, verbose_name="所在辖区")
    search_key = models.TextField("检索", blank=True, editable=False)

    objects = PlacedQuerySet.as_manager()
    history = history(excluded_fields=["search_key"])

    class Meta:
        verbose_name = verbose_name_plural = "园区商圈"
        ordering = ["region__code", "name"]

    def __str__(self):
        return self.name

    def derive(self):
        """Set the search key."""
        self.search_key = search_key(self.name)

    def save(self, *args, **kwargs):
        self.derive()
        if kwargs.get("update_fields"):
            kwargs["update_fields"] = {*kwargs["update_fields"], "search_key"}
        super().save(*args, **kwargs)
