"""The acts on documents of the library: publishing, withdrawing, and what a replacement does to what it replaces."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.accounts import audit
from portal.accounts.models import User
from portal.library.files import KeptFile
from portal.library.models import Document

PUBLISHED, WITHDRAWN, FILE_REMOVED = "library.published", "library.withdrawn", "library.file_removed"
ACTS = {
    PUBLISHED: gettext_lazy("Đăng văn bản"),
    WITHDRAWN: gettext_lazy("Rút văn bản"),
    FILE_REMOVED: gettext_lazy("Gỡ tệp"),
}
MOST_REASON = 1000


@transaction.atomic
def publish(*, document: Document, by: User | None, at: dt.datetime | None = None) -> None:
    """Shows a draft to readers, or a withdrawn document again. Raises ValidationError when it is public already."""
    now = at or timezone.now()
    document = Document.objects.select_for_update().get(pk=document.pk)
    if not document.is_draft and not document.is_withdrawn:
        raise ValidationError(_("Văn bản này đang được đăng."), code="public")
    document.published_at = document.published_at or now
    document.withdrawn_at, document.withdrawal_reason = None, ""
    document.full_clean()
    document.save()
    settle_replaced(document=document)
    audit.record(act=PUBLISHED, by=by, thing=document, at=at)


@transaction.atomic
def withdraw(*, document: Document, by: User | None, reason: str, at: dt.datetime | None = None) -> None:
    """Takes a document away from readers, who are told why. Raises ValidationError without a reason or when it is not
    public."""
    reason = reason.replace("\0", "").strip()
    document = Document.objects.select_for_update().get(pk=document.pk)
    if document.is_draft or document.is_withdrawn:
        raise ValidationError(_("Văn bản này không được đăng nên không có gì để rút."), code="not_public")
    if not reason:
        raise ValidationError({"reason": _("Hãy nói rõ vì sao rút văn bản; người đọc sẽ thấy lý do này.")})
    if len(reason) > MOST_REASON:
        raise ValidationError({"reason": _("Lý do dài quá %d ký tự.") % MOST_REASON})
    document.withdrawn_at, document.withdrawal_reason = at or timezone.now(), reason
    document.full_clean()
    document.save()
    audit.record(act=WITHDRAWN, by=by, thing=document, detail={"reason": reason}, at=at)


@transaction.atomic
def settle_replaced(*, document: Document) -> int:
    """Ends what a public document replaces on the day it takes effect, where no day is recorded; says how many."""
    if not document.is_public():
        return 0
    count = 0
    for relation in document.relations.replacing().select_related("target"):
        replaced = relation.target
        if replaced.ceased_on is None:
            replaced.ceased_on = max(document.effective_from, replaced.effective_from)
            replaced.save()
            count += 1
    return count


@transaction.atomic
def remove_file(*, file: KeptFile, by: User | None, at: dt.datetime | None = None) -> None:
    """Takes a file off what it stands with; it is kept, and no longer given to readers."""
    file.removed_at = at or timezone.now()
    file.save()
    audit.record(act=FILE_REMOVED, by=by, thing=file, at=at)
