"""The shipped nginx.conf, unmodified, on Debian's nginx: what was withdrawn is gone, what is kept is the same for all.

``serving`` types the documented commands in namespaces of its own, so nothing of the file is left out or changed.
"""

import contextlib
import datetime as dt
import gzip
import json
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.utils import timezone

from news import services as article_services
from news.models import Article
from portal.consultations import services as consultation_services
from portal.core.http import cache_generation
from portal.core.http.caching import PUBLIC, STALE_IF_ERROR_SECONDS
from portal.documents import services as library
from portal.pages import cached_reads
from portal.questions import services as question_services
from portal.questions.workflow import QuestionAction
from portal.search import signals as search_signals
from tests.consultations.factories import make_consultation
from tests.deploy import serving
from tests.deploy.serving import HOST, Answer, Gunicorn, Nginx
from tests.documents.factories import add_file, make_library_document
from tests.factories import make_administrator, make_article
from tests.pages.factories import make_page
from tests.questions.factories import make_published

# Readers are told the truth again after so long.
GONE_SECONDS = 2.0
ERROR_WORDS = {
    400: "khuôn dạng",
    413: "quá lớn",
    414: "quá dài",
    429: "Quá nhiều",
    502: "tạm ngừng",
    503: "tạm gián đoạn",
    504: "quá lâu",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("nginx")


@pytest.fixture(scope="module")
def nginx(folder: Path) -> Iterator[Nginx]:
    with serving.nginx(folder) as served:
        yield served


def database_url() -> str:
    """The database of the test itself, for another process."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    told = connection.settings_dict
    who = quote(told["USER"], safe="") + (f":{quote(told['PASSWORD'], safe='')}" if told["PASSWORD"] else "")
    return f"postgres://{who}@{told['HOST']}:{told['PORT'] or 5432}/{name}"


@pytest.fixture(scope="module")
def installed(django_db_setup: None, django_db_blocker: Any, folder: Path) -> Iterator[Gunicorn]:
    """The portal's gunicorn behind nginx, on the database of the tests."""
    environment = {
        "DJANGO_SETTINGS_MODULE": "tests.deploy.settings",
        "DATABASE_URL": database_url(),
        "SECRET_KEY": settings.SECRET_KEY,
        "ALLOWED_HOSTS": HOST,
        "HTTPS": "1",
        "DEMO": "0",
        "TRUSTED_PROXIES": "1",
        "VAR_DIR": str(folder / "var"),
        "PRIVATE_MEDIA_ROOT": str(settings.PRIVATE_MEDIA_ROOT),
        "CACHE_URL": "locmemcache://behind-nginx",
        "WEB_WORKERS": "1",
        "LOG_LEVEL": "ERROR",
    }
    with serving.gunicorn(folder, **environment) as running:
        yield running


@pytest.fixture
def portal(transactional_db: None, installed: Gunicorn, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Gunicorn:
    """It again, with nothing kept of what earlier tests read; what is done in the test is done in it."""
    # What stands in files is the search's business, and takes a second for each.
    monkeypatch.setattr(search_signals, "extract_file_text", lambda row: None)
    monkeypatch.setattr(settings, "VAR_DIR", folder / "var")
    cache_generation.invalidate_all()
    if installed.process is None:
        installed.start()
    return installed


def expire(article: Article) -> None:
    Article.objects.filter(pk=article.pk).update(expires_at=timezone.now())


@pytest.fixture
def published(portal: Gunicorn) -> dict[str, tuple[str, Callable[[], object]]]:
    """Public addresses of every kind, and the act that takes what stands there away from readers."""
    by = make_administrator()
    article, ends = make_article(slug="bi-ngung"), make_article(slug="het-han")
    attachment = article.attachments.create(file=ContentFile(b"%PDF-1.4 dinh kem", name="ke-hoach.pdf"))
    document = make_library_document("12/QĐ-UBND")
    document_file, removed_file = add_file(document), add_file(document, name="go-bo.pdf")
    draft, page, question = make_consultation(), make_page("Giới thiệu"), make_published()
    draft_file = draft.files.create(file=ContentFile(b"%PDF-1.4 du thao", name="du-thao.pdf"))

    def withdraw_article() -> None:
        article_services.withdraw_article(article=Article.objects.get(pk=article.pk), by=by, note="Đã ngưng.")

    def withdraw_page() -> None:
        page.withdrawn_at = timezone.now()
        page.save()

    def withdraw_document() -> None:
        library.withdraw_document(document=document, by=by, reason="Ban hành nhầm.")

    def withdraw_draft() -> None:
        consultation_services.withdraw_consultation(consultation=draft, by=by, reason="Ban hành nhầm.")

    def withdraw_question() -> None:
        question_services.run_transition(
            action=QuestionAction.WITHDRAW, question=question, by=by, reason="Có thông tin riêng."
        )

    def nothing_more() -> None:
        """What stands at another address has gone together with this."""

    # Which pages there are each process asks the database only so often.
    time.sleep(cached_reads.LIFETIME_SECONDS)
    return {
        "removed file": (removed_file.get_absolute_url(), lambda: library.remove_file(file=removed_file, by=by)),
        "article": (article.get_absolute_url(), withdraw_article),
        "saved article": (f"{article.get_absolute_url()}luu/", nothing_more),
        "English frame": (f"/en{article.get_absolute_url()}", nothing_more),
        "attachment": (attachment.get_absolute_url(), nothing_more),
        "feed": ("/tin-tuc/rss.xml", nothing_more),
        "API": (f"/api/v1/articles/{article.pk}", nothing_more),
        "expired article": (ends.get_absolute_url(), lambda: expire(ends)),
        "saved expired article": (f"{ends.get_absolute_url()}luu/", nothing_more),
        "document": (document.get_absolute_url(), withdraw_document),
        "document's file": (document_file.get_absolute_url(), nothing_more),
        "consultation": (draft.get_absolute_url(), withdraw_draft),
        "consultation's file": (draft_file.get_absolute_url(), nothing_more),
        "page": (page.get_absolute_url(), withdraw_page),
        "saved page": (f"{page.get_absolute_url()}luu/", nothing_more),
        "question": (question.get_absolute_url(), withdraw_question),
    }


@contextlib.contextmanager
def away(database: Path) -> Iterator[None]:
    database.touch()
    try:
        yield
    finally:
        database.unlink()


class TestWithdrawn:
    def test_is_gone_within_two_seconds_at_every_kind_of_address(
        self,
        nginx: Nginx,
        portal: Gunicorn,
        published: dict[str, tuple[str, Callable[[], object]]],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        # Also where nothing is forgotten: what ends by itself, what another machine withdraws, a disk that is full.
        monkeypatch.setattr(cache_generation, "invalidate_all", lambda: None)
        for kind, (address, _) in published.items():
            assert nginx.ask(address).status == 200, kind
        # What is read again and again is kept again and again.
        before = {kind: nginx.ask(address) for kind, (address, _) in published.items()}
        assert {kind for kind, answer in before.items() if answer.status != 200} == set()
        for _, withdraw in published.values():
            withdraw()
        time.sleep(GONE_SECONDS)
        after = {kind: nginx.ask(address) for kind, (address, _) in published.items()}
        feed = after.pop("feed")
        assert b"bi-ngung" in before["feed"].body
        assert b"bi-ngung" not in feed.body
        assert {kind: answer.status for kind, answer in after.items() if answer.status not in {404, 410}} == {}

    def test_does_not_come_back_when_everything_is_down(
        self, nginx: Nginx, portal: Gunicorn, published: dict[str, tuple[str, Callable[[], object]]], folder: Path
    ) -> None:
        pages = {kind: published[kind] for kind in ("article", "attachment", "document", "question", "page")}
        for address, _ in pages.values():
            nginx.ask(address)
        for _, withdraw in pages.values():
            withdraw()
        with away(folder / "var" / "database-is-away"):
            for kind, (address, _) in pages.items():
                assert nginx.ask(address).status >= 400, kind
        portal.stop()
        for kind, (address, _) in pages.items():
            assert nginx.ask(address).status == 502, kind


class TestEdited:
    def test_is_seen_by_the_first_reader_after_a_second(self, nginx: Nginx, portal: Gunicorn) -> None:
        article = make_article(title="Tiêu đề cũ")
        address = article.get_absolute_url()
        for _ in range(3):
            assert "Tiêu đề cũ" in nginx.ask(address).body.decode()
        Article.objects.filter(pk=article.pk).update(title="Tiêu đề mới")
        time.sleep(1.1)
        assert "Tiêu đề mới" in nginx.ask(address).body.decode()

    def test_a_page_that_comes_is_there_for_the_first_reader_after_a_second(
        self, nginx: Nginx, portal: Gunicorn
    ) -> None:
        article = make_article(published=False, slug="moi-dang")
        Article.objects.filter(pk=article.pk).update(published_on=dt.date(2018, 3, 27))
        article.refresh_from_db()
        address = "/tin-tuc/2018/03/27/moi-dang/"
        assert nginx.ask(address).status == 404
        Article.objects.filter(pk=article.pk).update(status=Article.Status.PUBLISHED)
        time.sleep(1.1)
        assert nginx.ask(address).status == 200


class TestOutage:
    """Reading survives: the database may be away, or the whole portal."""

    @pytest.fixture
    def address(self, nginx: Nginx, portal: Gunicorn) -> str:
        article = make_article(title="Còn đọc được")
        address = article.get_absolute_url()
        assert nginx.ask(address).status == 200
        time.sleep(2)
        return address

    def test_what_was_read_is_read_on_without_a_database(self, nginx: Nginx, folder: Path, address: str) -> None:
        with away(folder / "var" / "database-is-away"):
            answer = nginx.ask(address)
            assert (answer.status, answer.cached) == (200, "STALE")
            assert "Còn đọc được" in answer.body.decode()
            assert (unread := nginx.ask("/tin-tuc/2018/03/27/chua-ai-doc/")).status == 503
            assert unread.headers["retry-after"]
            assert nginx.ask("/readyz").status == 503
        assert nginx.ask(address).cached in {"EXPIRED", "REVALIDATED"}

    def test_what_was_read_is_read_on_without_the_portal(self, nginx: Nginx, portal: Gunicorn, address: str) -> None:
        portal.stop()
        answer = nginx.ask(address)
        assert (answer.status, answer.cached) == (200, "STALE")
        refused = nginx.ask("/quan-tri/")
        assert (refused.status, ERROR_WORDS[502] in refused.body.decode()) == (502, True)


class TestKeys:
    """What readers and their programs add to a request without asking for anything else."""

    @pytest.fixture
    def kept(self, nginx: Nginx, portal: Gunicorn) -> Callable[..., Answer]:
        """Asks for a path right after another has been asked for, until the cache answers: then both have one key."""

        def ask(path: str, *, after: str = "/tin-tuc/", first: dict[str, str] | None = None, **how: Any) -> Answer:
            seen = []
            for _ in range(30):
                nginx.ask(after, headers=first)
                answer = nginx.ask(path, **how)
                seen.append(answer.cached)
                if answer.cached == "HIT":
                    return answer
                # Only what comes right after is to find it.
                cache_generation.invalidate_all()
            raise AssertionError(f"{path} never came from the cache: {seen}")

        return ask

    def test_the_method_makes_no_other_page(self, kept: Callable[..., Answer]) -> None:
        answer = kept("/tin-tuc/", method="HEAD")
        assert (answer.status, answer.body) == (200, b"")

    @pytest.mark.parametrize(
        ("query", "plain"),
        [
            ("?utm_source=zalo&utm_medium=share&utm_campaign=x", ""),
            ("?fbclid=IwAR0", ""),
            ("?trang=1&gclid=abc", "?trang=1"),
            ("?zarsrc=31&trang=1&utm_source=zalo", "?trang=1"),
            ("?a=1&utm_id=2&b=3&fbclid=4&c=5&gclid=6&d=7&zarsrc=8&e=9", "?a=1&b=3&c=5&d=7&e=9"),
        ],
    )
    def test_a_shared_link_is_the_page_itself(self, kept: Callable[..., Answer], query: str, plain: str) -> None:
        assert kept(f"/tin-tuc/{query}", after=f"/tin-tuc/{plain}").status == 200

    @pytest.mark.parametrize("query", ["?xutm_source=1", "?q=utm_source=1", "?trang=1", "?fbclidx=1", "?q=fbclid"])
    def test_what_only_looks_so_makes_another(self, nginx: Nginx, portal: Gunicorn, query: str) -> None:
        nginx.ask("/tim-kiem/")
        assert nginx.ask(f"/tim-kiem/{query}").cached == "MISS"

    @pytest.mark.parametrize("accepted", ["gzip, deflate, br, zstd", "br;q=1.0, gzip;q=0.8, *;q=0.1", "GZIP"])
    def test_every_browser_that_takes_gzip_gets_the_same_copy(self, kept: Callable[..., Answer], accepted: str) -> None:
        answer = kept("/tin-tuc/", first={"Accept-Encoding": "gzip"}, headers={"Accept-Encoding": accepted})
        assert answer.headers["content-encoding"] == "gzip"
        assert b"</html>" in gzip.decompress(answer.body)

    @pytest.mark.parametrize("accepted", ["identity", "br", "gzip;q=0", "gzip; q=0.000, br"])
    def test_who_takes_none_gets_it_unpacked(self, kept: Callable[..., Answer], accepted: str) -> None:
        answer = kept("/tin-tuc/", headers={"Accept-Encoding": accepted})
        assert "content-encoding" not in answer.headers
        assert b"</html>" in answer.body

    def test_an_escaped_question_mark_is_no_query(self, nginx: Nginx, portal: Gunicorn) -> None:
        """Else whoever asks for the one could put what they like in the place of the other."""
        nginx.ask("/tin-tuc/%3Ftrang=1")
        assert nginx.ask("/tin-tuc/?trang=1").cached == "MISS"

    def test_who_has_signed_in_finds_what_a_reader_must_not(self, nginx: Nginx, portal: Gunicorn) -> None:
        person = make_administrator()
        article = make_article(published=False)
        attachment = article.attachments.create(file=ContentFile(b"%PDF-1.4", name="ke-hoach.pdf"))
        client = Client()
        client.force_login(person)
        session = {"Cookie": f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"}
        for _ in range(2):
            assert nginx.ask(attachment.get_absolute_url()).status == 404
            shown = nginx.ask(attachment.get_absolute_url(), headers=session)
            assert (shown.status, shown.body, shown.cached) == (200, b"%PDF-1.4", "MISS")

    def test_nothing_private_is_kept(self, nginx: Nginx, portal: Gunicorn) -> None:
        for path in ("/dang-nhap/", "/quan-tri/", "/hoi-dap/gui/", "/hoi-dap/theo-doi/?ma=x"):
            assert {nginx.ask(path).cached for _ in range(2)} == {"MISS"}, path


class TestRefusals:
    def test_plain_http_leads_to_https(self, nginx: Nginx) -> None:
        answer = nginx.ask("/tin-tuc/?trang=2", plain=True)
        assert (answer.status, answer.headers["location"]) == (301, f"https://{HOST}/tin-tuc/?trang=2")

    @pytest.mark.parametrize("path", ["/hoi-dap/gui/", "/en/hoi-dap/gui/", "/lay-y-kien/7/gop-y/"])
    def test_a_public_form_takes_64_kilobytes(self, nginx: Nginx, portal: Gunicorn, path: str) -> None:
        refused = nginx.ask(path, method="POST", fill=64 * 1024 + 1)
        assert (refused.status, ERROR_WORDS[413] in refused.body.decode()) == (413, True)
        assert nginx.ask(path, method="POST", fill=64 * 1024).status != 413

    def test_a_refused_one_leaves_nobody_elses_form_in_the_air(self, nginx: Nginx, portal: Gunicorn) -> None:
        """What gunicorn has not read of a body ends its line; the next form must not be sent on that one."""
        answers = []
        for _ in range(60):
            assert nginx.ask("/tin-tuc/", method="POST", fill=200_000).status in {403, 405, 413}
            answers.append(nginx.ask("/tin-tuc/", method="POST", fill=10).status)
        assert 502 not in answers

    def test_an_image_may_be_larger(self, nginx: Nginx, portal: Gunicorn) -> None:
        assert nginx.ask("/quan-tri/images/image/tai-nhieu/", method="POST", fill=1024 * 1024).status == 403

    def test_a_script_reads_why(self, nginx: Nginx) -> None:
        for how in ({"Accept": "application/json"}, {"Accept": "*/*", "Sec-Fetch-Dest": "empty"}):
            refused = nginx.ask("/quan-tri/images/image/", method="POST", fill=31 * 1024 * 1024, headers=how)
            told = json.loads(refused.body)
            assert (refused.status, told["uploaded"]) == (413, 0)
            assert ERROR_WORDS[413] in told["error"]["message"] == told["message"]

    @pytest.mark.parametrize(
        ("path", "headers", "status"),
        [
            ("/tin-tuc/?" + "q" * 9_000, {}, 414),
            ("/tin-tuc/", {"Cookie": "a=" + "b" * 9_000}, 400),
            ("/tin-tuc/", {"Host": "hai tên"}, 400),
        ],
        ids=["a long URL", "large headers", "a strange host"],
    )
    def test_what_cannot_be_read_is_refused_in_our_words(
        self, nginx: Nginx, path: str, headers: dict[str, str], status: int
    ) -> None:
        refused = nginx.ask(path, headers=headers)
        assert (refused.status, ERROR_WORDS[status] in refused.body.decode()) == (status, True)

    @pytest.mark.parametrize(
        ("sender", "path", "method", "burst"),
        [
            ("127.0.1.1", "/hoi-dap/gui/", "POST", 10),
            ("127.0.1.2", "/en/lay-y-kien/7/gop-y/", "POST", 10),
            ("127.0.1.3", "/dang-nhap/", "POST", 20),
            ("127.0.1.4", "/tim-kiem/?q=x", "GET", 40),
            ("127.0.1.5", "/van-ban/?trang=1&q=x", "GET", 40),
        ],
    )
    def test_one_address_may_not_go_on_for_ever(
        self, nginx: Nginx, portal: Gunicorn, sender: str, path: str, method: str, burst: int
    ) -> None:
        def refusals(count: int) -> list[Answer]:
            asked = [nginx.ask(path, method=method, sender=sender) for _ in range(count)]
            # What the portal itself refuses has gone through nginx and its cache.
            return [answer for answer in asked if answer.status == 429 and "x-cache" not in answer.headers]

        assert refusals(burst) == []
        # Until it is enough: a slow machine asks no faster than is allowed.
        refused = next((found for _ in range(20) if (found := refusals(20))), [])
        assert refused
        assert ERROR_WORDS[429] in refused[0].body.decode()
        assert refused[0].headers["retry-after"]
        assert nginx.ask("/tin-tuc/", sender=sender).status == 200
        assert nginx.ask(path, method=method, sender="127.0.2.1").status != 429


class TestErrorPages:
    PAGES = sorted((serving.ROOT / "deploy" / "errors").glob("*.html"))

    def test_there_is_one_for_everything_that_nginx_says(self) -> None:
        assert {int(page.stem) for page in self.PAGES} == set(ERROR_WORDS)

    @pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
    def test_it_stands_alone_and_is_read_on_a_telephone(self, page: Path) -> None:
        text = page.read_text()
        assert ERROR_WORDS[int(page.stem)] in text
        assert 'name="viewport"' in text
        assert not re.search(r"<script|\ssrc=|<link|url\(|@import|\son\w+=", text)
        assert set(re.findall(r'href="([^"]*)"', text)) == {"/"}

    @pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
    def test_scripts_are_told_the_same(self, page: Path) -> None:
        told = json.loads(page.with_suffix(".json").read_text())
        assert {told["message"], told["refused"], told["error"]["message"]} == {told["message"]}
        assert all(sentence in page.read_text() for sentence in told["message"].split(". ", 1))
        assert (told["ok"], told["uploaded"]) == (False, 0)


def test_how_long_copies_outlive_the_portal_is_said_once() -> None:
    """nginx takes it from Cache-Control alone: a line of its own would have no end."""
    text = (serving.ROOT / "deploy" / "nginx.conf").read_text()
    directives = re.sub(r"#.*", "", text)
    assert f"stale-if-error={STALE_IF_ERROR_SECONDS}" in PUBLIC
    assert not re.search(r"proxy_cache_use_stale|proxy_cache_background_update|proxy_cache_valid", directives)
