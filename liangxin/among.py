"""The lookup `among`: like `in` for any number of plain values, which go to the database as one.

`in` writes a mark for each value: SQLite takes some thousands of these, and a statement of ten thousand is read for as
long as it runs. Loaded by liangxin.apps; `filter(pk__among=keys)`.
"""

import json
from collections.abc import Iterable

from django.db import NotSupportedError
from django.db.models import Field, ForeignObject, Lookup


class Several:
    """Many values for `among`, which the ORM takes as one; into a list it looks at each value three times."""

    def __init__(self, values: Iterable):
        self.values = list(values)


@Field.register_lookup
@ForeignObject.register_lookup
class Among(Lookup):
    """A column is one of a list of texts or whole numbers."""

    lookup_name = "among"

    def get_prep_lookup(self) -> list:
        """The values as they are. Raises TypeError for other kinds, which the column would have to convert."""
        given = self.rhs.values if isinstance(self.rhs, Several) else self.rhs
        values = list(given) if isinstance(given, Iterable) else [given]
        if not {type(value) for value in values} <= {int, str}:
            raise TypeError("among: texts and whole numbers only")
        return values

    def as_postgresql(self, compiler, connection):
        """One array; an empty one has no type of its own."""
        column, given = self.process_lhs(compiler, connection)
        kind = self.lhs.output_field.cast_db_type(connection) or self.lhs.output_field.rel_db_type(connection)
        return f"{column} = ANY(%s::{kind.split('(')[0]}[])", [*given, self.rhs]

    def as_sqlite(self, compiler, connection):
        """One JSON text."""
        column, given = self.process_lhs(compiler, connection)
        return f"{column} IN (SELECT value FROM json_each(%s))", [*given, json.dumps(self.rhs)]

    def as_sql(self, compiler, connection):
        """No other database is supported."""
        raise NotSupportedError(f"among: {connection.vendor}")
