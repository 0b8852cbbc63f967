"""Entries as rows for a statement of ours: the framework's own way costs more than everything else about a row."""

import datetime as dt
from collections.abc import Iterable, Iterator
from operator import attrgetter
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from portal.search.models import Entry

_FIELDS = [field for field in Entry._meta.concrete_fields if not field.primary_key]
_values = attrgetter(*(field.attname for field in _FIELDS))
# As an INSERT names them, without the key.
COLUMNS = ", ".join(f'"{field.column}"' for field in _FIELDS)
COUNT = len(_FIELDS)


def rows_of(connection: BaseDatabaseWrapper, entries: Iterable[Entry]) -> Iterator[tuple[Any, ...]]:
    """The values of ``COLUMNS``, moments as the database takes them; every other kind of ours it takes as it is."""
    moment = connection.ops.adapt_datetimefield_value
    for entry in entries:
        yield tuple(moment(value) if isinstance(value, dt.datetime) else value for value in _values(entry))
