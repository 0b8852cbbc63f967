"""PostgreSQL engine: a tsvector column without positions and a GIN index; needs no extension."""

from itertools import chain

from django.db.backends.base.base import BaseDatabaseWrapper

from portal.search.engines import rows
from portal.search.expressions import ExpressionSyntax
from portal.search.models import IndexEntry

SYNTAX = ExpressionSyntax(" & ", " | ", " & !", "'{}'", "'{}':*")
MATCH_SQL = "FROM search_indexentry AS e WHERE e.tokens @@ %s::tsquery"
WRITES_ON_SERVER = True
BATCH_SIZE = 100
_CREATE_INDEX = "CREATE INDEX IF NOT EXISTS search_indexentry_tokens ON search_indexentry USING gin (tokens)"


def insert(connection: BaseDatabaseWrapper, entries: list[IndexEntry], tokens: list[str]) -> None:
    row = f"({', '.join(['%s'] * rows.COLUMN_COUNT)}, array_to_tsvector(string_to_array(%s, ' ')))"
    made = [(*values, written) for values, written in zip(rows.row_values(connection, entries), tokens, strict=True)]
    with connection.cursor() as cursor:
        for start in range(0, len(made), BATCH_SIZE):
            batch = made[start : start + BATCH_SIZE]
            cursor.execute(
                f"INSERT INTO search_indexentry ({rows.COLUMNS}, tokens) VALUES {', '.join([row] * len(batch))}",  # noqa: S608  # constant names
                list(chain.from_iterable(batch)),
            )


def begin_bulk_load(connection: BaseDatabaseWrapper) -> None:
    """Drops the index: building it on a full table is several times faster than maintaining it during the load."""
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX IF EXISTS search_indexentry_tokens")
        # A crash can only lose derived data, which the next run rebuilds.
        cursor.execute("SET synchronous_commit = off")


def end_bulk_load(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '256MB'")
        cursor.execute(_CREATE_INDEX)
        cursor.execute("RESET maintenance_work_mem")
        cursor.execute("RESET synchronous_commit")
        cursor.execute("ANALYZE search_indexentry")


def clear(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM search_indexentry")


def size_bytes(connection: BaseDatabaseWrapper) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_relation_size('search_indexentry_tokens')"
            " + (SELECT coalesce(sum(pg_column_size(tokens)), 0) FROM search_indexentry)"
        )
        return int(cursor.fetchone()[0])
