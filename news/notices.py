"""Notifies users of actions on their articles: in the portal at once, by e-mail on commit.

Called at the end of every action (``services``), in its transaction: a rollback sends nothing.
"""

import datetime as dt
import logging
import smtplib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from news import permissions
from news.models import Article, ArticleRevision, Notice, NoticeSettings
from news.workflow import ArticleAction, ArticleRole
from portal.accounts.models import User
from portal.core import emails, site_identity

_log = logging.getLogger(__name__)

PUBLISH_REVISION = ArticleRevision.Kind.PUBLISH_REVISION
# Users with these earlier actions are notified besides the author; an empty set notifies only the author.
NOTIFIED_ACTORS: dict[str, frozenset[str]] = {
    ArticleAction.RETURN: frozenset(),
    ArticleAction.APPROVE: frozenset({ArticleAction.SUBMIT, ArticleAction.APPROVE}),
    ArticleAction.SCHEDULE: frozenset({ArticleAction.SUBMIT, ArticleAction.APPROVE}),
    # The system also does this when a pending revision cannot be published: whoever scheduled it must be notified.
    ArticleAction.UNSCHEDULE: frozenset({ArticleAction.SCHEDULE}),
    ArticleAction.PUBLISH: frozenset({ArticleAction.SUBMIT, ArticleAction.APPROVE}),
    PUBLISH_REVISION: frozenset({ArticleAction.SUBMIT, ArticleAction.APPROVE}),
    ArticleAction.WITHDRAW: frozenset(),
    ArticleAction.TRASH: frozenset(),
    ArticleAction.RESTORE: frozenset(),
}


@dataclass(frozen=True)
class _Email:
    """An e-mail to one user. The log names the user by primary key, never by e-mail address."""

    recipient_id: int
    message: EmailMessage


def notify(
    *,
    article: Article,
    action: str,
    by: User | None,
    reason: str = "",
    pending_revision: Article | None = None,
    at: dt.datetime | None = None,
) -> None:
    """Notifies the users concerned of an action, except the one who ran it; ``at`` is the action's time.

    ``pending_revision`` is the one merged into the article, when the action is ``PUBLISH_REVISION``.
    """
    made_at = at or timezone.now()
    people = [*_recipients(article, action, pending_revision, exclude=by)]
    if not people:
        return
    chosen = NoticeSettings.objects.by_user_id([person.pk for person in people])
    settings_by_user = {person.pk: chosen.get(person.pk) or NoticeSettings(user=person) for person in people}
    _store_notices(
        [person.pk for person in people if settings_by_user[person.pk].in_page], article, action, by, reason, made_at
    )
    built = [
        _build_email(person, article, action, by, reason, made_at)
        for person in people
        if settings_by_user[person.pk].by_email and person.email
    ]
    if built:
        transaction.on_commit(partial(_send_emails, built), robust=True)


def mark_seen(*, recipient: User, pk: int | None = None, at: dt.datetime | None = None) -> None:
    """Marks one of the user's notices as seen, or all of them (``pk=None``)."""
    unseen = Notice.objects.to(recipient).unseen().with_pk(pk)
    unseen.update(seen_at=at or timezone.now())


def save_notice_settings(*, user: User, in_page: bool, by_email: bool) -> NoticeSettings:
    """Saves a user's notice settings."""
    chosen, _created = NoticeSettings.objects.update_or_create(
        user=user, defaults={"in_page": in_page, "by_email": by_email}
    )
    return chosen


def _recipients(
    article: Article, action: str, pending_revision: Article | None, *, exclude: User | None
) -> Iterable[User]:
    own_pk = exclude.pk if exclude else 0
    if action == ArticleAction.SUBMIT:
        reviewers = permissions.users_with_roles({ArticleRole.REVIEWER, ArticleRole.PUBLISHER}, article)
        return reviewers.filter(is_staff=True).exclude(pk=own_pk)
    if action not in NOTIFIED_ACTORS:
        return []
    rows = [article, *([pending_revision] if pending_revision else [])]
    actor_ids = set(_previous_actors(pending_revision or article, NOTIFIED_ACTORS[action]))
    keys = ({row.created_by_id for row in rows} | actor_ids) - {None, own_pk}
    people = User.objects.filter(pk__in=keys, is_active=True, is_staff=True) if keys else []
    # A user who lost the permission to view the article is not notified.
    return [person for person in people if permissions.can_view(person, article)]


def _previous_actors(article: Article, actions: Collection[str]) -> Iterable[int | None]:
    if not actions:
        return []
    return article.revisions.filter(action__in=actions).order_by().values_list("made_by", flat=True).distinct()


def _store_notices(
    recipients: Collection[int], article: Article, action: str, by: User | None, reason: str, made_at: dt.datetime
) -> None:
    Notice.objects.bulk_create(
        Notice(recipient_id=recipient, article=article, action=action, actor=by, reason=reason, made_at=made_at)
        for recipient in recipients
    )
    Notice.objects.past_retention(recipients).delete()


def notice_title(action: str, article: Article) -> str:
    """The title of a notice and the subject of its e-mail."""
    titles: dict[str, str] = {
        ArticleAction.SUBMIT: _("Bài chờ duyệt"),
        ArticleAction.RETURN: _("Bài bị trả lại"),
        ArticleAction.APPROVE: _("Bài đã được duyệt"),
        ArticleAction.SCHEDULE: _("Bài đã được hẹn giờ"),
        ArticleAction.UNSCHEDULE: _("Bài bị hủy hẹn giờ"),
        ArticleAction.PUBLISH: _("Bài đã xuất bản"),
        PUBLISH_REVISION: _("Bản mới đã thay bản đang đăng"),
        ArticleAction.WITHDRAW: _("Bài đã ngưng hiệu lực"),
        ArticleAction.TRASH: _("Bài bị bỏ vào thùng rác"),
        ArticleAction.RESTORE: _("Bài được lấy lại từ thùng rác"),
    }
    # Collapsed to one line: a line break in the subject would allow header injection.
    return f"{titles[action]}: {' '.join(article.title.split())}"


def _build_email(
    person: User, article: Article, action: str, by: User | None, reason: str, made_at: dt.datetime
) -> _Email:
    path = reverse("admin:news_article_change", args=[article.pk])
    publish_at = article.goes_live_at or article.published_at
    name = site_identity.current_identity().name
    title = notice_title(action, article)
    lines = [
        title,
        "",
        _("Người làm: %s") % (by or _("cổng thông tin, tự động")),
        _("Lúc: %s") % _format_datetime(made_at),
        _("Giờ đăng: %s") % _format_datetime(publish_at) if action == ArticleAction.SCHEDULE and publish_at else "",
        _("Lý do: %s") % reason if reason else "",
        _("Mở bài: %s") % f"{getattr(settings, 'BASE_URL', '').rstrip('/')}{path}",
        "",
        _("Thư này do %s tự động gửi. Muốn thôi nhận thư, hãy vào Bàn làm việc → Thông báo.") % name,
    ]
    text = "\n".join(_collapse_blank_lines(lines))
    return _Email(person.pk, EmailMessage(f"[{name}] {title}", text, to=[person.email]))


def _format_datetime(value: dt.datetime) -> str:
    return f"{timezone.localtime(value):%d/%m/%Y %H:%M}"


def _collapse_blank_lines(lines: Iterable[str]) -> Iterable[str]:
    """Collapses consecutive blank lines, which empty values leave, into one."""
    before = ""
    for line in lines:
        if line or before:
            yield line
        before = line


def _send_emails(found: Iterable[_Email]) -> None:
    """Sends each e-mail separately, so that recipients are not disclosed and one failure does not stop the rest."""
    try:
        with get_connection() as connection:
            for email in found:
                email.message.connection = connection
                emails.send(email.message, about=f"The notice to user {email.recipient_id}")
    except (smtplib.SMTPException, OSError) as error:
        _log.error("The mail server could not be reached: %s; notices stand in the portal only", type(error).__name__)


def with_titles(rows: Any) -> list[dict[str, Any]]:
    """Notices with their titles."""
    return [{"notice": notice, "title": notice_title(notice.action, notice.article)} for notice in rows]
