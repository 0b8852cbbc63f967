"""The bloc's documents: append-only versions, and comments with answers."""

from typing import Any, NoReturn

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from emulation import immutability
from emulation.models.years import EmulationYear
from emulation.querysets.documents import AppendOnlyQuerySet, BlocDocumentQuerySet
from portal.core.content import uploads
from portal.core.content.private_files import PrivateFileField
from portal.core.content.rich_text import RichTextField
from portal.core.db.fields import NFCCharField, NFCTextField
from portal.core.text.signatures import SigningCapacity
from portal.images.body_html import render_body


def version_upload_path(version: "DocumentVersion", name: str) -> str:
    return uploads.unguessable_upload_path("van-ban-khoi", name)


class BlocDocument(models.Model):
    """Regulation, plan, criteria, report or minutes of the bloc's year: draft, circulated, then adopted."""

    class Kind(models.TextChoices):
        REGULATION = "regulation", _("Quy chế")
        PLAN = "plan", _("Kế hoạch")
        CRITERIA = "criteria", _("Bảng tiêu chí")
        REPORT = "report", _("Báo cáo")
        MINUTES = "minutes", _("Biên bản")

    class State(models.TextChoices):
        DRAFT = "draft", _("Dự thảo")
        CIRCULATED = "circulated", _("Đang lấy ý kiến")
        ADOPTED = "adopted", _("Đã thông qua")

    year = models.ForeignKey(EmulationYear, models.PROTECT, related_name="documents", verbose_name=_("năm thi đua"))
    kind = models.CharField(_("loại"), max_length=10, choices=Kind)
    title = NFCCharField(_("tên văn bản"), max_length=250)
    number = NFCCharField(_("số"), max_length=20, blank=True)
    symbol = NFCCharField(_("ký hiệu"), max_length=50, blank=True, help_text=_("Ví dụ: KH-KTĐ."))
    issued_on = models.DateField(_("ngày ban hành"), null=True, blank=True)
    signer_name = NFCCharField(_("người ký"), max_length=150, blank=True)
    signer_post = NFCCharField(_("chức vụ người ký"), max_length=150, blank=True)
    signer_capacity = models.CharField(_("thẩm quyền ký"), max_length=3, choices=SigningCapacity, blank=True)
    state = models.CharField(_("tình trạng"), max_length=10, choices=State, default=State.DRAFT, editable=False)
    circulated_on = models.DateField(_("lấy ý kiến từ ngày"), null=True, blank=True, editable=False)
    adopted_on = models.DateField(_("thông qua ngày"), null=True, blank=True, editable=False)

    objects = BlocDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("văn bản của khối")
        verbose_name_plural = _("văn bản của khối")
        ordering = ["kind", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="adopted", adopted_on__isnull=False)
                | (~Q(state="adopted") & Q(adopted_on__isnull=True)),
                name="bloc_document_adopted_on_a_day",
                violation_error_message=_("Văn bản đã thông qua phải có ngày thông qua."),
            ),
            models.CheckConstraint(
                condition=Q(circulated_on__isnull=True)
                | Q(adopted_on__isnull=True)
                | Q(adopted_on__gte=models.F("circulated_on")),
                name="bloc_document_circulated_before_adopted",
                violation_error_message=_("Ngày thông qua không thể trước ngày lấy ý kiến."),
            ),
            models.UniqueConstraint(
                fields=["year", "number", "symbol"],
                condition=~Q(number=""),
                name="bloc_document_number_once_a_year",
                violation_error_message=_("Số, ký hiệu này đã dùng cho một văn bản khác trong năm."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def comments(self) -> models.QuerySet["DocumentComment"]:
        """Comments on any of its versions."""
        return DocumentComment.objects.filter(version__document=self)

    def unanswered_comments(self) -> models.QuerySet["DocumentComment"]:
        return self.comments().filter(answered_at__isnull=True)

    def get_version(self, number: int) -> "DocumentVersion | None":
        return self.versions.filter(number=number).first()

    @property
    def reference(self) -> str:
        """Formatted number and symbol: ``05/KH-KTĐ``; a number below 10 is padded.

        Source: Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II.3.
        """
        if not self.number:
            return ""
        number = self.number.zfill(2) if self.number.isdecimal() else self.number
        return "/".join(part for part in (number, self.symbol) if part)


class DocumentVersion(models.Model):
    """One version of a document's text. Versions are added, never edited or removed."""

    document = models.ForeignKey(BlocDocument, models.PROTECT, related_name="versions", verbose_name=_("văn bản"))
    number = models.PositiveSmallIntegerField(_("phiên bản"), editable=False)
    text = RichTextField(_("nội dung"), blank=True)
    # Rendered HTML, derived on save (portal/core/content/rich_text_rendering.py).
    text_rendered = models.TextField(editable=False, default="", blank=True)
    file = PrivateFileField(
        _("tệp"),
        upload_to=version_upload_path,
        url_of=lambda row: reverse("admin:emulation_blocdocument_file", args=[row.document_id, row.number]),
        blank=True,
    )
    note = NFCCharField(_("điều đã thay đổi"), max_length=250, blank=True)
    created_at = models.DateTimeField(_("lưu lúc"), default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("người lưu"),
    )

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = _("phiên bản")
        verbose_name_plural = _("các phiên bản")
        ordering = ["document", "number"]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="document_version_number_is_unique"),
            models.CheckConstraint(
                condition=~Q(text="") | ~Q(file=""),
                name="document_version_not_empty",
                violation_error_message=_("Phiên bản phải có nội dung hoặc tệp."),
            ),
            immutability.document_version_is_immutable(),
        ]

    def __str__(self) -> str:
        return gettext("Phiên bản %(number)s") % {"number": self.number}

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise ValidationError(immutability.VERSION_IMMUTABLE_MESSAGE)
        self.text_rendered = render_body(self.text)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise ValidationError(immutability.VERSION_IMMUTABLE_MESSAGE)


class DocumentComment(models.Model):
    """Comment of a member on a circulated draft, with its answer."""

    version = models.ForeignKey(DocumentVersion, models.PROTECT, related_name="comments", verbose_name=_("phiên bản"))
    agency = models.ForeignKey("emulation.Agency", models.PROTECT, related_name="+", verbose_name=_("đơn vị góp ý"))
    author = NFCCharField(_("người góp ý"), max_length=150, blank=True)
    text = NFCTextField(_("ý kiến"), max_length=4000)
    created_at = models.DateTimeField(_("góp ý lúc"), default=timezone.now, editable=False)
    answer = NFCTextField(_("trả lời"), max_length=4000, blank=True)
    answered_at = models.DateTimeField(_("trả lời lúc"), null=True, blank=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("người trả lời"),
    )

    class Meta:
        verbose_name = _("ý kiến góp ý")
        verbose_name_plural = _("ý kiến góp ý")
        ordering = ["created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True) | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="document_comment_answer_has_timestamp",
                violation_error_message=_("Câu trả lời phải có nội dung và thời điểm trả lời."),
            )
        ]

    def __str__(self) -> str:
        return self.text[:80]
