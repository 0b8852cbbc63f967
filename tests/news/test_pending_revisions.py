"""The next version of a live article: begun, put on the clock, brought in, and what happens when something is wrong."""

import datetime as dt
import logging

import pytest
import time_machine
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import IntegrityError, OperationalError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from news import due_revisions, middleware, revisions
from news import services as article_services
from news.models import Article, ArticleRevision, Attachment, GalleryImage, PreviousUrl
from news.workflow import ArticleState, Status
from portal import roles
from portal.accounts.models import User
from portal.core.throttled_logger import ThrottledLogger
from tests.concurrency import at_once
from tests.factories import make_article, make_category, make_image, make_staff

pytestmark = pytest.mark.django_db

ADDRESS = "/tin-tuc/2018/03/27/ky-giao-uoc/"
Kind = ArticleRevision.Kind


@pytest.fixture
def live() -> Article:
    return make_article(slug="ky-giao-uoc", title="Bài đang đăng", body="<p>Lời đang đăng.</p>")


@pytest.fixture
def publisher() -> User:
    return make_staff(roles.PUBLISHER)


def version_of(live: Article, **fields: object) -> Article:
    """The next version of an article, with another text."""
    version = article_services.create_pending_revision(article=live, by=None)
    for name, value in {"title": "Bài mới", "body": "<p>Lời mới.</p>", **fields}.items():
        setattr(version, name, value)
    return article_services.save_article(article=version, by=None)


def scheduled(live: Article, by: User | None = None, **fields: object) -> Article:
    """A version that goes live tomorrow."""
    return article_services.schedule_article(article=version_of(live, **fields), by=by, publish_at=tomorrow())


def tomorrow() -> dt.datetime:
    return timezone.now() + dt.timedelta(days=1)


def after_tomorrow() -> time_machine.travel:
    """A minute after a scheduled version is due."""
    return time_machine.travel(tomorrow() + dt.timedelta(minutes=1), tick=False)


def fresh(article: Article) -> Article:
    return Article.objects.get(pk=article.pk)


def acts(article: Article) -> list[str]:
    return list(article.revisions.order_by("revision_number").values_list("action", flat=True))


def read(client: Client, address: str = ADDRESS) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


class TestBeginning:
    def test_is_the_same_text_as_a_draft_beside(self, live: Article, publisher: User) -> None:
        GalleryImage.objects.create(article=live, image=make_image(), caption="Bộ ảnh")
        Attachment.objects.create(article=live, file=ContentFile(b"%PDF-1.4", name="a.pdf"), name="Kế hoạch")
        version = article_services.create_pending_revision(article=live, by=publisher)
        then, now = revisions.snapshot_of(live), revisions.snapshot_of(version)
        assert [entry.pop("id") for entry in then["attachments"]] != [entry.pop("id") for entry in now["attachments"]]
        assert then == now
        assert (version.state_at(), version.revision_of, version.created_by) == (ArticleState.DRAFT, live, publisher)
        assert (acts(version), acts(live)) == ([Kind.CREATE], [])
        assert fresh(live).revision_number == live.revision_number

    def test_readers_see_nothing_of_it(self, client: Client, live: Article) -> None:
        version_of(live, slug="khac")
        assert "Lời đang đăng." in read(client)
        assert "Bài mới" not in read(client, "/tin-tuc/")
        assert client.get("/tin-tuc/2018/03/27/khac/").status_code == 404

    def test_a_second_time_leads_to_the_one_in_the_works(self, live: Article) -> None:
        first = version_of(live)
        again = article_services.create_pending_revision(article=live, by=None)
        assert (again.pk, again.title) == (first.pk, "Bài mới")

    @pytest.mark.parametrize("status", [Status.DRAFT, Status.SUBMITTED, Status.RETURNED, Status.APPROVED])
    def test_the_database_holds_one_in_the_works(self, live: Article, status: Status) -> None:
        version_of(live)
        with pytest.raises(IntegrityError), transaction.atomic():
            make_article(status=status, revision_of=live)

    def test_after_one_is_brought_in_or_thrown_away_there_may_be_another(self, live: Article) -> None:
        first = version_of(live)
        article_services.publish_article(article=first, by=None)
        second = article_services.create_pending_revision(article=fresh(live), by=None)
        article_services.move_to_trash(article=second, by=None)
        third = article_services.create_pending_revision(article=fresh(live), by=None)
        assert len({first.pk, second.pk, third.pk}) == 3
        with pytest.raises(ValidationError, match="đang được soạn"):
            article_services.restore_from_trash(article=second, by=None)


class TestBringingIn:
    def test_the_text_takes_the_place(self, client: Client, live: Article, publisher: User) -> None:
        version = version_of(live, category=make_category("Văn hóa"))
        returned = article_services.publish_article(article=version, by=publisher)
        assert returned.pk == live.pk
        assert "Lời mới." in read(client)
        now = fresh(live)
        assert (now.title, now.category.name, now.section.name) == ("Bài mới", "Văn hóa", "Văn hóa")
        assert (now.published_at, now.created_at) == (live.published_at, live.created_at)

    def test_both_rows_tell_what_happened(self, live: Article, publisher: User) -> None:
        version = version_of(live)
        article_services.publish_article(article=version, by=publisher)
        assert acts(live) == [Kind.BASELINE, Kind.PUBLISH_REVISION]
        assert acts(version) == [Kind.CREATE, "edit", "publish"]
        newest = live.revisions.get(action=Kind.PUBLISH_REVISION)
        assert (newest.made_by, newest.revision_number, newest.snapshot["title"]) == (publisher, 1, "Bài mới")
        assert newest.snapshot == revisions.snapshot_of(fresh(live))
        assert live.revisions.get(action=Kind.BASELINE).snapshot["title"] == "Bài đang đăng"
        assert fresh(version).status == Status.MERGED

    def test_a_changed_address_leads_on(self, client: Client, live: Article) -> None:
        article_services.publish_article(article=version_of(live, slug="ten-moi"), by=None)
        response = client.get(ADDRESS)
        assert (response.status_code, response.url) == (301, "/tin-tuc/2018/03/27/ten-moi/")
        assert "Lời mới." in read(client, response.url)

    def test_so_does_that_of_an_expired_article(self, client: Client, live: Article) -> None:
        Article.objects.filter(pk=live.pk).update(expires_at=timezone.now() - dt.timedelta(days=1))
        version = version_of(fresh(live), slug="ten-moi", expires_at=None)
        article_services.publish_article(article=version, by=None)
        assert client.get(ADDRESS).status_code == 301

    def test_gallery_and_attachments_follow(self, client: Client, live: Article) -> None:
        GalleryImage.objects.create(article=live, image=make_image(alt="Ảnh cũ"))
        stays = Attachment.objects.create(article=live, file=ContentFile(b"%PDF-1 a", name="a.pdf"), name="Ở lại")
        goes = Attachment.objects.create(article=live, file=ContentFile(b"%PDF-1 b", name="b.pdf"), name="Bỏ đi")
        version = version_of(live)
        version.gallery.all().delete()
        GalleryImage.objects.create(article=version, image=make_image(alt="Ảnh mới"))
        version.attachments.filter(name="Bỏ đi").update(removed_at=timezone.now())
        version.attachments.filter(name="Ở lại").update(name="Ở lại, tên mới")
        Attachment.objects.create(article=version, file=ContentFile(b"%PDF-1 c", name="c.pdf"), name="Mới thêm")
        article_services.publish_article(article=version, by=None)
        shown = read(client)
        assert "Ảnh mới" in shown
        assert "Ảnh cũ" not in shown
        present = list(live.attachments.not_removed())
        assert [attachment.name for attachment in present] == ["Ở lại, tên mới", "Mới thêm"]
        assert present[0].pk == stays.pk, "readers' links to it go on working"
        assert present[1].size_bytes == 8
        assert client.get(goes.get_absolute_url()).status_code == 404
        assert goes.file.storage.exists(goes.file.name), "the history can bring it back"
        response = client.get(present[1].get_absolute_url())
        assert b"".join(response.streaming_content) == b"%PDF-1 c"
        response.close()

    def test_a_live_article_changed_meanwhile_must_be_compared_first(self, live: Article) -> None:
        version = version_of(live)
        live.summary = "Sửa lỗi chính tả."
        article_services.save_article(article=live, by=None)
        with pytest.raises(article_services.LiveRevisionChanged):
            article_services.publish_article(article=fresh(version), by=None)
        with pytest.raises(article_services.LiveRevisionChanged):
            article_services.schedule_article(article=fresh(version), by=None, publish_at=tomorrow())
        assert fresh(live).title == "Bài đang đăng"
        article_services.publish_article(article=fresh(version), by=None, acknowledged=True)
        assert fresh(live).title == "Bài mới"

    def test_what_is_no_longer_up_cannot_be_replaced(self, live: Article) -> None:
        version = version_of(live)
        article_services.withdraw_article(article=live, by=None, note="Nhầm.")
        for act in (
            lambda: article_services.publish_article(article=fresh(version), by=None, acknowledged=True),
            lambda: article_services.schedule_article(
                article=fresh(version), by=None, publish_at=tomorrow(), acknowledged=True
            ),
        ):
            with pytest.raises(ValidationError, match="không còn được đăng"):
                act()
        assert fresh(version).state_at() == ArticleState.DRAFT

    def test_needs_what_readers_need(self, live: Article) -> None:
        version = version_of(live, summary="")
        with pytest.raises(ValidationError, match="sapo"):
            article_services.publish_article(article=version, by=None)
        assert (fresh(live).title, fresh(version).state_at()) == ("Bài đang đăng", ArticleState.DRAFT)

    def test_needs_the_right(self, live: Article) -> None:
        with pytest.raises(PermissionDenied):
            article_services.publish_article(article=version_of(live), by=make_staff(roles.EDITOR))
        assert fresh(live).title == "Bài đang đăng"

    def test_an_address_that_is_taken_is_refused_whole(self, live: Article) -> None:
        make_article(slug="da-co")
        version = version_of(live, slug="da-co")
        with pytest.raises(ValidationError, match="cùng ngày"):
            article_services.publish_article(article=version, by=None)
        assert (fresh(live).slug, fresh(version).state_at()) == ("ky-giao-uoc", ArticleState.DRAFT)
        assert acts(live) == []


class TestOnTheClock:
    def test_readers_keep_the_present_text_until_the_time(self, client: Client, live: Article) -> None:
        scheduled(live, slug="ten-moi")
        assert "Lời đang đăng." in read(client)
        with after_tomorrow():
            response = client.get(ADDRESS)
            assert (response.status_code, response.url) == (301, "/tin-tuc/2018/03/27/ten-moi/")
            assert "Lời mới." in read(client, response.url)

    def test_any_public_page_brings_it_in(self, client: Client, live: Article) -> None:
        scheduled(live)
        with after_tomorrow():
            assert "Bài mới" in read(client, "/")

    def test_a_timer_brings_it_in_when_nobody_reads(
        self, client: Client, live: Article, capsys: pytest.CaptureFixture[str]
    ) -> None:
        version = scheduled(live)
        call_command("publish_due_revisions")
        assert capsys.readouterr().out == ""
        with after_tomorrow():
            call_command("publish_due_revisions")
            assert "1 revisions published." in capsys.readouterr().out
            with CaptureQueriesContext(connection) as asked:
                assert "Bài mới" in read(client, "/")
            assert not [query for query in asked if query["sql"].startswith("UPDATE")]
        made = live.revisions.get(action=Kind.PUBLISH_REVISION)
        assert made.made_at == version.goes_live_at

    def test_history_names_whoever_set_the_hour(self, live: Article, publisher: User) -> None:
        version = scheduled(live, publisher)
        assert article_services.publish_due_revisions(tomorrow()) == 1
        assert live.revisions.get(action=Kind.PUBLISH_REVISION).made_by == publisher
        assert fresh(version).status == Status.MERGED
        assert fresh(version).goes_live_at is None

    def test_not_a_second_too_early(self, live: Article) -> None:
        version = scheduled(live)
        assert article_services.publish_due_revisions(version.goes_live_at - dt.timedelta(microseconds=1)) == 0
        assert article_services.publish_due_revisions(version.goes_live_at) == 1
        assert article_services.publish_due_revisions(version.goes_live_at) == 0

    def test_a_live_edit_is_refused_meanwhile(self, live: Article) -> None:
        version = scheduled(live)
        live.summary = "Sửa."
        with pytest.raises(ValidationError, match="hủy hẹn giờ") as caught:
            article_services.save_article(article=live, by=None)
        assert caught.value.code == "version-scheduled"
        article_services.unschedule_article(article=version, by=None)
        assert article_services.save_article(article=live, by=None).summary == "Sửa."

    def test_withdrawing_the_article_stops_it(self, client: Client, live: Article) -> None:
        version = scheduled(live)
        article_services.withdraw_article(article=live, by=None, note="Có nhầm lẫn.")
        stopped = fresh(version)
        assert (stopped.state_at(), stopped.revision_number) == (ArticleState.APPROVED, version.revision_number + 1)
        newest = stopped.revisions.get(revision_number=stopped.revision_number)
        assert (newest.action, newest.reason) == ("unschedule", "Bài gốc đã ngưng hiệu lực.")
        with after_tomorrow():
            assert client.get(ADDRESS).status_code == 410
        assert fresh(live).title == "Bài đang đăng"

    def test_looks_once_a_second(self, client: Client, live: Article) -> None:
        def looks(requests: int) -> int:
            with CaptureQueriesContext(connection) as asked:
                for _request in range(requests):
                    read(client)
            return sum(query["sql"].startswith('SELECT "news_article"."goes_live_at"') for query in asked)

        with time_machine.travel(timezone.now(), tick=False) as clock:
            due_revisions.clear_cache()
            assert looks(3) == 1
            clock.shift(1.1)
            assert looks(1) == 1


class TestBadLuck:
    def test_a_version_that_cannot_go_in_comes_off_the_clock_with_the_reason(
        self, client: Client, live: Article, caplog: pytest.LogCaptureFixture
    ) -> None:
        version = scheduled(live, slug="da-co")
        make_article(slug="da-co")
        with after_tomorrow(), caplog.at_level(logging.WARNING):
            assert "Lời đang đăng." in read(client)
        stopped = fresh(version)
        assert stopped.state_at() == ArticleState.APPROVED
        assert "cùng ngày" in stopped.revisions.get(revision_number=stopped.revision_number).reason
        assert str(version.pk) in caplog.text
        assert acts(live) == []

    def test_even_one_whose_own_row_is_no_longer_valid(self, client: Client, live: Article) -> None:
        version = scheduled(live)
        Article.objects.filter(pk=version.pk).update(title="")
        with after_tomorrow():
            assert "Lời đang đăng." in read(client)
        assert fresh(version).state_at() == ArticleState.APPROVED

    def test_one_that_cannot_does_not_stop_the_others(self, client: Client, live: Article) -> None:
        broken = scheduled(live)
        Article.objects.filter(pk=broken.pk).update(summary="")
        other = make_article(slug="bai-khac")
        scheduled(other, body="<p>Lời khác.</p>")
        with after_tomorrow():
            assert "Lời khác." in read(client, "/tin-tuc/2018/03/27/bai-khac/")

    def test_a_database_error_leaves_readers_with_the_present_text(
        self, client: Client, live: Article, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        version = scheduled(live, slug="ten-moi")

        def fail(*_args: object, **_kwargs: object) -> None:
            raise OperationalError("the disk is full")

        with after_tomorrow():
            with monkeypatch.context() as broken, caplog.at_level(logging.ERROR):
                broken.setattr(middleware, "_outage_log_limit", ThrottledLogger(middleware.__name__))
                broken.setattr(revisions, "apply_snapshot_lists", fail)
                assert "Lời đang đăng." in read(client)
            assert "were not brought in" in caplog.text
            assert (fresh(version).state_at(), acts(live)) == (ArticleState.SCHEDULED, []), "nothing half-way"
            assert not PreviousUrl.objects.exists()
            assert "Lời đang đăng." in read(client), "not tried again with every request"
            cache.clear()
            assert client.get(ADDRESS).status_code == 301


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one writer in at a time")
class TestAtOnce:
    def test_two_processes_bring_it_in_once(self, live: Article) -> None:
        version = scheduled(live)
        timestamp = version.goes_live_at
        told = at_once(*[lambda: article_services.publish_due_revisions(timestamp)] * 3)
        assert told == ["", "", ""]
        assert acts(live) == [Kind.BASELINE, Kind.PUBLISH_REVISION]
        assert acts(version).count("publish") == 1

    def test_the_clock_and_a_person_do_not_lock_each_other_out(self, live: Article) -> None:
        version = scheduled(live)
        timestamp = version.goes_live_at
        told = at_once(
            lambda: article_services.publish_due_revisions(timestamp),
            lambda: article_services.publish_article(article=fresh(version), by=None),
        )
        assert told[0] == ""
        assert acts(live) == [Kind.BASELINE, Kind.PUBLISH_REVISION]
        assert fresh(live).title == "Bài mới"

    def test_two_who_begin_a_version_share_it(self, live: Article) -> None:
        told = at_once(*[lambda: article_services.create_pending_revision(article=live, by=None)] * 2)
        assert told == ["", ""]
        assert live.pending_revisions.count() == 1

    def test_no_edit_of_the_live_article_slips_in_while_a_version_is_put_on_the_clock(self, live: Article) -> None:
        version = version_of(live)
        edited = fresh(live)
        edited.summary = "Sửa cùng lúc."
        told = at_once(
            lambda: article_services.schedule_article(article=fresh(version), by=None, publish_at=tomorrow()),
            lambda: article_services.save_article(article=edited, by=None),
        )
        assert sorted(map(bool, told)) == [False, True], told
