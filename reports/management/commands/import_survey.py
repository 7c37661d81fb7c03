"""manage.py import_survey FILE… --as-of DATE: plans the towns' survey workbooks and applies the good rows.

With --registrations the files are the list of a registering authority, which is compared with the register.
"""

import json
import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from liangxin import vault
from orgs.models import User
from orgs.scope import CONSOLE
from reports.imports.applying import drop, import_files
from reports.imports.batches import CannotImport, make_batch
from reports.imports.outcome import outcome_json, totals
from reports.imports.uploads import named_apart
from reports.management.arguments import day_of, region_of
from reports.models import ImportRow, Registration, Round
from reports.registrations.taking import apply_list, make_list

KEPT_OUT, REFUSED = 3, 4  # exit codes; 0 all rows in, 1 a failure


class Command(BaseCommand):
    """Prints what each sheet came to, as text or JSON (design.md, Command line)."""

    help = "导入摸排表：读出、核对、写入没有错误的行"

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", metavar="FILE", help="工作簿：.xlsx、.xls、.xlsm 或 .csv")
        parser.add_argument("--as-of", default="", metavar="DATE", help="情况日期，如 2026-09-30；写了轮次可以不写")
        parser.add_argument("--round", default="", metavar="NAME", help="归入这个摸排轮次，如 2026年第三季度摸排")
        sources = list(Registration.Source.values)
        parser.add_argument("--registrations", choices=sources, help="文件是登记名单：market 市场监管，civil 民政")
        parser.add_argument("--region", default="", metavar="CODE", help="范围：只收这个辖区内的行")
        parser.add_argument("--user", default="", metavar="NAME", help="以谁的名义和权限导入；不写为命令行")
        parser.add_argument("--dry-run", action="store_true", help="只核对，不写入")
        parser.add_argument("--json", action="store_true", help="只输出 JSON")

    def handle(self, *args, files, **options):
        uploads = list(named_apart((Path(name).name, Path(name)) for name in files))
        missing = next((path for _, path in uploads if not path.is_file()), None)
        if missing:
            raise CommandError(f"没有这个文件：{missing}")
        reads, writes, how = _lists(options) if options["registrations"] else _surveys(options)
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


def _surveys(options):
    """What reads survey workbooks, what reads and writes them, and how."""
    user, round = _user(options["user"]), None
    if options["round"]:
        round = Round.objects.visible_to(user).filter(name=options["round"]).first()
        if round is None:
            raise CommandError(f"没有这个摸排轮次：{options['round']}")
    elif not options["as_of"]:
        raise CommandError("请用 --as-of 写情况日期，或用 --round 写摸排轮次")
    day = day_of(options["as_of"]) if options["as_of"] else round.as_of
    if round and day != round.as_of:
        raise CommandError(f"{round.name}的情况日期是 {round.as_of}，与 --as-of 不一致")

    def write(uploads, **how):
        batch = import_files(uploads, **how)
        if round:
            batch.round = round
            batch.save(update_fields=["round"])
        return batch

    return make_batch, write, {"user": user, "as_of": day, "region": region_of(options["region"])}


def _lists(options):
    """The same for registration lists, which are the whole county's."""
    if options["round"] or options["region"]:
        raise CommandError("登记名单是全县的，不归入轮次，也不限范围")
    if not options["as_of"]:
        raise CommandError("请用 --as-of 写名单日期")
    user = _user(options["user"])

    def write(uploads, **how):
        batch = make_list(uploads, **how)
        if batch.rows.exclude(outcome=ImportRow.Outcome.ERROR).exists():
            apply_list(batch, user=user)
        else:
            drop(batch)
        return batch

    return make_list, write, {"user": user, "as_of": day_of(options["as_of"]), "source": options["registrations"]}


def _result(batch):
    return outcome_json(batch), totals(batch)


def _user(name):
    if not name:
        return CONSOLE
    found = User.objects.filter(username=name, is_active=True).first()
    if found is None:
        raise CommandError(f"没有这个账号：{name}")
    return found
