"""Articles that tell of the same things find each other."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoCaptureOnCommitCallbacks

from news import services as article_services
from news.models import Article, RelatedArticle
from portal.core.search import MAX_RELATED
from portal.search import related as related_articles
from portal.search.index import IndexRebuild
from tests.factories import make_article
from tests.search.relevance import judging

pytestmark = pytest.mark.django_db

SAME_STORY = [
    ("Khởi công cao tốc Đồng Đăng – Trà Lĩnh", "Đường cao tốc Đồng Đăng – Trà Lĩnh được phê duyệt"),
    ("Đổi tên Cục Thi hành án dân sự tỉnh thành Thi hành án dân sự tỉnh", "Cục Thi hành án dân sự tỉnh vượt chỉ tiêu"),
    ("Hội nghị quốc tế về công viên địa chất", "Công viên địa chất Non nước Cao Bằng"),
    ("Bàn giao nhiệm vụ Trưởng khối thi đua", "Khối thi đua Nội chính triển khai nhiệm vụ năm 2019"),
]
STRANGERS = ["Cảnh báo tin nhắn giả mạo ngân hàng", "Chi trả lương hưu qua tài khoản"]


def of_title(start: str) -> Article:
    return Article.objects.get(title__startswith=start)


class TestNeighbours:
    @pytest.fixture(autouse=True)
    def corpus(self, db: None) -> None:
        judging.store()
        IndexRebuild().run()

    @pytest.mark.parametrize(("one", "other"), SAME_STORY)
    def test_of_one_story_find_each_other(self, one: str, other: str) -> None:
        first, second = of_title(one), of_title(other)
        assert second.pk in related_articles.find_related("article", first.pk)
        assert first.pk in related_articles.find_related("article", second.pk)

    @pytest.mark.parametrize("title", STRANGERS)
    def test_who_has_none_is_given_none(self, title: str) -> None:
        assert related_articles.find_related("article", of_title(title).pk) == {}

    def test_are_few_and_never_the_article_itself(self) -> None:
        for key in Article.objects.values_list("pk", flat=True):
            found = related_articles.find_related("article", key)
            assert len(found) <= MAX_RELATED
            assert key not in found
            assert all(related_articles.MIN_SIMILARITY <= likeness <= 1 for likeness in found.values())


class TestRelate:
    @pytest.fixture
    def story(self, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> list[Article]:
        """Three reports of one matter, each saved when the ones before it were there."""
        days = (dt.date(2018, 3, number) for number in (1, 2, 3))
        told = ("Khởi công", "Tạm dừng", "Thông xe")
        with django_capture_on_commit_callbacks(execute=True):
            return [
                make_article(title=f"{what} cầu Bằng Giang mới", summary="Cầu Bằng Giang mới.", day=day)
                for what, day in zip(told, days, strict=True)
            ]

    def test_older_reports_lead_to_newer_ones(self, story: list[Article]) -> None:
        for article in story:
            others = {other.pk for other in story} - {article.pk}
            assert {row.other_id for row in RelatedArticle.objects.of_article(article.pk)} == others

    def test_the_page_shows_them_and_asks_no_more(self, client: Client, story: list[Article]) -> None:
        html = client.get(story[0].get_absolute_url()).content.decode()
        assert "Bài liên quan" in html
        assert html.count(story[2].get_absolute_url()) == html.count(f">{story[2].title}</a>") == 1

    @pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL counts rows before it plans")
    def test_the_page_reads_no_article_but_these(self, story: list[Article]) -> None:
        with CaptureQueriesContext(connection) as asked:
            Article.objects.with_neighbours(story[0], related_count=4)
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {asked[0]['sql']}")
            plan = "\n".join(row[3] for row in cursor.fetchall())
        assert "SEARCH other USING INTEGER PRIMARY KEY" in plan
        assert "(status=?)" not in plan
        assert "SCAN news_article" not in plan

    def test_what_was_withdrawn_is_not_shown(
        self, client: Client, story: list[Article], django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
    ) -> None:
        article_services.withdraw_article(article=story[2], by=None, note="Có sai sót.")
        html = client.get(story[1].get_absolute_url()).content.decode()
        assert story[2].title not in html
        assert story[0].title in html
        with django_capture_on_commit_callbacks(execute=True):
            Article.objects.get(pk=story[2].pk).save()
        assert not RelatedArticle.objects.filter(other=story[2]).exists()

    def test_everybody_keeps_the_most_equally(self, monkeypatch: pytest.MonkeyPatch, story: list[Article]) -> None:
        RelatedArticle.objects.replace(story[0].pk, {story[1].pk: 0.9}, limit=1)
        RelatedArticle.objects.replace(story[2].pk, {story[1].pk: 0.5}, limit=1)
        kept = RelatedArticle.objects.of_article(story[1].pk)
        assert [(row.other_id, row.similarity) for row in kept] == [(story[0].pk, 0.9)]

    def test_the_command_finds_those_of_articles_written_in_bulk(self, story: list[Article]) -> None:
        RelatedArticle.objects.all().delete()
        call_command("update_related_articles", verbosity=0)
        assert RelatedArticle.objects.count() == 6
