"""Staff services for comments: showing, hiding, answering, and anonymizing their authors."""

import datetime as dt

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.accounts.models import User
from portal.audit import services as audit_services
from portal.consultations.models import MAX_ANSWER_LENGTH, Comment, Consultation
from portal.core.http import cache_generation
from portal.core.publishing import clean_reason

COMMENT_SHOWN, COMMENT_HIDDEN, COMMENT_ANSWERED = (
    "consultations.shown",
    "consultations.hidden",
    "consultations.answered",
)
COMMENTERS_ANONYMIZED = "consultations.forgotten"
COMMENT_ACTIONS = {
    COMMENT_SHOWN: gettext_lazy("Cho hiện ý kiến"),
    COMMENT_HIDDEN: gettext_lazy("Không cho hiện ý kiến"),
    COMMENT_ANSWERED: gettext_lazy("Trả lời ý kiến"),
    COMMENTERS_ANONYMIZED: gettext_lazy("Xóa thông tin cá nhân của người góp ý"),
}


@transaction.atomic
def show_comment(*, comment: Comment, by: User | None, at: dt.datetime | None = None) -> Comment:
    comment = _lock_comment(comment)
    comment.state, comment.hidden_reason = Comment.State.SHOWN, ""
    _save_moderation(comment, COMMENT_SHOWN, by, at)
    return comment


@transaction.atomic
def hide_comment(*, comment: Comment, by: User | None, reason: str, at: dt.datetime | None = None) -> Comment:
    """Hides a comment from the public. Raises ValidationError without a reason."""
    comment = _lock_comment(comment)
    comment.state, comment.hidden_reason = Comment.State.HIDDEN, clean_reason(reason)
    _save_moderation(comment, COMMENT_HIDDEN, by, at)
    cache_generation.invalidate_on_commit()
    return comment


@transaction.atomic
def answer_comment(*, comment: Comment, by: User | None, text: str, at: dt.datetime | None = None) -> Comment:
    """Sets or replaces the answer to a comment. Raises ValidationError when it is empty or too long."""
    cleaned = text.replace("\0", "").strip()
    if not cleaned or len(cleaned) > MAX_ANSWER_LENGTH:
        raise ValidationError({"text": _("Câu trả lời phải có từ 1 đến %d ký tự.") % MAX_ANSWER_LENGTH})
    comment = _lock_comment(comment)
    comment.answer, comment.answered_at, comment.answered_by = cleaned, at or timezone.now(), by
    comment.full_clean()
    comment.save()
    audit_services.record(action=COMMENT_ANSWERED, by=by, target=comment, title=_audit_title(comment), at=at)
    return comment


@transaction.atomic
def anonymize_commenters(*, by: User | None = None, at: dt.datetime | None = None, days: int | None = None) -> int:
    """Erases names and e-mail addresses of comments on drafts that closed that many days ago; returns the number.

    The comments stay, with the organisation they were written for.
    """
    now = at or timezone.now()
    retention = dt.timedelta(days=settings.COMMENTER_DATA_RETENTION_DAYS if days is None else days)
    closed_consultations = Consultation.objects.closed_before(now - retention)
    count = (
        Comment.objects.of_consultations(closed_consultations)
        .with_personal_data()
        .update(name="", email="", anonymized_at=now)
    )
    if count:
        cache_generation.invalidate_on_commit()
        audit_services.record(action=COMMENTERS_ANONYMIZED, by=by, detail={"count": count}, at=at)
    return count


def _lock_comment(comment: Comment) -> Comment:
    return Comment.objects.select_for_update().select_related("consultation").get(pk=comment.pk)


def _save_moderation(comment: Comment, action: str, by: User | None, at: dt.datetime | None) -> None:
    comment.moderated_at, comment.moderated_by = at or timezone.now(), by
    comment.full_clean()
    comment.save()
    detail = {"reason": comment.hidden_reason} if comment.hidden_reason else {}
    audit_services.record(action=action, by=by, target=comment, title=_audit_title(comment), detail=detail, at=at)


def _audit_title(comment: Comment) -> str:
    """The draft's title and not the comment's text: the audit log outlives data that commenters may ask to erase."""
    return _("Ý kiến số %(number)s về “%(title)s”") % {"number": comment.pk, "title": comment.consultation.title}
