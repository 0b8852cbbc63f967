"""A column of lexemes without positions beside each entry, under a GIN index; no extension is needed."""

from itertools import chain

from django.db.backends.base.base import BaseDatabaseWrapper

from portal.search.engines import rows
from portal.search.expressions import Spelling
from portal.search.models import Entry

SPELLING = Spelling(" & ", " | ", " & !", "'{}'", "'{}':*")
MATCHING = "FROM search_entry AS e WHERE e.tokens @@ %s::tsquery"
WRITES_ELSEWHERE = True
BATCH = 100
_CREATE_INDEX = "CREATE INDEX IF NOT EXISTS search_entry_tokens ON search_entry USING gin (tokens)"


def insert(connection: BaseDatabaseWrapper, entries: list[Entry], tokens: list[str]) -> None:
    row = f"({', '.join(['%s'] * rows.COUNT)}, array_to_tsvector(string_to_array(%s, ' ')))"
    made = [(*values, written) for values, written in zip(rows.rows_of(connection, entries), tokens, strict=True)]
    with connection.cursor() as cursor:
        for start in range(0, len(made), BATCH):
            batch = made[start : start + BATCH]
            cursor.execute(
                f"INSERT INTO search_entry ({rows.COLUMNS}, tokens) VALUES {', '.join([row] * len(batch))}",  # noqa: S608  # our own names
                list(chain.from_iterable(batch)),
            )


def begin_filling(connection: BaseDatabaseWrapper) -> None:
    """An index is made several times faster of a full table than kept while it fills."""
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX IF EXISTS search_entry_tokens")
        # What a power cut takes is a derived copy, and the next run makes it again.
        cursor.execute("SET synchronous_commit = off")


def end_filling(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '256MB'")
        cursor.execute(_CREATE_INDEX)
        cursor.execute("RESET maintenance_work_mem")
        cursor.execute("RESET synchronous_commit")
        cursor.execute("ANALYZE search_entry")


def empty(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM search_entry")


def size_bytes(connection: BaseDatabaseWrapper) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_relation_size('search_entry_tokens')"
            " + (SELECT coalesce(sum(pg_column_size(tokens)), 0) FROM search_entry)"
        )
        return int(cursor.fetchone()[0])
