"""What is counted, what is not, and that nothing is lost on its way into the table."""

import datetime as dt
from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.analytics import counter as analytics_counter
from portal.analytics.counter import PageViewCounter
from portal.analytics.models import ArticleViewCount, PageViewCount
from portal.analytics.page_kinds import PageKind, PageView, classify_path
from portal.analytics.rollup import roll_up_article_views
from portal.core.text import dates
from tests.concurrency import at_once
from tests.factories import make_article

pytestmark = pytest.mark.django_db

HOME = PageView(PageKind.HOME)
# 23:30 of the day before in UTC is already this day in Việt Nam.
TIMESTAMP = dt.datetime(2026, 11, 19, 23, 30, tzinfo=dt.UTC)
DAY = dt.date(2026, 11, 20)


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class TestPages:
    @pytest.mark.parametrize(
        ("path", "kind"),
        [
            ("/", PageKind.HOME),
            ("/tin-tuc/", PageKind.NEWS),
            ("/tin-tuc/2018/03/27/", PageKind.NEWS),
            ("/tin-tuc/2018/03/27/hoi-nghi/", PageKind.ARTICLE),
            ("/khoi-thi-dua/so-iv/2018/", PageKind.EMULATION),
            ("/hoi-dap/", PageKind.QUESTIONS),
            ("/tim-kiem/", PageKind.SEARCH),
            ("/thong-ke-truy-cap/", PageKind.OTHER),
        ],
    )
    def test_a_public_page_has_its_kind(self, path: str, kind: PageKind) -> None:
        page = classify_path(path)
        assert page is not None
        assert page.kind == kind

    @pytest.mark.parametrize(
        "path",
        [
            *("", "tin-tuc/", "/khong-co/", "//xau.example/", "https://xau.example/", "/%00", "\x00", "/" + "a" * 500),
            *("/quan-tri/", "/ban-lam-viec/", "/dang-nhap/", "/api/v1/articles", "/sitemap.xml", "/xem-truoc/1-a.b/"),
            *("/hoi-dap/gui/", "/hoi-dap/theo-doi/", "/luot/", "/tin-tuc/2018/13/45/hoi-nghi/", "/livez"),
        ],
    )
    def test_anything_else_is_none(self, path: str) -> None:
        assert classify_path(path) is None


class TestCounter:
    def test_the_first_is_written_at_once_the_next_when_a_second_has_passed(self) -> None:
        clock = Clock()
        counter = PageViewCounter(clock)
        counter.increment(HOME, TIMESTAMP)
        for _ in range(5):
            counter.increment(HOME, TIMESTAMP)
        assert PageViewCount.objects.total() == 1
        clock.now = 1.0
        counter.increment(HOME, TIMESTAMP)
        assert list(PageViewCount.objects.values_list("day", "kind", "count")) == [(DAY, "home", 7)]

    def test_many_different_ones_are_written_sooner(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(analytics_counter, "FLUSH_SIZE", 3)
        counter = PageViewCounter(Clock())
        for kind in (PageKind.HOME, PageKind.NEWS, PageKind.SEARCH, PageKind.OTHER):
            counter.increment(PageView(kind), TIMESTAMP)
        assert PageViewCount.objects.total() == 4

    def test_an_article_is_counted_by_itself_and_an_unknown_one_is_not_counted(self) -> None:
        article = make_article()
        counter = PageViewCounter(Clock())
        known = PageView(PageKind.ARTICLE, article.published_on, article.slug)
        for page in (known, PageView(PageKind.ARTICLE, DAY, "khong-co"), known):
            counter.increment(page, TIMESTAMP)
        counter.flush()
        assert list(ArticleViewCount.objects.values_list("article", "count")) == [(article.pk, 2)]
        assert PageViewCount.objects.get().count == 2

    def test_a_draft_is_not_counted(self) -> None:
        draft = make_article(published=False, slug="ban-nhap")
        PageViewCounter(Clock()).increment(PageView(PageKind.ARTICLE, draft.published_on, draft.slug), TIMESTAMP)
        assert not ArticleViewCount.objects.exists()
        assert not PageViewCount.objects.exists()

    def test_writing_costs_the_same_for_many_as_for_few(self) -> None:
        counter = PageViewCounter(Clock())
        counter.increment(HOME, TIMESTAMP)
        for number in range(50):
            article = make_article(slug=f"bai-{number}")
            counter.increment(PageView(PageKind.ARTICLE, article.published_on, article.slug), TIMESTAMP)
        with CaptureQueriesContext(connection) as queries:
            counter.flush()
        statements = [query["sql"] for query in queries if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))]
        assert len(statements) == 3

    def test_a_database_that_is_away_costs_no_count(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def fail(counts: Any) -> None:
            raise DatabaseError("away")

        counter = PageViewCounter(Clock())
        with monkeypatch.context() as away:
            away.setattr(analytics_counter, "save_counts", fail)
            counter.increment(HOME, TIMESTAMP)
        counter.flush()
        assert PageViewCount.objects.total() == 1

    def test_its_memory_has_an_end(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(analytics_counter, "MAX_PENDING_KEYS", 3)
        clock = Clock()
        counter = PageViewCounter(clock)
        counter.flush()
        for number in range(10):
            counter.increment(PageView(PageKind.ARTICLE, DAY, f"bai-{number}"), TIMESTAMP)
            counter.increment(HOME, TIMESTAMP)
        assert len(counter._counts) == 3

    def test_a_day_of_viet_nam_is_counted(self) -> None:
        PageViewCounter(Clock()).increment(HOME)
        assert PageViewCount.objects.get().day == dates.local_date(timezone.now())


class TestRollingUp:
    def test_the_days_of_an_old_month_become_one_and_nothing_is_lost(self) -> None:
        first, second = make_article(), make_article()
        old = [dt.date(2025, 1, 1), dt.date(2025, 1, 2), dt.date(2025, 1, 31), dt.date(2025, 2, 3)]
        kept = [dt.date(2026, 11, 1), dt.date(2026, 11, 2)]
        ArticleViewCount.objects.increment(("day", "article_id"), [(day, first.pk, 2) for day in [*old, *kept]])
        ArticleViewCount.objects.increment(("day", "article_id"), [(old[1], second.pk, 5)])
        assert roll_up_article_views(months=3, at=TIMESTAMP) == 2
        assert roll_up_article_views(months=3, at=TIMESTAMP) == 0
        assert set(ArticleViewCount.objects.values_list("day", "article", "count")) == {
            (dt.date(2025, 1, 1), first.pk, 6),
            (dt.date(2025, 1, 1), second.pk, 5),
            (dt.date(2025, 2, 1), first.pk, 2),
            *((day, first.pk, 2) for day in kept),
        }

    def test_the_days_that_pages_show_stay(self) -> None:
        with pytest.raises(ValueError, match="stay"):
            roll_up_article_views(months=1, at=TIMESTAMP)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one writer in at a time")
class TestAtOnce:
    def test_counters_that_write_at_one_time_lose_nothing_and_never_lock_each_other_out(self) -> None:
        """Each with a connection of its own, as the processes of the portal are; in opposite orders."""
        articles = [make_article(slug=f"bai-{number}") for number in range(5)]
        pages = [PageView(PageKind.ARTICLE, article.published_on, article.slug) for article in articles]
        pages += [PageView(kind) for kind in (PageKind.HOME, PageKind.NEWS, PageKind.SEARCH)]

        def count(order: int) -> None:
            counter = PageViewCounter()
            for _ in range(25):
                for page in pages[::order]:
                    counter.increment(page, TIMESTAMP)
                counter.flush()

        assert at_once(*(lambda order=order: count(order) for order in (1, -1, 1, -1))) == [""] * 4
        assert PageViewCount.objects.total() == 4 * 25 * len(pages)
        assert set(ArticleViewCount.objects.values_list("count", flat=True)) == {100}
