"""By what a coverage table is grouped. Each group gives an SQL expression for the table and a condition for the list
behind a row, so both mean the same organizations.

A row's key is text: a region code, a stored choice, the key of a zone or branch; NONE where nothing is stated.
"""

from datetime import date

from django.db.models import Case, Exists, F, FilteredRelation, OuterRef, Q, Value, When
from django.db.models.functions import Length, Substr

from liangxin.periods import in_force
from orgs.choices import Category, Industry, Kind, TagKind
from orgs.models import PartyBranch, Region, Tag, Zone
from orgs.models.regions import COUNTY, LENGTHS, TOWN, VILLAGE
from orgs.scope import subtree

NONE, NONE_LABEL = "none", "未填"
TOTAL, TOTAL_LABEL = "total", "合计"
LARGEST_KEY = 2**63 - 1  # what the databases hold
OWN_ROWS = {COUNTY: "县本级（未到乡镇）", TOWN: "镇本级（未到村、社区）"}


def next_length(region: Region | None) -> int:
    """How many digits the codes of the rows below `region` have."""
    digits = len(region.code) if region else COUNTY
    return next((length for length in LENGTHS if length > digits), VILLAGE)


class Group:
    """A field of the standing or organization with closed choices; subclasses know other ways to group."""

    overlaps = False  # whether an organization may stand in several rows

    def __init__(self, key: str, title: str, path: str, choices=None, always: bool = False):
        self.key, self.title, self.path, self.choices, self.always = key, title, path, choices, always

    def grouped(self, standings, day: date, region: Region | None):
        """`standings` annotated with `group`, the value that `key_of` turns into a row's key."""
        return standings.annotate(group=F(self.path))

    def key_of(self, value) -> str:
        """The row's key for a value of `group`."""
        return NONE if value in (None, "") else str(value)

    def condition(self, key: str, day: date, region: Region | None) -> Q:
        """The condition on a standing that it belongs to the row `key`; ValueError when no such row can exist."""
        if key == NONE:
            return Q(**{self.path: ""})
        if key not in self.choices.values:
            raise ValueError(key)
        return Q(**{self.path: key})

    def labels(self, keys: set[str], region: Region | None) -> dict[str, str]:
        """The rows in their order, key → label: those in `keys`, and those that stand there even with nothing."""
        wanted = [value for value in self.choices.values if self.always or value in keys]
        return {value: self.choices(value).label for value in wanted} | self._unstated(keys)

    def label(self, key: str, region: Region | None) -> str:
        """What the row `key` is called."""
        return self.labels({key}, region).get(key, key)

    def seen_by(self, user, key: str) -> bool:
        """Whether `user` may know that there is a row `key`; closed choices are no secret."""
        return True

    def _unstated(self, keys):
        return {NONE: NONE_LABEL} if NONE in keys else {}


class ByRegion(Group):
    """By the regions one level below the asked one; what is placed at the region itself is a row of its own."""

    def __init__(self):
        super().__init__("region", "辖区", "region__code")

    def grouped(self, standings, day, region):
        return standings.annotate(group=Substr("region__code", 1, next_length(region)))

    def condition(self, key, day, region):
        if not key.isdecimal() or not key.isascii() or len(key) not in LENGTHS:
            raise ValueError(key)
        if region and key == region.code:
            return Q(region__code=key)
        return subtree("region__code", key)

    def labels(self, keys, region):
        below = Region.objects.under(region.code) if region else Region.objects.all()
        below = below.annotate(digits=Length("code")).filter(digits=next_length(region)).order_by("code")
        names = dict(below.values_list("code", "name"))
        own = {}
        if region and region.code in keys and region.code not in names:
            own = {region.code: OWN_ROWS.get(region.level, f"{region.name}本级")}
        strays = {key: key for key in sorted(keys - names.keys() - own.keys())}
        return own | names | strays


class ByRegister(Group):
    """By a row of another register: the supervising branch, the zone."""

    def __init__(self, key, title, path, model):
        super().__init__(key, title, path)
        self.model = model

    def condition(self, key, day, region):
        number = None if key == NONE else int(key)
        if number and number > LARGEST_KEY:
            raise ValueError(key)
        return Q(**{self.path: number})

    def labels(self, keys, region):
        pks = [int(key) for key in keys - {NONE}]
        found = self.model.objects.filter(pk__in=pks).order_by("region__code", "name").values_list("pk", "name")
        return {str(pk): name for pk, name in found} | self._unstated(keys)

    def seen_by(self, user, key):
        return key == NONE or self.model.objects.visible_to(user).filter(pk=key).exists()


class ByTag(Group):
    """By tag: an organization with several tags stands in several rows, so the total is not their sum."""

    overlaps = True

    def __init__(self):
        super().__init__("tag", "标签", "tagged__tag", TagKind)

    def grouped(self, standings, day, region):
        joined = FilteredRelation("organization__tags", condition=in_force(day, "organization__tags__"))
        return standings.annotate(tagged=joined, group=F(self.path))

    def condition(self, key, day, region):
        tags = Tag.objects.on(day).filter(organization=OuterRef("organization"))
        if key == NONE:
            return Q(~Exists(tags))
        if key not in TagKind.values:
            raise ValueError(key)
        return Q(Exists(tags.filter(tag=key)))

    def _unstated(self, keys):
        return {NONE: "没有标签"} if NONE in keys else {}


class BySize(Group):
    """By the number of people employed."""

    SIZES = (
        ("under_10", "不足 10 人", 0, 10),
        ("10_49", "10–49 人", 10, 50),
        ("50_99", "50–99 人", 50, 100),
        ("100_299", "100–299 人", 100, 300),
        ("over_300", "300 人以上", 300, None),
    )

    def __init__(self):
        super().__init__("size", "规模", "employees")

    def grouped(self, standings, day, region):
        whens = [When(self._between(low, high), then=Value(key)) for key, _, low, high in self.SIZES]
        return standings.annotate(group=Case(*whens, default=Value("")))

    def condition(self, key, day, region):
        if key == NONE:
            return Q(employees=None)
        for name, _, low, high in self.SIZES:
            if name == key:
                return self._between(low, high)
        raise ValueError(key)

    def labels(self, keys, region):
        return {key: label for key, label, _, _ in self.SIZES} | self._unstated(keys)

    def _between(self, low, high):
        return Q(employees__gte=low) & (Q(employees__lt=high) if high else Q())


GROUPS = {
    group.key: group
    for group in (
        ByRegion(),
        Group("kind", "单位类型", "organization__kind", Kind, always=True),
        Group("category", "单位类别", "category", Category),
        Group("industry", "行业门类", "industry", Industry),
        ByRegister("supervisor", "归口党（工）委", "supervisor", PartyBranch),
        ByRegister("zone", "园区商圈", "zone", Zone),
        ByTag(),
        BySize(),
    )
}
