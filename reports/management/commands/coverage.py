"""manage.py coverage --as-of DATE [--region CODE] [--by …] [--kind …] [--json]: the coverage table with all counts."""

import json
import unicodedata

from django.core.management.base import BaseCommand, CommandError

from liangxin.dates import today
from orgs.scope import CONSOLE
from reports.coverage import GROUPS, table
from reports.management.arguments import day_of, kind_of, region_of

COLUMNS = (
    ("total", "单位数"),
    ("single", "单独"),
    ("joint", "联合"),
    ("affiliated", "挂靠"),
    ("functional", "功能型"),
    ("unbuilt_should", "应建"),
    ("unbuilt_some", "个别党员"),
    ("unbuilt_none", "没有党员"),
)
RATE_COLUMNS = (
    ("organization", "组织覆盖率"),
    ("independent", "独立组建率"),
    ("work", "工作覆盖率"),
    ("should_build", "应建尽建率"),
)


class Command(BaseCommand):
    """Prints the table as aligned text, or as JSON (design.md, Command line)."""

    help = "覆盖率表：某一天、某个辖区，按乡镇、类型等分组"

    def add_arguments(self, parser):
        parser.add_argument("--as-of", default="", metavar="DATE", help="日期，如 2026-09-30；不写为今天")
        parser.add_argument("--region", default="", metavar="CODE", help="辖区代码；不写为全县")
        parser.add_argument("--by", default="region", metavar="…", help="分组：" + "、".join(GROUPS))
        parser.add_argument("--kind", default="", metavar="…", help="enterprise（非公企业）或 social（社会组织）")
        parser.add_argument("--json", action="store_true", help="只输出 JSON")

    def handle(self, *args, as_of, region, by, kind, **options):
        if by not in GROUPS:
            raise CommandError(f"没有“{by}”这种分组，可用的有：{'、'.join(GROUPS)}")
        day = day_of(as_of) if as_of else today()
        found = table(CONSOLE, day, region=region_of(region), by=by, kind=kind_of(kind))
        if options["json"]:
            self.stdout.write(json.dumps(found.as_json(), ensure_ascii=False, indent=2))
        else:
            for line in aligned(_lines(found)):
                self.stdout.write(line)


def _lines(found):
    yield [found.group.title, *(title for _, title in COLUMNS), "党组织", *(title for _, title in RATE_COLUMNS)]
    for row in (*found.rows, found.total):
        counts = [str(row.counts[key]) for key, _ in COLUMNS]
        yield [row.label, *counts, str(row.branches), *(row.rate(key).text for key, _ in RATE_COLUMNS)]


def aligned(lines) -> list[str]:
    """Lines of cells as text with columns below each other, a Chinese character as two places wide."""
    lines = list(lines)
    widths = [max(map(_width, column)) for column in zip(*lines, strict=True)]
    return [
        line[0]
        + " " * (widths[0] - _width(line[0]))
        + "".join(" " * (2 + width - _width(cell)) + cell for cell, width in zip(line[1:], widths[1:], strict=True))
        for line in lines
    ]


def _width(text):
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
