"""Pages of a long list: every row once, in order, by number and by position, in both directions."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from news.models import Article
from portal.core.http import pagination
from portal.core.http.pagination import InvalidPage, paginate
from tests.factories import make_article, make_category

pytestmark = pytest.mark.django_db

TIMESTAMP = dt.datetime(2018, 3, 27, 8, tzinfo=dt.UTC)


@pytest.fixture
def seven() -> list[str]:
    """Seven articles, three of them at one and the same time; returns their slugs, newest first."""
    category = make_category()
    timestamps = [TIMESTAMP - dt.timedelta(minutes=minutes) for minutes in (0, 1, 2, 2, 2, 3, 4)]
    for number, timestamp in enumerate(timestamps):
        make_article(slug=f"bai-{number}", title=f"Bài {number}", published_at=timestamp, category=category)
    return list(Article.objects.newest_first().values_list("slug", flat=True))


def slugs(page: pagination.Page) -> list[str]:
    return [article.slug for article in page.rows]


def query(address: str | None) -> dict[str, str]:
    assert address is not None
    name, _, value = address.removeprefix("?").partition("=")
    return {name: value}


class TestWalking:
    def test_numbers_lead_through_everything_once(self, seven: list[str]) -> None:
        page, seen = paginate(Article.objects.all(), {}, size=2), []
        while True:
            seen += slugs(page)
            if page.older is None:
                break
            page = paginate(Article.objects.all(), query(page.older), size=2)
        assert seen == seven

    def test_beyond_the_last_number_positions_lead_on_and_back(
        self, seven: list[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(pagination, "MAX_PAGE_NUMBER", 1)
        rows = Article.objects.all()
        first = paginate(rows, {}, size=2)
        second = paginate(rows, query(first.older), size=2)
        third = paginate(rows, query(second.older), size=2)
        last = paginate(rows, query(third.older), size=2)
        assert slugs(first) + slugs(second) + slugs(third) + slugs(last) == seven
        assert last.older is None
        assert slugs(paginate(rows, query(last.newer), size=2)) == slugs(third)
        assert slugs(paginate(rows, query(third.newer), size=2)) == slugs(second)

    def test_each_page_is_one_query(self, seven: list[str]) -> None:
        cursor = pagination.encode_cursor((TIMESTAMP, 10**9))
        for asked in ({}, {"trang": "2"}, {"truoc": cursor}):
            with CaptureQueriesContext(
                connection,
            ) as queries:
                paginate(Article.objects.all(), asked, size=2)
            assert len(queries) == 1
            assert "COUNT(" not in queries[0]["sql"]

    def test_an_empty_list_has_one_empty_page(self) -> None:
        page = paginate(Article.objects.all(), {})
        assert (page.rows, page.newer, page.older) == ([], None, None)


class TestBadPages:
    @pytest.mark.parametrize(
        "asked",
        [
            {"trang": "abc"},
            {"trang": ""},
            {"trang": "0"},
            {"trang": "-1"},
            {"trang": "1.5"},
            {"trang": "²"},
            {"trang": "999999"},
            {"trang": "9" * 100},
            {"trang": "5"},
            {"truoc": "x"},
            {"truoc": "99999999999999999-1"},
            {"sau": "1-99999999999999999999"},
            {"truoc": "0-1"},
            {"sau": "4102444800000000-1"},
        ],
    )
    def test_say_that_they_do_not_exist(self, seven: list[str], asked: dict[str, str]) -> None:
        with pytest.raises(InvalidPage, match=r"[kK]hông|Số trang|Danh sách"):
            paginate(Article.objects.all(), asked)
