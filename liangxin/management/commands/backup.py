from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from liangxin.backup import BackupFailed, write_backup


class Command(BaseCommand):
    help = "Write the whole database into one new file (SQLite: a database; PostgreSQL: an archive for pg_restore)."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE")

    def handle(self, *, file, **options):
        try:
            written = write_backup(file)
        except BackupFailed as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(f"已备份到 {written}（{written.stat().st_size / 1024:,.0f} KB）")
