"""Every address of the portal: who may keep its answer, what it may load, what it gives away.

The URL map itself is walked, so a new page cannot slip by: it has an example here, or the test fails.
"""

import base64
import hashlib
import re
from collections.abc import Iterator

import pytest
from django.core.files.base import ContentFile
from django.http import HttpResponse
from django.test import Client, TestCase
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls import reverse as address_of

from emulation.demo_data import loader as emulation_demo
from emulation.models import BlocDocument
from news import services as article_services
from news.models import Article, Attachment
from portal.core.http.caching import PUBLIC, PUBLIC_WITHOUT_STALE_IF_ERROR
from portal.organisation.demo_data import loader as organisation_demo
from tests.consultations.factories import make_consultation
from tests.documents.factories import make_library_document
from tests.factories import make_administrator, make_article, make_author, make_category
from tests.pages.factories import make_page
from tests.questions.factories import make_published

pytestmark = pytest.mark.django_db

PUBLIC_PAGES = {
    "home": "/",
    "news:article-list": "/tin-tuc/",
    "news:year-archive": "/tin-tuc/2018/",
    "news:month-archive": "/tin-tuc/2018/03/",
    "news:day-archive": "/tin-tuc/2018/03/27/",
    "news:article-detail": "/tin-tuc/2018/03/27/hoi-nghi/",
    "news:article-offline-copy": "/tin-tuc/2018/03/27/hoi-nghi/luu/",
    "news:category-detail": "/chuyen-muc/tin-hoat-dong/",
    "news:author-detail": "/tac-gia/nong-thuy-quynh/",
    "news:article-feed": "/tin-tuc/rss.xml",
    "news:category-feed": "/chuyen-muc/tin-hoat-dong/atom.xml",
    "news:author-feed": "/tac-gia/nong-thuy-quynh/rss.xml",
    "news:thread-list": "/dong-su-kien/",
    "news:thread-detail": "/dong-su-kien/hoi-nghi-tong-ket/",
    "news:thread-feed": "/dong-su-kien/hoi-nghi-tong-ket/atom.xml",
    "news:tag-detail": "/the/thi-dua/",
    "news:tag-feed": "/the/thi-dua/rss.xml",
    "pages:site-map": "/so-do-trang/",
    "pages:link-list": "/lien-ket/",
    "pages:page-detail": "/gioi-thieu/",
    "pages:page-detail-en": "/en/about/",
    "pages:page-offline-copy": "/gioi-thieu/luu/",
    "pages:page-offline-copy-en": "/en/about/luu/",
    "sitemap": "/sitemap.xml",
    "sitemap-news": "/sitemap-tin-moi.xml",
    "sitemap-part": "/sitemap-trang-0.xml",
    "emulation:bloc-list": "/khoi-thi-dua/",
    "emulation:bloc-detail": "/khoi-thi-dua/so-iv/",
    "emulation:year-detail": "/khoi-thi-dua/so-iv/2018/",
    "emulation:covenant-detail": "/khoi-thi-dua/so-iv/2018/giao-uoc/",
    "emulation:document-detail": "/khoi-thi-dua/so-iv/2018/van-ban/{document}/",
    "emulation:year-calendar": "/khoi-thi-dua/so-iv/2018/lich.ics",
    "emulation:agency-detail": "/co-quan/so-tu-phap/",
    "organisation:structure": "/co-cau-to-chuc/",
    "organisation:unit-detail": "/co-cau-to-chuc/van-phong/",
    "organisation:leader-list": "/lanh-dao/",
    "organisation:contact-list": "/lien-he/",
    "organisation:contact-csv": "/lien-he/can-bo-dau-moi.csv",
    "documents:document-list": "/van-ban/?q=ke+hoach&nam=2026",
    "documents:document-csv": "/van-ban.csv",
    "documents:document-feed": "/van-ban/rss.xml",
    "documents:document-detail": "/van-ban/{library}-12-qd-ubnd-ve-ke-hoach-thi-dua/",
    "consultations:consultation-list": "/lay-y-kien/",
    "consultations:consultation-feed": "/lay-y-kien/atom.xml",
    "consultations:comment-received": "/lay-y-kien/da-nhan/",
    "consultations:consultation-detail": "/lay-y-kien/{consultation}-du-thao-quy-che/",
    "api:docs": "/api/",
    "api:openapi-json": "/api/v1/openapi.json",
    "api:articles": "/api/v1/articles",
    "api:article": "/api/v1/articles/{article}",
    "api:categories": "/api/v1/categories",
    "api:authors": "/api/v1/authors",
    "api:threads": "/api/v1/threads",
    "api:tags": "/api/v1/tags",
    "api:agencies": "/api/v1/agencies",
    "api:agency": "/api/v1/agencies/so-tu-phap",
    "api:blocs": "/api/v1/blocs",
    "api:bloc": "/api/v1/blocs/so-iv",
    "api:year": "/api/v1/blocs/so-iv/years/2018",
    "api:members": "/api/v1/blocs/so-iv/years/2018/members",
    "api:members-csv": "/api/v1/blocs/so-iv/years/2018/members.csv",
    "api:documents-csv": "/api/v1/blocs/so-iv/years/2018/documents.csv",
    "api:covenant": "/api/v1/blocs/so-iv/years/2018/covenant",
    "api:documents": "/api/v1/documents",
    "api:document": "/api/v1/documents/{document}",
    "api:library-documents": "/api/v1/library/documents",
    "api:library-document": "/api/v1/library/documents/{library}",
    "questions:question-list": "/hoi-dap/",
    "questions:question-feed": "/hoi-dap/rss.xml",
    "questions:question-detail": "/hoi-dap/{question}/",
    "analytics:totals": "/luot/so.json",
    "analytics:statistics": "/thong-ke-truy-cap/",
    "api:units": "/api/v1/units",
    "api:officials": "/api/v1/officials",
    "search:search": "/tim-kiem/?q=hoi+nghi",
    "search:suggestions": "/tim-kiem/goi-y/?q=hoi",
}
# Files to be kept: they are read outside the portal, where none of its stylesheets is, so they carry their style within.
SELF_CONTAINED = {"news:article-offline-copy", "pages:page-offline-copy", "pages:page-offline-copy-en"}
# Files of public things: readers' answers are kept, those of the staff, who may see more, are not.
FILES = {
    "news:attachment-download": "/tin-tuc/tep/1/a.pdf",
    "documents:document-file": "/van-ban/tep/1/a.pdf",
    "consultations:consultation-file": "/lay-y-kien/tep/1/a.pdf",
}
# Where nothing ever is: that is the same for everybody, too.
NOTHING = {"api:not-found": "/api/v1/khong-co"}
# Addresses that are neither pages for the public to keep nor pages of the admin, and what each answers.
OTHERS = {
    "accounts:sign-in": ("/dang-nhap/", 200),
    "accounts:two-factor-code": ("/dang-nhap/ma-xac-thuc/", 302),
    "accounts:two-factor": ("/dang-nhap/hai-lop/", 302),
    "accounts:session-state": ("/dang-nhap/phien/", 200),
    "accounts:sign-out": ("/dang-xuat/", 200),
    "consultations:comment-create": ("/lay-y-kien/1/gop-y/", 404),
    "news:shared-preview": ("/xem-truoc/1-a.b/", 404),
    "news:shared-attachment": ("/xem-truoc/1-a.b/tep/1/a.pdf", 404),
    "questions:question-create": ("/hoi-dap/gui/", 200),
    "questions:question-tracking": ("/hoi-dap/theo-doi/", 200),
    "analytics:record-view": ("/luot/", 405),
    "dashboard:home": ("/ban-lam-viec/", 302),
    "dashboard:calendar": ("/ban-lam-viec/lich/", 302),
    "dashboard:notice-list": ("/ban-lam-viec/thong-bao/", 302),
    "dashboard:notice-mark-seen": ("/ban-lam-viec/thong-bao/da-doc/", 405),
    "news:report": ("/ban-lam-viec/bao-cao/", 302),
    "news:report-xlsx": ("/ban-lam-viec/bao-cao.xlsx", 302),
    "style-guide": ("/phong-cach/", 302),
    "media": ("/media/khong-co.jpg", 404),
    "robots": ("/robots.txt", 200),
    "api:api-root": ("/api/v1/", 302),
    "livez": ("/livez", 200),
    "readyz": ("/readyz", 200),
}


def make_shown_article() -> Article:
    article = make_article(
        slug="hoi-nghi",
        category=make_category("Tin hoạt động"),
        author=make_author("Nông Thúy Quỳnh"),
    )
    article.threads.create(name="Hội nghị tổng kết")
    article.tags.create(name="Thi đua")
    return article


@pytest.fixture
def article() -> Article:
    return make_shown_article()


def make_public_pages() -> dict[str, str]:
    """The examples of all public pages, with everything behind them that they show: addresses by name."""
    article = make_shown_article()
    make_page("Giới thiệu")
    make_page("About", language="en")
    emulation_demo.load(force=False, stored=[])
    organisation_demo.load(force=False, stored=[])
    keys = {
        "article": article.pk,
        "document": BlocDocument.objects.order_by("pk").values_list("pk", flat=True).first(),
        "library": make_library_document("12/QĐ-UBND", abstract="Về kế hoạch thi đua").pk,
        "consultation": make_consultation(title="Dự thảo Quy chế").pk,
        "question": make_published().pk,
    }
    return {name: address.format(**keys) for name, address in PUBLIC_PAGES.items()}


def url_names(resolver: URLResolver, namespaces: tuple[str, ...] = ()) -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            if "admin" not in inner:
                yield from url_names(pattern, inner)
        elif isinstance(pattern, URLPattern):
            yield ":".join((*namespaces, pattern.name or str(pattern.pattern)))


def test_every_address_has_its_example_here() -> None:
    assert set(url_names(get_resolver())) == set(PUBLIC_PAGES) | set(FILES) | set(NOTHING) | set(OTHERS)


class TestPublicPages(TestCase):
    """All of them in one portal, which takes longer to make than to read."""

    pages: dict[str, str]

    @classmethod
    def setUpTestData(cls) -> None:
        cls.pages = make_public_pages()

    def answers(self) -> Iterator[tuple[str, HttpResponse]]:
        for name, address in self.pages.items():
            response = self.client.get(address)
            assert response.status_code == 200, name
            yield name, response

    def test_may_be_kept_by_anyone_for_a_second(self) -> None:
        for name, response in self.answers():
            kept = response.headers["Cache-Control"]
            for part in ("public", "max-age=0", "s-maxage=1", "stale-while-revalidate=", "stale-if-error="):
                assert part in kept, name
            assert response.headers["ETag"], name
            assert "Cookie" not in response.headers.get("Vary", ""), name

    def test_is_answered_briefly_to_whoever_has_it(self) -> None:
        for name, response in self.answers():
            again = self.client.get(self.pages[name], headers={"if-none-match": response.headers["ETag"]})
            assert (again.status_code, again.content) == (304, b""), name

    def test_sets_no_cookie_and_carries_no_token(self) -> None:
        for name, response in self.answers():
            assert not response.cookies, name
            assert b"csrfmiddlewaretoken" not in response.content, name

    def test_is_the_same_for_the_signed_in(self) -> None:
        staff = Client()
        staff.force_login(make_administrator())
        for name, response in self.answers():
            assert staff.get(self.pages[name]).content == response.content, name

    def test_loads_nothing_but_its_own(self) -> None:
        for name, response in self.answers():
            policy = response.headers["Content-Security-Policy"]
            for part in ("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'"):
                assert part in policy, name
            assert "unsafe" not in policy, name

    def test_has_no_inline_script_and_no_style_but_those_that_the_policy_names(self) -> None:
        for name, response in self.answers():
            page = response.content.decode()
            for style in re.findall(r"<style>([^<]*)</style>", page):
                digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
                is_named = f"'sha256-{digest}'" in response.headers["Content-Security-Policy"]
                assert is_named or name in SELF_CONTAINED, name
            if name in SELF_CONTAINED:
                assert "attachment" in response.headers["Content-Disposition"], name
            page = re.sub(r"<style>[^<]*</style>", "", page)
            # Data for machines is no script to a browser (tests/test_templates.py).
            assert not re.search(r'<script(?! type="application/ld\+json">)(?![^>]*\ssrc=)', page), name
            assert not re.search(r"<style|\sstyle=|\son[a-z]+=", page), name

    def test_refuses_to_be_written_to(self) -> None:
        assert {name for name, address in self.pages.items() if self.client.post(address).status_code != 405} == set()


class TestEverythingElse:
    @pytest.mark.parametrize(("address", "status"), OTHERS.values())
    def test_nobody_keeps_it(self, client: Client, address: str, status: int) -> None:
        response = client.get(address)
        assert response.status_code == status
        assert "no-store" in response.headers["Cache-Control"]

    def test_nobody_keeps_a_page_of_the_admin(self, client: Client) -> None:
        client.force_login(make_administrator())
        for address in ("/quan-tri/", "/quan-tri/news/article/", "/quan-tri/news/article/add/"):
            response = client.get(address)
            assert response.status_code == 200
            assert "no-store" in response.headers["Cache-Control"]
            assert not response.headers["Cache-Control"].startswith("public")

    @pytest.mark.parametrize("address", ["/", "/tin-tuc/", "/khoi-thi-dua/", "/dang-nhap/", "/khong-co/"])
    def test_all_carry_the_safety_headers(self, client: Client, address: str) -> None:
        headers = client.get(address).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
        assert headers["X-Frame-Options"] == "DENY"
        assert "geolocation=()" in headers["Permissions-Policy"]


class TestNothingThere:
    """That there is nothing (any more), or that it is elsewhere, is kept like the page whose place it takes."""

    @pytest.mark.parametrize(
        ("address", "status"),
        [
            ("/tin-tuc/2018/03/27/khong-co/", 404),
            ("/tin-tuc/2018/02/31/", 404),
            ("/en/tin-tuc/2018/03/27/khong-co/", 404),
            ("/van-ban/7-khong-co/", 404),
            ("/lay-y-kien/7-khong-co/", 404),
            ("/hoi-dap/7/", 404),
            ("/khong-co/", 404),
            ("/api/v1/articles/7", 404),
            *((address, 404) for address in NOTHING.values()),
            ("/tin-tuc/?ngay=27/03/2018", 302),
        ],
    )
    def test_is_kept_for_a_second_and_outlives_no_outage(self, client: Client, address: str, status: int) -> None:
        response = client.get(address)
        assert (response.status_code, response.headers["Cache-Control"]) == (status, PUBLIC_WITHOUT_STALE_IF_ERROR)
        assert not response.cookies
        assert "Cookie" not in response.headers.get("Vary", "")
        client.force_login(make_administrator())
        again = client.get(address)
        assert (again.content, again.headers["Cache-Control"]) == (response.content, PUBLIC_WITHOUT_STALE_IF_ERROR)

    def test_a_withdrawn_article_is_gone_for_a_second(self, client: Client, article: Article) -> None:
        article_services.withdraw_article(article=article, by=make_administrator(), note="Đã ngưng.")
        for address, status in ((article.get_absolute_url(), 410), (f"{article.get_absolute_url()}luu/", 404)):
            response = client.get(address)
            assert (response.status_code, response.headers["Cache-Control"]) == (status, PUBLIC_WITHOUT_STALE_IF_ERROR)

    @pytest.mark.parametrize("address", FILES.values())
    def test_a_file_is_missing_for_strangers_only(self, client: Client, address: str) -> None:
        response = client.get(address)
        assert (response.status_code, response.headers["Cache-Control"]) == (404, PUBLIC_WITHOUT_STALE_IF_ERROR)
        assert "Cookie" in response.headers["Vary"]
        client.force_login(make_administrator())
        assert "no-store" in client.get(address).headers["Cache-Control"]


class TestKeptCopies:
    """A public page that cannot be made is asked of the server in front of us, if that says that it keeps any."""

    @pytest.fixture
    def broken(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> Client:
        def fail(*args: object, **kwargs: object) -> None:
            raise ValueError

        monkeypatch.setattr("portal.home.views.home_content", fail)
        monkeypatch.setattr("portal.accounts.views.render", fail)
        client.raise_request_exception = False
        return client

    def test_are_shown_instead(self, broken: Client) -> None:
        response = broken.get("/", headers={"x-stale-copies": "@kept"})
        assert (response.status_code, response.headers["X-Accel-Redirect"]) == (500, "@kept")
        assert "no-store" in response.headers["Cache-Control"]

    @pytest.mark.parametrize(
        ("address", "place"), [("/", ""), ("/", "/quan-tri/"), ("/dang-nhap/", "@kept"), ("/tin-tuc/", "@kept")]
    )
    def test_are_not_asked_for_otherwise(self, broken: Client, address: str, place: str) -> None:
        assert "X-Accel-Redirect" not in broken.get(address, headers={"x-stale-copies": place}).headers


class TestEditorPages:
    def test_only_the_editors_form_is_relaxed_and_only_so_far(self, client: Client, article: Article) -> None:
        client.force_login(make_administrator())
        policy = client.get("/quan-tri/news/article/add/").headers["Content-Security-Policy"]
        directives = dict(part.strip().split(" ", 1) for part in policy.split(";"))
        assert directives["script-src"] == "'self'"
        assert directives["script-src-attr"] == "'unsafe-inline'"
        assert directives["style-src"] == "'self' 'unsafe-inline'"
        assert "unsafe-eval" not in policy

    @pytest.mark.parametrize("address", ["/quan-tri/", "/quan-tri/news/article/", "/quan-tri/images/image/add/"])
    def test_other_pages_of_the_admin_are_not(self, client: Client, address: str) -> None:
        client.force_login(make_administrator())
        assert "unsafe" not in client.get(address).headers["Content-Security-Policy"]


class TestFiles:
    @pytest.fixture
    def attachment(self, article: Article) -> Attachment:
        return article.attachments.create(file=ContentFile(b"%PDF-1.4 noi dung", name="Kế hoạch.pdf"))

    def test_an_attachment_of_a_public_article_is_for_everybody(self, client: Client, attachment: Attachment) -> None:
        response = client.get(attachment.get_absolute_url())
        assert b"".join(response.streaming_content) == b"%PDF-1.4 noi dung"
        response.close()
        assert response.headers["Content-Disposition"].startswith("attachment")
        assert "sandbox" in response.headers["Content-Security-Policy"]
        assert response.headers["Cache-Control"] == PUBLIC

    def test_who_has_a_file_gets_no_second_copy(self, client: Client, attachment: Attachment) -> None:
        response = client.get(attachment.get_absolute_url())
        again = client.get(attachment.get_absolute_url(), headers={"if-none-match": response.headers["ETag"]})
        response.close()
        assert (again.status_code, again.content, again.headers["Cache-Control"]) == (304, b"", PUBLIC)

    def test_an_attachment_of_a_draft_is_for_its_editors(self, client: Client, attachment: Attachment) -> None:
        Article.objects.update(status=Article.Status.DRAFT)
        assert client.get(attachment.get_absolute_url()).status_code == 404
        client.force_login(make_administrator())
        response = client.get(attachment.get_absolute_url())
        response.close()
        assert response.status_code == 200
        assert "no-store" in response.headers["Cache-Control"]

    @pytest.mark.parametrize("path", ["../portal/settings.py", "..%2f..%2fmanage.py", "/etc/passwd", "anh", "%00"])
    def test_media_lead_nowhere_else(self, client: Client, path: str) -> None:
        assert client.get(f"/media/{path}").status_code in {301, 400, 404}


def test_the_editor_packages_own_upload_views_are_not_mounted() -> None:
    addresses = {address_of("home"), "/ckeditor/upload/", "/ckeditor/browse/"}
    for address in addresses - {"/"}:
        assert Client().get(address).status_code == 404
