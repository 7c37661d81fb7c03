"""Venue (活动阵地) with the 六有 checklist, whose items can be edited."""

from itertools import count

from django.db import models

from liangxin.dates import PartialDateField
from liangxin.history import history
from liangxin.names import search_key
from orgs.models.branches import PartyBranch
from orgs.models.regions import Region
from orgs.scope import PlacedQuerySet


class VenueItem(models.Model):
    """One item of the checklist: 有场所, 有设施 …; a retired one is asked no more but stays readable.

    `key` is what venues keep of it; nobody is asked for one, so a new item gets the first that is free.
    """

    key = models.SlugField("代号", max_length=20, unique=True)
    name = models.CharField("内容", max_length=40)
    place = models.PositiveSmallIntegerField("顺序", default=0)
    retired = models.BooleanField("停用", default=False)

    history = history()

    class Meta:
        verbose_name = verbose_name_plural = "阵地标准"
        ordering = ["place", "id"]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        """Give a new item its key."""
        if not self.key:
            taken = set(VenueItem.objects.values_list("key", flat=True))
            self.key = next(key for key in (f"item{number}" for number in count(1)) if key not in taken)
        super().save(*args, **kwargs)

    @property
    def is_used(self) -> bool:
        """Whether a venue was judged by it."""
        return any(self.key in has for has in Venue.objects.values_list("has", flat=True))


class Venue(models.Model):
    """A place where branches meet; `has` holds the keys of the items it has."""

    name = models.CharField("阵地名称", max_length=100)
    region = models.ForeignKey(Region, models.PROTECT, verbose_name="所在辖区")
    branch = models.ForeignKey(
        PartyBranch, models.SET_NULL, verbose_name="所属党组织", null=True, blank=True, related_name="venues"
    )
    address = models.CharField("地址", max_length=300, blank=True)
    area = models.PositiveIntegerField("面积（平方米）", null=True, blank=True)
    opened = PartialDateField("启用时间", blank=True)
    closed = PartialDateField("停用时间", blank=True)
    has = models.JSONField("达标情况", default=list, blank=True)
    search_key = models.TextField("检索", blank=True, editable=False)

    objects = PlacedQuerySet.as_manager()
    history = history(excluded_fields=["search_key"], found_by=("branch",))

    class Meta:
        verbose_name = verbose_name_plural = "活动阵地"
        ordering = ["region__code", "id"]

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
