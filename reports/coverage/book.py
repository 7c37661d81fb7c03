"""A coverage table as a workbook."""

from io import BytesIO

from liangxin.books import Column, Sheet, write_book
from liangxin.dates import said
from liangxin.figures import Rate
from reports.coverage.rates import RATES
from reports.coverage.screen import COUNTS
from reports.coverage.tables import Table


def coverage_book(now: Table, before: Table, title: str, rule: str) -> bytes:
    """The .xlsx of a table: the rows with their counts and rates, and a sheet with all rates of the total."""
    day = said(now.question.day.isoformat())
    compared = f"增减与{said(before.question.day.isoformat())}相比，单位为百分点"
    rows = [_cells(row, before.row(row.key)) for row in (*now.rows, now.total)]
    target = BytesIO()
    write_book(
        target,
        [
            Sheet("覆盖情况", _columns(now), rows, title=title, left=compared, right=day, freeze_columns=1),
            Sheet("各项指标", _rate_columns(), _rates(now, before), title=f"{title}：各项指标", left=rule, right=day),
        ],
    )
    return target.getvalue()


def _number(title, width=9):
    return Column(title, width, "number")


def _percent(title, width=10):
    return Column(title, width, "number", format="0.0%", align="right")


def _change(title, width=8):
    return Column(title, width, "text", align="right")


def _columns(table):
    built, unbuilt = ("单独", "联合", "挂靠", "功能型"), ("应建", "个别党员", "没有党员")
    return [
        Column(table.group.title, 22),
        _number("单位数"),
        Column("已建党组织", children=tuple(map(_number, built))),
        Column("未建党组织", children=tuple(map(_number, unbuilt))),
        _number("党组织个数", 11),
        Column("组织覆盖率", children=(_percent("含挂靠"), _change("增减"), _percent("不含挂靠"))),
        Column("工作覆盖率", children=(_percent("比率"), _change("增减"))),
        _percent("应建尽建率", 11),
        _number("正式党员", 10),
    ]


def _cells(row, past):
    change = {key: row.rate(key).points(past.rate(key)) for key in ("organization", "work")}
    return [
        row.label,
        *(row.counts[figure] for figure in COUNTS),
        row.branches,
        _shown(row.rate("organization")),
        change["organization"],
        _shown(row.rate("independent")),
        _shown(row.rate("work")),
        change["work"],
        _shown(row.rate("should_build")),
        row.full_members,
    ]


def _shown(rate: Rate):
    """The rate as people see it, as a number to calculate with; a dash for 0/0."""
    return "—" if rate.tenths is None else rate.tenths / 1000


def _rate_columns():
    return [
        Column("指标", 22),
        Column("口径", 46),
        _number("分子"),
        _number("分母"),
        _percent("比率"),
        _percent("对比日"),
        _change("增减"),
    ]


def _rates(now, before):
    for kind in RATES.values():
        rate, past = now.total.rate(kind.key), before.total.rate(kind.key)
        yield [kind.title, kind.rule, rate.part, rate.whole, _shown(rate), _shown(past), rate.points(past)]
