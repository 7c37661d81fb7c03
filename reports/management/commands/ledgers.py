"""manage.py ledgers --as-of DATE [--region CODE] --out FILE.zip: the whole set of ledgers."""

from pathlib import Path

from django.core.management.base import BaseCommand

from liangxin.dates import today
from orgs.scope import CONSOLE
from reports.coverage.questions import Question, own_region
from reports.ledgers.archive import write_archive
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
            counts = write_archive(unfinished, question, by=str(CONSOLE))
            unfinished.replace(out)
        finally:
            unfinished.unlink(missing_ok=True)
        books = len({key for key, _ in counts})
        self.stderr.write(f"已写入 {out}：{books} 本台账和目录，共 {sum(counts.values())} 行")
