"""Acts on the bloc's documents: draft, new versions, circulation for comment, answers, adoption."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from emulation.models import Agency, BlocDocument, DocumentComment, DocumentVersion, EmulationYear
from emulation.models.years import require_member_within
from portal.accounts.models import User
from portal.kit.constraints import violations_spoken_by


@transaction.atomic
def draft_document(
    *, year: EmulationYear, kind: str, title: str, text: str = "", file: File | None = None, by: User | None = None
) -> BlocDocument:
    """A new document with its first version."""
    document = BlocDocument(year=year, kind=kind, title=title)
    document.full_clean()
    document.save()
    add_version(document=document, text=text, file=file, by=by)
    return document


@transaction.atomic
def add_version(
    *, document: BlocDocument, text: str = "", file: File | None = None, note: str = "", by: User | None = None
) -> DocumentVersion:
    """Keeps a new wording beside the earlier ones. An adopted document takes none: it is replaced by another."""
    document = BlocDocument.objects.select_for_update().get(pk=document.pk)
    if document.state == BlocDocument.State.ADOPTED:
        raise ValidationError(_("Văn bản đã thông qua, không thêm phiên bản được. Hãy lập văn bản sửa đổi."))
    last = document.versions.aggregate(last=Max("number"))["last"] or 0
    version = DocumentVersion(document=document, number=last + 1, text=text, file=file or "", note=note, created_by=by)
    version.full_clean()
    with violations_spoken_by(DocumentVersion):
        version.save()
    return version


@transaction.atomic
def circulate_document(*, document: BlocDocument, on: dt.date) -> BlocDocument:
    """Sends the latest version to the members for comment."""
    return _move(document, BlocDocument.State.CIRCULATED, circulated_on=on)


@transaction.atomic
def adopt_document(*, document: BlocDocument, on: dt.date) -> BlocDocument:
    """The members have agreed to the latest version; from now on the public may know of the document.

    Refused while a comment is unanswered: whoever took the trouble to write is owed a word.
    """
    if document.unanswered_comments().exists():
        raise ValidationError(_("Còn ý kiến góp ý chưa được trả lời."))
    return _move(document, BlocDocument.State.ADOPTED, adopted_on=on)


@transaction.atomic
def comment_on(*, version: DocumentVersion, agency: Agency, text: str, author: str = "") -> DocumentComment:
    """A member's comment on a circulated draft."""
    document = version.document
    if document.state != BlocDocument.State.CIRCULATED:
        raise ValidationError(_("Chỉ góp ý được khi văn bản đang lấy ý kiến."))
    require_member_within(document.year, agency.pk, field="agency")
    comment = DocumentComment(version=version, agency=agency, author=author, text=text)
    comment.full_clean()
    comment.save()
    return comment


@transaction.atomic
def answer_comment(*, comment: DocumentComment, answer: str, by: User | None) -> DocumentComment:
    """Says what became of a comment. An answer once given stays."""
    if comment.answer:
        raise ValidationError({"answer": _("Ý kiến này đã được trả lời.")})
    comment.answer = answer
    comment.answered_at = timezone.now()
    comment.answered_by = by
    comment.full_clean()
    comment.save()
    return comment


# From each state, where a document may go. A bloc may adopt at the meeting what it has not circulated before.
_STEPS = {
    BlocDocument.State.DRAFT: {BlocDocument.State.CIRCULATED, BlocDocument.State.ADOPTED},
    BlocDocument.State.CIRCULATED: {BlocDocument.State.ADOPTED},
    BlocDocument.State.ADOPTED: set(),
}


def _move(document: BlocDocument, state: BlocDocument.State, **days: dt.date) -> BlocDocument:
    document = BlocDocument.objects.select_for_update().get(pk=document.pk)
    if state not in _STEPS[BlocDocument.State(document.state)]:
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
