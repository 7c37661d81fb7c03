"""Periods [start, end): the shape of every fact that a figure depends on, and how it is asked on a day."""

from datetime import date

from django.db import migrations, models
from django.db.models import F, Q

# The first known standing or level of a thing holds before the day on which somebody stated it (design.md, core model).
BEGINNING = date(1900, 1, 1)


def in_force(day: date, prefix: str = "") -> Q:
    """The condition that a period, reached through the lookup `prefix`, is in force on `day`."""
    return Q(**{f"{prefix}start__lte": day}) & (Q(**{f"{prefix}end": None}) | Q(**{f"{prefix}end__gt": day}))


class PeriodQuerySet(models.QuerySet):
    """Rows with a `start` and an `end`."""

    def on(self, day: date):
        """Rows in force on `day`; a period is [start, end)."""
        return self.filter(in_force(day))


class Period(models.Model):
    """A fact that holds from `start` up to, and without, `end`; an empty `end` means it still holds."""

    start = models.DateField("起始日期", help_text="从这一天起")
    end = models.DateField("终止日期", null=True, blank=True, help_text="到这一天为止（当天不含），仍有效时留空")

    class Meta:
        abstract = True

    def covers(self, day: date) -> bool:
        """Whether the fact holds on `day`."""
        return self.start <= day and (self.end is None or day < self.end)


def lasts(name: str) -> models.CheckConstraint:
    """The constraint that a period has at least one day; `name` must be unique in the database."""
    return models.CheckConstraint(
        condition=Q(end=None) | Q(end__gt=F("start")), name=name, violation_error_message="终止日期必须晚于起始日期"
    )


class NoOverlap(migrations.operations.base.Operation):
    """Migration operation: of the rows that share `column` (a foreign key), no two may overlap in time.

    PostgreSQL holds it with an exclusion constraint, SQLite with triggers. `where` is SQL over the row's own columns,
    each written as {row}column, and limits the rule to some rows.
    """

    reduces_to_sql = True
    reversible = True

    def __init__(self, model_name: str, column: str, name: str, where: str = ""):
        self.model_name, self.column, self.name, self.where = model_name, column, name, where

    def state_forwards(self, app_label, state):
        """The models do not change."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        table = to_state.apps.get_model(app_label, self.model_name)._meta.db_table
        for statement in self._create(schema_editor.connection.vendor, table):
            schema_editor.execute(statement)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        table = from_state.apps.get_model(app_label, self.model_name)._meta.db_table
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT "{self.name}"')
        else:
            for event in ("insert", "update"):
                schema_editor.execute(f'DROP TRIGGER "{self.name}_{event}"')

    def describe(self):
        return f"Forbid overlapping periods of {self.model_name}"

    def _create(self, vendor, table):
        key = self.column
        if vendor == "postgresql":
            where = f" WHERE ({self.where.format(row='')})" if self.where else ""
            yield (
                f'ALTER TABLE "{table}" ADD CONSTRAINT "{self.name}" EXCLUDE USING gist '
                f"(int8range({key}, {key}, '[]') WITH &&, daterange(start, \"end\") WITH &&){where}"
            )
            return
        mine, other = self.where.format(row="NEW.") or "1", self.where.format(row="other.") or "1"
        for event in ("insert", "update"):
            yield (
                f'CREATE TRIGGER "{self.name}_{event}" BEFORE {event.upper()} ON "{table}" WHEN {mine} AND EXISTS ('
                f'SELECT 1 FROM "{table}" AS other '
                f"WHERE other.{key} = NEW.{key} AND other.id IS NOT NEW.id AND {other} "
                f"AND other.start < coalesce(NEW.\"end\", '9999-12-31') "
                f"AND coalesce(other.\"end\", '9999-12-31') > NEW.start) "
                f"BEGIN SELECT RAISE(ABORT, '{self.name}'); END"
            )


class NoOverlapAgain(NoOverlap):
    """Migration operation: the rule of an earlier NoOverlap still holds, though SQLite has made the table anew."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        if schema_editor.connection.vendor == "sqlite":
            self.database_backwards(app_label, schema_editor, to_state, to_state)
            super().database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        if schema_editor.connection.vendor == "sqlite":
            for event in ("insert", "update"):
                schema_editor.execute(f'DROP TRIGGER IF EXISTS "{self.name}_{event}"')
