"""manage.py reseal_numbers: seal the stored ID numbers anew, after another cipher was selected or with a new key."""

from django.core.management.base import BaseCommand, CommandError

from liangxin import keyring
from liangxin.vault import Lost
from members.services.resealing import reseal


class Command(BaseCommand):
    """Old keys stay: they open what older backups hold."""

    help = "按现在选定的算法和最新的密钥，重新加密已登记的公民身份号码"

    def add_arguments(self, parser):
        parser.add_argument("--new-key", action="store_true", help="先生成新的密钥；原来的密钥仍然保留")

    def handle(self, *, new_key, **options):
        if new_key:
            keyring.renew()
        try:
            sealed, lost = reseal()
        except Lost as missing:
            raise CommandError(str(missing)) from missing
        self.stdout.write(f"公民身份号码：重新加密 {sealed} 条")
        if lost:
            raise CommandError(f"{lost} 条打不开（密钥不在或内容已损坏），保持原样")
