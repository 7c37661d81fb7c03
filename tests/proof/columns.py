"""Columns of town workbooks: what the clerk writes into a cell, and what that cell states.

`Column.write` gives the cell as (value, number format or None); `Column.says` gives the facts that the cell states, so
that the truth holds nothing that no file says. A `Style` is one clerk's way of writing dates, yes and no, and numbers.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from tests.proof.county import NO_GUIDE, Org

Cell = tuple[Any, str | None]
PARTIAL = re.compile(r"\d{4}(-\d\d){0,2}")
JOINT = ("联合组建", "区域联建", "行业统建", "龙头带建", "驻派帮建")
KINDS = {"enterprise": "非公企业", "social": "社会组织"}


@dataclass(frozen=True, slots=True)
class Style:
    """How one clerk writes: a day, a month, a year, yes and no, a count of people, a person's name."""

    day: Callable[[date], Cell]
    month: Callable[[int, int], Cell]
    year: Callable[[int], Cell]
    yes: Any = "是"
    no: Any = "否"
    count: Callable[[int], Any] = int
    person: Callable[[str], str] = str

    def write_date(self, text: str) -> Cell:
        """A partial date as this clerk writes it; text that is no date goes in as it is."""
        if not PARTIAL.fullmatch(text):
            return text or None, None
        parts = [int(part) for part in text.split("-")]
        if len(parts) == 3:
            return self.day(date(*parts))
        return self.month(*parts) if len(parts) == 2 else self.year(*parts)


@dataclass(frozen=True, slots=True)
class Column:
    """One leaf column: header words from the top, what is written, what is stated."""

    path: tuple[str, ...]
    write: Callable[[Org, Style], Cell]
    says: Callable[[Org], dict[str, Any]]
    merged: bool = False  # equal cells below one another are merged


def path_of(header: str) -> tuple[str, ...]:
    """ "党员队伍/正式党员" → its levels; a line break inside a word stays."""
    return tuple(header.split("/"))


def text(header: str, fact: str, merged: bool = False) -> Column:
    """A text column of one attribute."""
    return Column(
        path_of(header),
        lambda org, style: (getattr(org, fact) or None, None),
        lambda org: {fact: getattr(org, fact)} if getattr(org, fact) else {},
        merged,
    )


def place(header: str, fact: str, names: dict[str, str], merged: bool = False) -> Column:
    """A column of region names; `names` are by code."""
    return Column(
        path_of(header),
        lambda org, style: (names.get(getattr(org, fact)), None),
        lambda org: {fact: getattr(org, fact)} if getattr(org, fact) else {},
        merged,
    )


def kind(header: str) -> Column:
    """非公企业 or 社会组织."""
    return Column(path_of(header), lambda org, style: (KINDS[org.kind], None), lambda org: {"kind": org.kind})


def dated(header: str, fact: str) -> Column:
    """A column of dates."""
    return Column(
        path_of(header),
        lambda org, style: style.write_date(getattr(org, fact)),
        lambda org: {fact: getattr(org, fact)} if getattr(org, fact) else {},
    )


def number(header: str, fact: str) -> Column:
    """A column of counts of people."""

    def write(org: Org, style: Style) -> Cell:
        value = getattr(org, fact)
        return (style.count(value) if isinstance(value, int) else value), None

    return Column(path_of(header), write, lambda org: {} if getattr(org, fact) is None else {fact: getattr(org, fact)})


def members_in_all(header: str) -> Column:
    """党员总数: full and probationary members together, which states neither."""

    def write(org: Org, style: Style) -> Cell:
        known = isinstance(org.full, int)
        return (style.count(org.full + (org.probationary or 0)) if known else None), None

    return Column(path_of(header), write, lambda org: {})


def yes_no(header: str, fact: str) -> Column:
    """A column of yes, no and nothing; other text goes in as it is."""

    def write(org: Org, style: Style) -> Cell:
        return {True: style.yes, False: style.no}.get(getattr(org, fact), getattr(org, fact)), None

    return Column(path_of(header), write, lambda org: {} if getattr(org, fact) is None else {fact: getattr(org, fact)})


def tick(header: str, fact: str, value: Any, *written: Any) -> Column:
    """One column of a one-tick-per-choice group: ticked when the fact is one of `written` (or `value` itself)."""
    choices = written or (value,)
    return Column(
        path_of(header),
        lambda org, style: ("√" if getattr(org, fact) in choices else None, None),
        lambda org: {fact: value} if getattr(org, fact) in choices else {},
    )


def built_text(header: str) -> Column:
    """是否建立党组织 by ticks is two columns; this one is the odd text that nobody can read."""
    return Column(
        path_of(header),
        lambda org, style: (org.built if isinstance(org.built, str) else None, None),
        lambda org: {"built": org.built} if isinstance(org.built, str) else {},
    )


def mode_ticks(parent: str) -> list[Column]:
    """组建方式 as one column for each choice; 联合 takes its kinds in."""
    return [
        tick(f"{parent}/单独组建", "mode", "单独组建"),
        tick(f"{parent}/联合组建", "mode", "联合组建", *JOINT),
        tick(f"{parent}/挂靠组建", "mode", "挂靠组建"),
        tick(f"{parent}/功能型", "mode", "功能型"),
    ]


def branch(header: str) -> Column:
    """党组织名称: the name is written; which branch is meant is what it says."""
    return Column(
        path_of(header),
        lambda org, style: (org.branch_name, None),
        lambda org: {"branch": org.branch, "branch_name": org.branch_name} if org.branch else {},
    )


def guide(header: str, unit_header: str | None = None) -> list[Column]:
    """党建指导员: name and, where the form asks, unit; 无 ends a posting, a blank says nothing."""

    def write_name(org: Org, style: Style) -> Cell:
        return (style.person(org.guide[0]) if isinstance(org.guide, tuple) else org.guide), None

    def write_unit(org: Org, style: Style) -> Cell:
        return (org.guide[1] if isinstance(org.guide, tuple) else None), None

    def says(org: Org) -> dict[str, Any]:
        return {} if org.guide is None else {"guide": org.guide if org.guide != NO_GUIDE else ""}

    columns = [Column(path_of(header), write_name, says)]
    if unit_header:
        columns.append(Column(path_of(unit_header), write_unit, lambda org: {}))
    return columns


def silent(header: str, value: Any = None) -> Column:
    """A column that says nothing the figures need: a remark, or always the same text."""
    return Column(path_of(header), lambda org, style: (value, None), lambda org: {})
