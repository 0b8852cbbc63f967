"""FTS5 without content and without positions: the smallest index there is, and the fastest to write.

Such a table cannot forget a row (before SQLite 3.43), so entries are replaced by new ones and what is left of the old
matches nothing any more; ``manage.py reindex --anew`` takes that away too.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

from portal.search.engines import rows
from portal.search.expressions import Spelling
from portal.search.models import Entry

SPELLING = Spelling(" AND ", " OR ", " NOT ", '"{}"', '"{}"*')
# CROSS JOIN is SQLite's word for "in this order".
MATCHING = "FROM search_tokens CROSS JOIN search_entry AS e ON e.id = search_tokens.rowid WHERE search_tokens MATCH %s"
WRITES_ELSEWHERE = False

# By how many parts of one size FTS5 makes them into one, and how many bytes of tokens it gathers before it writes a
# part: its own figures, and those with which it writes most at a time.
_USUAL = {"automerge": 4, "hashsize": 1024 * 1024}
_WHILE_FILLING = {"automerge": 16, "hashsize": 64 * 1024 * 1024}
_PAGES_A_STEP = 1_000
# A step that changes less found nothing to do. Source: FTS5's manual, "The 'merge' Command".
_CHANGES_OF_A_STEP = 2


def insert(connection: BaseDatabaseWrapper, entries: list[Entry], tokens: list[str]) -> None:
    """Within a transaction, which on SQLite nobody else writes in: so the keys can be counted on from the last."""
    if not entries:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'search_entry'")
        first = cursor.fetchone()[0] + 1
        if first == 1:  # keys have begun anew, as after "flush": what is left is of others
            cursor.execute("INSERT INTO search_tokens(search_tokens) VALUES ('delete-all')")
        cursor.executemany(
            f"INSERT INTO search_entry (id, {rows.COLUMNS}) VALUES ({', '.join(['%s'] * (rows.COUNT + 1))})",  # noqa: S608  # our own names
            [(key, *values) for key, values in enumerate(rows.rows_of(connection, entries), first)],
        )
        cursor.executemany("INSERT INTO search_tokens(rowid, tokens) VALUES (%s, %s)", list(enumerate(tokens, first)))


def begin_filling(connection: BaseDatabaseWrapper) -> None:
    """Few large parts are made faster than many small ones, which are what changes of every day need."""
    _configure(connection, _WHILE_FILLING)


def end_filling(connection: BaseDatabaseWrapper) -> None:
    """All parts become one, which is looked through in half the time; in steps, so that nobody waits long to write."""
    _configure(connection, _USUAL)
    pages = -_PAGES_A_STEP  # begins with all parts there are
    with connection.cursor() as cursor:
        is_done = False
        while not is_done:
            cursor.execute("SELECT total_changes()")
            before = cursor.fetchone()[0]
            cursor.execute("INSERT INTO search_tokens(search_tokens, rank) VALUES ('merge', %s)", [pages])
            cursor.execute("SELECT total_changes()")
            is_done = cursor.fetchone()[0] - before < _CHANGES_OF_A_STEP
            pages = _PAGES_A_STEP


def _configure(connection: BaseDatabaseWrapper, figures: dict[str, int]) -> None:
    with connection.cursor() as cursor:
        for name, figure in figures.items():
            cursor.execute("INSERT INTO search_tokens(search_tokens, rank) VALUES (%s, %s)", [name, figure])


def empty(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM search_entry")
        cursor.execute("INSERT INTO search_tokens(search_tokens) VALUES ('delete-all')")


def size_bytes(connection: BaseDatabaseWrapper) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(sum(length(block)), 0) FROM search_tokens_data")
        return cursor.fetchone()[0]
