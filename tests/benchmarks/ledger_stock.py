"""The baselines of an exported ledger: django-import-export with the same columns, by default and with its bulk advice.

Both name foreign keys, label choices and say what holds on the day, as the ledger does; neither styles a cell. Stock
asks for everything as its documentation first shows, a query for each relation of each row, but once for a row and not
once for a column. StockBulk joins and prefetches, in pages of thousands: the documentation's advice for large exports.
"""

from django.db.models import Prefetch
from import_export.fields import Field
from import_export.resources import ModelResource

from orgs.models import BranchLevel, Coverage, MassGroup, Posting, Region, Standing, Tag
from orgs.models.regions import TOWN, VILLAGE
from reports.ledgers import LEDGERS
from reports.ledgers.columns import Serial
from tests.benchmarks.county import DAY

LEAVES = [leaf for leaf in LEDGERS["enterprises"].leaves if not isinstance(leaf, Serial)]
LABELLED = {
    "category": "get_category_display",
    "industry": "get_industry_display",
    "unbuilt_reason": "organization__get_unbuilt_reason_display",
}
OF_STANDING = {field.name for field in Standing._meta.fields}
OF_ORGANIZATION = {field.name for field in Standing._meta.get_field("organization").related_model._meta.fields}
NAMED = {"zone": "zone__name", "supervisor": "supervisor__name"}
BESIDE = "beside"  # where a row keeps what is asked for beside its own fields


def _attribute(leaf) -> str:
    """Where a column finds its value."""
    key = leaf.key
    if key in LABELLED or key in NAMED:
        return LABELLED.get(key) or NAMED[key]
    if key in OF_STANDING:
        return key
    return f"organization__{key}" if key in OF_ORGANIZATION and key != "former_names" else f"{BESIDE}__{key}"


class _Asked(dict):
    """What is asked for beside a row, read as attributes, as a Field does."""

    __getattr__ = dict.get


class Stock(ModelResource):
    """Without a thought for queries."""

    class Meta:
        model = Standing
        fields = ()

    towns: dict[str, str] = {}

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.fields = {leaf.key: Field(attribute=_attribute(leaf), column_name=leaf.title) for leaf in LEAVES}

    def get_export_fields(self, selected_fields=None):
        """All columns, in the ledger's order."""
        return list(self.fields.values())

    def export_resource(self, instance, selected_fields=None, **kwargs):
        """A row, after what holds beside it was asked for."""
        setattr(instance, BESIDE, self._asked(instance))
        return super().export_resource(instance, selected_fields, **kwargs)

    def _asked(self, standing):
        organization, code = standing.organization, standing.region.code
        found = _Asked(organization.survey)
        found["former_names"] = "；".join(organization.former_names)
        found["town"] = self.town(code[:TOWN])
        found["village"] = standing.region.name if len(code) == VILLAGE else None
        covers = self.held(organization, "coverages")
        found["built"] = "是" if covers else "否"
        if covers:
            cover = max(covers, key=lambda one: (one.counts, one.start, one.pk))
            levels = self.held(cover.branch, "levels")
            found["mode"], found["branch_name"] = cover.get_mode_display(), cover.branch.name
            found["branch_level"] = levels[0].get_level_display() if levels else None
            found["branch_established"] = cover.branch.established
        postings = self.held(organization, "postings")
        found["guide_name"] = "、".join(one.guide.name for one in postings)
        if len(postings) == 1:
            guide = postings[0].guide
            found |= {"guide_unit": guide.unit, "guide_post": guide.post, "guide_phone": guide.phone}
        found |= {one.kind: "是" for one in self.held(organization, "mass_groups")}
        found["tags"] = "、".join(one.get_tag_display() for one in self.held(organization, "tags"))
        return _Asked(found)

    def town(self, code):
        """The name of a town."""
        return Region.objects.get(code=code).name

    def held(self, thing, facts) -> list:
        """The facts of an organization or a branch on the day."""
        return list(getattr(thing, facts).on(DAY))


class StockBulk(Stock):
    """With joins and prefetches."""

    class Meta(Stock.Meta):
        chunk_size = 2000

    def filter_export(self, queryset, **kwargs):
        """The rows with all that their columns need."""
        levels = Prefetch("branch__levels", BranchLevel.objects.on(DAY))
        covers = Coverage.objects.on(DAY).select_related("branch").prefetch_related(levels)
        postings = Posting.objects.on(DAY).select_related("guide")
        self.towns = dict(Region.objects.values_list("code", "name"))
        return queryset.select_related("organization", "region", "zone", "supervisor").prefetch_related(
            Prefetch("organization__coverages", covers),
            Prefetch("organization__postings", postings),
            Prefetch("organization__mass_groups", MassGroup.objects.on(DAY)),
            Prefetch("organization__tags", Tag.objects.on(DAY)),
        )

    def town(self, code):
        """The name of a town, all of which are read at once."""
        return self.towns[code]

    def held(self, thing, facts):
        """What was prefetched, which is of the day."""
        return list(getattr(thing, facts).all())


def export(resource: type[Stock], standings) -> bytes:
    """The .xlsx of `standings`, a queryset, as the admin's export button makes it."""
    return resource().export(standings).export("xlsx")


def check(resource: type[Stock], standings, rows) -> None:
    """Raises AssertionError unless `resource` fills the very cells of these rows of the ledger."""
    for theirs, ours in zip(resource().export(standings), rows, strict=True):
        filled = [leaf.title for leaf, cell in zip(LEAVES, ours[1:], strict=True) if cell not in (None, "")]
        if [leaf.title for leaf, cell in zip(LEAVES, theirs, strict=True) if cell] != filled:
            raise AssertionError(f"the stock export of {ours[1]} is another one")
