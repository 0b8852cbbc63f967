"""``manage.py reindex``: everything in line again, whatever happened before."""

import datetime as dt
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from news.models import Article
from portal.search import documents as index_documents
from portal.search import index as search_index
from portal.search import query as search_query
from portal.search.index import IndexRebuild
from portal.search.models import IndexEntry, Term
from portal.search.retrieval import fetch_public_entries
from tests.emulation.factories import make_agency
from tests.factories import make_article, make_category

pytestmark = pytest.mark.django_db


def titles(query: str) -> list[str]:
    return [entry.title for entry in fetch_public_entries(search_query.search(query).keys)]


def bulk_articles(count: int) -> None:
    """Articles that no signal told the index of."""
    category = make_category()
    opened = dt.datetime(2018, 3, 27, tzinfo=dt.UTC)
    Article.objects.bulk_create(
        Article(
            title=f"Giao ước số {n}",
            slug=f"giao-uoc-{n}",
            category=category,
            section=category,
            status="published",
            published_at=opened + dt.timedelta(minutes=n),
            published_on=opened.date(),
        )
        for n in range(count)
    )


class TestRebuild:
    def test_finds_what_was_written_in_bulk(self) -> None:
        bulk_articles(3)
        assert titles("giao ước") == []
        assert IndexRebuild().run() == 3
        assert titles("giao ước") == ["Giao ước số 2", "Giao ước số 1", "Giao ước số 0"]

    def test_a_second_run_has_nothing_to_write(self) -> None:
        bulk_articles(3)
        make_agency()
        IndexRebuild().run()
        assert IndexRebuild().run() == 0

    def test_repairs_what_was_changed_behind_its_back(self) -> None:
        make_article(title="Giao ước")
        Article.objects.update(title="Quy chế")
        assert IndexRebuild().run() == 1
        assert titles("giao ước") == []
        assert titles("quy chế") == ["Quy chế"]

    def test_takes_away_what_is_gone_at_the_beginning_in_the_middle_and_at_the_end(self) -> None:
        keys = [make_article(title=f"Giao ước {n}").pk for n in range(5)]
        Article.objects.filter(pk__in=[keys[0], keys[2], keys[4]])._raw_delete("default")
        IndexRebuild().run()
        assert sorted(IndexEntry.objects.of_kind("article").values_list("source_id", flat=True)) == [keys[1], keys[3]]

    def test_takes_away_the_withdrawn(self) -> None:
        make_article()
        Article.objects.update(status=Article.Status.WITHDRAWN)
        IndexRebuild().run()
        assert not IndexEntry.objects.of_kind("article").exists()

    def test_cut_short_it_leaves_a_working_index_and_goes_on_later(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(search_index, "BATCH_SIZE", 2)
        bulk_articles(5)

        def interrupt(count: int) -> None:
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            IndexRebuild(progress=interrupt).run()
        assert titles("giao ước") == ["Giao ước số 1", "Giao ước số 0"]
        assert IndexRebuild().run() == 3
        assert len(titles("giao ước")) == 5

    def test_goes_through_more_than_a_batch(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(search_index, "BATCH_SIZE", 2)
        bulk_articles(5)
        seen: list[int] = []
        IndexRebuild(progress=seen.append).run()
        assert sum(seen) == 5

    def test_with_workers_it_writes_the_same(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(search_index, "BATCH_SIZE", 2)
        monkeypatch.setattr(search_index, "MIN_ENTRIES_FOR_WORKERS", 1)
        bulk_articles(3)
        assert IndexRebuild().run() == 3
        assert titles("giao ước") == ["Giao ước số 2", "Giao ước số 1", "Giao ước số 0"]

    def test_what_is_written_meanwhile_is_let_be(self, monkeypatch: pytest.MonkeyPatch) -> None:
        article = make_article(title="Giao ước cũ")
        Article.objects.update(title="Giao ước giữa chừng")

        def make_while_somebody_saves(
            orders: dict[int, index_documents.BuildInput],
        ) -> dict[int, index_documents.BuiltEntry]:
            monkeypatch.undo()
            article.title = "Giao ước mới"
            article.save()
            return index_documents.build_entries(orders)

        monkeypatch.setattr(search_index.index_documents, "build_entries", make_while_somebody_saves)
        IndexRebuild().run()
        assert titles("giao ước") == ["Giao ước mới"]

    def test_what_becomes_public_meanwhile_is_let_be(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Between two that were read, and behind the last: neither is taken for a remainder of something gone."""
        make_article(title="Giao ước đầu")
        between = make_article(title="Giao ước giữa", status=Article.Status.DRAFT)
        make_article(title="Giao ước cuối")
        IndexEntry.objects.all().delete()

        def make_while_somebody_publishes(
            orders: dict[int, index_documents.BuildInput],
        ) -> dict[int, index_documents.BuiltEntry]:
            monkeypatch.undo()
            between.status = Article.Status.PUBLISHED
            between.save()
            make_article(title="Giao ước mới")
            return index_documents.build_entries(orders)

        monkeypatch.setattr(search_index.index_documents, "build_entries", make_while_somebody_publishes)
        IndexRebuild().run()
        assert {"Giao ước giữa", "Giao ước mới", "Giao ước đầu", "Giao ước cuối"} == set(titles("giao ước"))

    def test_what_was_withdrawn_unseen_is_taken_out(self) -> None:
        article = make_article(title="Giao ước")
        make_article(title="Giao ước khác")
        Article.objects.filter(pk=article.pk).update(status=Article.Status.WITHDRAWN)
        IndexRebuild().run()
        assert IndexEntry.objects.filter(kind="article").count() == 1

    def test_anew_gives_the_same_index(self) -> None:
        make_agency()
        make_article(title="Giao ước")
        assert IndexRebuild().run(from_scratch=True) == 2
        assert titles("giao ước") == ["Giao ước"]

    def test_counts_the_words_of_titles(self) -> None:
        bulk_articles(3)
        IndexRebuild().run()
        term = Term.objects.get(key="giao uoc")
        assert (term.display_form, term.title_count, term.is_bigram) == ("giao ước", 3, True)

    def test_on_sqlite_remains_of_other_keys_match_nothing(self) -> None:
        """After ``flush`` keys begin anew, and the table of tokens may hold rows of before."""
        connection = connections["default"]
        if connection.vendor != "sqlite":
            return
        make_article(title="Giao ước")
        IndexEntry.objects.all().delete()
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = 'search_indexentry'")
        make_article(title="Quy chế", summary="Ngắn.", body="<p>Gọn.</p>")
        assert titles("giao ước") == []

    def test_on_sqlite_all_parts_become_one_and_stay_searchable(self, monkeypatch: pytest.MonkeyPatch) -> None:
        connection = connections["default"]
        if connection.vendor != "sqlite":
            return
        monkeypatch.setattr(search_index, "BATCH_SIZE", 1)
        bulk_articles(12)
        IndexRebuild().run()
        assert parts_of(connection) == 1
        assert len(titles("giao ước")) == 12
        for number in range(3):
            make_article(title=f"Quy chế {number}", summary="Ngắn.", body="<p>Gọn.</p>")
        assert parts_of(connection) > 1
        IndexRebuild().run()
        assert parts_of(connection) == 1


@pytest.mark.django_db(transaction=True)
class TestBesideReading:
    """Outside a transaction, as the command runs: PostgreSQL is written to while the next originals are read."""

    @pytest.fixture(autouse=True)
    def many_small_batches(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(search_index, "BATCH_SIZE", 2)
        monkeypatch.setattr(search_index, "MIN_ENTRIES_FOR_WORKERS", 1)

    def test_the_same_is_written(self) -> None:
        bulk_articles(15)
        seen: list[int] = []
        assert IndexRebuild(progress=seen.append).run() == 15
        assert sum(seen) == 15
        assert titles("giao ước") == [f"Giao ước số {number}" for number in reversed(range(15))]
        assert IndexRebuild().run() == 0

    def test_a_refusal_while_writing_is_told_and_what_was_written_stays(self, monkeypatch: pytest.MonkeyPatch) -> None:
        bulk_articles(5)
        write = search_index._replace_entries

        def refuse_the_last(changes: search_index.IndexBatch, *given: Any) -> list[int]:
            if any(draft.title == "Giao ước số 4" for draft in changes.documents.values()):
                raise OSError("No space left on device")
            return write(changes, *given)

        monkeypatch.setattr(search_index, "_replace_entries", refuse_the_last)
        with pytest.raises(OSError, match="No space left"):
            IndexRebuild().run()
        assert titles("giao ước") == ["Giao ước số 3", "Giao ước số 2", "Giao ước số 1", "Giao ước số 0"]


def parts_of(connection: BaseDatabaseWrapper) -> int:
    """How many segments FTS5 keeps: the second figure of its structure record. Source: fts5_index.c."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT block FROM search_tokens_data WHERE id = 10")
        return cursor.fetchone()[0][5]


class TestCommand:
    def test_says_how_many_it_wrote(self, capsys: pytest.CaptureFixture[str]) -> None:
        bulk_articles(2)
        call_command("reindex")
        said = capsys.readouterr()
        assert "2 entries written" in said.out
        assert "100%" in said.err

    def test_leaves_a_filled_index_alone_when_asked_to(self) -> None:
        make_article(title="Giao ước")
        bulk_articles(1)
        call_command("reindex", "--if-empty", verbosity=0)
        assert IndexEntry.objects.of_kind("article").count() == 1
