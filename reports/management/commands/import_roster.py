"""manage.py import_roster KIND FILE… --as-of DATE: plans rosters of one kind and applies the good rows."""

from reports.imports.applying import import_files
from reports.imports.batches import make_batch
from reports.imports.pipelines import ROSTERS
from reports.management.arguments import day_of, region_of
from reports.management.importing import ImportCommand, user_of


class Command(ImportCommand):
    """Members, branches, guides or candidates."""

    help = "导入花名册：党员、党组织、指导员、发展党员；读出、核对、写入没有错误的行"

    def add_arguments(self, parser):
        kinds = [kind.value for kind in ROSTERS]
        help_text = "内容：members 党员，branches 党组织，guides 指导员，candidates 发展党员"
        parser.add_argument("kind", choices=kinds, metavar="KIND", help=help_text)
        super().add_arguments(parser)
        parser.add_argument("--as-of", required=True, metavar="DATE", help="情况日期，如 2026-09-30")

    def ways(self, options):
        """Those of every import, for the kind."""
        how = {"as_of": day_of(options["as_of"]), "region": region_of(options["region"])}
        return make_batch, import_files, {**how, "user": user_of(options["user"]), "kind": options["kind"]}
