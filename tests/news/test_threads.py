"""Story threads and tags: their pages, their place on the article's page, and how editors fill them."""

import datetime as dt

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from news.models import Article, Tag, Thread
from tests.factories import make_administrator, make_article, make_user

pytestmark = pytest.mark.django_db

DAY = dt.date(2018, 3, 27)
PAGES = ["/dong-su-kien/bao-so-3/", "/the/bao-so-3/"]


def gather(*articles: Article, name: str = "Bão số 3") -> None:
    for kind in (Thread, Tag):
        kind.objects.create(name=name).articles.set(articles)


@pytest.mark.parametrize("page", PAGES)
class TestPage:
    def test_lists_its_articles_newest_first(self, client: Client, page: str) -> None:
        gather(make_article(title="Tin đầu", day=DAY), make_article(title="Tin sau", day=DAY + dt.timedelta(days=1)))
        make_article(title="Tin khác")
        text = client.get(page).content.decode()
        assert "<h1>Bão số 3</h1>" in text
        assert text.index("Tin sau") < text.index("Tin đầu")
        assert "Tin khác" not in text

    def test_has_pages_that_follow_each_other(self, client: Client, page: str) -> None:
        articles = [make_article(title=f"Bài {n:02d}", day=DAY + dt.timedelta(days=n)) for n in range(25)]
        gather(*articles)
        assert "Bài 24" in client.get(page).content.decode()
        assert "Bài 00" in client.get(f"{page}?trang=2").content.decode()

    @pytest.mark.parametrize(
        "hidden",
        [
            {"published": False},
            {"status": Article.Status.WITHDRAWN},
            {"published_at": timezone.now() + dt.timedelta(days=1)},
        ],
    )
    def test_is_nowhere_while_nothing_in_it_is_public(
        self, client: Client, page: str, hidden: dict[str, object]
    ) -> None:
        gather(make_article(**hidden))
        for address in (page, f"{page}rss.xml", f"{page}atom.xml"):
            assert client.get(address).status_code == 404
        assert page not in client.get("/sitemap.xml").content.decode()

    def test_shows_none_of_its_drafts(self, client: Client, page: str) -> None:
        gather(make_article(title="Đã đăng"), make_article(title="Còn nháp", published=False))
        for address in (page, f"{page}rss.xml", f"{page}atom.xml"):
            text = client.get(address).content.decode()
            assert "Đã đăng" in text
            assert "Còn nháp" not in text

    def test_refuses_what_is_not_there_and_what_writes(self, client: Client, page: str) -> None:
        assert client.get(page).status_code == 404
        gather(make_article())
        assert client.post(page).status_code == 405

    def test_its_queries_do_not_grow(self, client: Client, page: str) -> None:
        gather(make_article())
        few = self.queries_of(client, page)
        for kind in (Thread, Tag):
            kind.objects.get().articles.add(*[make_article() for _ in range(5)])
        assert self.queries_of(client, page) == few <= 5

    def queries_of(self, client: Client, page: str) -> int:
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            assert client.get(page).status_code == 200
        return len(queries)


class TestOnTheArticle:
    def test_both_are_named(self, client: Client) -> None:
        article = make_article()
        gather(article)
        page = client.get(article.get_absolute_url()).content.decode()
        for address in PAGES:
            assert f'href="{address}"' in page

    def test_cost_two_queries_and_only_where_there_are_any(self, client: Client) -> None:
        article = make_article()
        plain = self.queries_of(client, article)
        gather(article)
        gather(article, name="Phòng chống thiên tai")
        assert self.queries_of(client, article) == plain + 2

    def queries_of(self, client: Client, article: Article) -> int:
        client.get(article.get_absolute_url())
        with CaptureQueriesContext(connection) as queries:
            assert client.get(article.get_absolute_url()).status_code == 200
        return len(queries)

    def test_the_preview_shows_them_too(self, client: Client) -> None:
        article = make_article(published=False)
        gather(article)
        client.force_login(make_administrator())
        page = client.get(f"/quan-tri/news/article/{article.pk}/xem-truoc/").content.decode()
        assert PAGES[0] in page


class TestAddress:
    def test_is_made_of_the_name(self) -> None:
        assert Thread.objects.create(name="Đại hội Đảng bộ").slug == "dai-hoi-dang-bo"

    def test_comes_once(self) -> None:
        Tag.objects.create(name="Thi đua")
        with pytest.raises(ValidationError, match="Đã có một mục với địa chỉ này"):
            Tag(name="Thi Đua").full_clean()


class TestAdmin:
    @pytest.mark.parametrize("kind", ["thread", "tag"])
    def test_an_editor_puts_articles_in(self, client: Client, kind: str) -> None:
        article = make_article()
        client.force_login(make_user(permissions=(f"add_{kind}", f"change_{kind}", f"view_{kind}", "change_article")))
        model = Thread if kind == "thread" else Tag
        prefix = f"{model.__name__}_articles"
        response = client.post(
            f"/quan-tri/news/{kind}/add/",
            {
                "name": "Bão số 3",
                "slug": "",
                "description": "",
                f"{prefix}-TOTAL_FORMS": "1",
                f"{prefix}-INITIAL_FORMS": "0",
                f"{prefix}-0-article": str(article.pk),
            },
        )
        assert response.status_code == 302
        assert list(model.objects.get().articles.all()) == [article]

    @pytest.mark.parametrize("kind", ["thread", "tag"])
    def test_one_without_the_right_is_refused(self, client: Client, kind: str) -> None:
        assert client.get(f"/quan-tri/news/{kind}/").status_code == 302
        client.force_login(make_user(permissions=("change_article",)))
        assert client.get(f"/quan-tri/news/{kind}/").status_code == 403

    @pytest.mark.parametrize("kind", ["thread", "tag"])
    def test_the_list_is_searched_without_diacritics(self, client: Client, kind: str) -> None:
        gather(make_article())
        gather(make_article(), name="Đại hội")
        client.force_login(make_administrator())
        page = client.get(f"/quan-tri/news/{kind}/?q=dai+hoi").content.decode()
        assert "Đại hội" in page
        assert "Bão số 3" not in page


class TestThreadList:
    def test_shows_where_something_is_to_be_read_the_newest_first(self, client: Client) -> None:
        older = [make_article(day=DAY), make_article(day=DAY, published=False)]
        Thread.objects.create(name="Bão số 3").articles.set(older)
        Thread.objects.create(name="Đại hội").articles.set([make_article(day=DAY + dt.timedelta(days=1))])
        Thread.objects.create(name="Còn chuẩn bị").articles.set([make_article(published=False)])
        html = client.get("/dong-su-kien/").content.decode()
        assert html.index("Đại hội") < html.index("Bão số 3")
        assert "Còn chuẩn bị" not in html
        assert html.count("1 bài") == 2
        assert "27/03/2018" in html

    def test_costs_the_same_for_many(self, client: Client) -> None:
        def queries() -> int:
            cache.clear()
            with CaptureQueriesContext(connection) as made:
                assert client.get("/dong-su-kien/").status_code == 200
            return len(made)

        gather(make_article())
        few = queries()
        for number in range(5):
            gather(make_article(), name=f"Sự kiện {number}")
        assert queries() == few

    def test_says_when_there_is_none(self, client: Client) -> None:
        assert "Chưa có dòng sự kiện nào." in client.get("/dong-su-kien/").content.decode()
