"""Who is told of what: every act, in the portal and by e-mail, as each person chose; and what is told to nobody."""

import datetime as dt
import smtplib
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from news import notices
from news import permissions as article_permissions
from news import services as article_services
from news.models import Article, ArticleRevision, CategoryScope, Notice, NoticeSettings
from news.workflow import ArticleAction, ArticleRole
from portal import roles
from portal.accounts.models import User
from portal.core.text import dates
from tests.factories import make_administrator, make_article, make_category, make_staff, make_user

pytestmark = pytest.mark.django_db

Callbacks = Callable[..., Any]
LATER = dt.timedelta(days=1)


class Newsroom:
    """A writer, two who review and publish, one who publishes elsewhere, and people with nothing to do with it."""

    def __init__(self) -> None:
        self.category = make_category("Tin hoạt động")
        self.writer = make_staff(roles.CONTRIBUTOR, username="writer", email="writer@example.vn")
        self.editor = make_staff(roles.EDITOR, username="editor", email="editor@example.vn")
        self.publisher = make_staff(roles.PUBLISHER, username="publisher", email="publisher@example.vn")
        self.elsewhere = make_staff(roles.PUBLISHER, username="elsewhere", email="elsewhere@example.vn")
        CategoryScope.objects.create(user=self.elsewhere, category=make_category("Văn hóa"))
        make_staff(roles.CONTRIBUTOR, username="colleague", email="colleague@example.vn")
        make_user(username="reader", email="reader@example.vn")

    def article(self, **fields: Any) -> Article:
        values = {"published": False, "created_by": self.writer, "category": self.category, **fields}
        # As whoever opens its form has it: read from the database.
        return Article.objects.select_related("category").get(pk=make_article(**values).pk)

    def submitted(self) -> Article:
        return article_services.submit_article(article=self.article(), by=self.writer)

    def approved(self) -> Article:
        return article_services.approve_article(article=self.submitted(), by=self.publisher)

    def live(self) -> Article:
        return article_services.publish_article(article=self.approved(), by=self.publisher, at=timezone.now())

    def version(self) -> Article:
        """The editor's next version of the writer's live article."""
        return article_services.create_pending_revision(article=self.live(), by=self.editor)


@pytest.fixture
def newsroom() -> Newsroom:
    return Newsroom()


def told(action: str) -> set[str]:
    """The names of those who were told of an act in the portal."""
    return set(Notice.objects.filter(action=action).values_list("recipient__username", flat=True))


def give_back(article: Article, by: User | None) -> Article:
    return article_services.return_to_author(article=article, by=by, reason="Thiếu số liệu.")


def schedule(article: Article, by: User | None) -> Article:
    return article_services.schedule_article(article=article, by=by, publish_at=timezone.now() + LATER)


def publish_now(article: Article, by: User | None) -> Article:
    return article_services.publish_article(article=article, by=by, at=timezone.now())


# act, what it starts from, who does it, who is told. Written by hand from what the newsroom agreed on.
Case = tuple[str, Callable[[Newsroom], Article], Callable[..., Article], str, set[str]]
CASES: list[Case] = [
    (
        ArticleAction.EDIT,
        Newsroom.article,
        lambda a, by: article_services.save_article(article=a, by=by),
        "editor",
        set(),
    ),
    (
        ArticleAction.SUBMIT,
        Newsroom.article,
        lambda a, by: article_services.submit_article(article=a, by=by),
        "writer",
        {"editor", "publisher"},
    ),
    (
        ArticleAction.SUBMIT,
        Newsroom.article,
        lambda a, by: article_services.submit_article(article=a, by=by),
        "editor",
        {"publisher"},
    ),
    (
        ArticleAction.RECALL,
        Newsroom.submitted,
        lambda a, by: article_services.recall_submission(article=a, by=by),
        "writer",
        set(),
    ),
    (ArticleAction.RETURN, Newsroom.submitted, give_back, "editor", {"writer"}),
    (
        ArticleAction.APPROVE,
        Newsroom.submitted,
        lambda a, by: article_services.approve_article(article=a, by=by),
        "publisher",
        {"writer"},
    ),
    (ArticleAction.SCHEDULE, Newsroom.approved, schedule, "publisher", {"writer"}),
    (ArticleAction.SCHEDULE, Newsroom.approved, schedule, "administrator", {"writer", "publisher"}),
    (
        ArticleAction.UNSCHEDULE,
        lambda section: schedule(section.approved(), section.publisher),
        lambda a, by: article_services.unschedule_article(article=a, by=by),
        "administrator",
        {"writer", "publisher"},
    ),
    (ArticleAction.PUBLISH, Newsroom.approved, publish_now, "publisher", {"writer"}),
    (ArticleAction.PUBLISH, Newsroom.approved, publish_now, "administrator", {"writer", "publisher"}),
    (ArticleAction.PUBLISH, Newsroom.approved, publish_now, "", {"writer", "publisher"}),
    (
        ArticleAction.WITHDRAW,
        Newsroom.live,
        lambda a, by: article_services.withdraw_article(article=a, by=by, note="Có nhầm lẫn."),
        "publisher",
        {"writer"},
    ),
    (
        ArticleAction.TRASH,
        Newsroom.article,
        lambda a, by: article_services.move_to_trash(article=a, by=by),
        "editor",
        {"writer"},
    ),
    (
        ArticleAction.TRASH,
        Newsroom.article,
        lambda a, by: article_services.move_to_trash(article=a, by=by),
        "writer",
        set(),
    ),
    (
        ArticleAction.RESTORE,
        lambda section: article_services.move_to_trash(article=section.article(), by=section.writer),
        lambda a, by: article_services.restore_from_trash(article=a, by=by),
        "editor",
        {"writer"},
    ),
    (
        ArticleRevision.Kind.PUBLISH_REVISION,
        Newsroom.version,
        lambda a, by: article_services.publish_article(article=a, by=by),
        "publisher",
        {"writer", "editor"},
    ),
]


class TestWhoIsTold:
    @pytest.mark.parametrize(("action", "before", "do", "actor", "expected"), CASES)
    def test_in_the_portal_and_by_mail(
        self,
        newsroom: Newsroom,
        django_capture_on_commit_callbacks: Callbacks,
        action: str,
        before: Callable[[Newsroom], Article],
        do: Callable[..., Article],
        actor: str,
        expected: set[str],
    ) -> None:
        article = before(newsroom)
        Notice.objects.all().delete()
        mail.outbox.clear()
        if actor == "administrator":
            make_administrator(username="administrator")
        by = User.objects.get(username=actor) if actor else None
        with django_capture_on_commit_callbacks(execute=True):
            do(article, by)
        assert told(action) == expected
        assert {letter.to[0] for letter in mail.outbox} == {f"{name}@example.vn" for name in expected}
        assert Notice.objects.count() == len(expected)

    def test_every_act_of_the_table_is_settled(self) -> None:
        silent = {ArticleAction.EDIT, ArticleAction.RECALL, ArticleAction.CREATE_PENDING_REVISION}
        assert set(ArticleAction) == silent | {ArticleAction.SUBMIT} | (
            set(notices.NOTIFIED_ACTORS) & set(ArticleAction)
        )
        for act in {ArticleAction.SUBMIT, *notices.NOTIFIED_ACTORS}:
            assert "Tin mới" in notices.notice_title(act, Article(title="Tin mới"))

    def test_a_version_that_cannot_take_its_place_is_told_to_whoever_chose_the_hour(self, newsroom: Newsroom) -> None:
        version = newsroom.version()
        article_services.schedule_article(article=version, by=newsroom.publisher, publish_at=timezone.now() + LATER)
        Article.objects.filter(pk=version.revision_of_id).update(status=Article.Status.WITHDRAWN)
        Notice.objects.all().delete()
        article_services.publish_due_revisions(timezone.now() + 2 * LATER)
        assert told(ArticleAction.UNSCHEDULE) == {"editor", "publisher"}
        assert "không còn được đăng" in Notice.objects.first().reason

    def test_a_version_brought_in_by_the_clock_is_told_once(self, newsroom: Newsroom) -> None:
        version = newsroom.version()
        article_services.schedule_article(article=version, by=newsroom.publisher, publish_at=timezone.now() + LATER)
        Notice.objects.all().delete()
        article_services.publish_due_revisions(timezone.now() + 2 * LATER)
        assert told(ArticleRevision.Kind.PUBLISH_REVISION) == {"writer", "editor"}
        assert Notice.objects.exclude(action=ArticleRevision.Kind.PUBLISH_REVISION).count() == 0
        assert {notice.actor for notice in Notice.objects.all()} == {None}

    @pytest.mark.parametrize("change", [{"is_active": False}, {"is_staff": False}])
    def test_whoever_has_left_is_told_nothing(self, newsroom: Newsroom, change: dict[str, bool]) -> None:
        article = newsroom.submitted()
        User.objects.filter(pk=newsroom.writer.pk).update(**change)
        article_services.approve_article(article=article, by=newsroom.publisher)
        assert told(ArticleAction.APPROVE) == set()
        User.objects.filter(pk=newsroom.editor.pk).update(**change)
        Notice.objects.all().delete()
        newsroom.submitted()
        assert told(ArticleAction.SUBMIT) == {"publisher"}

    def test_an_earlier_hand_that_lost_its_role_is_told_nothing(self, newsroom: Newsroom) -> None:
        article = newsroom.approved()
        newsroom.publisher.groups.clear()
        schedule(article, make_administrator())
        assert told(ArticleAction.SCHEDULE) == {"writer"}

    def test_imports_without_an_owner_tell_nobody(self) -> None:
        make_staff(roles.PUBLISHER)
        article_services.publish_article(article=make_article(published=False), by=None)
        assert not Notice.objects.exists()


class TestPeopleWithARight:
    """The query agrees with ``rights_of``, which asks for one person at a time."""

    def test_agrees_with_its_twin(self, newsroom: Newsroom) -> None:
        child = make_category("Phong trào", parent=newsroom.category)
        inside = make_staff(roles.EDITOR, username="inside")
        CategoryScope.objects.create(user=inside, category=newsroom.category)
        CategoryScope.objects.create(user=make_administrator(), category=make_category())
        make_user(permissions=("review_article",))
        make_staff(roles.EDITOR, is_active=False)
        make_staff(roles.ADMINISTRATOR)
        for category in (newsroom.category, child, make_category()):
            article = make_article(category=category)
            for right in (ArticleRole.EDITOR, ArticleRole.REVIEWER, ArticleRole.PUBLISHER):
                expected = {
                    user for user in User.objects.all() if right in article_permissions.article_roles(user, article)
                }
                assert set(article_permissions.users_with_roles({right}, article)) == expected

    def test_asks_once(self, newsroom: Newsroom, django_assert_num_queries: type[CaptureQueriesContext]) -> None:
        article = newsroom.article()
        with django_assert_num_queries(1):
            list(article_permissions.users_with_roles({ArticleRole.REVIEWER, ArticleRole.PUBLISHER}, article))


class TestWays:
    @pytest.mark.parametrize(("in_page", "by_email"), [(True, True), (True, False), (False, True), (False, False)])
    def test_each_is_told_as_they_chose(
        self, newsroom: Newsroom, django_capture_on_commit_callbacks: Callbacks, in_page: bool, by_email: bool
    ) -> None:
        article = newsroom.submitted()
        mail.outbox.clear()
        notices.save_notice_settings(user=newsroom.writer, in_page=in_page, by_email=by_email)
        with django_capture_on_commit_callbacks(execute=True):
            give_back(article, newsroom.editor)
        assert (told(ArticleAction.RETURN) == {"writer"}) is in_page
        assert ([letter.to for letter in mail.outbox] == [["writer@example.vn"]]) is by_email

    def test_choosing_again_changes_the_same_row(self, newsroom: Newsroom) -> None:
        notices.save_notice_settings(user=newsroom.writer, in_page=True, by_email=False)
        notices.save_notice_settings(user=newsroom.writer, in_page=False, by_email=True)
        chosen = NoticeSettings.objects.get()
        assert (chosen.in_page, chosen.by_email) == (False, True)

    def test_without_an_address_no_letter_is_written(
        self, newsroom: Newsroom, django_capture_on_commit_callbacks: Callbacks
    ) -> None:
        User.objects.update(email="")
        with django_capture_on_commit_callbacks(execute=True):
            newsroom.submitted()
        assert told(ArticleAction.SUBMIT) == {"editor", "publisher"}
        assert mail.outbox == []


class TestTheLetter:
    @pytest.fixture
    def letter(self, newsroom: Newsroom, django_capture_on_commit_callbacks: Callbacks, settings: Any) -> Any:
        settings.BASE_URL = "https://caobang.example.vn/"
        article = newsroom.article(title="Lễ ký\ngiao ước <b>2026</b> & thi đua")
        article = article_services.submit_article(article=article, by=newsroom.writer)
        with django_capture_on_commit_callbacks(execute=True):
            give_back(article, newsroom.editor)
        return mail.outbox[-1]

    def test_says_what_who_why_and_where(self, letter: Any, newsroom: Newsroom) -> None:
        article = Article.objects.get()
        assert letter.subject.endswith("Bài bị trả lại: Lễ ký giao ước <b>2026</b> & thi đua")
        assert f"Người làm: {newsroom.editor}" in letter.body
        assert "Lý do: Thiếu số liệu." in letter.body
        assert f"https://caobang.example.vn/quan-tri/news/article/{article.pk}/change/" in letter.body

    def test_is_plain_and_goes_to_one(self, letter: Any) -> None:
        assert letter.content_subtype == "plain"
        assert "Content-Type: text/plain" in letter.message().as_string()
        assert letter.recipients() == ["writer@example.vn"]

    def test_names_the_hour_of_a_scheduled_article(
        self, newsroom: Newsroom, django_capture_on_commit_callbacks: Callbacks
    ) -> None:
        timestamp = dates.start_of_day(dt.date(2099, 3, 4)) + dt.timedelta(hours=7, minutes=30)
        article = newsroom.approved()
        with django_capture_on_commit_callbacks(execute=True):
            article_services.schedule_article(article=article, by=newsroom.publisher, publish_at=timestamp)
        assert "Giờ đăng: 04/03/2099 07:30" in mail.outbox[-1].body

    def test_without_a_public_address_the_path_stands_alone(
        self, newsroom: Newsroom, django_capture_on_commit_callbacks: Callbacks, settings: Any
    ) -> None:
        settings.BASE_URL = ""
        with django_capture_on_commit_callbacks(execute=True):
            newsroom.submitted()
        assert "Mở bài: /quan-tri/news/article/" in mail.outbox[-1].body


class RefusingBackend(EmailBackend):
    """A mail server that knows one address too few."""

    def send_messages(self, messages: Any) -> int:
        if messages[0].to == ["editor@example.vn"]:
            raise smtplib.SMTPRecipientsRefused({"editor@example.vn": (550, b"No such user")})
        return super().send_messages(messages)


class UnreachableBackend(EmailBackend):
    def open(self) -> bool:
        raise ConnectionRefusedError("editor@example.vn")


class TestWhatGoesWrong:
    def test_one_bad_address_keeps_nothing_else_from_going(
        self,
        newsroom: Newsroom,
        django_capture_on_commit_callbacks: Callbacks,
        settings: Any,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        settings.EMAIL_BACKEND = f"{__name__}.RefusingBackend"
        with django_capture_on_commit_callbacks(execute=True):
            article = newsroom.submitted()
        assert article.status == Article.Status.SUBMITTED
        assert [letter.to for letter in mail.outbox] == [["publisher@example.vn"]]
        assert f"user {newsroom.editor.pk} was not sent: SMTPRecipientsRefused" in caplog.text
        assert "@" not in caplog.text

    def test_without_a_mail_server_the_act_is_done_and_told_in_the_portal(
        self,
        newsroom: Newsroom,
        django_capture_on_commit_callbacks: Callbacks,
        settings: Any,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        settings.EMAIL_BACKEND = f"{__name__}.UnreachableBackend"
        with django_capture_on_commit_callbacks(execute=True):
            newsroom.submitted()
        assert told(ArticleAction.SUBMIT) == {"editor", "publisher"}
        assert "ConnectionRefusedError" in caplog.text
        assert "@" not in caplog.text

    def test_an_act_that_is_undone_tells_nobody(
        self, newsroom: Newsroom, django_capture_on_commit_callbacks: Callbacks
    ) -> None:
        class Undone(Exception):
            pass

        def undone() -> None:
            with transaction.atomic():
                newsroom.submitted()
                raise Undone

        with django_capture_on_commit_callbacks(execute=True), pytest.raises(Undone):
            undone()
        assert not Notice.objects.exists()
        assert mail.outbox == []


class TestSeen:
    def test_one_or_all_of_ones_own(self, newsroom: Newsroom) -> None:
        newsroom.submitted()
        newsroom.submitted()
        own = Notice.objects.to(newsroom.editor)
        notices.mark_seen(recipient=newsroom.editor, pk=own.first().pk)
        assert own.unseen().count() == 1
        notices.mark_seen(recipient=newsroom.editor)
        assert own.unseen().count() == 0
        assert Notice.objects.to(newsroom.publisher).unseen().count() == 2

    def test_nobody_marks_anothers(self, newsroom: Newsroom) -> None:
        newsroom.submitted()
        notices.mark_seen(recipient=newsroom.editor, pk=Notice.objects.to(newsroom.publisher).first().pk)
        assert Notice.objects.to(newsroom.publisher).unseen().count() == 1

    def test_the_time_of_the_first_reading_stays(self, newsroom: Newsroom) -> None:
        newsroom.submitted()
        first = timezone.now()
        notices.mark_seen(recipient=newsroom.editor, at=first)
        notices.mark_seen(recipient=newsroom.editor, at=first + LATER)
        assert Notice.objects.to(newsroom.editor).get().seen_at == first

    def test_what_one_may_no_longer_open_is_not_listed(self, newsroom: Newsroom) -> None:
        newsroom.submitted()
        newsroom.editor.groups.clear()
        assert not Notice.objects.to(User.objects.get(pk=newsroom.editor.pk)).exists()


class TestTrimming:
    def test_what_was_seen_long_ago_goes_when_something_new_comes(self, newsroom: Newsroom) -> None:
        long_ago = timezone.now() - dt.timedelta(days=91)
        article = newsroom.submitted()
        Notice.objects.filter(recipient=newsroom.editor).update(made_at=long_ago, seen_at=long_ago)
        Notice.objects.filter(recipient=newsroom.publisher).update(made_at=long_ago)
        article_services.recall_submission(article=article, by=newsroom.writer)
        article_services.submit_article(article=article, by=newsroom.writer)
        assert Notice.objects.to(newsroom.editor).count() == 1
        assert Notice.objects.to(newsroom.publisher).count() == 2

    def test_costs_one_query_whatever_the_number(
        self, newsroom: Newsroom, django_assert_num_queries: type[CaptureQueriesContext]
    ) -> None:
        newsroom.submitted()
        long_ago = timezone.now() - dt.timedelta(days=91)
        Notice.objects.update(seen_at=long_ago)
        with django_assert_num_queries(1):
            Notice.objects.past_retention([newsroom.editor.pk, newsroom.publisher.pk]).delete()
        assert not Notice.objects.exists()
