"""manage.py ledgers --as-of DATE --out FILE.zip: the whole set of ledgers."""

import zipfile
from pathlib import Path

from django.core.management.base import BaseCommand

from liangxin.books import write_book
from liangxin.dates import said, today
from orgs.scope import CONSOLE
from reports.coverage.questions import Question, own_region
from reports.ledgers import LEDGERS
from reports.ledgers.export import heading_of, ledger_sheet, place_of
from reports.management.arguments import day_of, folder_of, region_of


class Command(BaseCommand):
    """Writes every ledger of a region on a day into one archive."""

    help = "导出全套台账"

    def add_arguments(self, parser):
        parser.add_argument("--as-of", default="", metavar="DATE", help="日期，如 2026-09-30；不写为今天")
        parser.add_argument("--region", default="", metavar="CODE", help="辖区代码；不写为全县")
        parser.add_argument("--out", required=True, metavar="FILE.zip", help="写到哪个文件")

    def handle(self, *args, as_of, region, out, **options):
        day = day_of(as_of) if as_of else today()
        question = Question(CONSOLE, day, region_of(region) or own_region(CONSOLE))
        folder_of(out)
        unfinished = Path(f"{out}.part")
        try:
            with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_STORED) as archive:  # workbooks are compressed already
                for ledger in LEDGERS.values():
                    name = f"{heading_of(ledger, place_of(question))}（{said(day.isoformat())}）.xlsx"
                    with archive.open(name, "w", force_zip64=True) as file:
                        write_book(file, [ledger_sheet(ledger, question)])
            unfinished.replace(out)
        finally:
            unfinished.unlink(missing_ok=True)
        self.stderr.write(f"已写入 {out}：{len(LEDGERS)} 本台账")
