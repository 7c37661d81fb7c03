"""Same or different: which registered organizations a row may mean, what clerks answered, and the questions left."""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import reduce
from operator import or_

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from liangxin.names import normal_name
from orgs.models import Merge, Organization, Region, Standing
from orgs.models.regions import TOWN, VILLAGE
from orgs.scope import CONSOLE, subtree
from reports.imports.alike import Index, Known, Names, surely_two
from reports.models import ImportBatch, ImportRow, SameAnswer

MERGED = "merged"
Said = bool | str
Identity = tuple[str, str, str]  # code of the town, normal name, credit code or "" of a row
MOST_TOWNS = 50  # asked for one by one; more are read with the whole register


def identity(town: str, facts: dict) -> Identity:
    """By what an answer about a row is remembered."""
    return town, normal_name(str(facts["name"])), str(facts.get("credit_code") or "")


def answers() -> dict[Identity, dict[int, Said]]:
    """All answers: identity of a row → organization → whether they are the same. Two queries.

    Who merged two organizations answered as well (MERGED): a row under the name that went means the one that stayed,
    as long as nobody else has that name.
    """
    found: dict[Identity, dict[int, Said]] = {}
    for town, name, code, pk, same in SameAnswer.objects.values_list(
        "town", "name", "credit_code", "organization", "same"
    ):
        found.setdefault((town, name, code), {})[pk] = same
    merged = Merge.objects.filter(undone=None).order_by()
    for pk, name, code, place in merged.values_list("kept", "gone_name", "gone_code", "kept__standings__region__code"):
        for stated in {"", code}:
            found.setdefault(((place or "")[:TOWN], normal_name(name), stated), {}).setdefault(pk, MERGED)
    return found


def answered_same(said: dict[Identity, dict[int, Said]], rows: Iterable[dict]) -> Iterator[int]:
    """The organizations that some of `rows` were said to be, so that they are loaded with those that match."""
    if not said:
        return
    names = {normal_name(str(row["name"])) for row in rows if row.get("name")}
    for (_, name, _), answer in said.items():
        if name in names:
            yield from (pk for pk, same in answer.items() if same)


def lookalikes(user, as_of: date, towns: Iterable[str]) -> Index:
    """The organizations in `towns` (codes) that `user` sees and that are open on `as_of`. Two queries."""
    towns = set(towns)
    standings = Standing.objects.on(as_of).filter(Q(organization__closed="") | Q(organization__closed__gt=str(as_of)))
    if user is not CONSOLE:
        standings = standings.filter(organization__in=Organization.objects.visible_to(user))
    if len(towns) <= MOST_TOWNS:
        standings = standings.filter(reduce(or_, (subtree("region__code", code) for code in towns), Q(pk__in=[])))
    columns = ("pk", "name", "credit_code", "kind", "head_name", "head_phone", "former_names")
    found = standings.order_by().values_list("region__code", *(_column(name) for name in columns))
    known = [Known(pk, town, *rest) for town, pk, *rest in found]
    if not known:
        return Index(Names(()), ())
    regions = list(Region.objects.values_list("code", "name"))
    above = [name for code, name in regions if len(code) < VILLAGE]
    return Index(Names(above, [name for code, name in regions if len(code) == VILLAGE]), known)


def _column(name: str) -> str:
    return "organization_id" if name == "pk" else f"organization__{name}"


def questions(batch: ImportBatch) -> QuerySet[ImportRow]:
    """The rows of `batch` that wait for an answer, in file order."""
    return batch.rows.filter(outcome=ImportRow.Outcome.SEVERAL, written=False).order_by("id")


def candidates(row: ImportRow) -> list[int]:
    """The organizations among which the answer to a row is sought."""
    return next((one["candidates"] for one in row.findings if one.get("candidates")), [])


@transaction.atomic
def answer(row: ImportRow, *, same: Organization | None, asked: Iterable[Organization], user) -> None:
    """Remember for the whole county which of the organizations `asked` about the row means, None for none of them.

    Raises ValueError when `same` is not among them, or carries another valid code than the row.
    """
    asked = list(asked)
    if same is not None and (same not in asked or surely_two(row.credit_code, same.credit_code)):
        raise ValueError(f"{same} cannot be the organization of row {row.pk}")
    town, name, code = identity(row.town, row.facts)
    by = None if user is CONSOLE else user
    for one in asked:
        SameAnswer.objects.update_or_create(
            organization=one,
            town=town,
            name=name,
            credit_code=code,
            defaults={"same": one == same, "user": by, "user_name": str(user), "created": timezone.now()},
        )


NONE_OF_THEM = "none"


def answerable(row: ImportRow, organizations: Iterable[Organization]) -> list[tuple[str, str]]:
    """(value, label) of the answers that can be true of a row; organizations with another valid code are not asked.

    A row whose code one of them carries can only be that one: a code belongs to one organization.
    """
    code = row.facts.get("credit_code")
    organizations = list(organizations)
    owners = [one for one in organizations if code and one.credit_code == code]
    fitting = owners or [one for one in organizations if not surely_two(code, one.credit_code)]
    names = [one.name for one in fitting]
    choices = [(str(one.pk), f"是“{one.name}”{_apart(one) if names.count(one.name) > 1 else ''}") for one in fitting]
    if not owners:
        choices.append((NONE_OF_THEM, "都不是，是另一家单位" if len(fitting) > 1 else "不是，是另一家单位"))
    return choices


def _apart(one: Organization) -> str:
    """What tells an organization from its namesakes."""
    return f"（{one.credit_code or one.address or f'没有代码，登记号 {one.pk}'}）"


def remembered(user, batch: ImportBatch) -> list[tuple[SameAnswer, Organization | None]]:
    """The answers about rows of `batch`, newest first, with their organizations where `user` sees them."""
    rows = batch.rows.order_by().values_list("town", "name", "credit_code").distinct()
    named = {(town, normal_name(name), code) for town, name, code in rows}
    given = SameAnswer.objects.visible_to(user).order_by("-pk")
    return with_organizations([one for one in given if (one.town, one.name, one.credit_code) in named], user)


def with_organizations(given: Iterable[SameAnswer], user) -> list[tuple[SameAnswer, Organization | None]]:
    """Answers, or what the history says of them, each with its organization where `user` sees it. One query."""
    given = list(given)
    known = Organization.objects.visible_to(user).in_bulk([one.organization_id for one in given])
    return [(one, known.get(one.organization_id)) for one in given]
