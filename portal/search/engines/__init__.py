"""The two engines, SQLite's FTS5 and PostgreSQL's GIN: each keeps sets of tokens and finds the entries that fit.

They are given the same tokens and asked for sets only, never for an order, so that both find the same.
"""

from typing import Protocol

from django.db.backends.base.base import BaseDatabaseWrapper

from portal.search.engines import postgresql, sqlite
from portal.search.expressions import Spelling
from portal.search.models import Entry


class Engine(Protocol):
    """What each of the two modules offers."""

    SPELLING: Spelling
    # The end of a SELECT over ``e``, the entries; its one parameter is an expression, spelled.
    MATCHING: str
    # Whether writing is work of another process, for which this one only waits.
    WRITES_ELSEWHERE: bool

    def insert(self, connection: BaseDatabaseWrapper, entries: list[Entry], tokens: list[str]) -> None:
        """Stores new entries with their tokens, separated by blanks."""

    def begin_filling(self, connection: BaseDatabaseWrapper) -> None:
        """Before an empty index is filled."""

    def end_filling(self, connection: BaseDatabaseWrapper) -> None:
        """After any rebuilding, whole or cut short: all is as searching needs it."""

    def empty(self, connection: BaseDatabaseWrapper) -> None:
        """Forgets everything."""

    def size_bytes(self, connection: BaseDatabaseWrapper) -> int:
        """What the tokens take on disk, the entries' own columns not counted."""


def engine_of(connection: BaseDatabaseWrapper) -> Engine:
    return {"sqlite": sqlite, "postgresql": postgresql}[connection.vendor]  # type: ignore[return-value]  # modules
