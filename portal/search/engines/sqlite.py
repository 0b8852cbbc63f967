"""SQLite engine: a contentless FTS5 table without positions, the smallest index and the fastest to write.

Such a table cannot delete rows (before SQLite 3.43): entries are replaced by new ones and the old tokens match
nothing. ``manage.py reindex --anew`` also removes those.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

from portal.search.engines import rows
from portal.search.expressions import ExpressionSyntax
from portal.search.models import IndexEntry

SYNTAX = ExpressionSyntax(" AND ", " OR ", " NOT ", '"{}"', '"{}"*')
# CROSS JOIN fixes the join order in SQLite.
MATCH_SQL = (
    "FROM search_tokens CROSS JOIN search_indexentry AS e ON e.id = search_tokens.rowid WHERE search_tokens MATCH %s"
)
WRITES_ON_SERVER = False

# FTS5's ``automerge`` (segments merged at once) and ``hashsize`` (bytes buffered before a segment is written): its
# defaults, and the values for bulk loading.
_DEFAULT_OPTIONS = {"automerge": 4, "hashsize": 1024 * 1024}
_BULK_LOAD_OPTIONS = {"automerge": 16, "hashsize": 64 * 1024 * 1024}
_MERGE_PAGES = 1_000
# A merge step that changes fewer rows found nothing to do. Source: FTS5's manual, "The 'merge' Command".
_MIN_MERGE_CHANGES = 2


def insert(connection: BaseDatabaseWrapper, entries: list[IndexEntry], tokens: list[str]) -> None:
    """Inserts within a transaction, in which SQLite has no other writer, so keys can be counted up from the last."""
    if not entries:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'search_indexentry'")
        first = cursor.fetchone()[0] + 1
        if first == 1:  # keys restarted, as after "flush": remaining tokens belong to old rows
            cursor.execute("INSERT INTO search_tokens(search_tokens) VALUES ('delete-all')")
        placeholders = ", ".join(["%s"] * (rows.COLUMN_COUNT + 1))
        cursor.executemany(
            f"INSERT INTO search_indexentry (id, {rows.COLUMNS}) VALUES ({placeholders})",  # noqa: S608  # constant names
            [(key, *values) for key, values in enumerate(rows.row_values(connection, entries), first)],
        )
        cursor.executemany("INSERT INTO search_tokens(rowid, tokens) VALUES (%s, %s)", list(enumerate(tokens, first)))


def begin_bulk_load(connection: BaseDatabaseWrapper) -> None:
    """A few large segments are written faster than many small ones, which suit everyday changes."""
    _configure(connection, _BULK_LOAD_OPTIONS)


def end_bulk_load(connection: BaseDatabaseWrapper) -> None:
    """Merges all segments, which halves the query time; in steps, so that other writers are not blocked for long."""
    _configure(connection, _DEFAULT_OPTIONS)
    pages = -_MERGE_PAGES  # negative: starts with all existing segments
    with connection.cursor() as cursor:
        is_done = False
        while not is_done:
            cursor.execute("SELECT total_changes()")
            before = cursor.fetchone()[0]
            cursor.execute("INSERT INTO search_tokens(search_tokens, rank) VALUES ('merge', %s)", [pages])
            cursor.execute("SELECT total_changes()")
            is_done = cursor.fetchone()[0] - before < _MIN_MERGE_CHANGES
            pages = _MERGE_PAGES


def _configure(connection: BaseDatabaseWrapper, options: dict[str, int]) -> None:
    with connection.cursor() as cursor:
        for name, figure in options.items():
            cursor.execute("INSERT INTO search_tokens(search_tokens, rank) VALUES (%s, %s)", [name, figure])


def clear(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM search_indexentry")
        cursor.execute("INSERT INTO search_tokens(search_tokens) VALUES ('delete-all')")


def size_bytes(connection: BaseDatabaseWrapper) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(sum(length(block)), 0) FROM search_tokens_data")
        return cursor.fetchone()[0]
