"""Services for documents: publishing, withdrawing, files, and ending the validity of replaced documents."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy

from portal.accounts.models import User
from portal.audit import services as audit_services
from portal.core import publishing
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


@transaction.atomic
def publish_document(*, document: Document, by: User | None, at: dt.datetime | None = None) -> Document:
    """Publishes a draft, or a withdrawn document again. Raises ValidationError when it is already public."""
    document = publishing.publish(document, at=at)
    cease_replaced_documents(document=document, by=by)
    audit_services.record(action=DOCUMENT_PUBLISHED, by=by, target=document, at=at)
    return document


@transaction.atomic
def withdraw_document(*, document: Document, by: User | None, reason: str, at: dt.datetime | None = None) -> Document:
    """Withdraws a document; its page shows the reason.

    Raises ValidationError without a reason, or when it is not public.
    """
    document = publishing.withdraw(document, reason=reason, at=at)
    detail = {"reason": document.withdrawal_reason}
    audit_services.record(action=DOCUMENT_WITHDRAWN, by=by, target=document, detail=detail, at=at)
    return document


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
def add_file(*, file: VettedFile, by: User | None, at: dt.datetime | None = None) -> VettedFile:
    """Adds a file; the uploader has confirmed that it holds no state secret."""
    file.added_by, file.added_at = by, at or timezone.now()
    file.save()
    audit_services.record(action=FILE_ADDED, by=by, target=file, at=at)
    return file


@transaction.atomic
def remove_file(*, file: VettedFile, by: User | None, at: dt.datetime | None = None) -> VettedFile:
    """Detaches a file; it stays in storage but is no longer served to the public."""
    file.removed_at = at or timezone.now()
    file.save()
    audit_services.record(action=FILE_REMOVED, by=by, target=file, at=at)
    return file
