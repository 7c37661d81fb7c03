"""manage.py import_survey FILE… --as-of DATE: plans the towns' survey workbooks and applies the good rows.

With --registrations the files are the list of a registering authority, which is compared with the register.
"""

from django.core.management.base import CommandError

from reports.imports.applying import drop, import_files
from reports.imports.batches import make_batch
from reports.management.arguments import day_of, region_of
from reports.management.importing import ImportCommand, user_of
from reports.models import ImportRow, Registration, Round
from reports.registrations.taking import apply_list, make_list


class Command(ImportCommand):
    """Surveys, or with --registrations lists."""

    help = "导入摸排表：读出、核对、写入没有错误的行"

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("--as-of", default="", metavar="DATE", help="情况日期，如 2026-09-30；写了轮次可以不写")
        parser.add_argument("--round", default="", metavar="NAME", help="归入这个摸排轮次，如 2026年第三季度摸排")
        sources = list(Registration.Source.values)
        parser.add_argument("--registrations", choices=sources, help="文件是登记名单：market 市场监管，civil 民政")

    def ways(self, options):
        """Those of surveys or of lists."""
        return _lists(options) if options["registrations"] else _surveys(options)


def _surveys(options):
    """What reads survey workbooks, what reads and writes them, and how."""
    user, round = user_of(options["user"]), None
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
    user = user_of(options["user"])

    def write(uploads, **how):
        batch = make_list(uploads, **how)
        if batch.rows.exclude(outcome=ImportRow.Outcome.ERROR).exists():
            apply_list(batch, user=user)
        else:
            drop(batch)
        return batch

    return make_list, write, {"user": user, "as_of": day_of(options["as_of"]), "source": options["registrations"]}
