"""Two people at one article in the same time: one wins, the other reads a sentence, nothing is written twice."""

import pytest
from django.db import connection

from news import services as article_services
from news.models import Article, PreviousUrl
from news.workflow import ArticleState
from tests.concurrency import at_once
from tests.factories import make_article

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one writer in at a time"),
]


def read_by_each(article: Article) -> list[Article]:
    """The article as two people have it open."""
    return [Article.objects.get(pk=article.pk) for _person in range(2)]


class TestTwoAtOneArticle:
    def test_publishing(self) -> None:
        article = make_article(published=False)
        told = at_once(
            *(
                lambda copy=copy: article_services.publish_article(article=copy, by=None)
                for copy in read_by_each(article)
            )
        )
        assert sorted(map(bool, told)) == [False, True]
        assert "người khác lưu" in "".join(told)
        fresh = Article.objects.get(pk=article.pk)
        assert (fresh.state_at(), fresh.revision_number) == (ArticleState.PUBLISHED, 1)
        assert list(fresh.revisions.values_list("action", flat=True)) == ["publish", "baseline"]

    def test_saving_two_texts_keeps_one_of_them_whole(self) -> None:
        article = make_article(slug="cu")
        first, second = read_by_each(article)
        first.title, first.slug = "Của người thứ nhất", "thu-nhat"
        second.title, second.slug = "Của người thứ hai", "thu-hai"
        told = at_once(
            *(lambda copy=copy: article_services.save_article(article=copy, by=None) for copy in (first, second))
        )
        assert sorted(map(bool, told)) == [False, True]
        fresh = Article.objects.get(pk=article.pk)
        assert (fresh.title, fresh.slug) in {("Của người thứ nhất", "thu-nhat"), ("Của người thứ hai", "thu-hai")}
        assert [old.slug for old in PreviousUrl.objects.all()] == ["cu"]

    def test_returning_to_two_revisions(self) -> None:
        article = make_article(published=False, title="Một")
        article.title = "Hai"
        article_services.save_article(article=article, by=None)
        copies = read_by_each(article)
        told = at_once(
            *(
                lambda copy=copy, number=number: article_services.restore_revision(
                    revision=copy.revisions.get(revision_number=number), article=copy, by=None
                )
                for number, copy in enumerate(copies)
            )
        )
        assert sorted(map(bool, told)) == [False, True]
        assert article.revisions.count() == 3

    def test_publishing_and_throwing_away(self) -> None:
        article = make_article(published=False)
        first, second = read_by_each(article)
        told = at_once(
            lambda: article_services.publish_article(article=first, by=None),
            lambda: article_services.move_to_trash(article=second, by=None),
        )
        assert sorted(map(bool, told)) == [False, True]
        assert Article.objects.get(pk=article.pk).revision_number == 1
