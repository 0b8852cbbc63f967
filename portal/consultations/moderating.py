"""Staff's acts on comments: showing, hiding, answering them; and forgetting who wrote them."""

import datetime as dt

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.accounts import audit
from portal.accounts.models import User
from portal.consultations.consulting import fit_reason
from portal.consultations.models import MOST_ANSWER, Comment, Consultation

SHOWN, HIDDEN, ANSWERED = "consultations.shown", "consultations.hidden", "consultations.answered"
FORGOTTEN = "consultations.forgotten"
ACTS = {
    SHOWN: gettext_lazy("Cho hiện ý kiến"),
    HIDDEN: gettext_lazy("Không cho hiện ý kiến"),
    ANSWERED: gettext_lazy("Trả lời ý kiến"),
    FORGOTTEN: gettext_lazy("Xóa thông tin cá nhân của người góp ý"),
}


@transaction.atomic
def show(*, comment: Comment, by: User | None, at: dt.datetime | None = None) -> None:
    comment = _locked(comment)
    comment.state, comment.hidden_reason = Comment.State.SHOWN, ""
    _moderate(comment, SHOWN, by, at)


@transaction.atomic
def hide(*, comment: Comment, by: User | None, reason: str, at: dt.datetime | None = None) -> None:
    """Keeps a comment from readers. Raises ValidationError without a reason."""
    comment = _locked(comment)
    comment.state, comment.hidden_reason = Comment.State.HIDDEN, fit_reason(reason)
    _moderate(comment, HIDDEN, by, at)


@transaction.atomic
def answer(*, comment: Comment, by: User | None, text: str, at: dt.datetime | None = None) -> None:
    """Answers a comment, or answers it anew. Raises ValidationError when nothing, or too much, is said."""
    tidy = text.replace("\0", "").strip()
    if not tidy or len(tidy) > MOST_ANSWER:
        raise ValidationError({"text": _("Câu trả lời phải có từ 1 đến %d ký tự.") % MOST_ANSWER})
    comment = _locked(comment)
    comment.answer, comment.answered_at, comment.answered_by = tidy, at or timezone.now(), by
    comment.full_clean()
    comment.save()
    audit.record(act=ANSWERED, by=by, thing=comment, title=_trail_title(comment), at=at)


@transaction.atomic
def forget_commenters(*, at: dt.datetime | None = None, days: int | None = None) -> int:
    """Takes names and e-mail addresses out of comments on drafts that closed so many days ago; says of how many.

    The comments stay, with the organisation they were written for.
    """
    now = at or timezone.now()
    kept = dt.timedelta(days=settings.COMMENTER_DATA_DAYS if days is None else days)
    old = Consultation.objects.ended_before(now - kept)
    count = Comment.objects.of_consultations(old).personal().update(name="", email="", forgotten_at=now)
    if count:
        audit.record(act=FORGOTTEN, by=None, detail={"count": count}, at=at)
    return count


def _locked(comment: Comment) -> Comment:
    return Comment.objects.select_for_update().select_related("consultation").get(pk=comment.pk)


def _moderate(comment: Comment, act: str, by: User | None, at: dt.datetime | None) -> None:
    comment.moderated_at, comment.moderated_by = at or timezone.now(), by
    comment.full_clean()
    comment.save()
    detail = {"reason": comment.hidden_reason} if comment.hidden_reason else {}
    audit.record(act=act, by=by, thing=comment, title=_trail_title(comment), detail=detail, at=at)


def _trail_title(comment: Comment) -> str:
    """The trail outlives what commenters may ask to be forgotten, so it holds the draft's name, not their words."""
    return _("Ý kiến số %(number)s về “%(title)s”") % {"number": comment.pk, "title": comment.consultation.title}
