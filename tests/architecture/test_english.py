"""The public pages below /en/: an English frame, its Vietnamese content marked, kept by anyone like all pages."""

import datetime as dt
import re

import pytest
from django.test import Client, TestCase
from django.urls import is_valid_path
from django.utils import timezone, translation
from lxml import html

from emulation.demo_data import loader as emulation_demo
from emulation.models import BlocDocument
from news.models import Article, Category, Correction, PreviousUrl
from portal.analytics.models import ArticleViewCount, PageViewCount
from portal.analytics.page_kinds import PageKind
from portal.consultations.models import Consultation
from portal.core.text import dates, languages
from portal.documents.models import Document, DocumentRelation
from portal.organisation.demo_data import loader as organisation_demo
from portal.questions.models import Topic
from portal.redirects.resolver import page_exists
from tests.architecture.test_headers import PUBLIC_PAGES
from tests.consultations.factories import make_closed, make_comment, make_consultation
from tests.documents.factories import add_file, make_field, make_library_document
from tests.english_pages import unmarked_vietnamese
from tests.factories import make_administrator, make_article, make_author, make_category, make_image
from tests.questions.factories import make_published
from tests.redirects.test_redirects import make_redirect

pytestmark = pytest.mark.django_db

ONLY_VIETNAMESE = (
    *("sitemap", "api:", "search:suggestions", "emulation:year-calendar", "news:article-offline-copy"),
    *("organisation:contact-csv", "documents:document-csv", "analytics:totals"),
    # A page of the tree has a translation of its own, at an address of its own.
    "pages:page-",
)
TWINS = {
    name: address
    for name, address in PUBLIC_PAGES.items()
    if not name.startswith(ONLY_VIETNAMESE) and not name.endswith("feed")
}
# Their text exists in Vietnamese only, so their one address does too.
UNTRANSLATED = (
    *("news:article-detail", "emulation:covenant-detail", "emulation:document-detail"),
    *("documents:document-detail", "consultations:consultation-detail", "questions:question-detail"),
)
WITHOUT_TWIN = (
    r"/(dang-nhap/|api/|media/|gioi-thieu/|bao-ve-du-lieu-ca-nhan/)"
    r"|.*\.(ics|csv)(\?.*)?$|.*/rss\.xml$|.*/tep/.*|.*/luu/$"
)


def make_shown_article() -> Article:
    """An article with all that its page can show."""
    article = make_article(
        title="Hội nghị tổng kết",
        slug="hoi-nghi",
        summary="Sáng 27/3, các đơn vị đã ký.",
        category=make_category("Tin hoạt động"),
        author=make_author("Nông Thúy Quỳnh"),
        source_name="Báo Cao Bằng",
        lead_image=make_image(alt="Lễ ký"),
    )
    article.threads.create(name="Hội nghị tổng kết")
    article.tags.create(name="Thi đua")
    Correction.objects.create(
        article=article, note="Sửa tên người phát biểu", made_by=make_administrator(username="thu-ky")
    )
    make_article(title="Bài trước đó", slug="bai-truoc", category=article.category, hour=7)
    return article


@pytest.fixture
def article() -> Article:
    return make_shown_article()


def make_twins() -> dict[str, str]:
    """The Vietnamese addresses of all pages that have a twin, with everything behind them that they show, by name."""
    article = make_shown_article()
    organisation_demo.load(force=False, stored=[])
    emulation_demo.load(force=False, stored=[])
    today = dates.local_date(timezone.now())
    PageViewCount.objects.increment(("day", "kind"), [(today, kind, 3) for kind in PageKind])
    ArticleViewCount.objects.increment(("day", "article_id"), [(today, article.pk, 3)])
    keys = {
        "article": article.pk,
        "document": BlocDocument.objects.order_by("pk").values_list("pk", flat=True).first(),
        "library": make_related_documents().pk,
        "consultation": make_discussed().pk,
        "question": make_published(topic=Topic.objects.create(name="Đăng ký thi đua")).pk,
    }
    return {name: address.format(**keys) for name, address in TWINS.items()}


def make_related_documents() -> Document:
    """A document with all that its page can show."""
    older, newer = make_library_document("1/QĐ-UBND"), make_library_document("2/QĐ-UBND")
    document = make_library_document(
        "12/QĐ-UBND",
        abstract="Về kế hoạch thi đua",
        subject_area=make_field(),
        signer_capacity="KT",
        signer_name="Nguyễn Văn A",
        signer_post="Chủ tịch",
        ceased_on=dt.date(2999, 1, 1),
    )
    DocumentRelation.objects.create(source=document, target=older, kind="replaces")
    DocumentRelation.objects.create(source=newer, target=document, kind="amends")
    add_file(document)
    return document


def make_discussed() -> Consultation:
    """A draft with all that its page can show, among one to come and one that is over."""
    soon, now = dt.timedelta(days=1), timezone.now()
    make_consultation(title="Dự thảo sắp tới", opens_at=now + soon, closes_at=now + 2 * soon)
    make_closed(title="Dự thảo đã xong", summary="<p>Đã tiếp thu.</p>", summary_published_at=now)
    draft = make_consultation(
        title="Dự thảo Quy chế", contact="Phòng Pháp chế", outcome=make_library_document("3/QĐ-UBND")
    )
    make_comment(draft, state="shown", organisation="Hội A", answer="Đã sửa.", answered_at=now)
    make_comment(draft, state="shown", name="", email="", anonymized_at=now)
    return draft


def page(client: Client, address: str) -> html.HtmlElement:
    return html.document_fromstring(client.get(address).content.decode())


def test_every_page_that_is_only_vietnamese_is_known() -> None:
    """A new public page is in both languages, or stands among those that are not."""
    with languages.override(languages.ENGLISH):
        english = {name for name, address in PUBLIC_PAGES.items() if is_valid_path(below_en(address))}
    assert english == set(TWINS)


def below_en(address: str) -> str:
    return f"/en{address.partition('?')[0].format(document=1, article=1, library=1, question=1, consultation=1)}"


class TestEveryTwin(TestCase):
    """All of them in one portal, which takes longer to make than to read."""

    twins: dict[str, str]

    @classmethod
    def setUpTestData(cls) -> None:
        cls.twins = make_twins()

    def page(self, address: str) -> html.HtmlElement:
        return page(self.client, address)

    def test_is_kept_by_anyone_and_asks_no_header(self) -> None:
        for name, address in self.twins.items():
            response = self.client.get(f"/en{address}", headers={"accept-language": "vi"})
            ours = self.client.get(address, headers={"accept-language": "en"})
            assert response.status_code == 200, name
            assert not response.cookies, name
            assert response.headers["Cache-Control"] == ours.headers["Cache-Control"], name
            assert response.headers["ETag"], name
            assert "Cookie" not in response.headers.get("Vary", ""), name
            assert "Accept-Language" not in response.headers.get("Vary", "") + ours.headers.get("Vary", ""), name
            assert '<html lang="en">' in response.content.decode(), name
            assert '<html lang="vi">' in ours.content.decode(), name

    def test_speaks_english_outside_what_is_marked(self) -> None:
        for name, address in self.twins.items():
            assert unmarked_vietnamese(self.client.get(f"/en{address}").content) == [], name

    def test_marks_nothing_on_the_vietnamese_page(self) -> None:
        for name, address in self.twins.items():
            assert [link.text for link in self.page(address).iterfind(".//body//*[@lang]")] == ["English"], name

    def test_leads_there_and_back(self) -> None:
        for address in self.twins.values():
            there = self.page(address).find(".//a[@class='masthead__language']")
            assert (there.get("href"), there.get("lang"), there.text) == (f"/en{address}", "en", "English")
            back = self.page(f"/en{address}").find(".//a[@class='masthead__language']")
            assert (back.get("href"), back.get("lang"), back.text) == (address, "vi", "Tiếng Việt")

    def test_keeps_its_readers_in_english(self) -> None:
        """Whatever has a twin is linked to in English; the rest has none."""
        for name, address in self.twins.items():
            links = self.page(f"/en{address}").findall(".//body//a[@href]")
            own = {link.get("href") for link in links if link.get("href").startswith("/")}
            left = {path for path in own if not path.startswith("/en/")} - {address}
            assert {path for path in left if not re.match(WITHOUT_TWIN, path)} == set(), name

    def test_has_one_address_or_two_that_know_each_other(self) -> None:
        for name, address in self.twins.items():
            for path in (address, f"/en{address}"):
                head = self.page(path).find("head")
                if head.find("meta[@name='robots']") is not None:
                    continue  # not for search engines
                canonical = head.find("link[@rel='canonical']").get("href").removeprefix("http://testserver")
                pairs = {link.get("hreflang"): link.get("href") for link in head.iterfind("link[@hreflang]")}
                if name in UNTRANSLATED:
                    assert (canonical, pairs) == (address, {}), name
                else:
                    root = "http://testserver"
                    assert canonical == path, name
                    known = {"vi": root + address, "en": f"{root}/en{address}", "x-default": root + address}
                    assert pairs == known, name


class TestAddresses:
    def test_what_has_no_twin_is_not_below_en(self, client: Client) -> None:
        for path in ("dang-nhap/", "quan-tri/", "ban-lam-viec/", "api/", "livez", "robots.txt", "sitemap.xml"):
            assert client.get(f"/en/{path}").status_code == 404
        assert client.get("/en/tin-tuc/rss.xml").status_code == 404

    def test_the_slash_is_added(self, client: Client) -> None:
        assert client.get("/en").headers["Location"] == "/en/"
        assert client.get("/en/tin-tuc").headers["Location"] == "/en/tin-tuc/"
        assert client.get("/endless/").status_code == 404

    def test_the_language_does_not_stay_with_the_thread(self, client: Client) -> None:
        for _ in range(2):
            assert '<html lang="en">' in client.get("/en/").content.decode()
            assert client.get("/en/khong-co/").status_code == 404
            assert '<html lang="vi">' in client.get("/").content.decode()
            assert translation.get_language() == "vi"

    def test_the_menu_is_kept_for_each_language(self, client: Client) -> None:
        make_category("Tin hoạt động", name_en="Activities")
        ours, english = client.get("/").content.decode(), client.get("/en/").content.decode()
        assert 'href="/chuyen-muc/tin-hoat-dong/">Tin hoạt động<' in ours
        assert 'href="/en/chuyen-muc/tin-hoat-dong/">Activities<' in english
        assert "/en/khoi-thi-dua/" in english

    def test_the_switch_keeps_what_was_asked(self, client: Client, article: Article) -> None:
        switch = page(client, "/en/tim-kiem/?q=hội nghị&nam=2018").find(".//a[@class='masthead__language']")
        assert switch.get("href") == "/tim-kiem/?q=h%E1%BB%99i+ngh%E1%BB%8B&nam=2018"

    def test_an_old_address_leads_on_in_english(self, client: Client, article: Article) -> None:
        PreviousUrl.objects.create(article=article, published_on=article.published_on, slug="cu")
        assert client.get("/en/tin-tuc/2018/03/27/cu/").headers["Location"] == "/en/tin-tuc/2018/03/27/hoi-nghi/"
        assert client.get("/en/tin-tuc/?ngay=27/03/2018").headers["Location"] == "/en/tin-tuc/2018/03/27/"

    def test_a_redirect_may_lead_to_an_english_page(self, client: Client) -> None:
        make_redirect("/english", target="/en/tin-tuc/")
        assert client.get("/english").headers["Location"] == "/en/tin-tuc/"
        asked = client.get("/english").wsgi_request
        assert page_exists("/en/tin-tuc/", asked)
        assert not page_exists("/en/khong-co/", asked)

    def test_a_day_that_is_none_is_told_in_english(self, client: Client) -> None:
        response = client.get("/en/tin-tuc/2018/02/31/")
        assert response.status_code == 404
        assert "There is no such date in the calendar." in response.content.decode()
        assert "February 2018" in response.content.decode()

    def test_search_results_are_linked_to_in_english(self, client: Client, article: Article) -> None:
        links = [link.get("href") for link in page(client, "/en/tim-kiem/?q=hoi+nghi").findall(".//h2/a")]
        assert links
        assert all(link.startswith("/en/tin-tuc/") for link in links)

    def test_pages_of_staff_have_no_switch(self, client: Client) -> None:
        client.force_login(make_administrator())
        for path in ("/ban-lam-viec/", "/dang-nhap/"):
            assert 'class="masthead__language"' not in client.get(path).content.decode()

    def test_a_missing_address_leads_to_the_other_home(self, client: Client) -> None:
        for path, home in (("/khong-co/", "/en/"), ("/en/khong-co/", "/")):
            assert page(client, path).find(".//a[@class='masthead__language']").get("href") == home


class TestWords:
    def test_dates_and_numbers_of_things_are_english(self, client: Client, article: Article) -> None:
        day = client.get("/en/tin-tuc/2018/03/27/").content.decode()
        assert "27 March 2018" in day
        assert "Tuesday" in day
        assert "2 articles published" in day
        article.delete()
        assert "1 article published" in client.get("/en/tin-tuc/2018/03/27/").content.decode()

    def test_months_have_their_names(self, client: Client, article: Article) -> None:
        assert "News in March 2018" in client.get("/en/tin-tuc/2018/03/").content.decode()
        assert "<span>March</span>" in client.get("/en/tin-tuc/2018/").content.decode()

    def test_a_category_without_an_english_name_says_that_it_is_vietnamese(self, client: Client) -> None:
        Category.objects.create(name="Thông báo")
        assert 'aria-current="page" lang="vi">Thông báo<' in client.get("/en/chuyen-muc/thong-bao/").content.decode()

    def test_the_notices_on_the_home_page_say_their_language(self, client: Client) -> None:
        make_article(category=make_category("Thông báo"))
        make_article(is_featured=True)
        assert '<a href="/en/chuyen-muc/thong-bao/" lang="vi">Thông báo</a></h2>' in client.get("/en/").content.decode()
        Category.objects.update(name_en="Notices")
        assert '<a href="/en/chuyen-muc/thong-bao/">Notices</a></h2>' in client.get("/en/").content.decode()

    def test_a_year_of_a_bloc_is_told(self, client: Client) -> None:
        emulation_demo.load(force=False, stored=[])
        told = client.get("/en/khoi-thi-dua/so-iv/2018/").content.decode()
        assert 'Emulation bloc <span lang="vi">số IV</span>' in told
        assert '<span class="page-head__year">, 2018</span>' in told
        assert "Milestones of the year" in told
        ours = client.get("/khoi-thi-dua/so-iv/2018/").content.decode()
        assert '<span class="page-head__year">, năm 2018</span>' in ours
