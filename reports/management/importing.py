"""What the commands that import files share: how they read, write, only look, and print (design.md, Command line)."""

import json
import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from liangxin import vault
from orgs.models import User
from orgs.scope import CONSOLE
from reports.imports.batches import CannotImport
from reports.imports.outcome import outcome_json, totals
from reports.imports.uploads import named_apart

KEPT_OUT, REFUSED = 3, 4  # exit codes; 0 all rows in, 1 a failure


class ImportCommand(BaseCommand):
    """Plans files, writes their good rows, and prints what each sheet came to, as text or JSON."""

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", metavar="FILE", help="工作簿：.xlsx、.xls、.xlsm 或 .csv")
        parser.add_argument("--region", default="", metavar="CODE", help="范围：只收这个辖区内的行")
        parser.add_argument("--user", default="", metavar="NAME", help="以谁的名义和权限导入；不写为命令行")
        parser.add_argument("--dry-run", action="store_true", help="只核对，不写入")
        parser.add_argument("--json", action="store_true", help="只输出 JSON")

    def ways(self, options) -> tuple:
        """(what plans (name, path) files, what plans and writes them, keyword arguments of both)."""
        raise NotImplementedError

    def handle(self, *args, files, **options):
        uploads = list(named_apart((Path(name).name, Path(name)) for name in files))
        missing = next((path for _, path in uploads if not path.is_file()), None)
        if missing:
            raise CommandError(f"没有这个文件：{missing}")
        reads, writes, how = self.ways(options)
        try:
            found, counts = self._dry(reads, uploads, how) if options["dry_run"] else _result(writes(uploads, **how))
        except CannotImport as refusal:
            raise CommandError(str(refusal)) from refusal
        self._print(found, options["json"])
        code = REFUSED if counts["refused"] else KEPT_OUT if counts["error_rows"] else 0
        if code:
            sys.exit(code)

    @transaction.atomic
    def _dry(self, reads, uploads, how):
        """Only look: the plan is made and thrown away."""
        batch = reads(uploads, **how)
        found = _result(batch)
        for file in batch.files.all():
            vault.forget(file.kept)
        transaction.set_rollback(True)
        return found

    def _print(self, found, as_json):
        if as_json:
            self.stdout.write(json.dumps(found, ensure_ascii=False, indent=2))
            return
        for file in found["files"]:
            self.stdout.write(f"{file['file']}" + (f"：{file['error']}" if file["error"] else ""))
            for sheet in file["sheets"]:
                self.stdout.write(
                    f"  {sheet['sheet']}：{sheet['rows']} 行，新增 {sheet['new']}，变更 {sheet['changed']}，"
                    f"不变 {sheet['same']}，错误 {sheet['error_rows']}，提醒 {sheet['warning_rows']}"
                )
                for one in sheet["findings"]:
                    self.stdout.write(f"    {'错误' if one['severity'] == 'error' else '提醒'} {one['message']}")


def _result(batch):
    return outcome_json(batch), totals(batch)


def user_of(name: str):
    """The account of that name, the command line for "". Raises CommandError."""
    if not name:
        return CONSOLE
    found = User.objects.filter(username=name, is_active=True).first()
    if found is None:
        raise CommandError(f"没有这个账号：{name}")
    return found
