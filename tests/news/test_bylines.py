"""Who signs an article: the words of the line, where readers meet it, and how it is entered."""

import datetime as dt
from typing import Any

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from news import bylines
from news import services as article_services
from news.bylines import BylineAuthor, BylinePart, BylineSource, Contribution
from news.models import Article, Author, Byline
from tests.factories import make_administrator, make_article, make_author, make_byline, make_category, make_user
from tests.news.test_admin import ADD, WRITER, typed

DAY = dt.date(2018, 3, 27)
TEXT, IMAGES, BOTH = Contribution.TEXT, Contribution.IMAGES, Contribution.TEXT_AND_IMAGES


def line_of(*signers: tuple[str, str], source: str = "") -> str:
    return bylines.byline_text(
        [BylineAuthor(name, contribution) for name, contribution in signers], BylineSource(source)
    )


class TestWords:
    @pytest.mark.parametrize(
        ("signers", "line"),
        [
            ([], ""),
            ([("Lục Thị Mai", TEXT)], "Lục Thị Mai"),
            ([("Lục Thị Mai", TEXT), ("Hoàng Văn An", TEXT)], "Lục Thị Mai và Hoàng Văn An"),
            ([("A", TEXT), ("B", TEXT), ("C", TEXT), ("D", TEXT)], "A, B, C và D"),
            ([("Lục Thị Mai", TEXT), ("Hoàng Văn An", IMAGES)], "Bài: Lục Thị Mai – Ảnh: Hoàng Văn An"),
            ([("Lục Thị Mai", BOTH)], "Bài và ảnh: Lục Thị Mai"),
            ([("Lục Thị Mai", BOTH), ("Hoàng Văn An", BOTH)], "Bài và ảnh: Lục Thị Mai và Hoàng Văn An"),
            ([("Hoàng Văn An", IMAGES)], "Ảnh: Hoàng Văn An"),
            ([("A", IMAGES), ("B", TEXT)], "Ảnh: A – Bài: B"),
            ([("A", TEXT), ("B", IMAGES), ("C", TEXT)], "Bài: A và C – Ảnh: B"),
            ([("A", TEXT), ("B", Contribution.VIDEO), ("C", Contribution.IMAGES)], "Bài: A – Video: B – Ảnh: C"),
            ([("A", Contribution.COMPILED)], "Tổng hợp: A"),
            ([("A", Contribution.TRANSLATED)], "Biên dịch: A"),
        ],
    )
    def test_the_line_reads_as_newsrooms_write_it(self, signers: list[tuple[str, str]], line: str) -> None:
        assert line_of(*signers) == line

    @pytest.mark.parametrize(
        ("signers", "line"),
        [
            ([], "Theo Báo Cao Bằng"),
            ([("Lục Thị Mai", TEXT)], "Lục Thị Mai – Theo Báo Cao Bằng"),
            ([("A", TEXT), ("B", IMAGES)], "Bài: A – Ảnh: B – Theo Báo Cao Bằng"),
        ],
    )
    def test_the_source_comes_last(self, signers: list[tuple[str, str]], line: str) -> None:
        assert line_of(*signers, source="Báo Cao Bằng") == line

    def test_a_source_that_has_no_name_is_not_told(self) -> None:
        assert bylines.byline_parts([], BylineSource("", "https://caobang.gov.vn/")) == []

    def test_names_lead_to_authors_and_the_source_to_where_it_stands(self) -> None:
        signers = [BylineAuthor("A", TEXT, "/tac-gia/a/"), BylineAuthor("B", IMAGES)]
        assert bylines.byline_parts(signers, BylineSource("Báo", "https://bao.vn/1")) == [
            BylinePart("Bài: "),
            BylinePart("A", "/tac-gia/a/", "author"),
            BylinePart(" – "),
            BylinePart("Ảnh: "),
            BylinePart("B", "", "author"),
            BylinePart(" – Theo "),
            BylinePart("Báo", "https://bao.vn/1", "noopener noreferrer"),
        ]


@pytest.mark.django_db
class TestArticlePage:
    def page(self, client: Client, **fields: object) -> str:
        article = make_article(day=DAY, slug="bai", **fields)
        return self.read(client, article)

    def read(self, client: Client, article: Article) -> str:
        response = client.get(article.get_absolute_url())
        assert response.status_code == 200
        return response.content.decode()

    def test_one_author_stands_alone_and_leads_to_the_authors_page(self, client: Client) -> None:
        page = self.page(client, author=make_author("Lục Thị Mai"))
        assert '<p class="byline__authors"><a href="/tac-gia/luc-thi-mai/" rel="author">Lục Thị Mai</a></p>' in page

    def test_several_stand_in_their_order_with_what_they_did(self, client: Client) -> None:
        article = make_article(day=DAY)
        make_byline(article, "Hoàng Văn An", IMAGES, position=3)
        make_byline(article, "Lục Thị Mai", TEXT, position=1)
        make_byline(article, "Đỗ Văn Đạt", TEXT, position=2)
        page = self.read(client, article)
        assert (
            'Bài: <a href="/tac-gia/luc-thi-mai/" rel="author">Lục Thị Mai</a>'
            ' và <a href="/tac-gia/do-van-dat/" rel="author">Đỗ Văn Đạt</a>'
            ' – Ảnh: <a href="/tac-gia/hoang-van-an/" rel="author">Hoàng Văn An</a>'
        ) in page

    def test_those_of_one_place_stand_as_they_were_entered(self, client: Client) -> None:
        article = make_article(day=DAY)
        for name in ("Người thứ hai", "Người thứ ba", "Người thứ nhất"):
            make_byline(article, name, position=0)
        assert [line.author.display_name for line in article.bylines.all()] == [
            *("Người thứ hai", "Người thứ ba", "Người thứ nhất"),
        ]
        page = self.read(client, article)
        assert page.index("Người thứ hai") < page.index("Người thứ ba") < page.index("Người thứ nhất")

    def test_nobody_and_no_source_leave_no_empty_line(self, client: Client) -> None:
        assert 'class="byline__authors' not in self.page(client)

    def test_a_source_is_text_or_a_link(self, client: Client) -> None:
        assert '<p class="byline__authors">Theo Báo Cao Bằng</p>' in self.page(client, source_name="Báo Cao Bằng")
        linked = make_article(source_name="Báo Cao Bằng", source_url="https://baocaobang.vn/a?b=1&c=2")
        page = self.read(client, linked)
        link = '<a href="https://baocaobang.vn/a?b=1&amp;c=2" rel="noopener noreferrer">Báo Cao Bằng</a>'
        assert f"Theo {link}</p>" in page

    def test_names_are_text_whatever_they_say(self, client: Client) -> None:
        bad = "<script>alert(1)</script>"
        article = make_article(day=DAY, author=make_author(bad), source_name=f'"{bad}')
        page = self.read(client, article)
        assert "<script>alert" not in page
        assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;") == 2

    def test_signers_cost_no_query_of_their_own(self, client: Client, django_assert_num_queries: Any) -> None:
        article = make_article(day=DAY)
        for number in range(12):
            make_byline(article, f"Người thứ {number}")
        cache.clear()
        client.get(article.get_absolute_url())
        with django_assert_num_queries(2):
            assert "Người thứ 11" in self.read(client, article)

    def test_a_name_that_changes_changes_at_once(self, client: Client) -> None:
        author = make_author("Tên cũ")
        article = make_article(day=DAY, author=author)
        author.display_name = "Tên mới"
        author.save()
        assert "Tên mới" in self.read(client, article)


@pytest.mark.django_db
class TestAuthorPage:
    ADDRESS = "/tac-gia/luc-thi-mai/"

    @pytest.fixture
    def author(self) -> Author:
        return make_author("Lục Thị Mai")

    def test_lists_whatever_somebody_had_a_part_in_newest_first(self, client: Client, author: Author) -> None:
        make_article(title="Bài tự viết", day=DAY, author=author)
        pictured = make_article(title="Bài có ảnh của tác giả", day=dt.date(2019, 1, 1), author=make_author())
        make_byline(pictured, author, IMAGES)
        make_article(title="Bài của người khác", author=make_author())
        page = client.get(self.ADDRESS).content.decode()
        assert page.index("Bài có ảnh của tác giả") < page.index("Bài tự viết")
        assert "Bài của người khác" not in page

    def test_shows_nothing_that_the_public_may_not_read(self, client: Client, author: Author) -> None:
        ahead = timezone.now() + dt.timedelta(days=1)
        make_article(title="Bản nháp", published=False, author=author)
        make_article(title="Nháp chưa có giờ", published=False, published_at=None, author=author)
        make_article(title="Đã ngưng", status=Article.Status.WITHDRAWN, author=author)
        make_article(title="Hẹn giờ", published_at=ahead, author=author)
        page = client.get(self.ADDRESS).content.decode()
        assert "chưa có bài nào" in page
        assert not [title for title in ("Bản nháp", "Nháp chưa", "Đã ngưng", "Hẹn giờ") if title in page]

    def test_follows_an_article_that_moves(self, client: Client, author: Author) -> None:
        moved = make_article(title="Bài đổi ngày", day=dt.date(2017, 1, 1), author=author)
        make_article(title="Bài đứng yên", day=DAY, author=author)
        moved.published_at += dt.timedelta(days=1000)
        article_services.save_article(article=moved, by=None)
        page = client.get(self.ADDRESS).content.decode()
        assert page.index("Bài đổi ngày") < page.index("Bài đứng yên")
        article_services.withdraw_article(article=moved, by=None, note="Có nhầm lẫn.")
        assert "Bài đổi ngày" not in client.get(self.ADDRESS).content.decode()

    def test_pages_follow_each_other_both_ways_without_loss(self, client: Client, author: Author) -> None:
        titles = []
        for number in range(45):
            # Three at each time: the page boundary falls between equals.
            titles.append(f"Bài số {number:02d}")
            make_article(title=titles[-1], day=DAY + dt.timedelta(days=number // 3), author=author)
        pages = [client.get(self.ADDRESS, {"trang": number}).context["page"] for number in (1, 2, 3)]
        shown = [article.title for page in pages for article in page.rows]
        assert shown == titles[::-1]
        last = Byline.objects.of_author(author).published().newest_first()
        older = last.before(last[19].sort_position)[:20]
        assert [line.article.title for line in older] == titles[::-1][20:40]
        newer = last.after(last[40].sort_position)
        assert [line.article.title for line in newer] == titles[::-1][:40]

    def test_reads_the_index_however_much_there_is(self, author: Author) -> None:
        make_article(author=author)
        if connection.vendor == "postgresql":  # whose planner rightly reads a table of one row whole
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL enable_seqscan = off")
                cursor.execute("SET LOCAL enable_sort = off")
        plan = Byline.objects.of_author(author).published().newest_first().for_list()[:21].explain()
        assert "byline_of_author" in plan
        assert "TEMP B-TREE" not in plan
        assert "Sort" not in plan

    @pytest.mark.parametrize("query", ["trang=abc", "trang=2", "truoc=x", "truoc=0-1"])
    def test_a_page_that_is_not_there_is_said(self, client: Client, author: Author, query: str) -> None:
        make_article(author=author)
        assert client.get(f"{self.ADDRESS}?{query}").status_code == 404


@pytest.mark.django_db
class TestRules:
    def test_an_author_signs_an_article_once(self) -> None:
        author = make_author()
        article = make_article(author=author)
        with pytest.raises(ValidationError, match="chỉ ký một lần"):
            Byline(article=article, author=author, contribution=IMAGES).full_clean()
        with pytest.raises(IntegrityError), transaction.atomic():
            make_byline(article, author)

    def test_an_author_who_signed_something_stays(self) -> None:
        author = make_author()
        make_article(author=author)
        with pytest.raises(IntegrityError), transaction.atomic():
            author.delete()

    def test_a_by_line_knows_the_time_of_its_article(self) -> None:
        article = make_article(day=DAY, author=make_author())
        assert article.bylines.get().published_at == article.published_at
        article.published_at += dt.timedelta(hours=1)
        article.save()
        assert article.bylines.get().published_at == article.published_at


def signed(*signers: tuple[Author | str, str, int]) -> dict[str, object]:
    """The by-lines as the article's form sends them."""
    fields: dict[str, object] = {"bylines-TOTAL_FORMS": len(signers), "bylines-INITIAL_FORMS": 0}
    for number, (author, contribution, position) in enumerate(signers):
        row = f"bylines-{number}"
        fields |= {f"{row}-author": getattr(author, "pk", author), f"{row}-contribution": contribution}
        fields[f"{row}-position"] = position
    return fields


@pytest.mark.django_db
class TestForm:
    @pytest.fixture
    def editor(self, client: Client) -> Client:
        client.force_login(make_administrator())
        return client

    def test_by_lines_are_entered_with_the_article(self, editor: Client) -> None:
        mai, an = make_author("Lục Thị Mai"), make_author("Hoàng Văn An")
        lines = signed((an, IMAGES, 2), (mai, TEXT, 1))
        editor.post(ADD, typed(category=make_category().pk, _publish="1", **lines))
        article = Article.objects.get()
        assert (
            bylines.byline_text(line.byline_author for line in article.bylines.all())
            == "Bài: Lục Thị Mai – Ảnh: Hoàng Văn An"
        )
        assert {line.published_at for line in article.bylines.all()} == {article.published_at}

    def test_the_list_shows_the_line_and_filters_by_author(self, editor: Client) -> None:
        mai = make_author("Lục Thị Mai")
        article = make_article(title="Bài hai người", author=mai)
        make_byline(article, "Hoàng Văn An", IMAGES)
        make_article(title="Bài người khác", author=make_author())
        page = editor.get("/quan-tri/news/article/").content.decode()
        assert "Bài: Lục Thị Mai – Ảnh: Hoàng Văn An" in page
        page = editor.get(f"/quan-tri/news/article/?bylines__author__id__exact={mai.pk}").content.decode()
        assert "Bài hai người" in page
        assert "Bài người khác" not in page

    def test_a_writer_needs_no_further_right_to_sign(self, client: Client) -> None:
        client.force_login(make_user(permissions=WRITER))
        lines = signed((make_author("Lục Thị Mai"), BOTH, 0))
        client.post(ADD, typed(category=make_category().pk, _save="1", **lines))
        assert Byline.objects.get().contribution == BOTH

    def test_who_may_only_look_cannot_sign(self, client: Client) -> None:
        client.force_login(make_user(permissions=("view_article",)))
        article = make_article()
        change = f"/quan-tri/news/article/{article.pk}/change/"
        assert client.get(change).status_code == 200
        client.post(change, typed(category=article.category_id, _save="1", **signed((make_author(), TEXT, 0))))
        assert not Byline.objects.exists()

    def test_an_author_entered_twice_is_told_in_words(self, editor: Client) -> None:
        author = make_author()
        lines = signed((author, TEXT, 0), (author, IMAGES, 1))
        page = editor.post(ADD, typed(category=make_category().pk, _save="1", **lines)).content.decode()
        assert "Mỗi tác giả chỉ ký một lần" in page
        assert not Article.objects.exists()

    @pytest.mark.parametrize("line", [("999999", TEXT, 0), ("1", "chủ biên", 0), ("1", TEXT, -1)])
    def test_rubbish_is_refused_and_nothing_is_saved(self, editor: Client, line: tuple[str, str, int]) -> None:
        response = editor.post(ADD, typed(category=make_category().pk, _save="1", **signed(line)))
        assert response.status_code == 200
        assert not Article.objects.exists()
