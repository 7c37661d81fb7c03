"""Values of a batch that a choice, a place or a branch column does not know: each once, with its rows.

A branch that is not registered is founded, so it is asked about only where a registered one of its town is nearly
called so.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Q, TextField
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from liangxin.names import normal_branch_name
from orgs.choices import Category, Kind, TagKind, folded
from orgs.models import PartyBranch, Region
from orgs.models.regions import COUNTY, TOWN, VILLAGE
from reports.imports.answers import answers_for
from reports.imports.nearness import likeness, nearest
from reports.imports.places import stem
from reports.ledgers.choices import Choice, MassList, YesNo
from reports.ledgers.fields import field_title, fields
from reports.models import ImportBatch, ImportRow, ValueAnswer

LEFT_ASIDE = "当作没有填"
AS_WRITTEN = "按原文新建"
PLACES = ("town", "village")
BRANCHES = ("branch_name", "supervisor")
CODES = ("bad_choice", "unknown_region")
LONGEST = 100  # characters of a value that is asked about
NAMED = 6  # rows that a question names
LIKE = 0.45  # likeness of words from which a choice is suggested
SUGGESTED = 3
ENDINGS = ("支部", "总支", "党委")  # of normal names
NUMERALS = frozenset("0123456789一二三四五六七八九十百甲乙丙丁东西南北中上下大小老新")
COMMITTEES = ("党委", "工委", "党工委", "委员会")


@dataclass
class Value:
    """One text that a column does not know, and the rows that have it."""

    fact: str
    shown: str  # as the first of its rows has it
    town: Region | None  # inside which it is looked up; None for the whole county
    rows: int = 0
    named: list[tuple[str, str, int]] = field(default_factory=list)  # (file, sheet, row) of the first rows
    keeps_out: bool = False
    options: list[tuple[str, str]] = field(default_factory=list)  # what it may mean: (value, label)
    near: list[str] = field(default_factory=list)  # values of the options that may be meant, nearest first

    @property
    def key(self) -> tuple[str, str, str]:
        """By which an answer is remembered (rows.Answers.values)."""
        return self.fact, folded(self.shown), self.town.code if self.town else ""

    @property
    def title(self) -> str:
        """The field in whose column it stands."""
        return field_title(self.fact)

    @property
    def near_labels(self) -> list[str]:
        """The nearest meanings in words."""
        labels = dict(self.options)
        return [labels[one] for one in self.near if one in labels]

    @property
    def where(self) -> str:
        """The first rows in words: "城关镇.xlsx Sheet1 第 4、7 行 等"."""
        sheets: dict[str, list[str]] = {}
        for file, sheet, number in self.named:
            sheets.setdefault(f"{file} {sheet}", []).append(str(number))
        named = "；".join(f"{sheet} 第 {'、'.join(numbers)} 行" for sheet, numbers in sheets.items())
        return named + (" 等" if named and self.rows > len(self.named) else "")

    @property
    def founds(self) -> bool:
        """Whether it is registered as it is written unless it means something else."""
        return self.fact == "branch_name"


def choices_of(fact: str) -> list[str]:
    """The words that a choice column knows; [] for a column that is none."""
    column = fields().get(fact)
    if fact in ("category", "kind"):
        return [*Category.labels, *Kind.labels]
    if isinstance(column, Choice):
        return list(column.labels or TagKind.labels)
    return list(column.labels) if isinstance(column, (YesNo, MassList)) else []


def unknown_values(batch: ImportBatch) -> list[Value]:
    """The values in findings of the rows of `batch`, errors first, then by how many rows have them."""
    files = {file.pk: file for file in batch.files.all()}
    ticks = {
        (pk, sheet["sheet"], column["place"])
        for pk, file in files.items()
        for sheet in file.sheets
        for column in sheet.get("columns", ())
        if column["choice"]
    }
    towns = {region.code: region for region in Region.objects.filter(code__in=_towns(batch))}
    found: dict[tuple, Value] = {}
    # The database finds the rows: of a large batch most have findings of other kinds.
    told = Q(*(Q(text__contains=f'"{code}"') for code in CODES), _connector=Q.OR)
    rows = batch.rows.annotate(text=Cast("findings", TextField())).filter(told).order_by("id")
    for findings, town, file, sheet, number in rows.values_list("findings", "town", "file", "sheet", "number"):
        for one in findings:
            fact = one.get("fact", "")
            if one["code"] not in CODES or not 0 < len(one["value"]) <= LONGEST or not _is_asked(fact):
                continue
            if (file, sheet, one.get("place")) in ticks:
                continue
            value = Value(fact, one["value"], towns.get(town) if fact == "village" else None)
            value = found.setdefault(value.key, value)
            value.rows += 1
            value.keeps_out |= one["severity"] == "error"
            if len(value.named) < NAMED:
                value.named.append((files[file].name, sheet, number))
    return sorted(found.values(), key=lambda value: (not value.keeps_out, -value.rows))


def _towns(batch):
    return batch.rows.exclude(town="").order_by().values_list("town", flat=True).distinct()


def _is_asked(fact: str) -> bool:
    return fact in PLACES or fact == "supervisor" or bool(choices_of(fact))


def near_branches(batch: ImportBatch, user) -> list[Value]:
    """Branches that would be founded though a registered one of the town is nearly called so, and not asked before."""
    rows = batch.rows.exclude(outcome__in=ImportRow.KEPT_OUT).filter(facts__has_key="branch_name").order_by()
    counted = rows.annotate(branch=KT("facts__branch_name")).values_list("town", "branch").annotate(rows=Count("pk"))
    named = list(counted)
    registered: dict[str, dict[str, str]] = {}
    for code, name in _in_force(user).values_list("region__code", "name"):
        registered.setdefault(code[:TOWN], {})[name] = core(name)
    towns = {region.code: region for region in Region.objects.filter(code__in={town for town, _, _ in named})}
    known, found = answers_for(batch).values, []
    for town, name, number in named:
        names = registered.get(town, {})
        value = Value("branch_name", name, towns.get(town), number)
        if not names or value.town is None or value.key in known or _is_there(name, names):
            continue
        near = [other for other in nearest(core(name), names) if _numerals(other) == _numerals(name)]
        if near:
            value.options, value.near = [(other, other) for other in sorted(names)], near[:SUGGESTED]
            found.append(value)
    return sorted(found, key=lambda value: -value.rows)


def _in_force(user):
    return PartyBranch.objects.visible_to(user).filter(dissolved="")


def _is_there(name: str, names: Iterable[str]) -> bool:
    return normal_branch_name(name) in {normal_branch_name(other) for other in names}


def core(name: str) -> str:
    """A branch's name without the words for its level, as typing errors are looked for in the rest."""
    name = normal_branch_name(name)
    return next((name.removesuffix(ending) for ending in ENDINGS if name.endswith(ending)), name) or name


def _numerals(name: str) -> list[str]:
    """What tells 东门 from 西门 and 一村 from 二村: no typing error makes one of the other."""
    return sorted(char for char in core(name) if char in NUMERALS)


def open_values(batch: ImportBatch) -> int:
    """How many values wait for an answer. Counted once for each batch object, as every page of the wizard asks."""
    if not hasattr(batch, "open_values"):
        batch.open_values = len(unknown_values(batch)) + (len(near_branches(batch, batch.user)) if batch.user else 0)
    return batch.open_values


def with_options(values: list[Value], batch: ImportBatch, user) -> list[Value]:
    """The same values, each with what it may mean and what is nearest to it."""
    regions = Region.objects.visible_to(user).filter(code__startswith=batch.region.code)
    towns = [(one.code, one.name) for one in regions if one.level in (COUNTY, TOWN)]
    committees = None
    for value in values:
        if value.fact == "town":
            value.options, value.near = towns, _near_places(value, towns)
        elif value.fact == "village" and value.town:
            below = Region.objects.under(value.town.code)
            value.options = [(one.code, one.name) for one in below if one.level == VILLAGE]
            value.near = _near_places(value, value.options)
        elif value.fact == "supervisor":
            if committees is None:
                names = dict.fromkeys(_in_force(user).order_by("name").values_list("name", flat=True))
                committees = [(name, name) for name in names if name.endswith(COMMITTEES)]
            value.options = committees
            value.near = nearest(core(value.shown), {name: core(name) for name, _ in committees})[:SUGGESTED]
        elif not value.founds:
            value.options = [(label, label) for label in choices_of(value.fact)]
            value.near = _near_words(value)
    return values


def _near_places(value: Value, places: list[tuple[str, str]]) -> list[str]:
    return nearest(stem(folded(value.shown)), {code: stem(folded(name)) for code, name in places})[:SUGGESTED]


def _near_words(value: Value) -> list[str]:
    """The choices whose labels or other spellings are most like the text."""
    text, column = folded(value.shown), fields()[value.fact]
    marks: dict[str, float] = {}
    for word, label in _spellings(value.fact, column):
        marks[label] = max(marks.get(label, 0), likeness(text, word))
    good = [label for label, mark in marks.items() if mark >= LIKE]
    return sorted(good, key=lambda label: -marks[label])[:SUGGESTED]


def _spellings(fact: str, column) -> list[tuple[str, str]]:
    classes = (Category, Kind) if fact in ("category", "kind") else (getattr(column, "choices", None),)
    found = [(word, member.label) for one in classes if one for word, member in one.words().items()]
    return found or [(label, label) for label in choices_of(fact)]


def meaning_said(answer: ValueAnswer, names: dict[str, str]) -> str:
    """What a value was answered to mean, in words; `names` are regions by code."""
    return said(answer.fact, answer.shown, answer.value, names)


def said(fact: str, shown: str, value: str, names: dict[str, str]) -> str:
    """What a value means, in words; `names` are regions by code."""
    if not value:
        return LEFT_ASIDE
    if fact == "branch_name" and value == shown:
        return AS_WRITTEN
    return names.get(value, value) if fact in PLACES else value
