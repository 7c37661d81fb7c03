"""manage.py expire_originals: remove uploaded originals whose retention time is over."""

from django.conf import settings
from django.core.management.base import BaseCommand

from reports.imports.originals import expire


class Command(BaseCommand):
    """Does at once what each import does once a day."""

    help = "删除过了保存期的导入原件"

    def handle(self, *args, **options):
        self.stdout.write(f"保存期 {settings.KEEP_ORIGINALS} 天：删除 {expire()} 件原件")
