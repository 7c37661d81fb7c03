"""Region (辖区): county, town and village, one inside the other by the prefix of their codes."""

from django.core.validators import RegexValidator
from django.db import models

from liangxin.history import history
from orgs.scope import ScopedQuerySet, subtree

PROVINCE, CITY, COUNTY, TOWN, VILLAGE = 2, 4, 6, 9, 12  # digits of a code (GB/T 2260, GB/T 10114)
LENGTHS = (PROVINCE, CITY, COUNTY, TOWN, VILLAGE)
LEVEL_NAMES = {PROVINCE: "省", CITY: "市", COUNTY: "县（市、区）", TOWN: "乡镇（街道）", VILLAGE: "村（社区）"}

region_code = RegexValidator(r"\A(\d{2}|\d{4}|\d{6}|\d{9}|\d{12})\Z", "代码应为 2、4、6、9 或 12 位数字")


class RegionQuerySet(ScopedQuerySet):
    """Regions; a user sees the own one with all below it, and the ones above it by name."""

    def under(self, code: str):
        """The region with `code` and everything below it."""
        return self.filter(subtree("code", code))

    def root(self):
        """The lowest region that holds all towns: the county. None while no region is registered."""
        codes = list(self.order_by("code").values_list("code", flat=True))
        if not codes:
            return None
        places = [code for code in codes if len(code) >= COUNTY] or codes
        common = [code for code in codes if all(place.startswith(code) for place in places)]
        return self.get(code=max(common, key=len)) if common else None


class Region(models.Model):
    """One administrative place; its parent is the prefix of its code."""

    code = models.CharField("代码", max_length=12, unique=True, validators=[region_code])
    name = models.CharField("名称", max_length=60)
    former_codes = models.CharField("曾用代码", max_length=200, blank=True, help_text="多个代码用顿号隔开")
    search_key = models.TextField("检索", blank=True, editable=False)

    objects = RegionQuerySet.as_manager()
    history = history(excluded_fields=["search_key"])

    class Meta:
        verbose_name = verbose_name_plural = "辖区"
        ordering = ["code"]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        from liangxin.names import search_key

        self.search_key = search_key(self.name)
        if kwargs.get("update_fields"):
            kwargs["update_fields"] = {*kwargs["update_fields"], "search_key"}
        super().save(*args, **kwargs)

    @property
    def level(self) -> int:
        """How many digits the code has: COUNTY, TOWN, VILLAGE …"""
        return len(self.code)

    @property
    def level_name(self) -> str:
        """The level in words."""
        return LEVEL_NAMES[len(self.code)]

    @property
    def town_code(self) -> str:
        """The code of the town the region is or lies in; the own code above towns."""
        return self.code[:TOWN]
