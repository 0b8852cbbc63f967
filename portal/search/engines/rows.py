"""Entries as rows for raw SQL: the ORM costs more than everything else about a row."""

import datetime as dt
from collections.abc import Iterable, Iterator
from operator import attrgetter
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from portal.search.models import IndexEntry

_FIELDS = [field for field in IndexEntry._meta.concrete_fields if not field.primary_key]
_values = attrgetter(*(field.attname for field in _FIELDS))
# Column list for an INSERT, without the primary key.
COLUMNS = ", ".join(f'"{field.column}"' for field in _FIELDS)
COLUMN_COUNT = len(_FIELDS)


def row_values(connection: BaseDatabaseWrapper, entries: Iterable[IndexEntry]) -> Iterator[tuple[Any, ...]]:
    """The values of ``COLUMNS``: timestamps adapted for the database; all other types are passed as they are."""
    to_sql = connection.ops.adapt_datetimefield_value
    for entry in entries:
        yield tuple(to_sql(value) if isinstance(value, dt.datetime) else value for value in _values(entry))
