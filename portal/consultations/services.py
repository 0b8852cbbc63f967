"""Services for consultations: publishing, withdrawing, publishing the summary of comments."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.accounts.models import User
from portal.audit import services as audit_services
from portal.consultations.models import Consultation
from portal.core import publishing

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
def publish_consultation(*, consultation: Consultation, by: User | None, at: dt.datetime | None = None) -> Consultation:
    """Publishes a draft, or a withdrawn one again. Raises ValidationError when it is already public."""
    consultation = publishing.publish(consultation, at=at)
    audit_services.record(action=CONSULTATION_PUBLISHED, by=by, target=consultation, at=at)
    return consultation


@transaction.atomic
def withdraw_consultation(
    *, consultation: Consultation, by: User | None, reason: str, at: dt.datetime | None = None
) -> Consultation:
    """Withdraws a draft; its page shows the reason. Raises ValidationError without a reason."""
    consultation = publishing.withdraw(consultation, reason=reason, at=at)
    detail = {"reason": consultation.withdrawal_reason}
    audit_services.record(action=CONSULTATION_WITHDRAWN, by=by, target=consultation, detail=detail, at=at)
    return consultation


@transaction.atomic
def publish_summary(*, consultation: Consultation, by: User | None, at: dt.datetime | None = None) -> Consultation:
    """Publishes the summary of comments. Raises ValidationError while comments are open, or for an empty summary."""
    now = at or timezone.now()
    consultation = Consultation.objects.select_for_update().get(pk=consultation.pk)
    if not consultation.has_closed(now):
        raise ValidationError(_("Còn đang nhận ý kiến; chỉ công bố tổng hợp sau khi kết thúc."), code="open")
    if not consultation.summary:
        raise ValidationError(_("Hãy viết phần tổng hợp, tiếp thu, giải trình rồi lưu lại trước."), code="empty")
    if consultation.summary_published_at is not None:
        raise ValidationError(_("Phần tổng hợp đã được công bố."), code="done")
    consultation.summary_published_at = now
    consultation.full_clean()
    consultation.save()
    audit_services.record(action=SUMMARY_PUBLISHED, by=by, target=consultation, at=at)
    return consultation
