"""Sheets and cells that no office suite would write, and many that one did."""

from tests import workbooks
from tests.hostile.packing import GOOD, book, packed, table
from tests.hostile.tables import SURVEY, cell, row_of, rows_of, survey
from tests.liangxin.grids.packages import parts, shared, sheet, styles

BLANK_ROWS = "".join(f'<row r="{n}" s="1"><c r="A{n}" s="1"/><c r="E{n}" s="1"/></row>' for n in range(5, 100_005))


def _hidden_first(_):
    options = workbooks.table(["城关镇", "是"], ["石桥镇", "否"], name="选项")
    options.visible = False
    return workbooks.xlsx(options, workbooks.table(*SURVEY, name="城关镇"))


def _sheets(count: int):
    return lambda _: packed(parts(*[sheet(rows_of(SURVEY if n == 0 else [["说明"]])) for n in range(count)]))


SHEETS = {
    "a far cell": (
        lambda _: book(rows_of(SURVEY) + row_of(1_048_576, cell(1_048_576, 16_384, "备注")), dimension="A1:XFD1048576"),
        GOOD,
    ),
    "a far cell that hides behind a near one": (
        lambda _: book(rows_of(SURVEY) + '<row r="9"><c r="A9"/><c r="XFD1048576"><v>1</v></c><c r="B9"/></row>'),
        "内存",
    ),
    "a dimension of the whole sheet": (lambda _: book(dimension="A1:XFD1048576"), GOOD),
    "a dimension that is none": (lambda _: book(dimension="ZZZZ9:A0"), GOOD),
    "a hundred thousand formatted blank rows": (
        lambda _: book(rows_of(SURVEY) + BLANK_ROWS, styles_xml=styles(57)),
        GOOD,
    ),
    "too many rows": (
        lambda _: book(
            rows_of(SURVEY) + "".join(f'<row r="{n}"><c r="B{n}"><v>1</v></c></row>' for n in range(5, 50_200))
        ),
        "50000 行",
    ),
    "too many columns": (lambda _: table([*SURVEY[0], *range(300)], *SURVEY[1:]), "256 列"),
    "a merge over the whole sheet": (
        lambda _: book(after='<mergeCells><mergeCell ref="A6:XFD1048576"/></mergeCells>'),
        GOOD,
    ),
    "a hundred thousand merges": (
        lambda _: book(
            after="<mergeCells>"
            + "".join(f'<mergeCell ref="A{n}:B{n + 1}"/>' for n in range(10, 200_010, 2))
            + "</mergeCells>"
        ),
        GOOD,
    ),
    "merges that lie over each other": (
        lambda _: book(after="<mergeCells>" + '<mergeCell ref="A1:E4"/>' * 50 + "</mergeCells>"),
        "没有找到单位名册",
    ),
    "a merge that is none": (
        lambda _: book(after='<mergeCells><mergeCell ref="B2:A1"/><mergeCell ref="x"/></mergeCells>'),
        "损坏",
    ),
    "a hidden first sheet": (_hidden_first, GOOD),
    "three hundred sheets": (_sheets(300), GOOD),
    "a sheet that is listed and not there": (
        lambda _: packed({name: text for name, text in parts(sheet(rows_of(SURVEY))).items() if "sheet1" not in name}),
        "损坏",
    ),
    "a sheet that is no XML": (
        lambda _: packed(parts(sheet(rows_of(SURVEY))) | {"xl/worksheets/sheet1.xml": "not XML at all"}),
        "损坏",
    ),
    "no sheet at all": (lambda _: packed(parts()), "没有找到单位名册"),
    "fifteen thousand rows of 256 columns of nothing known": (lambda _: _wide(15_000, 256), "没有"),
    "fifty thousand rows of thirty columns of nothing known": (lambda _: _wide(50_000, 30), "没有"),
    "rows that go backwards": (
        lambda _: book("".join(rows_of([values], first) for first, values in reversed(list(enumerate(SURVEY, 1))))),
        GOOD,
    ),
}


def _wide(rows: int, columns: int) -> bytes:
    line = "".join(f"<c><v>{n % 10}</v></c>" for n in range(columns))
    return book(f"<row>{line}</row>" * rows)


def _one(value: str, more: str = "", **options):
    """The survey with one cell of raw XML as the first name's cell."""
    rows = rows_of(SURVEY)
    old = cell(2, 2, SURVEY[1][1])
    assert old in rows
    return lambda _: book(rows.replace(old, f'<c r="B2"{more}>{value}</c>'), **options)


def _named(text: str):
    return _one(f"<is><t>{text}</t></is>", ' t="inlineStr"')


ODD = "新泰&#x202E;机械&#x200B;有限&#xFEFF;公司&#x1F600;é&#x301;"
CELLS = {
    "a string index out of range": (_one("<v>7</v>", ' t="s"', shared_xml=shared("<t>甲</t>")), "损坏"),
    "a negative string index": (_one("<v>-1</v>", ' t="s"', shared_xml=shared("<t>甲</t>")), "损坏"),
    "a string index without strings": (_one("<v>0</v>", ' t="s"'), "损坏"),
    "a style index out of range": (_one("<is><t>新泰机械有限公司</t></is>", ' t="inlineStr" s="4294967295"'), GOOD),
    "a negative style index": (_one("<is><t>新泰机械有限公司</t></is>", ' t="inlineStr" s="-5"'), GOOD),
    "a type of cell that nobody knows": (_one("<v>1</v>", ' t="zz"'), "损坏"),
    "a number that is none": (_one("<v>twelve</v>", ' t="n"'), "损坏"),
    "a number past all numbers": (lambda _: table(*survey(employees=1e308)), GOOD - 1),
    "a number of thousands of digits": (_one(f"<v>{'9' * 5000}</v>"), GOOD),
    "a date past all dates": (_one("<v>99999999999</v>", ' s="1"', styles_xml=styles(14)), GOOD - 1),
    "a date before all dates": (_one("<v>-700000</v>", ' s="1"', styles_xml=styles(14)), GOOD),
    "NULs in cells": (_named("新泰_x0000_机械有限公司"), GOOD),
    "half of a character": (_named("新泰_xD83D_机械有限公司"), GOOD),
    "odd Unicode": (_named(ODD), GOOD),
    "characters that are none": (_named("新泰_xFFFE__xFFFF__x0001__x0008_机械"), GOOD),
    "a character that XML forbids": (_named("新泰&#0;机械"), "损坏"),
    "an entity that nobody declared": (_named("新泰&nbsp;机械"), "损坏"),
    "a cell of too many characters": (lambda _: table(*survey(name="字" * 2001)), "2000 个字"),
    "a name of too many characters": (lambda _: table(*survey(name="字" * 1999)), GOOD - 1),
    "formulas without results": (lambda _: table(*survey(name="=A1&B1")), GOOD - 1),
    "error values": (_one("<v>#REF!</v>", ' t="e"'), GOOD - 1),
    "numbers as text": (lambda _: table(*survey(employees="１２")), GOOD),
    "a code that became a number": (lambda _: table(*survey(code=9.13301990000005e17)), GOOD - 1),
    "a name that is a number": (lambda _: table(*survey(name=12345)), GOOD - 1),
    "a name that is a truth": (lambda _: table(*survey(name=True)), GOOD),
    "a name that begins a formula": (_named("=cmd|'/c calc'!A1"), GOOD),
    "a name of markup": (_named("&lt;script&gt;alert(1)&lt;/script&gt;有限公司"), GOOD),
    "a name of SQL": (_named("'; DROP TABLE orgs_organization; --有限公司"), GOOD),
    "blank rows between": (lambda _: book(rows_of(SURVEY[:2]) + rows_of(SURVEY[2:], 900)), GOOD),
}
