"""Telling the people concerned what happened to an article: in the portal at once, by e-mail once it is certain.

Called at the end of every act (``publishing``), in its transaction: an act that is undone tells nobody anything.
"""

import datetime as dt
import logging
import smtplib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import partial

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from news import rights
from news.models import Article, ArticleRevision, Notice, NoticeSettings
from news.workflow import Act, Right
from portal.accounts.models import User
from portal.kit import identity

_log = logging.getLogger(__name__)

BRING_IN = ArticleRevision.Kind.BRING_IN
# Who had a hand in the article before and hears of an act beside the writer; an empty set is the writer alone.
EARLIER_HANDS: dict[str, frozenset[str]] = {
    Act.GIVE_BACK: frozenset(),
    Act.APPROVE: frozenset({Act.SUBMIT, Act.APPROVE}),
    Act.SCHEDULE: frozenset({Act.SUBMIT, Act.APPROVE}),
    # The portal does this too, when a version cannot take its article's place: whoever chose the hour must know.
    Act.UNSCHEDULE: frozenset({Act.SCHEDULE}),
    Act.PUBLISH: frozenset({Act.SUBMIT, Act.APPROVE}),
    BRING_IN: frozenset({Act.SUBMIT, Act.APPROVE}),
    Act.WITHDRAW: frozenset(),
    Act.TRASH: frozenset(),
    Act.RESTORE: frozenset(),
}


@dataclass(frozen=True)
class _Letter:
    """An e-mail that is to go to one person. The log names the person by key, never by address."""

    recipient_id: int
    address: str
    subject: str
    text: str


def announce(*, article: Article, act: str, by: User | None, reason: str = "", version: Article | None = None) -> None:
    """Tells those concerned of an act that was just done, never the person who did it.

    ``version`` is the next version whose text the article got, when the act is ``BRING_IN``.
    """
    people = [person for person in _concerned(article, act, version) if by is None or person.pk != by.pk]
    if not people:
        return
    chosen = NoticeSettings.objects.by_person([person.pk for person in people])
    ways = {person.pk: chosen.get(person.pk) or NoticeSettings(user=person) for person in people}
    _keep([person.pk for person in people if ways[person.pk].in_page], article, act, by, reason)
    letters = [
        _letter(person, article, act, by, reason) for person in people if ways[person.pk].by_email and person.email
    ]
    if letters:
        transaction.on_commit(partial(_send, letters), robust=True)


def mark_seen(*, recipient: User, pk: int | None = None, at: dt.datetime | None = None) -> None:
    """A person has read one of their notices, or (None) all of them."""
    unseen = Notice.objects.to(recipient).unseen().numbered(pk)
    unseen.update(seen_at=at or timezone.now())


def choose_ways(*, user: User, in_page: bool, by_email: bool) -> NoticeSettings:
    """How a person wants to be told from now on."""
    chosen, _created = NoticeSettings.objects.update_or_create(
        user=user, defaults={"in_page": in_page, "by_email": by_email}
    )
    return chosen


def _concerned(article: Article, act: str, version: Article | None) -> Iterable[User]:
    if act == Act.SUBMIT:
        return rights.people_with({Right.REVIEWER, Right.PUBLISHER}, article).filter(is_staff=True)
    if act not in EARLIER_HANDS:
        return []
    rows = [article, *([version] if version else [])]
    hands = set(_earlier_hands(version or article, EARLIER_HANDS[act]))
    keys = {row.created_by_id for row in rows} | hands
    people = User.objects.filter(pk__in=keys - {None}, is_active=True, is_staff=True) if keys - {None} else []
    # Whoever lost their role meanwhile is told nothing of what they could not open.
    return [person for person in people if rights.may_see(person, article)]


def _earlier_hands(article: Article, acts: Collection[str]) -> QuerySet[int] | list[int]:
    if not acts:
        return []
    return article.revisions.filter(act__in=acts).order_by().values_list("made_by", flat=True).distinct()


def _keep(recipients: Collection[int], article: Article, act: str, by: User | None, reason: str) -> None:
    Notice.objects.bulk_create(
        Notice(recipient_id=recipient, article=article, act=act, actor=by, reason=reason) for recipient in recipients
    )
    Notice.objects.outlived(recipients).delete()


def title_of(act: str, article: Article) -> str:
    """What happened, as the heading of a notice and the subject of its e-mail."""
    titles = {
        Act.SUBMIT: _("Bài chờ duyệt"),
        Act.GIVE_BACK: _("Bài bị trả lại"),
        Act.APPROVE: _("Bài đã được duyệt"),
        Act.SCHEDULE: _("Bài đã được hẹn giờ"),
        Act.UNSCHEDULE: _("Bài bị hủy hẹn giờ"),
        Act.PUBLISH: _("Bài đã xuất bản"),
        BRING_IN: _("Bản mới đã thay bản đang đăng"),
        Act.WITHDRAW: _("Bài đã ngưng hiệu lực"),
        Act.TRASH: _("Bài bị bỏ vào thùng rác"),
        Act.RESTORE: _("Bài được lấy lại từ thùng rác"),
    }
    # One line whatever was typed: a line break would end the subject and begin another header.
    return f"{titles[act]}: {' '.join(article.title.split())}"


def _letter(person: User, article: Article, act: str, by: User | None, reason: str) -> _Letter:
    path = reverse("admin:news_article_change", args=[article.pk])
    goes_out_at = article.goes_live_at or article.published_at
    name = identity.current().name
    title = title_of(act, article)
    lines = [
        title,
        "",
        _("Người làm: %s") % (by or _("cổng thông tin, tự động")),
        _("Lúc: %s") % _moment(timezone.now()),
        _("Giờ đăng: %s") % _moment(goes_out_at) if act == Act.SCHEDULE and goes_out_at else "",
        _("Lý do: %s") % reason if reason else "",
        _("Mở bài: %s") % f"{getattr(settings, 'PUBLIC_ADDRESS', '').rstrip('/')}{path}",
        "",
        _("Thư này do %s tự động gửi. Muốn thôi nhận thư, hãy vào Bàn làm việc → Thông báo.") % name,
    ]
    return _Letter(person.pk, person.email, f"[{name}] {title}", "\n".join(_without_gaps(lines)))


def _moment(moment: dt.datetime) -> str:
    return f"{timezone.localtime(moment):%d/%m/%Y %H:%M}"


def _without_gaps(lines: Iterable[str]) -> Iterable[str]:
    """Lines that have nothing to say are left out; of two empty ones, one stays."""
    before = ""
    for line in lines:
        if line or before:
            yield line
        before = line


def _send(letters: Iterable[_Letter]) -> None:
    """Sends each by itself, so that no recipient sees another and no bad address keeps the rest from going."""
    try:
        with get_connection() as connection:
            for letter in letters:
                _send_one(letter, connection)
    except (smtplib.SMTPException, OSError) as error:
        _log.error("The mail server could not be reached: %s; notices stand in the portal only", type(error).__name__)


def _send_one(letter: _Letter, connection: object) -> None:
    try:
        EmailMessage(letter.subject, letter.text, to=[letter.address], connection=connection).send()
    except (smtplib.SMTPException, OSError, ValueError) as error:
        # The error may quote the address, so only its kind is kept.
        _log.error("The notice to user %s was not sent: %s", letter.recipient_id, type(error).__name__)
