"""manage.py ledger KEY --as-of DATE [--region CODE] [--layout LAYOUT] --out FILE.xlsx: one ledger as a workbook."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from liangxin.books import write_book
from liangxin.dates import today
from orgs.scope import CONSOLE
from reports.coverage.questions import Question, own_region
from reports.ledgers.export import form_of, ledger_sheet
from reports.ledgers.extracts import find_book, whole_set
from reports.management.arguments import day_of, folder_of, region_of


class Command(BaseCommand):
    """Writes the ledger of a region on a day."""

    help = "导出一本台账"

    def add_arguments(self, parser):
        names = "、".join(f"{book.key}（{book.title}）" for book in whole_set().values())
        parser.add_argument("key", metavar="KEY", help=f"台账：{names}")
        parser.add_argument("--as-of", default="", metavar="DATE", help="日期，如 2026-09-30；不写为今天")
        parser.add_argument("--region", default="", metavar="CODE", help="辖区代码；不写为全县")
        parser.add_argument("--layout", default="", metavar="LAYOUT", help="版式，如 63；不写为标准版式")
        parser.add_argument("--out", required=True, metavar="FILE.xlsx", help="写到哪个文件")

    def handle(self, *args, key, as_of, region, layout, out, **options):
        day = day_of(as_of) if as_of else today()
        question = Question(CONSOLE, day, region_of(region) or own_region(CONSOLE))
        try:
            sheets = _sheets(find_book(key), question, layout)
        except KeyError as unknown:
            raise CommandError(unknown.args[0]) from None
        folder_of(out)
        write_book(Path(out), sheets)
        self.stderr.write(f"已写入 {out}")


def _sheets(book, question, layout):
    if not layout:
        return book.sheets(question, mask=False)
    if len(book.parts) > 1:
        raise KeyError(f"“{book.title}”没有其他版式")
    (part,) = book.parts
    return [ledger_sheet(part.ledger, question, rows=part.rows(question), form=form_of(part.ledger, layout))]
