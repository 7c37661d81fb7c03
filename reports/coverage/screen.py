"""A coverage table as it is shown: which figures in which columns, each with the address of its list."""

from dataclasses import dataclass

from orgs.coverage import FIGURES
from orgs.models.regions import VILLAGE
from reports.coverage.groups import TOTAL
from reports.coverage.rates import RATES
from reports.coverage.tables import Row, Table

# The columns of counts; above them 已建党组织 spans four, 未建党组织 three.
COUNTS = ("total", "single", "joint", "affiliated", "functional", "unbuilt_should", "unbuilt_some", "unbuilt_none")


@dataclass(frozen=True)
class Cell:
    """A number with the address of the list behind it; a text without one."""

    text: str
    url: str = ""
    strong: bool = False


def list_url(asked, table: Table, row: Row, figure: str) -> str:
    """The address of the organizations behind a figure of a row: same scope, day and group."""
    key = None if row.key == TOTAL else row.key
    return asked.url("organizations", by=table.group.key, row=key, figure=figure, before=None)


def row_url(asked, table: Table, row: Row) -> str:
    """Where a row's name leads: one level down for a place that has a level below, by place for any other row."""
    if row.key == TOTAL:
        return ""
    if table.group.key != "region":
        return asked.url("coverage", by=None, **{table.group.key: row.key})
    below = table.question.region and row.key != table.question.region.code and len(row.key) < VILLAGE
    return asked.url("coverage", region=row.key) if below else ""


def cells(asked, table: Table, row: Row, before: Table) -> dict:
    """What a row shows: its name's address, its counts, branches, rates and changes."""
    past = before.row(row.key)
    rate = {key: row.rate(key) for key in RATES}
    change = {key: row.rate(key).points(past.rate(key)) for key in RATES}
    return {
        "url": row_url(asked, table, row),
        "counts": [_count(asked, table, row, figure) for figure in COUNTS],
        "branches": _branches(asked, table, row),
        "rates": [
            Cell(rate["organization"].text, strong=True),
            Cell(change["organization"]),
            Cell(rate["independent"].text),
            Cell(rate["work"].text),
            Cell(change["work"]),
            Cell(rate["should_build"].text),
        ],
    }


def _count(asked, table, row, figure):
    count = row.counts[figure]
    return Cell(str(count), list_url(asked, table, row, figure) if count else "")


def _branches(asked, table, row):
    key = None if row.key == TOTAL else row.key
    url = asked.url("branches", by=table.group.key, row=key, before=None) if row.branches else ""
    return Cell(str(row.branches), url)


def indicators(asked, table: Table, before: Table) -> list[dict]:
    """All rates of the total, each with its two lists."""
    lines = []
    for kind in RATES.values():
        rate = table.total.rate(kind.key)
        lines.append(
            {
                "title": kind.title,
                "rule": kind.rule,
                "part": _count(asked, table, table.total, kind.part),
                "whole": _count(asked, table, table.total, kind.whole),
                "text": rate.text,
                "before": before.total.rate(kind.key).text,
                "change": rate.points(before.total.rate(kind.key)),
            }
        )
    return lines


def bars(asked, table: Table, before: Table, rate: str = "organization") -> list[dict]:
    """The rows as bars, the highest first; rows without organizations are left out."""
    drawn = []
    for row in table.rows:
        now = row.rate(rate)
        if not now.whole:
            continue
        part = RATES[rate].part
        drawn.append(
            {
                "label": row.label.partition("（未到")[0],
                "rate": now,
                "before": before.row(row.key).rate(rate),
                "url": row_url(asked, table, row) or list_url(asked, table, row, "total"),
                "note": f"{row.label}：{FIGURES[part].title} {now.part} 家，共 {now.whole} 家",
            }
        )
    return sorted(drawn, key=lambda bar: -bar["rate"].value)
