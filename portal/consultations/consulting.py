"""The acts on drafts laid open for comment: publishing, withdrawing, telling what became of the comments."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.accounts import audit
from portal.accounts.models import User
from portal.consultations.models import MOST_REASON, Consultation

PUBLISHED, WITHDRAWN, SUMMARISED = "consultations.published", "consultations.withdrawn", "consultations.summarised"
ACTS = {
    PUBLISHED: gettext_lazy("Đăng dự thảo lấy ý kiến"),
    WITHDRAWN: gettext_lazy("Rút dự thảo lấy ý kiến"),
    SUMMARISED: gettext_lazy("Công bố tổng hợp ý kiến"),
}


@transaction.atomic
def publish(*, consultation: Consultation, by: User | None, at: dt.datetime | None = None) -> None:
    """Shows a draft to readers, or a withdrawn one again. Raises ValidationError when it is public already."""
    consultation = _locked(consultation)
    if not consultation.is_draft and not consultation.is_withdrawn:
        raise ValidationError(_("Dự thảo này đang được đăng."), code="public")
    consultation.published_at = consultation.published_at or at or timezone.now()
    consultation.withdrawn_at, consultation.withdrawal_reason = None, ""
    _store(consultation)
    audit.record(act=PUBLISHED, by=by, thing=consultation, at=at)


@transaction.atomic
def withdraw(*, consultation: Consultation, by: User | None, reason: str, at: dt.datetime | None = None) -> None:
    """Takes a draft away from readers, who are told why. Raises ValidationError without a reason."""
    consultation = _locked(consultation)
    if consultation.is_draft or consultation.is_withdrawn:
        raise ValidationError(_("Dự thảo này không được đăng nên không có gì để rút."), code="not_public")
    consultation.withdrawal_reason = fit_reason(reason)
    consultation.withdrawn_at = at or timezone.now()
    _store(consultation)
    audit.record(act=WITHDRAWN, by=by, thing=consultation, detail={"reason": consultation.withdrawal_reason}, at=at)


@transaction.atomic
def publish_summary(*, consultation: Consultation, by: User | None, at: dt.datetime | None = None) -> None:
    """Shows readers what became of the comments. Raises ValidationError while comments are taken, or without words."""
    now = at or timezone.now()
    consultation = _locked(consultation)
    if not consultation.has_closed(now):
        raise ValidationError(_("Còn đang nhận ý kiến; chỉ công bố tổng hợp sau khi kết thúc."), code="open")
    if not consultation.summary:
        raise ValidationError(_("Hãy viết phần tổng hợp, tiếp thu, giải trình rồi lưu lại trước."), code="empty")
    if consultation.summarised_at is not None:
        raise ValidationError(_("Phần tổng hợp đã được công bố."), code="done")
    consultation.summarised_at = now
    _store(consultation)
    audit.record(act=SUMMARISED, by=by, thing=consultation, at=at)


def fit_reason(reason: str) -> str:
    """The reason as it is stored. Raises ValidationError when there is none, or too much of it."""
    tidy = reason.replace("\0", "").strip()
    if not tidy:
        raise ValidationError({"reason": _("Hãy nói rõ lý do.")})
    if len(tidy) > MOST_REASON:
        raise ValidationError({"reason": _("Lý do dài quá %d ký tự.") % MOST_REASON})
    return tidy


def _locked(consultation: Consultation) -> Consultation:
    return Consultation.objects.select_for_update().get(pk=consultation.pk)


def _store(consultation: Consultation) -> None:
    consultation.full_clean()
    consultation.save()
