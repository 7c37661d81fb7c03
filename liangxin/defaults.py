"""Rows that a new installation begins with: rules with dates and checklists, which the committee may then change.

They are filled in after migrations, and only into an empty table, so what somebody changed or retired stays so.
"""

from collections.abc import Callable, Iterable

from django.db import connections, models
from django.db.models.signals import post_migrate

FILLED: set[type[models.Model]] = set()  # the tables that are not empty in a new installation


def fill_empty(sender, rows: dict[type[models.Model], Callable[[], Iterable[models.Model]]]) -> None:
    """After each migration of the app `sender` (an AppConfig), give every empty table of `rows` its first rows."""
    FILLED.update(rows)

    def fill(sender, using, **kwargs):
        tables = connections[using].introspection.table_names()
        for model, first in rows.items():
            if model._meta.db_table in tables and not model._base_manager.using(using).exists():
                for row in first():
                    row.save(using=using)

    post_migrate.connect(fill, sender=sender, weak=False, dispatch_uid=f"defaults of {sender.name}")
