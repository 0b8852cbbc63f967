"""Services for the bloc's documents: drafting, new versions, circulation, comments and answers, adoption."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from emulation import audit_log
from emulation.models import Agency, BlocDocument, DocumentComment, DocumentVersion, EmulationYear
from emulation.models.years import validate_member_within_year
from portal.accounts.models import User
from portal.audit import services as audit_services
from portal.core.db.constraints import constraint_errors_as_validation


@transaction.atomic
def draft_document(
    *, year: EmulationYear, kind: str, title: str, text: str = "", file: File | None = None, by: User | None = None
) -> BlocDocument:
    """Creates a document with its first version."""
    document = BlocDocument(year=year, kind=kind, title=title)
    document.full_clean()
    document.save()
    _create_version(document, text, file, "", by)
    audit_services.record(action=audit_log.DOCUMENT_DRAFTED, by=by, target=document, detail={"year": year})
    return document


@transaction.atomic
def add_version(
    *, document: BlocDocument, text: str = "", file: File | None = None, note: str = "", by: User | None = None
) -> DocumentVersion:
    """Adds a version. An adopted document takes no more: it is superseded by another document."""
    document = BlocDocument.objects.select_for_update().get(pk=document.pk)
    if document.state == BlocDocument.State.ADOPTED:
        raise ValidationError(_("Văn bản đã thông qua, không thêm phiên bản được. Hãy lập văn bản sửa đổi."))
    version = _create_version(document, text, file, note, by)
    detail = {"year": document.year, "number": version.number, "note": note}
    audit_services.record(action=audit_log.VERSION_ADDED, by=by, target=document, detail=detail)
    return version


def _create_version(
    document: BlocDocument, text: str, file: File | None, note: str, by: User | None
) -> DocumentVersion:
    last = document.versions.aggregate(last=Max("number"))["last"] or 0
    version = DocumentVersion(document=document, number=last + 1, text=text, file=file or "", note=note, created_by=by)
    version.full_clean()
    with constraint_errors_as_validation(DocumentVersion):
        version.save()
    return version


@transaction.atomic
def circulate_document(*, document: BlocDocument, on: dt.date, by: User | None = None) -> BlocDocument:
    """Sends the latest version to the members for comment."""
    circulated = _change_state(document, BlocDocument.State.CIRCULATED, circulated_on=on)
    detail = {"year": circulated.year, "on": on}
    audit_services.record(action=audit_log.DOCUMENT_CIRCULATED, by=by, target=circulated, detail=detail)
    return circulated


@transaction.atomic
def adopt_document(*, document: BlocDocument, on: dt.date, by: User | None = None) -> BlocDocument:
    """Adopts the latest version, agreed by the members, and makes the document public.

    Raises ValidationError while a comment is unanswered.
    """
    if document.unanswered_comments().exists():
        raise ValidationError(_("Còn ý kiến góp ý chưa được trả lời."))
    adopted = _change_state(document, BlocDocument.State.ADOPTED, adopted_on=on)
    detail = {"year": adopted.year, "on": on}
    audit_services.record(action=audit_log.DOCUMENT_ADOPTED, by=by, target=adopted, detail=detail)
    return adopted


@transaction.atomic
def add_comment(
    *, version: DocumentVersion, agency: Agency, text: str, author: str = "", by: User | None = None
) -> DocumentComment:
    """Adds a member's comment on a circulated draft."""
    document = version.document
    if document.state != BlocDocument.State.CIRCULATED:
        raise ValidationError(_("Chỉ góp ý được khi văn bản đang lấy ý kiến."))
    validate_member_within_year(document.year, agency.pk, field="agency")
    comment = DocumentComment(version=version, agency=agency, author=author, text=text)
    comment.full_clean()
    comment.save()
    detail = {"year": document.year, "agency": agency, "number": version.number}
    audit_services.record(action=audit_log.DOCUMENT_COMMENTED, by=by, target=document, detail=detail)
    return comment


@transaction.atomic
def answer_comment(*, comment: DocumentComment, answer: str, by: User | None) -> DocumentComment:
    """Answers a comment. An answer cannot be changed."""
    if comment.answer:
        raise ValidationError({"answer": _("Ý kiến này đã được trả lời.")})
    comment.answer = answer
    comment.answered_at = timezone.now()
    comment.answered_by = by
    comment.full_clean()
    comment.save()
    document = comment.version.document
    detail = {"year": document.year, "agency": comment.agency}
    audit_services.record(action=audit_log.COMMENT_ANSWERED, by=by, target=document, detail=detail)
    return comment


# Allowed next states by state. A bloc may adopt at the meeting what it has not circulated before.
_TRANSITIONS = {
    BlocDocument.State.DRAFT: {BlocDocument.State.CIRCULATED, BlocDocument.State.ADOPTED},
    BlocDocument.State.CIRCULATED: {BlocDocument.State.ADOPTED},
    BlocDocument.State.ADOPTED: set(),
}


def _change_state(document: BlocDocument, state: BlocDocument.State, **days: dt.date) -> BlocDocument:
    document = BlocDocument.objects.select_for_update().get(pk=document.pk)
    if state not in _TRANSITIONS[BlocDocument.State(document.state)]:
        raise ValidationError(
            _("Văn bản đang ở bước “%(now)s”, không chuyển sang “%(next)s” được.")
            % {"now": document.get_state_display(), "next": state.label}
        )
    document.state = state
    for field, day in days.items():
        setattr(document, field, day)
    document.full_clean()
    document.save()
    return document
