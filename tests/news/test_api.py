"""The news as open data: what an article tells, and how a list is filtered and paged."""

import datetime as dt
import json

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from news.models import Article
from tests.api.examples import make_example
from tests.factories import make_article, make_author, make_category

pytestmark = pytest.mark.django_db

DAY = dt.date(2018, 3, 27)


def told(client: Client, address: str) -> dict:
    response = client.get(address)
    assert response.status_code == 200, response.content
    return json.loads(response.content)


def titles(client: Client, query: str) -> list[str]:
    return [item["title"] for item in told(client, f"/api/v1/articles?{query}")["items"]]


class TestArticle:
    def test_tells_what_its_page_shows(self, client: Client) -> None:
        article = make_example().article
        answer = told(client, f"/api/v1/articles/{article.pk}")
        assert answer["title"] == "Hội nghị ký kết giao ước"
        assert answer["url"] == "http://testserver/tin-tuc/2018/03/27/hoi-nghi/"
        assert answer["api_url"] == f"http://testserver/api/v1/articles/{article.pk}"
        assert answer["published_at"] == "2018-03-27T08:00:00+07:00"
        assert answer["category"]["slug"] == "hoi-nghi"
        assert [author["name"] for author in answer["authors"]] == ["Nông Thúy Quỳnh"]
        assert answer["source"] == {"name": "Báo tỉnh", "url": "https://example.org/"}
        assert answer["lead_image"]["alt"] == "Núi đá vôi trong sương sớm"
        assert [image["alt"] for image in answer["gallery"]] == ["Toàn cảnh hội trường"]
        assert answer["attachments"][0]["kind"] == "PDF"
        assert answer["attachments"][0]["url"].startswith("http://testserver/tin-tuc/tep/")
        assert [thread["name"] for thread in answer["threads"]] == ["Hội nghị tổng kết"]
        assert [tag["name"] for tag in answer["tags"]] == ["Thi đua"]
        assert 'href="http://testserver/co-quan/so-tu-phap/"' in answer["body_html"]

    def test_tells_these_things_and_no_others(self, client: Client) -> None:
        article = make_example().article
        listed = told(client, "/api/v1/articles")["items"][0]
        whole = told(client, f"/api/v1/articles/{article.pk}")
        short = {
            *("id", "title", "summary", "url", "api_url", "published_at", "changed_at"),
            *("category", "authors", "source", "lead_image"),
        }
        assert set(listed) == short
        assert set(whole) == short | {"body_html", "gallery", "attachments", "threads", "tags"}

    @pytest.mark.parametrize("status", [Article.Status.DRAFT, Article.Status.WITHDRAWN])
    def test_is_not_there_while_it_is_not_public(self, client: Client, status: str) -> None:
        article = make_article(status=status)
        assert client.get(f"/api/v1/articles/{article.pk}").status_code == 404


class TestFilters:
    @pytest.fixture(autouse=True)
    def news(self) -> None:
        parent = make_category("Tin hoạt động")
        child = make_category("Hội nghị", parent=parent)
        author = make_author("Nông Thúy Quỳnh")
        first = make_article(title="Một", day=DAY, category=parent, author=author)
        second = make_article(title="Hai", day=DAY + dt.timedelta(days=1), category=child)
        make_article(title="Ba", day=DAY + dt.timedelta(days=2), hour=23)
        first.threads.create(name="Tổng kết")
        second.tags.create(name="Thi đua")

    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ("", ["Ba", "Hai", "Một"]),
            ("category=tin-hoat-dong", ["Hai", "Một"]),
            ("category=hoi-nghi", ["Hai"]),
            ("author=nong-thuy-quynh", ["Một"]),
            ("thread=tong-ket", ["Một"]),
            ("tag=thi-dua", ["Hai"]),
            ("since=2018-03-28", ["Ba", "Hai"]),
            ("until=2018-03-28", ["Hai", "Một"]),
            ("since=2018-03-29&until=2018-03-29", ["Ba"]),
            ("since=0001-01-01&until=9999-12-31", ["Ba", "Hai", "Một"]),
            ("category=tin-hoat-dong&author=nong-thuy-quynh&since=2018-03-28", []),
        ],
    )
    def test_narrow_the_list(self, client: Client, query: str, expected: list[str]) -> None:
        assert titles(client, query) == expected

    def test_stay_on_the_next_page(self, client: Client) -> None:
        answer = told(client, "/api/v1/articles?category=tin-hoat-dong&limit=1")
        following = answer["next"].removeprefix("http://testserver")
        assert "category=tin-hoat-dong" in following
        last = told(client, following)
        assert [item["title"] for item in last["items"]] == ["Một"]
        assert last["next"] is None


class TestPages(TestCase):
    """Whatever the size of a page and however many articles share a time: each comes once, in order."""

    @settings(max_examples=15)
    @given(st.lists(st.integers(0, 3), max_size=9), st.integers(1, 4))
    def test_walk_the_whole_list(self, days: list[int], limit: int) -> None:
        category = make_category()
        made = [make_article(category=category, day=DAY + dt.timedelta(days=day)) for day in days]
        expected = [row.pk for row in sorted(made, key=lambda row: row.sort_position, reverse=True)]
        walked, address = [], f"/api/v1/articles?limit={limit}&category={category.slug}"
        while address:
            answer = told(Client(), address)
            assert len(answer["items"]) <= limit
            walked += [item["id"] for item in answer["items"]]
            address = (answer["next"] or "").removeprefix("http://testserver")
        assert walked == expected


class TestHeadings:
    def test_of_categories_tell_their_place(self, client: Client) -> None:
        make_category("Hội nghị", parent=make_category("Tin hoạt động", description="Tin của tỉnh."))
        first, second = told(client, "/api/v1/categories")["items"]
        assert (first["slug"], first["parent"], first["description"]) == ("tin-hoat-dong", None, "Tin của tỉnh.")
        assert (second["slug"], second["parent"]) == ("hoi-nghi", "tin-hoat-dong")
        assert second["articles_url"] == "http://testserver/api/v1/articles?category=hoi-nghi"

    def test_of_authors_are_those_who_can_be_read(self, client: Client) -> None:
        make_author("Chưa Đăng")
        make_article(author=make_author("Nông Thúy Quỳnh"))
        assert [author["name"] for author in told(client, "/api/v1/authors")["items"]] == ["Nông Thúy Quỳnh"]

    def test_are_paged_by_key(self, client: Client) -> None:
        made = [make_category().slug for _ in range(5)]
        walked, address = [], "/api/v1/categories?limit=2"
        while address:
            answer = told(client, address)
            walked += [item["slug"] for item in answer["items"]]
            address = (answer["next"] or "").removeprefix("http://testserver")
        assert walked == made
