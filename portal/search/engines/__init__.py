"""Search engines: SQLite FTS5 and PostgreSQL GIN. Each stores sets of tokens and finds matching entries.

Both get the same tokens and return unordered sets, so their results are identical.
"""

from typing import Protocol

from django.db.backends.base.base import BaseDatabaseWrapper

from portal.search.engines import postgresql, sqlite
from portal.search.expressions import ExpressionSyntax
from portal.search.models import IndexEntry


class Engine(Protocol):
    """Interface of the two engine modules."""

    SYNTAX: ExpressionSyntax
    # The end of a SELECT over ``e``, the entries; its one parameter is the expression in the engine's syntax.
    MATCH_SQL: str
    # Whether another process does the writing, for which this one only waits.
    WRITES_ON_SERVER: bool

    def insert(self, connection: BaseDatabaseWrapper, entries: list[IndexEntry], tokens: list[str]) -> None:
        """Inserts new entries with their tokens, separated by spaces."""

    def begin_bulk_load(self, connection: BaseDatabaseWrapper) -> None:
        """Called before an empty index is filled."""

    def end_bulk_load(self, connection: BaseDatabaseWrapper) -> None:
        """Called after a rebuild, complete or interrupted: restores the settings that searching needs."""

    def clear(self, connection: BaseDatabaseWrapper) -> None:
        """Deletes everything."""

    def size_bytes(self, connection: BaseDatabaseWrapper) -> int:
        """Bytes on disk of the tokens, without the columns of the entries."""


def engine_for(connection: BaseDatabaseWrapper) -> Engine:
    return {"sqlite": sqlite, "postgresql": postgresql}[connection.vendor]
