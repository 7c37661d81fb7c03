"""Who is missing: organizations of the register that a file covering their place and kind does not contain."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from liangxin.names import normal_name
from orgs.choices import Kind
from orgs.coverage import exists_on
from orgs.models import Organization, Region, Standing
from orgs.models.regions import TOWN, VILLAGE
from orgs.scope import subtree
from reports.imports.batches import lock
from reports.imports.places import Places
from reports.imports.register import in_chunks
from reports.models import Absence, ImportBatch, ImportRow

State = ImportBatch.State


@dataclass(frozen=True)
class Reach:
    """What a batch speaks of: codes of the towns, or of single villages, and kinds of organizations.

    A code above a town stands for the organizations placed at that region itself (县本级), not for all below it.
    `without` are places and kinds that stand in no file together: one town's file of enterprises and another's of both
    do not speak of the social organizations of the first.
    """

    places: tuple[str, ...]
    kinds: tuple[str, ...]
    without: tuple[tuple[str, str], ...] = ()

    def condition(self, path: str = "region__code") -> Q:
        """The condition that a standing, whose region's code lies at `path`, is spoken of."""
        found = Q(pk__in=[])
        for code in self.places:
            here = subtree(path, code) if len(code) >= TOWN else Q(**{path: code})
            others = [kind for place, kind in self.without if place == code]
            found |= here & ~Q(organization__kind__in=others) if others else here
        return found


def reach_of(batch: ImportBatch) -> Reach:
    """What the clerk said that the batch covers, else what its rows show."""
    said = batch.options.get("covers")
    return Reach(tuple(said["places"]), tuple(said["kinds"])) if said else shown_reach(batch)


@transaction.atomic
def cover(batch: ImportBatch, *, places: list[str], kinds: list[str]):
    """Keep what the clerk says that `batch` covers. Raises CannotImport while a job works on it."""
    batch = lock(batch)
    batch.options = {**batch.options, "covers": {"places": places, "kinds": kinds}}
    batch.save(update_fields=["options"])


def shown_reach(batch: ImportBatch) -> Reach:
    """What the rows show: the towns into which they were placed, and their kinds.

    A town of which every row names a village, and no more than half of the villages in which the register has somebody
    are named, is covered in those villages only: it is the file of some villages, not of the town.
    """
    kinds, whole, named = set(), set(), defaultdict(set)
    by_file = defaultdict(lambda: (set(), set()))  # file → towns, kinds
    county = Region.objects.root()
    places = Places(county, batch.region)
    columns = ("file", "town", "facts__village", "facts__kind", "organization__kind")
    for file, town, village, kind, registered in _placed_rows(batch).order_by().values_list(*columns).distinct():
        kinds.add(kind or registered)
        by_file[file][0].add(town)
        by_file[file][1].add(kind or registered)
        found = places.village(places.by_code[town], village) if village and town in places.by_code else None
        if found is None:
            whole.add(town)
        else:
            named[town].add(found.code)
    known = _villages_known(batch, named.keys() - whole)
    for town, villages in named.items():
        if town in whole or 2 * len(villages & known[town]) > len(known[town]):
            whole.add(town)
    parts = {code for town, villages in named.items() if town not in whole for code in villages}
    inside = [code for code in whole | parts if code.startswith(batch.region.code)]
    if batch.region.level == VILLAGE:
        inside = [batch.region.code] if whole | parts else []
    inside, known_kinds = sorted(inside), [kind for kind in Kind.values if kind in kinds]
    together = {(town, kind) for towns, kinds_there in by_file.values() for town in towns for kind in kinds_there}
    without = [(code, kind) for code in inside for kind in known_kinds if (code[:TOWN], kind) not in together]
    return Reach(tuple(inside), tuple(known_kinds), tuple(without))


def _placed_rows(batch: ImportBatch) -> QuerySet:
    """Rows that say where their organization lies, as far as this batch may speak of the place.

    A file that we gave back with the rows that had stayed out does not stand for its town.
    """
    given_back = [file.pk for file in batch.files.all() if any(sheet.get("returned") for sheet in file.sheets)]
    return batch.rows.exclude(town="").exclude(outcome=ImportRow.Outcome.OUTSIDE).exclude(file__in=given_back)


def _villages_known(batch, towns) -> dict[str, set[str]]:
    """Town → codes of the villages in which the register has somebody on the as-of day."""
    found = defaultdict(set)
    if towns:
        standings = Standing.objects.on(batch.as_of).filter(exists_on(batch.as_of, "organization__"))
        reach = Reach(tuple(towns), ()).condition()
        for code in standings.filter(reach).order_by().values_list("region__code", flat=True).distinct():
            if len(code) == VILLAGE:
                found[code[:TOWN]].add(code)
    return found


def missing(batch: ImportBatch, user) -> QuerySet[Organization]:
    """Organizations that `user` may edit, that existed on the as-of day and are not closed, and that no row names.

    A row that stays out names its organization by credit code or by name. What another file of that day has, or a later
    survey, is not missing.
    """
    own = {"organization": OuterRef("pk")}
    applied = ImportBatch.objects.filter(state=State.APPLIED, as_of__gte=batch.as_of).exclude(pk=batch.pk)
    later = ImportRow.objects.filter(written=True, batch__in=applied, **own)
    found = Organization.objects.editable_by(user).filter(exists_on(batch.as_of), closed="")
    return found.exclude(Exists(batch.rows.filter(**own)) | Exists(later)).exclude(pk__in=_named_by_kept_out(batch))


def _named_by_kept_out(batch) -> list[int]:
    """Organizations that rows without a match name, or may mean: those rows stay out, but nobody is missing."""
    rows = batch.rows.filter(outcome__in=ImportRow.KEPT_OUT, organization=None)
    codes, names, found = [], [], []
    for code, name, findings in rows.values_list("credit_code", "name", "findings").iterator():
        codes.append(code)
        names.append(normal_name(name))
        for one in findings:
            found += one.get("candidates", ())
    for chunk in in_chunks(codes):
        found += Organization.objects.filter(credit_code__in=chunk).values_list("pk", flat=True)
    for chunk in in_chunks(names):
        found += Organization.objects.filter(normal_name__in=chunk).values_list("pk", flat=True)
    return found


def absent(batch: ImportBatch, user, reach: Reach | None = None) -> QuerySet[Organization]:
    """Those of `missing` that lie where the batch speaks of and are of its kinds (`reach`, else what it covers)."""
    reach = reach or reach_of(batch)
    placed = Standing.objects.on(batch.as_of).filter(reach.condition(), organization=OuterRef("pk"))
    return missing(batch, user).filter(Exists(placed), kind__in=reach.kinds)


def unanswered(batch: ImportBatch, user, reach: Reach | None = None) -> QuerySet[Organization]:
    """Absent organizations of which nobody said where they are."""
    return absent(batch, user, reach).exclude(pk__in=batch.absences.values("organization"))


def known_in(batch: ImportBatch, user, reach: Reach) -> int:
    """How many organizations the register has where the batch speaks of, of its kinds, on the as-of day."""
    placed = Standing.objects.on(batch.as_of).filter(reach.condition(), organization=OuterRef("pk"))
    found = Organization.objects.editable_by(user).filter(exists_on(batch.as_of), Exists(placed), closed="")
    return found.filter(kind__in=reach.kinds).count()


def by_place(found: QuerySet[Organization], day) -> Counter:
    """Organizations by the code of the region in which they lie on `day`."""
    rows = Standing.objects.on(day).filter(organization__in=found.order_by()).order_by().values_list("region__code")
    return Counter(dict(rows.annotate(number=Count("pk"))))


def last_seen(organizations: list[Organization], before: ImportBatch) -> dict[int, ImportBatch]:
    """Organization → the latest applied batch that had a written row of it. Two queries."""
    rows = ImportRow.objects.filter(
        written=True, batch__state=State.APPLIED, organization__in=[one.pk for one in organizations]
    ).exclude(batch=before.pk)
    pairs = rows.order_by("batch__as_of", "batch_id").values_list("organization", "batch")
    latest = dict(pairs.distinct())
    batches = ImportBatch.objects.in_bulk(set(latest.values()))
    return {pk: batches[key] for pk, key in latest.items()}


def missed(user) -> QuerySet[Absence]:
    """Organizations said to be forgotten (漏报) that no survey of that day or later has had since, once each."""
    later = ImportRow.objects.filter(
        written=True,
        batch__state=State.APPLIED,
        batch__as_of__gte=OuterRef("batch__as_of"),
        organization=OuterRef("organization"),
    )
    gone = Organization.objects.filter(pk=OuterRef("organization")).exclude(closed="")
    again = Absence.objects.filter(
        organization=OuterRef("organization"), pk__gt=OuterRef("pk"), batch__state=State.APPLIED, written=True
    )
    found = Absence.objects.visible_to(user).filter(written=True, answer=Absence.Answer.MISSED)
    found = found.filter(batch__state=State.APPLIED).exclude(Exists(later) | Exists(gone) | Exists(again))
    return found.select_related("batch")
