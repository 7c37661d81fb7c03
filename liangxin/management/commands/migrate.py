from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from liangxin.backup import BackupFailed, copy_before


class Command(migrate.Command):
    help = f"{migrate.Command.help} A SQLite database is copied before it is changed."

    def handle(self, *args, **options):
        only_asks = options["plan"] or options["check_unapplied"]
        if not only_asks and will_change(options["database"], options["app_label"]):
            try:
                copy = copy_before("migrate", options["database"])
            except BackupFailed as problem:
                raise CommandError(str(problem)) from problem
            if copy and options["verbosity"]:
                self.stdout.write(f"升级前已备份到 {copy}")
        return super().handle(*args, **options)


def will_change(using, app_label) -> bool:
    """Has the database been set up before, and is there a migration to run (or a way back asked for)?"""
    executor = MigrationExecutor(connections[using])
    if not executor.loader.applied_migrations:
        return False
    return bool(app_label) or bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
