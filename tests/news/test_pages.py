"""What readers get at each address: the right articles, at the right cost, and clear words when there are none."""

import datetime as dt
import re
from collections.abc import Callable
from urllib.parse import quote

import pytest
import time_machine
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import html

from news import services as article_services
from news.models import Article
from tests.factories import make_article, make_author, make_category, make_image

pytestmark = pytest.mark.django_db

DAY = dt.date(2018, 3, 27)


def read(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, response.status_code
    return response.content.decode()


class TestDay:
    def test_lists_the_news_of_that_day_and_no_other(self, client: Client) -> None:
        make_article(title="Tin sáng", day=DAY, hour=0)
        make_article(title="Tin đêm", day=DAY, hour=23)
        make_article(title="Tin hôm sau", day=DAY + dt.timedelta(days=1), hour=0)
        page = read(client, "/tin-tuc/2018/03/27/")
        assert "Các tin đã đưa ngày" in page
        assert "27/03/2018" in page
        assert page.index("Tin đêm") < page.index("Tin sáng")
        assert "Tin hôm sau" not in page.split("<main")[1].split("<aside")[0]

    def test_a_day_without_news_says_so(self, client: Client) -> None:
        make_article(day=DAY)
        assert "hông có tin" in read(client, "/tin-tuc/2018/03/20/")

    def test_the_calendar_links_the_days_with_news_only(self, client: Client) -> None:
        make_article(day=DAY)
        make_article(day=dt.date(2018, 3, 5), published=False)
        page = read(client, "/tin-tuc/2018/03/")
        assert 'href="/tin-tuc/2018/03/27/"' in page
        assert 'href="/tin-tuc/2018/03/05/"' not in page

    def test_the_archives_count_what_they_hold(self, client: Client) -> None:
        for hour in (0, 12, 23):
            make_article(day=DAY, hour=hour)
        make_article(day=DAY, hour=13, published=False)
        make_article(day=dt.date(2018, 3, 5))
        make_article(day=dt.date(2018, 4, 1))
        assert "4 tin đã đăng" in read(client, "/tin-tuc/2018/03/")
        assert "3 tin đã đăng" in read(client, "/tin-tuc/2018/03/27/")
        assert "Tin ngày 27/3/2018: 3 tin" in read(client, "/tin-tuc/2018/03/")
        assert "đã đăng" not in read(client, "/tin-tuc/2018/03/06/").split("<main")[1]

    @pytest.mark.parametrize("written", ["27/03/2018", "27-3-2018", "2018-03-27", "27.3.2018", "27032018", "27-3-18"])
    def test_the_day_picker_reads_what_people_write(self, client: Client, written: str) -> None:
        response = client.get("/tin-tuc/", {"ngay": written})
        assert response.headers["Location"] == "/tin-tuc/2018/03/27/"

    @pytest.mark.parametrize(
        ("written", "hint"),
        [
            ("", "Chưa ghi ngày"),
            ("hôm kia", "Không đọc được ngày này"),
            ("31/02/2018", "không có trong lịch"),
            ("<script>alert(1)</script>", "Không đọc được ngày này"),
            ("9" * 10_000, "Không đọc được ngày này"),
        ],
    )
    def test_a_wrong_day_comes_back_beside_its_field_above_the_list(
        self, client: Client, written: str, hint: str
    ) -> None:
        article = make_article()
        page = html.fromstring(read(client, f"/tin-tuc/?ngay={quote(written)}"))
        (field,) = page.xpath("//input[@name='ngay']")
        assert field.get("value") == written[:40]
        assert field.get("aria-invalid") == "true"
        told = [page.get_element_by_id(name).text_content() for name in field.get("aria-describedby").split()]
        assert hint in " ".join(told)
        assert page.xpath(f"//a[@href='{article.get_absolute_url()}']")
        assert page.xpath("//meta[@name='robots'][contains(@content, 'noindex')]")
        assert not page.xpath("//*[contains(text(), 'Mã lỗi')]")

    def test_a_wrong_day_is_told_in_english(self, client: Client) -> None:
        page = html.fromstring(read(client, "/en/tin-tuc/?ngay=31/02/2018"))
        assert "calendar" in page.get_element_by_id("day-picker-error").text_content()
        assert page.xpath("//input[@name='ngay']")[0].get("value") == "31/02/2018"
        assert client.get("/en/tin-tuc/?ngay=27032018").headers["Location"] == "/en/tin-tuc/2018/03/27/"

    def test_the_list_itself_says_nothing_of_a_day(self, client: Client) -> None:
        page = html.fromstring(read(client, "/tin-tuc/"))
        assert "aria-invalid" not in page.xpath("//input[@name='ngay']")[0].attrib
        assert not page.xpath("//meta[@name='robots']")

    @pytest.mark.parametrize(
        "address", ["/tin-tuc/2018/02/31/", "/tin-tuc/2018/13/", "/tin-tuc/0000/", "/tin-tuc/9999/12/31/"]
    )
    def test_an_impossible_date_is_a_404_with_the_calendar(self, client: Client, address: str) -> None:
        page = read(client, address, 404)
        assert "không có trong lịch" in page
        assert "<table" in page


class TestArticle:
    @pytest.fixture
    def article(self) -> Article:
        article = make_article(
            title="Hội nghị ký kết giao ước",
            slug="hoi-nghi",
            day=DAY,
            author=make_author("Nông Thúy Quỳnh"),
            source_name="Báo tỉnh",
            lead_image=make_image(alt="Các đại biểu ký giao ước", size=(900, 600)),
            lead_caption="Lễ ký tại Sở Tư pháp",
        )
        article.attachments.create(file=ContentFile(b"%PDF-1.4 x", name="Quy chế.pdf"))
        article.gallery.create(image=make_image(alt="Toàn cảnh hội trường"))
        return article

    def test_shows_everything_it_has(self, client: Client, article: Article) -> None:
        page = read(client, "/tin-tuc/2018/03/27/hoi-nghi/")
        for part in (
            "Hội nghị ký kết giao ước",
            "27/03/2018",
            "Nông Thúy Quỳnh",
            "Báo tỉnh",
            'alt="Các đại biểu ký giao ước"',
            "Lễ ký tại Sở Tư pháp",
            "Quy chế.pdf",
            "PDF",
            'alt="Toàn cảnh hội trường"',
            "image/webp",
            "Các tin đã đưa ngày",
        ):
            assert part in page, part
        assert page.count("<h1") == 1

    def test_its_times_can_be_read_by_machines(self, client: Client, article: Article) -> None:
        Article.objects.update(updated_at=dt.datetime(2118, 3, 28, 3, 0, 0, 123, tzinfo=dt.UTC))
        timestamps = re.findall(r'<time datetime="([^"]+T[^"]+)"', read(client, article.get_absolute_url()))
        assert timestamps == ["2018-03-27T08:00:00+07:00", "2118-03-28T10:00:00+07:00"]

    def test_names_its_neighbours_and_relatives(self, client: Client, article: Article) -> None:
        make_article(title="Bài trước đó", day=dt.date(2018, 3, 20))
        make_article(title="Bài sau đó", day=dt.date(2018, 4, 2))
        make_article(title="Bài cùng ngày", day=DAY, hour=9)
        make_article(title="Bài cùng chuyên mục", day=dt.date(2017, 1, 1), category=article.category)
        page = read(client, article.get_absolute_url())
        for title in ("Bài trước đó", "Bài cùng ngày", "Bài cùng chuyên mục"):
            assert title in page, title

    @pytest.mark.parametrize(
        "hidden",
        [
            {"published": False},
            {"status": Article.Status.APPROVED},
            {"published_at": timezone.now() + dt.timedelta(days=1)},
        ],
    )
    def test_is_nowhere_before_its_time(self, client: Client, hidden: dict[str, object]) -> None:
        article = make_article(title="Chưa được thấy", is_featured=True, **hidden)
        read(client, article.get_absolute_url(), 404)
        day = timezone.localtime(article.published_at)
        listing = [
            article.category.get_absolute_url(),
            "/",
            "/tin-tuc/",
            f"/tin-tuc/{day:%Y/%m/%d}/",
            f"/tin-tuc/{day:%Y/%m}/",
        ]
        for address in listing:
            assert "Chưa được thấy" not in read(client, address)

    def test_its_old_address_leads_to_the_new_one(self, client: Client, article: Article) -> None:
        article.slug = "ten-moi"
        article_services.save_article(article=article, by=None)
        response = client.get("/tin-tuc/2018/03/27/hoi-nghi/")
        assert (response.status_code, response.headers["Location"]) == (301, "/tin-tuc/2018/03/27/ten-moi/")

    def test_a_withdrawn_article_explains_itself_at_its_old_and_new_address(
        self, client: Client, article: Article
    ) -> None:
        article.slug = "ten-moi"
        article_services.save_article(article=article, by=None)
        article_services.withdraw_article(article=article, by=None, note="Số liệu đã được thay bằng báo cáo ngày 30/3.")
        page = read(client, "/tin-tuc/2018/03/27/ten-moi/", 410)
        assert "Số liệu đã được thay" in page
        assert article.summary not in page
        assert "Số liệu đã được thay" in read(client, "/tin-tuc/2018/03/27/hoi-nghi/", 410)

    def test_what_is_gone_does_not_tell_of_an_address_that_nobody_read(self, client: Client, article: Article) -> None:
        article_services.withdraw_article(article=article, by=None, note="Đang xem lại.")
        article.slug = "ten-moi-chua-ai-biet"
        article_services.save_article(article=article, by=None)
        page = read(client, "/tin-tuc/2018/03/27/hoi-nghi/", 410)
        assert "ten-moi-chua-ai-biet" not in page
        article_services.publish_article(article=article, by=None)
        assert client.get("/tin-tuc/2018/03/27/hoi-nghi/").url == "/tin-tuc/2018/03/27/ten-moi-chua-ai-biet/"

    def test_a_withdrawn_article_may_lead_elsewhere(self, client: Client, article: Article) -> None:
        article_services.withdraw_article(article=article, by=None, target="/khoi-thi-dua/")
        response = client.get("/tin-tuc/2018/03/27/hoi-nghi/")
        assert (response.status_code, response.headers["Location"]) == (302, "/khoi-thi-dua/")

    def test_what_is_gone_keeps_the_title_that_readers_knew(self, client: Client, article: Article) -> None:
        known = article.title
        article_services.withdraw_article(article=article, by=None, note="Đang xem lại.")
        article.title = "Tên mới chưa ai được đọc"
        article_services.save_article(article=article, by=None)
        page = read(client, "/tin-tuc/2018/03/27/hoi-nghi/", 410)
        assert known in page
        assert article.title not in page

    def test_what_expired_too(self, client: Client, article: Article) -> None:
        article_services.save_article(article=article, by=None, is_minor=True)
        article.revisions.update(made_at=article.published_at)
        known = article.title
        Article.objects.filter(pk=article.pk).update(expires_at=article.published_at + dt.timedelta(days=1))
        article.refresh_from_db()
        article.title = "Tên mới chưa ai được đọc"
        article_services.save_article(article=article, by=None)
        page = read(client, "/tin-tuc/2018/03/27/hoi-nghi/", 410)
        assert known in page
        assert article.title not in page

    def test_an_expired_article_says_so(self, client: Client, article: Article) -> None:
        Article.objects.filter(pk=article.pk).update(expires_at=article.published_at + dt.timedelta(days=1))
        assert "đã hết hạn" in read(client, "/tin-tuc/2018/03/27/hoi-nghi/", 410)
        assert "Hội nghị ký kết" not in read(client, "/tin-tuc/2018/03/27/")

    def test_a_year_in_a_page_has_no_thousands_separator(self, client: Client, article: Article) -> None:
        for address in ("/tin-tuc/2018/", "/tin-tuc/2018/03/", "/tin-tuc/2018/03/27/", "/tin-tuc/"):
            assert "2.018" not in read(client, address), address


class TestLists:
    def test_an_empty_portal_still_has_all_its_pages(self, client: Client) -> None:
        for address in ("/", "/tin-tuc/", "/tin-tuc/2018/", "/tin-tuc/2018/03/", "/tin-tuc/2018/03/27/"):
            read(client, address)

    def test_a_category_shows_its_childrens_news(self, client: Client) -> None:
        parent = make_category("Tin hoạt động")
        make_article(title="Bài của mục con", category=make_category("Hội nghị", parent=parent))
        page = read(client, "/chuyen-muc/tin-hoat-dong/")
        assert "Bài của mục con" in page
        assert "/chuyen-muc/hoi-nghi/" in page

    def test_an_author_shows_who_it_is_and_what_was_written(self, client: Client) -> None:
        author = make_author("Nông Thúy Quỳnh", biography="Viết về công tác tư pháp.")
        make_article(title="Bài của tác giả", author=author)
        page = read(client, "/tac-gia/nong-thuy-quynh/")
        assert "Viết về công tác tư pháp." in page
        assert "Bài của tác giả" in page

    @pytest.mark.parametrize(
        "address", ["/chuyen-muc/khong-co/", "/tac-gia/khong-co/", "/khong-co/", "/tin-tuc/khong-co/"]
    )
    def test_what_is_not_there_is_said_in_vietnamese(self, client: Client, address: str) -> None:
        assert "Không" in read(client, address, 404)

    @pytest.mark.parametrize("query", ["trang=abc", "trang=0", "trang=999999", "truoc=x"])
    def test_a_page_that_is_not_there_is_said_too(self, client: Client, query: str) -> None:
        assert "anh sách" in read(client, f"/tin-tuc/?{query}", 404) or "trang" in read(
            client, f"/tin-tuc/?{query}", 404
        )

    def test_pages_follow_each_other(self, client: Client) -> None:
        category = make_category()
        for number in range(45):
            make_article(title=f"Bài số {number:02d}", day=DAY + dt.timedelta(days=number), category=category)
        assert "Bài số 44" in read(client, "/tin-tuc/")
        assert "?trang=2" in read(client, "/tin-tuc/")
        assert "Bài số 00" in read(client, "/tin-tuc/?trang=3")


class TestCost:
    """Queries of a warm page; none grows with what the page shows."""

    BUDGET = {
        # Two of them ask where the blocs stand.
        "/": 8,
        "/tin-tuc/": 4,
        "/tin-tuc/?trang=2": 4,
        "/tin-tuc/2018/03/27/": 5,
        "/tin-tuc/2018/03/": 3,
        "/tin-tuc/2018/": 3,
        "/tin-tuc/2018/03/27/hoi-nghi/": 4,
        "/chuyen-muc/tin-hoat-dong/": 4,
        "/tac-gia/nong-thuy-quynh/": 3,
    }

    @pytest.fixture
    def fill(self) -> Callable[[int], None]:
        category, author = make_category("Tin hoạt động"), make_author("Nông Thúy Quỳnh")
        child = make_category("Hội nghị", parent=category)
        first = make_article(
            slug="hoi-nghi", day=DAY, hour=23, category=category, author=author, lead_image=make_image()
        )
        first.attachments.create(file=ContentFile(b"%PDF-1.4 x", name="a.pdf"))
        first.gallery.create(image=make_image())

        def more(count: int) -> None:
            for number in range(count):
                made = make_article(
                    day=DAY - dt.timedelta(days=number // 3), category=child, author=author, is_featured=number % 2 == 0
                )
                first.attachments.create(file=ContentFile(b"%PDF-1.4 x", name=f"{made.pk}.pdf"))
                make_category()

        return more

    @pytest.mark.parametrize("address", BUDGET)
    def test_stays_within_its_budget_however_much_there_is(
        self, client: Client, fill: Callable[[int], None], address: str
    ) -> None:
        fill(22)
        small = self.queries_of(client, address)
        fill(25)
        assert self.queries_of(client, address) == small <= self.BUDGET[address]

    def queries_of(self, client: Client, address: str) -> int:
        cache.clear()
        # On a slow machine too, what was just read is not due to be read again.
        with time_machine.travel(timezone.now(), tick=False):
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
        return len(queries)
