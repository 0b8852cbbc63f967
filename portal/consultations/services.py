"""Services for consultations: publishing, withdrawing, publishing the summary of comments."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.accounts.models import User
from portal.audit import services as audit_services
from portal.consultations.models import MAX_REASON_LENGTH, Consultation

CONSULTATION_PUBLISHED, CONSULTATION_WITHDRAWN, SUMMARY_PUBLISHED = (
    "consultations.published",
    "consultations.withdrawn",
    "consultations.summarised",
)
CONSULTATION_ACTIONS = {
    CONSULTATION_PUBLISHED: gettext_lazy("Đăng dự thảo lấy ý kiến"),
    CONSULTATION_WITHDRAWN: gettext_lazy("Rút dự thảo lấy ý kiến"),
    SUMMARY_PUBLISHED: gettext_lazy("Công bố tổng hợp ý kiến"),
}


@transaction.atomic
def publish_consultation(*, consultation: Consultation, by: User | None, at: dt.datetime | None = None) -> None:
    """Publishes a draft, or a withdrawn one again. Raises ValidationError when it is already public."""
    consultation = _lock_consultation(consultation)
    if not consultation.is_draft and not consultation.is_withdrawn:
        raise ValidationError(_("Dự thảo này đang được đăng."), code="public")
    consultation.published_at = consultation.published_at or at or timezone.now()
    consultation.withdrawn_at, consultation.withdrawal_reason = None, ""
    _save_consultation(consultation)
    audit_services.record(action=CONSULTATION_PUBLISHED, by=by, target=consultation, at=at)


@transaction.atomic
def withdraw_consultation(
    *, consultation: Consultation, by: User | None, reason: str, at: dt.datetime | None = None
) -> None:
    """Withdraws a draft; its page shows the reason. Raises ValidationError without a reason."""
    consultation = _lock_consultation(consultation)
    if consultation.is_draft or consultation.is_withdrawn:
        raise ValidationError(_("Dự thảo này không được đăng nên không có gì để rút."), code="not_public")
    consultation.withdrawal_reason = clean_reason(reason)
    consultation.withdrawn_at = at or timezone.now()
    _save_consultation(consultation)
    audit_services.record(
        action=CONSULTATION_WITHDRAWN,
        by=by,
        target=consultation,
        detail={"reason": consultation.withdrawal_reason},
        at=at,
    )


@transaction.atomic
def publish_summary(*, consultation: Consultation, by: User | None, at: dt.datetime | None = None) -> None:
    """Publishes the summary of comments. Raises ValidationError while comments are open, or for an empty summary."""
    now = at or timezone.now()
    consultation = _lock_consultation(consultation)
    if not consultation.has_closed(now):
        raise ValidationError(_("Còn đang nhận ý kiến; chỉ công bố tổng hợp sau khi kết thúc."), code="open")
    if not consultation.summary:
        raise ValidationError(_("Hãy viết phần tổng hợp, tiếp thu, giải trình rồi lưu lại trước."), code="empty")
    if consultation.summary_published_at is not None:
        raise ValidationError(_("Phần tổng hợp đã được công bố."), code="done")
    consultation.summary_published_at = now
    _save_consultation(consultation)
    audit_services.record(action=SUMMARY_PUBLISHED, by=by, target=consultation, at=at)


def clean_reason(reason: str) -> str:
    """Normalized reason. Raises ValidationError when it is empty or too long."""
    cleaned = reason.replace("\0", "").strip()
    if not cleaned:
        raise ValidationError({"reason": _("Hãy nói rõ lý do.")})
    if len(cleaned) > MAX_REASON_LENGTH:
        raise ValidationError({"reason": _("Lý do dài quá %d ký tự.") % MAX_REASON_LENGTH})
    return cleaned


def _lock_consultation(consultation: Consultation) -> Consultation:
    return Consultation.objects.select_for_update().get(pk=consultation.pk)


def _save_consultation(consultation: Consultation) -> None:
    consultation.full_clean()
    consultation.save()
