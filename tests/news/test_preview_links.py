"""Secret preview addresses: who may make them, what they show and for how long, and that nobody else finds them."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from news import preview_links
from news import services as article_services
from news.models import Article, CategoryScope, PreviewLink
from news.workflow import ArticleState, Status
from portal import roles
from portal.accounts.models import User
from tests.factories import make_administrator, make_article, make_category, make_staff, make_user
from tests.news.test_workflow import article_in

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


def draft(**fields: Any) -> Article:
    return make_article(**{"published": False, "title": "Dự thảo báo cáo năm", "published_at": None, **fields})


def link_to(article: Article, **fields: Any) -> PreviewLink:
    return PreviewLink.objects.create(**{"article": article, "expires_at": timezone.now() + DAY, **fields})


def page_of(article: Article) -> str:
    return f"/quan-tri/news/article/{article.pk}/lien-ket-xem-truoc/"


class TestReading:
    def test_whoever_has_the_address_reads_the_saved_text(self, client: Client) -> None:
        link = link_to(draft(body="<p>Chưa ai được biết.</p>"))
        response = client.get(preview_links.preview_url(link))
        page = response.content.decode()
        assert response.status_code == 200
        assert "Chưa ai được biết." in page
        until = timezone.localtime(link.expires_at)
        assert f"Bản xem trước – chưa công bố – hết hạn lúc {until:%H:%M %d/%m/%Y}" in page

    def test_nobody_keeps_it_finds_it_or_learns_of_it(self, client: Client) -> None:
        response = client.get(preview_links.preview_url(link_to(draft())))
        kept = response.headers["Cache-Control"]
        assert "private" in kept
        assert "no-store" in kept
        assert "public" not in kept
        assert {"noindex", "nofollow"} <= set(response.headers["X-Robots-Tag"].split(", "))
        assert response.headers["Referrer-Policy"] == "no-referrer"
        assert not response.cookies
        assert '<meta name="robots" content="noindex">' in response.content.decode()

    def test_a_later_saving_shows_at_once(self, client: Client) -> None:
        article = draft()
        address = preview_links.preview_url(link_to(article))
        client.get(address)
        article.body = "<p>Đã sửa theo ý kiến.</p>"
        article_services.save_article(article=article, by=None)
        assert "Đã sửa theo ý kiến." in client.get(address).content.decode()

    def test_a_next_version_is_shown_and_not_the_live_article(self, client: Client) -> None:
        live = make_article(title="Bản đang đăng")
        version = article_services.create_pending_revision(article=live, by=None)
        version.title = "Bản mới"
        article_services.save_article(article=version, by=None)
        page = client.get(preview_links.preview_url(link_to(version))).content.decode()
        assert "<h1" in page
        assert "Bản mới" in page
        assert "bản mới của một bài đang đăng" in page

    def test_openings_are_counted_and_asking_for_the_head_is_none(self, client: Client) -> None:
        link = link_to(draft())
        address = preview_links.preview_url(link)
        client.head(address)
        client.get(address)
        client.get(address)
        link.refresh_from_db()
        assert link.opened_count == 2
        assert link.last_opened_at is not None

    def test_cannot_be_written_to(self, client: Client) -> None:
        assert client.post(preview_links.preview_url(link_to(draft()))).status_code == 405

    def test_costs_a_fixed_number_of_queries(
        self, client: Client, django_assert_max_num_queries: type[CaptureQueriesContext]
    ) -> None:
        article = draft()
        for number in range(5):
            article.attachments.create(file=ContentFile(b"%PDF-1.4", name=f"{number}.pdf"))
            make_article(category=article.category)
        address = preview_links.preview_url(link_to(article))
        with django_assert_max_num_queries(6):
            client.get(address)


# What stands behind an open link in each state of its article, and what the answer is.
SHOWN = {
    ArticleState.DRAFT: 200,
    ArticleState.SUBMITTED: 200,
    ArticleState.RETURNED: 200,
    ArticleState.APPROVED: 200,
    ArticleState.SCHEDULED: 200,
    ArticleState.PUBLISHED: 302,
    ArticleState.EXPIRED: 410,
    ArticleState.WITHDRAWN: 410,
    ArticleState.TRASHED: 410,
}


class TestStates:
    @pytest.mark.parametrize(("state", "status"), SHOWN.items())
    def test_shows_what_is_to_come_and_nothing_that_was_taken_away(
        self, client: Client, state: ArticleState, status: int
    ) -> None:
        response = client.get(preview_links.preview_url(link_to(article_in(state))))
        assert response.status_code == status
        assert response.headers["Referrer-Policy"] == "no-referrer"
        assert "no-store" in response.headers["Cache-Control"]

    def test_every_state_is_settled(self) -> None:
        assert set(ArticleState) == {*SHOWN, ArticleState.MERGED}

    def test_leads_to_the_article_once_it_is_public(self, client: Client) -> None:
        article = make_article()
        assert client.get(preview_links.preview_url(link_to(article))).headers["Location"] == article.get_absolute_url()

    def test_a_version_that_took_its_place_leads_to_the_article(self, client: Client) -> None:
        live = make_article()
        version = make_article(status=Status.MERGED, revision_of=live, base_revision_number=0)
        assert client.get(preview_links.preview_url(link_to(version))).headers["Location"] == live.get_absolute_url()
        Article.objects.filter(pk=live.pk).update(status=Status.WITHDRAWN)
        assert client.get(preview_links.preview_url(link_to(version))).status_code == 410


class TestClosed:
    @pytest.mark.parametrize(
        ("fields", "said"),
        [
            ({"expires_at": timezone.now() - DAY, "made_at": timezone.now() - 2 * DAY}, "đã hết hạn"),
            ({"revoked_at": timezone.now()}, "đã thu hồi"),
        ],
    )
    def test_says_so_and_gives_nothing_away(self, client: Client, fields: dict[str, Any], said: str) -> None:
        article = draft(title="Không lộ ra ngoài")
        attachment = article.attachments.create(file=ContentFile(b"%PDF-1.4", name="mat.pdf"))
        link = link_to(article, **fields)
        address = preview_links.preview_url(link)
        for place in (address, f"{address}tep/{attachment.pk}/mat.pdf"):
            response = client.get(place)
            page = response.content.decode()
            assert response.status_code == 410
            assert said in page
            assert "Không lộ ra ngoài" not in page
            assert "no-store" in response.headers["Cache-Control"]
            assert "noindex" in response.headers["X-Robots-Tag"]
        link.refresh_from_db()
        assert link.opened_count == 0

    @pytest.mark.parametrize("change", ["another-key", "cut", "longer", "another-secret"])
    def test_a_changed_token_is_none(self, client: Client, change: str) -> None:
        link, other = link_to(draft()), link_to(draft())
        token = preview_links.build_token(link)
        changed = {
            "another-key": token.replace(f"{link.pk}-", f"{other.pk}-", 1),
            "cut": token[:-1],
            "longer": f"{token}a",
            "another-secret": token.replace(link.secret, other.secret),
        }[change]
        response = client.get(f"/xem-truoc/{changed}/")
        assert response.status_code == 404
        assert "không đúng" in response.content.decode()

    @pytest.mark.parametrize("token", ["a", "1-x.y", "..", "1", "a" * 5000, "1-.x", "đ-ơ.ư"])
    def test_rubbish_is_none(self, client: Client, token: str) -> None:
        assert client.get(f"/xem-truoc/{token}/").status_code == 404

    @given(st.text(st.characters(exclude_categories=["Cs"]), max_size=80))
    def test_no_text_is_a_token_by_chance(self, text: str) -> None:
        assert preview_links.find_by_token(text) is None

    def test_a_signed_token_dies_with_its_row(self) -> None:
        link = link_to(draft())
        token = preview_links.build_token(link)
        PreviewLink.objects.filter(pk=link.pk).update(secret="khac")
        assert preview_links.find_by_token(token) is None
        PreviewLink.objects.all().delete()
        assert preview_links.find_by_token(token) is None


class TestAttachments:
    @pytest.fixture
    def article(self) -> Article:
        return draft()

    @pytest.fixture
    def page(self, client: Client, article: Article) -> tuple[str, str]:
        """The address of the preview, and its page with one document."""
        article.attachments.create(file=ContentFile(b"%PDF-1.4 noi dung", name="bao-cao.pdf"))
        address = preview_links.preview_url(link_to(article))
        return address, client.get(address).content.decode()

    def test_are_reached_below_the_secret_address_only(
        self, client: Client, article: Article, page: tuple[str, str]
    ) -> None:
        attachment = article.attachments.get()
        address = f"{page[0]}tep/{attachment.pk}/{attachment.download_name}"
        assert f'href="{address}"' in page[1]
        assert client.get(attachment.get_absolute_url()).status_code == 404
        response = client.get(address)
        assert b"".join(response.streaming_content) == b"%PDF-1.4 noi dung"
        response.close()
        assert response.headers["Content-Disposition"].startswith("attachment")
        assert "no-store" in response.headers["Cache-Control"]

    def test_of_other_articles_are_not(self, client: Client, page: tuple[str, str]) -> None:
        other = draft().attachments.create(file=ContentFile(b"%PDF-1.4", name="khac.pdf"))
        assert client.get(f"{page[0]}tep/{other.pk}/khac.pdf").status_code == 404

    def test_that_were_taken_off_are_not(self, client: Client, article: Article, page: tuple[str, str]) -> None:
        attachment = article.attachments.get()
        article.attachments.update(removed_at=timezone.now())
        assert client.get(f"{page[0]}tep/{attachment.pk}/a.pdf").status_code == 404


# Who may let somebody in, by what they are and the state of the article.
MAKERS = {
    "owner": "draft returned",
    "colleague": "",
    "editor": "draft submitted returned",
    "publisher": "draft submitted returned approved scheduled",
    "elsewhere": "",
    "administrator": "draft submitted returned approved scheduled",
    "reader": "",
}


def make_person(kind: str) -> User:
    role = {
        "owner": roles.CONTRIBUTOR,
        "colleague": roles.CONTRIBUTOR,
        "editor": roles.EDITOR,
        "publisher": roles.PUBLISHER,
        "elsewhere": roles.PUBLISHER,
    }.get(kind)
    if role is None:
        return make_administrator() if kind == "administrator" else make_user()
    person = make_staff(role)
    if kind == "elsewhere":
        CategoryScope.objects.create(user=person, category=make_category())
    return person


class TestMaking:
    @pytest.mark.parametrize("kind", MAKERS)
    @pytest.mark.parametrize("state", [state for state in ArticleState if state != ArticleState.MERGED])
    def test_who_may_in_which_state(self, kind: str, state: ArticleState) -> None:
        person = make_person(kind)
        article = article_in(state, person if kind == "owner" else None)
        expected = state.value in MAKERS[kind].split()
        assert preview_links.can_create(person, article) is expected
        if not expected:
            with pytest.raises(PermissionDenied):
                preview_links.create_preview_link(article=article, by=person, days=3)
            assert not PreviewLink.objects.exists()

    @pytest.mark.parametrize("days", preview_links.LIFETIMES_DAYS)
    def test_lasts_as_long_as_was_chosen(self, days: int) -> None:
        now = timezone.now()
        link = preview_links.create_preview_link(article=draft(), by=make_administrator(), days=days, at=now)
        assert link.is_open(now + dt.timedelta(days=days, seconds=-1))
        assert not link.is_open(now + dt.timedelta(days=days))

    @pytest.mark.parametrize("days", [0, -1, 2, 365])
    def test_no_other_time_is_taken(self, days: int) -> None:
        with pytest.raises(ValidationError):
            preview_links.create_preview_link(article=draft(), by=make_administrator(), days=days)

    def test_two_links_share_nothing(self) -> None:
        article, by = draft(), make_administrator()
        first, second = (preview_links.create_preview_link(article=article, by=by, days=1) for _ in range(2))
        assert first.secret != second.secret
        assert preview_links.build_token(first) != preview_links.build_token(second)


class TestRevoking:
    @pytest.mark.parametrize(
        ("kind", "may"),
        [
            *[("owner", True), ("editor", True), ("publisher", True), ("administrator", True)],
            *[("colleague", False), ("elsewhere", False), ("reader", False)],
        ],
    )
    def test_who_may(self, kind: str, may: bool) -> None:
        person = make_person(kind)
        link = link_to(draft(created_by=person if kind == "owner" else None))
        if may:
            assert not preview_links.revoke_preview_link(link=link, by=person).is_open()
        else:
            with pytest.raises(PermissionDenied):
                preview_links.revoke_preview_link(link=link, by=person)
            link.refresh_from_db()
            assert link.is_open()

    def test_a_second_time_changes_nothing(self) -> None:
        link, by, now = link_to(draft()), make_administrator(), timezone.now()
        preview_links.revoke_preview_link(link=link, by=by, at=now)
        preview_links.revoke_preview_link(link=link, by=by, at=now + DAY)
        assert link.revoked_at == now


class TestThePage:
    @pytest.fixture
    def writer(self) -> User:
        return make_staff(roles.CONTRIBUTOR)

    @pytest.fixture
    def article(self, writer: User) -> Article:
        return draft(created_by=writer)

    def test_makes_shows_and_revokes(self, client: Client, writer: User, article: Article) -> None:
        client.force_login(writer)
        assert "Chưa có liên kết nào." in client.get(page_of(article)).content.decode()
        response = client.post(page_of(article), {"days": "7", "note": "Gửi đồng chí Giám đốc"}, follow=True)
        link = PreviewLink.objects.get()
        assert link.expires_at - link.made_at == dt.timedelta(days=7)
        assert link.made_by == writer
        page = response.content.decode()
        address = f"http://testserver{preview_links.preview_url(link)}"
        assert f'value="{address}"' in page
        assert "Gửi đồng chí Giám đốc" in page
        assert Client().get(address).status_code == 200
        page = client.post(page_of(article), {"revoke": link.pk}, follow=True).content.decode()
        assert address not in page
        assert "Đã thu hồi" in page
        assert Client().get(address).status_code == 410

    def test_a_wrong_choice_is_told_and_makes_nothing(self, client: Client, writer: User, article: Article) -> None:
        client.force_login(writer)
        response = client.post(page_of(article), {"days": "365"})
        assert response.status_code == 200
        assert "errorlist" in response.content.decode()
        assert not PreviewLink.objects.exists()

    def test_where_none_can_be_made_it_says_so(self, client: Client, writer: User, article: Article) -> None:
        article_services.submit_article(article=article, by=writer)
        client.force_login(writer)
        page = client.get(page_of(article)).content.decode()
        assert "Bạn không tạo được liên kết" in page
        assert 'name="days"' not in page
        assert client.post(page_of(article), {"days": "3"}).status_code == 403

    @pytest.mark.parametrize("key", ["0", "x", "-1", "9" * 30, "²"])
    def test_a_link_that_is_not_there_cannot_be_revoked(
        self, client: Client, writer: User, article: Article, key: str
    ) -> None:
        client.force_login(writer)
        assert client.post(page_of(article), {"revoke": key}).status_code == 404

    def test_nor_one_of_another_article(self, client: Client, writer: User, article: Article) -> None:
        other = link_to(draft())
        client.force_login(writer)
        assert client.post(page_of(article), {"revoke": other.pk}).status_code == 404
        other.refresh_from_db()
        assert other.is_open()

    def test_strangers_are_sent_to_sign_in(self, client: Client, article: Article) -> None:
        response = client.get(page_of(article), follow=True)
        assert response.redirect_chain[-1][0].startswith("/dang-nhap/")

    def test_a_colleague_does_not_find_it_and_others_are_refused(self, client: Client, article: Article) -> None:
        client.force_login(make_staff(roles.CONTRIBUTOR))
        assert client.get(page_of(article)).status_code == 404
        client.force_login(make_staff(roles.BLOC_MANAGER))
        assert client.get(page_of(article)).status_code == 403

    def test_wrong_methods_are_refused(self, client: Client, writer: User, article: Article) -> None:
        client.force_login(writer)
        assert client.put(page_of(article)).status_code == 405

    def test_asks_the_database_no_more_for_many_links(
        self, client: Client, writer: User, article: Article, django_assert_num_queries: type[CaptureQueriesContext]
    ) -> None:
        client.force_login(writer)
        link_to(article, made_by=writer)
        client.get(page_of(article))
        with CaptureQueriesContext(connection) as one:
            client.get(page_of(article))
        for _ in range(8):
            link_to(article, made_by=writer)
        with django_assert_num_queries(len(one)):
            client.get(page_of(article))
