from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from orgs.region_files import RegionsRefused, load_regions


class Command(BaseCommand):
    help = "Load regions from a CSV file with the columns code,name (UTF-8); the same file again changes nothing."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE.csv")

    def handle(self, *, file, **options):
        try:
            loaded = load_regions(file.read_bytes())
        except OSError as problem:
            raise CommandError(f"读不到文件 {file}：{problem.strerror}") from problem
        except RegionsRefused as problem:
            raise CommandError(f"{file.name} 没有写入，共 {len(problem.problems)} 处问题：\n{problem}") from problem
        self.stdout.write(f"辖区：新增 {loaded.new} 个，改名 {loaded.renamed} 个，未变 {loaded.same} 个")
