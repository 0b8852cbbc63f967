"""What was chosen for a time carries that time, whoever comes first and however late."""

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone

from news import services as article_services
from news.models import Article, Attachment, Correction, Notice
from news.workflow import ArticleState
from portal import roles
from portal.accounts.models import User
from portal.audit.models import AuditEntry
from portal.core.text import dates
from tests.factories import make_article, make_image, make_staff

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 11, 30, 3, 0, tzinfo=dt.UTC)
CHOSEN = dt.datetime(2026, 11, 30, 5, 30, tzinfo=dt.UTC)  # 12:30 in Cao Bằng
ADDRESS = "/tin-tuc/2018/03/27/ky-giao-uoc/"
LATE = dt.timedelta(hours=3, minutes=7)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as coordinates:
        yield coordinates


@pytest.fixture
def publisher() -> User:
    return make_staff(roles.PUBLISHER, email="nguoi-duyet@example.com")


@pytest.fixture
def live(publisher: User) -> Article:
    article = make_article(slug="ky-giao-uoc", title="Bài đang đăng", body="<p>Lời đang đăng.</p>")
    Article.objects.filter(pk=article.pk).update(created_by=publisher, updated_at=article.published_at)
    return Article.objects.get(pk=article.pk)


def scheduled(live: Article, by: User | None, timestamp: dt.datetime = CHOSEN, **fields: object) -> Article:
    """The next version of an article with another text, on the clock."""
    version = article_services.create_pending_revision(article=live, by=by)
    for name, value in {"title": "Bài mới", "body": "<p>Lời mới hẳn.</p>", **fields}.items():
        setattr(version, name, value)
    version = article_services.save_article(article=version, by=by)
    return article_services.schedule_article(article=version, by=by, publish_at=timestamp)


def fresh(article: Article) -> Article:
    return Article.objects.get(pk=article.pk)


# Every kind of address at which somebody reads articles.
READERS = [
    ADDRESS,
    f"{ADDRESS}luu/",
    f"/en{ADDRESS}",
    "/",
    "/tin-tuc/",
    "/tin-tuc/2018/03/27/",
    "/tin-tuc/rss.xml?day-du=1",
    "/tin-tuc/atom.xml",
    "/tim-kiem/?q=bai+moi",
    "/api/v1/articles",
    "/api/v1/articles/{pk}",
]
# Whoever comes by sets it off, also those that show no text of an article.
PASSERS_BY = [
    "/sitemap.xml",
    "/tin-tuc/tep/{attachment}/a.pdf",
    "/hoi-dap/gui/",
    "/dang-nhap/",
    "/ban-lam-viec/",
    "/quan-tri/news/article/",
]


class TestWhoeverComesFirst:
    @pytest.mark.parametrize("address", READERS)
    def test_reads_the_new_text_from_its_time(
        self, client: Client, live: Article, publisher: User, clock: time_machine.Traveller, address: str
    ) -> None:
        scheduled(live, publisher)
        clock.move_to(CHOSEN - dt.timedelta(seconds=1))
        address = address.format(pk=live.pk)
        assert "Bài mới" not in client.get(address).content.decode()
        clock.move_to(CHOSEN)
        assert "Bài mới" in client.get(address).content.decode()

    @pytest.mark.parametrize("address", [*READERS, *PASSERS_BY])
    def test_everything_says_the_chosen_time(
        self,
        client: Client,
        live: Article,
        publisher: User,
        clock: time_machine.Traveller,
        django_capture_on_commit_callbacks: Any,
        address: str,
    ) -> None:
        attachment = Attachment.objects.create(article=live, file=ContentFile(b"%PDF-1.4", name="a.pdf"), name="Tệp")
        version = scheduled(live, publisher)
        if address.startswith(("/quan-tri/", "/ban-lam-viec/")):
            client.force_login(publisher)
        clock.move_to(CHOSEN + LATE)
        with django_capture_on_commit_callbacks(execute=True):
            response = client.get(address.format(pk=live.pk, attachment=attachment.pk))
        assert b"".join(response)
        assert_says(CHOSEN, live, version, publisher)

    @pytest.mark.parametrize("address", ["/livez", "/readyz", "/media/a.png"])
    def test_what_watches_the_server_sets_nothing_off(
        self, client: Client, live: Article, publisher: User, clock: time_machine.Traveller, address: str
    ) -> None:
        scheduled(live, publisher)
        clock.move_to(CHOSEN)
        client.get(address)
        assert fresh(live).title == "Bài đang đăng"


def assert_says(timestamp: dt.datetime, live: Article, version: Article, publisher: User) -> None:
    now, merged = fresh(live), fresh(version)
    assert now.title == "Bài mới"
    assert (now.updated_at, now.changed_at, merged.updated_at) == (timestamp,) * 3
    assert live.revisions.get(action="publish-revision").made_at == timestamp
    assert version.revisions.get(action="publish").made_at == timestamp
    assert [correction.noted_at for correction in live.corrections.all()] == [timestamp]
    assert [notice.made_at for notice in Notice.objects.filter(action="publish-revision")] == [timestamp]
    assert "Lúc: 30/11/2026 12:30" in mail.outbox[-1].body
    assert set(
        AuditEntry.objects.filter(action__in=["news.publish-revision", "news.publish"]).values_list(
            "occurred_at", flat=True
        )
    ) == {timestamp}


class TestWhatReadersAreTold:
    @pytest.fixture(autouse=True)
    def brought_in_late(self, live: Article, publisher: User, clock: time_machine.Traveller) -> None:
        scheduled(live, publisher)
        clock.move_to(CHOSEN + LATE)

    def test_the_page(self, client: Client) -> None:
        page = client.get(ADDRESS).content.decode()
        assert "12:30" in page
        assert '"dateModified":"2026-11-30T12:30:00+07:00"' in page.replace('": "', '":"')
        assert "15:37" not in page

    def test_the_feeds(self, client: Client) -> None:
        assert "2026-11-30T12:30:00+07:00" in client.get("/tin-tuc/atom.xml").content.decode()

    def test_the_sitemap(self, client: Client) -> None:
        assert "2026-11-30T12:30:00+07:00" in client.get("/sitemap-tin-tuc-0.xml").content.decode()

    def test_the_open_data(self, client: Client, live: Article) -> None:
        answer = json.loads(client.get(f"/api/v1/articles/{live.pk}").content)
        assert dt.datetime.fromisoformat(answer["changed_at"]) == CHOSEN


class TestUnhappyOnes:
    def test_one_that_cannot_go_in_is_stopped_at_its_time(
        self, client: Client, live: Article, publisher: User, clock: time_machine.Traveller
    ) -> None:
        version = scheduled(live, publisher, slug="da-co")
        make_article(slug="da-co")
        clock.move_to(CHOSEN + LATE)
        client.get("/api/v1/articles")
        stopped = fresh(version)
        assert stopped.state_at() == ArticleState.APPROVED
        assert stopped.revisions.get(action="unschedule").made_at == CHOSEN
        assert Notice.objects.get(action="unschedule").made_at == CHOSEN
        assert fresh(live).title == "Bài đang đăng"

    def test_a_fault_in_one_is_no_readers_and_holds_up_no_other(
        self,
        client: Client,
        live: Article,
        publisher: User,
        clock: time_machine.Traveller,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        other = make_article(slug="bai-khac", title="Bài khác")
        broken = scheduled(live, publisher, CHOSEN)
        scheduled(other, publisher, CHOSEN + dt.timedelta(minutes=10), title="Bài khác, mới")
        bring_in = article_services._publish_pending_revision

        def fail_once(version: Article, *args: Any, **kwargs: Any) -> Article:
            if version.pk == broken.pk:
                raise RuntimeError("a fault that nobody foresaw")
            return bring_in(version, *args, **kwargs)

        monkeypatch.setattr(article_services, "_publish_pending_revision", fail_once)
        clock.move_to(CHOSEN + LATE)
        assert client.get("/tin-tuc/").status_code == 200
        assert fresh(other).title == "Bài khác, mới"
        assert fresh(live).title == "Bài đang đăng"
        assert fresh(broken).state_at() == ArticleState.APPROVED

    def test_each_of_several_has_its_own_time(
        self, client: Client, live: Article, publisher: User, clock: time_machine.Traveller
    ) -> None:
        other = make_article(slug="bai-khac", title="Bài khác")
        scheduled(live, publisher, CHOSEN)
        scheduled(other, publisher, CHOSEN + dt.timedelta(minutes=10), title="Bài khác, mới")
        clock.move_to(CHOSEN + LATE)
        client.get("/tin-tuc/")
        assert fresh(live).changed_at == CHOSEN
        assert fresh(other).changed_at == CHOSEN + dt.timedelta(minutes=10)

    def test_one_after_the_other_for_one_article(
        self, client: Client, live: Article, publisher: User, clock: time_machine.Traveller
    ) -> None:
        """There is never a second one beside the first; the next may be begun once that took its place."""
        first = scheduled(live, publisher)
        assert article_services.create_pending_revision(article=live, by=publisher).pk == first.pk
        clock.move_to(CHOSEN)
        client.get("/tin-tuc/")
        second = scheduled(fresh(live), publisher, CHOSEN + dt.timedelta(hours=1), title="Bài mới nữa")
        assert second.pk != first.pk
        clock.move_to(CHOSEN + LATE)
        client.get("/tin-tuc/")
        timestamps = list(
            live.revisions.filter(action="publish-revision")
            .order_by("revision_number")
            .values_list("made_at", flat=True)
        )
        assert timestamps == [CHOSEN, CHOSEN + dt.timedelta(hours=1)]

    def test_a_withdrawn_article_keeps_its_text_and_its_time(
        self, client: Client, live: Article, publisher: User, clock: time_machine.Traveller
    ) -> None:
        version = scheduled(live, publisher)
        clock.move_to(CHOSEN - dt.timedelta(hours=1))
        article_services.withdraw_article(article=fresh(live), by=publisher, note="Có nhầm lẫn.")
        clock.move_to(CHOSEN + LATE)
        assert client.get(ADDRESS).status_code == 410
        assert client.get(f"/api/v1/articles/{live.pk}").status_code == 404
        assert (fresh(live).title, fresh(version).state_at()) == ("Bài đang đăng", ArticleState.APPROVED)

    @pytest.mark.parametrize("action", ["edit", "withdraw", "pending-revision"])
    def test_whoever_works_on_the_text_before_learns_of_the_new_one_first(
        self, client: Client, live: Article, publisher: User, clock: time_machine.Traveller, action: str
    ) -> None:
        scheduled(live, publisher)
        opened_with = fresh(live).revision_number
        client.force_login(publisher)
        clock.move_to(CHOSEN + LATE)
        address = f"/quan-tri/news/article/{live.pk}/viec/"
        response = client.post(address, {"_act": action, "_revision": opened_with, "act-note": "Nhầm."}, follow=True)
        assert "đã được người khác lưu" in response.content.decode()
        assert (fresh(live).title, fresh(live).state_at()) == ("Bài mới", ArticleState.PUBLISHED)
        assert live.revisions.first().made_at == CHOSEN

    def test_taking_off_the_clock_comes_too_late(
        self, client: Client, live: Article, publisher: User, clock: time_machine.Traveller
    ) -> None:
        version = scheduled(live, publisher)
        client.force_login(publisher)
        clock.move_to(CHOSEN + LATE)
        address = f"/quan-tri/news/article/{version.pk}/viec/"
        assert "Không thể hủy hẹn giờ" in client.post(address, {"_act": "unschedule"}, follow=True).content.decode()
        assert (fresh(live).title, fresh(version).state_at()) == ("Bài mới", ArticleState.MERGED)

    def test_what_expired_since_was_still_told_of(
        self, client: Client, live: Article, publisher: User, clock: time_machine.Traveller
    ) -> None:
        """At the chosen time readers could read it, so they were told then."""
        scheduled(live, publisher, expires_at=CHOSEN + dt.timedelta(hours=1))
        clock.move_to(CHOSEN + LATE)
        client.get("/tin-tuc/")
        assert fresh(live).state_at() == ArticleState.EXPIRED
        assert Correction.objects.get().noted_at == CHOSEN

    def test_a_file_taken_off_was_taken_off_then(
        self, client: Client, live: Article, publisher: User, clock: time_machine.Traveller
    ) -> None:
        gone = Attachment.objects.create(article=live, file=ContentFile(b"%PDF-1.4", name="a.pdf"), name="Bỏ đi")
        version = scheduled(live, publisher)
        version.attachments.update(removed_at=timezone.now())
        clock.move_to(CHOSEN + LATE)
        client.get("/tin-tuc/")
        gone.refresh_from_db()
        assert gone.removed_at == CHOSEN


class TestPublishedAndExpiring:
    @pytest.mark.parametrize("address", READERS)
    def test_an_article_comes_and_goes_at_its_times(
        self, client: Client, publisher: User, clock: time_machine.Traveller, address: str
    ) -> None:
        article = make_article(published=False, slug="bai-hen", title="Bài hẹn giờ", published_at=None)
        article.expires_at = CHOSEN + dt.timedelta(hours=2)
        article = article_services.schedule_article(article=article, by=publisher, publish_at=CHOSEN)
        assert dates.local_date(CHOSEN) == dt.date(2026, 11, 30)
        own = address.replace("2018/03/27", "2026/11/30").replace("ky-giao-uoc", "bai-hen").format(pk=article.pk)
        own = own.replace("bai+moi", "bai+hen+gio")
        for timestamp, is_there in [
            (CHOSEN - dt.timedelta(seconds=1), False),
            (CHOSEN, True),
            (article.expires_at - dt.timedelta(seconds=1), True),
            (article.expires_at, False),
        ]:
            clock.move_to(timestamp)
            response = client.get(own)
            found = response.status_code == 200 and "Bài hẹn giờ" in response.content.decode()
            assert found is is_there, timestamp

    def test_it_carries_the_chosen_time(self, client: Client, publisher: User, clock: time_machine.Traveller) -> None:
        article = make_article(published=False, slug="bai-hen", published_at=None, lead_image=make_image())
        article_services.schedule_article(article=article, by=publisher, publish_at=CHOSEN)
        clock.move_to(CHOSEN + LATE)
        answer = json.loads(client.get(f"/api/v1/articles/{article.pk}").content)
        assert [dt.datetime.fromisoformat(answer[name]) for name in ("published_at", "changed_at")] == [CHOSEN] * 2
