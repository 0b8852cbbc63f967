"""Services for documents: publishing, withdrawing, files, and ending the validity of replaced documents."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.accounts.models import User
from portal.audit import services as audit_services
from portal.core.content.attached_files import VettedFile
from portal.documents.models import Document

DOCUMENT_PUBLISHED, DOCUMENT_WITHDRAWN, DOCUMENT_CEASED = (
    "documents.published",
    "documents.withdrawn",
    "documents.ceased",
)
FILE_ADDED, FILE_REMOVED = "documents.file_added", "documents.file_removed"
DOCUMENT_ACTIONS = {
    DOCUMENT_PUBLISHED: gettext_lazy("Đăng văn bản"),
    DOCUMENT_WITHDRAWN: gettext_lazy("Rút văn bản"),
    DOCUMENT_CEASED: gettext_lazy("Ghi hết hiệu lực vì bị thay thế"),
    FILE_ADDED: gettext_lazy("Thêm tệp"),
    FILE_REMOVED: gettext_lazy("Gỡ tệp"),
}
MAX_REASON_LENGTH = 1000


@transaction.atomic
def publish_document(*, document: Document, by: User | None, at: dt.datetime | None = None) -> None:
    """Publishes a draft, or a withdrawn document again. Raises ValidationError when it is already public."""
    now = at or timezone.now()
    document = Document.objects.select_for_update().get(pk=document.pk)
    if not document.is_draft and not document.is_withdrawn:
        raise ValidationError(_("Văn bản này đang được đăng."), code="public")
    document.published_at = document.published_at or now
    document.withdrawn_at, document.withdrawal_reason = None, ""
    document.full_clean()
    document.save()
    cease_replaced_documents(document=document, by=by)
    audit_services.record(action=DOCUMENT_PUBLISHED, by=by, target=document, at=at)


@transaction.atomic
def withdraw_document(*, document: Document, by: User | None, reason: str, at: dt.datetime | None = None) -> None:
    """Withdraws a document; its page shows the reason.

    Raises ValidationError without a reason, or when it is not public.
    """
    reason = reason.replace("\0", "").strip()
    document = Document.objects.select_for_update().get(pk=document.pk)
    if document.is_draft or document.is_withdrawn:
        raise ValidationError(_("Văn bản này không được đăng nên không có gì để rút."), code="not_public")
    if not reason:
        raise ValidationError({"reason": _("Hãy nói rõ vì sao rút văn bản; người đọc sẽ thấy lý do này.")})
    if len(reason) > MAX_REASON_LENGTH:
        raise ValidationError({"reason": _("Lý do dài quá %d ký tự.") % MAX_REASON_LENGTH})
    document.withdrawn_at, document.withdrawal_reason = at or timezone.now(), reason
    document.full_clean()
    document.save()
    audit_services.record(action=DOCUMENT_WITHDRAWN, by=by, target=document, detail={"reason": reason}, at=at)


@transaction.atomic
def cease_replaced_documents(*, document: Document, by: User | None) -> int:
    """Sets ``ceased_on`` of replaced documents without one to the day the new one takes effect; returns the number."""
    if not document.is_public():
        return 0
    count = 0
    for relation in document.relations.replacing().select_related("target"):
        replaced = relation.target
        if replaced.ceased_on is None:
            replaced.ceased_on = max(document.effective_from, replaced.effective_from)
            replaced.save()
            detail = {"on": replaced.ceased_on, "replaced_by": document}
            audit_services.record(action=DOCUMENT_CEASED, by=by, target=replaced, detail=detail)
            count += 1
    return count


@transaction.atomic
def add_file(*, file: VettedFile, by: User | None, at: dt.datetime | None = None) -> None:
    """Adds a file; the uploader has confirmed that it holds no state secret."""
    file.added_by, file.added_at = by, at or timezone.now()
    file.save()
    audit_services.record(action=FILE_ADDED, by=by, target=file, at=at)


@transaction.atomic
def remove_file(*, file: VettedFile, by: User | None, at: dt.datetime | None = None) -> None:
    """Detaches a file; it stays in storage but is no longer served to the public."""
    file.removed_at = at or timezone.now()
    file.save()
    audit_services.record(action=FILE_REMOVED, by=by, target=file, at=at)
