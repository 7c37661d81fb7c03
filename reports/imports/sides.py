"""A row and the organizations it may mean, field by field: the two sides of the question 是不是同一家."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from orgs.models import Organization, Region, Standing
from reports.imports.preview import said_there
from reports.imports.sameness import answerable, candidates
from reports.ledgers import LEDGERS
from reports.ledgers.rows import facts_of
from reports.models import ImportRow

COMPARED = (
    "name",
    "former_names",
    "credit_code",
    "kind",
    "town",
    "village",
    "category",
    "industry",
    "address",
    "registered_address",
    "head_name",
    "head_phone",
    "established",
    "closed",
    "employees",
    "full_members",
    "built",
    "mode",
    "branch_name",
    "guide_name",
)
SHORT = ("姓名", "联系电话", "人数")  # titles that need the word above them
TELLING = ("name", "credit_code", "address", "head_name", "head_phone", "branch_name")


@dataclass(frozen=True, slots=True)
class Line:
    """One field: what the row says, and what each organization says with whether that differs."""

    label: str
    row: str
    others: list[tuple[str, bool]]


@dataclass(frozen=True, slots=True)
class Question:
    """A row that waits for an answer, the organizations it may mean, and which answers are possible."""

    row: ImportRow
    why: str
    organizations: list[Organization]
    lines: list[Line]
    choices: list[tuple[str, str]]
    twins: list[tuple[Organization, Organization]]  # registered organizations that may be one: to be merged


def questions_of(rows: Sequence[ImportRow], *, user, as_of: date) -> list[Question]:
    """The rows of a page as questions. Reads a fixed number of queries."""
    asked = {pk for row in rows for pk in candidates(row)}
    known = Organization.objects.visible_to(user).in_bulk(list(asked))
    standings = list(Standing.objects.on(as_of).filter(organization__in=known))
    facts = {one["organization"]: one for one in facts_of(standings, as_of)} if standings else {}
    places = dict(Region.objects.filter(code__in={row.town for row in rows}).values_list("code", "name"))
    return [_question(row, known, facts, places.get(row.town, "")) for row in rows]


def _question(row: ImportRow, known: dict, facts: dict, place: str) -> Question:
    organizations = [known[pk] for pk in candidates(row) if pk in known]
    why = next((_why(one, row) for one in row.findings if one.get("candidates")), "")
    own = {"town": place, **row.facts}
    lines = _lines(own, [facts.get(one.pk, {"name": one.name}) for one in organizations])
    twins = [(organizations[0], other) for other in organizations[1:]]
    return Question(row, why, organizations, lines, answerable(row, organizations), twins)


def _why(finding: dict, row: ImportRow) -> str:
    """What was found, without the place and what to do, which the page is about."""
    return said_there(finding, row.sheet).partition("：")[2].partition("，请")[0]


def _lines(own: dict, others: list[dict]) -> list[Line]:
    """The fields that the row states, and those by which people know an organization."""
    lines = []
    for key, column in _columns(own.get("kind") or others[0].get("kind")).items():
        texts = [_text(column, facts, key) for facts in (own, *others)]
        if texts[0] or (key in TELLING and any(texts)):
            row, *rest = texts
            label = f"{column.group.title}{column.title}" if column.title in SHORT else column.title
            lines.append(Line(label, row, [(text, bool(row and text) and row != text) for text in rest]))
    return lines


def _columns(kind: str | None) -> dict:
    """The compared columns of the ledger of this kind, in the order in which people look at them."""
    ledger = next((one for one in LEDGERS.values() if one.kind == kind), next(iter(LEDGERS.values())))
    leaves = {leaf.key: leaf for leaf in ledger.readable if not leaf.survey and leaf.key in COMPARED}
    return {key: leaves[key] for key in COMPARED if key in leaves}


def _text(column, facts: dict, key: str) -> str:
    value = column.shown(facts[key]) if facts.get(key) not in (None, "", []) else None
    return "" if value is None else str(value)
