"""Documents that the agency issued or applies: reference, validity and relations."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.core.content.attached_files import VettedFile
from portal.core.db.fields import FoldedSearchField, NFCCharField, NFCTextField
from portal.core.publishing import Publishable, withdrawn_with_reason
from portal.core.text import dates, vietnamese
from portal.core.text.signatures import SigningCapacity
from portal.documents import references
from portal.documents.querysets import DocumentQuerySet, DocumentRelationQuerySet, TaxonomyTermQuerySet
from portal.documents.validity import Validity, validity_on

MAX_ABSTRACT_LENGTH = 1000
_DATE_VALIDATORS = [
    MinValueValidator(dt.date(dates.FIRST_YEAR, 1, 1), _("Năm này quá xa. Hãy kiểm tra lại ngày.")),
    MaxValueValidator(dt.date(dates.LAST_YEAR, 12, 31), _("Năm này quá xa. Hãy kiểm tra lại ngày.")),
]


class TaxonomyTerm(models.Model):
    """Base of the taxonomies of documents. The slug is part of URLs, so it is generated once and never changes."""

    name = NFCCharField(_("tên"), max_length=150, unique=True)
    slug = models.SlugField(max_length=160, unique=True, editable=False)
    position = models.PositiveSmallIntegerField(_("thứ tự"), default=0)

    objects = TaxonomyTermQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["position", "name"]
        default_permissions = ("add", "change", "view")

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        slug = vietnamese.slugify(self.name)
        if not slug:
            raise ValidationError({"name": _("Tên phải có chữ hoặc số.")})
        if not self.slug and type(self)._default_manager.filter(slug=slug).exists():
            raise ValidationError({"name": _("Đã có một mục tên gần giống thế này.")}, code="unique")

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.slug = self.slug or vietnamese.slugify(self.name)
        super().save(*args, **kwargs)


class DocumentKind(TaxonomyTerm):
    """Kinds of administrative documents and their abbreviations in symbols.

    Source: Nghị định 30/2020/NĐ-CP, Điều 7 and Phụ lục III; loaded by the migration.
    """

    abbreviation = NFCCharField(_("chữ viết tắt"), max_length=10, blank=True, help_text=_("Ví dụ: QĐ, KH, BC."))

    class Meta(TaxonomyTerm.Meta):
        verbose_name = _("loại văn bản")
        verbose_name_plural = _("loại văn bản")


class IssuingBody(TaxonomyTerm):
    """Issuer of documents, with the name printed on them."""

    class Meta(TaxonomyTerm.Meta):
        verbose_name = _("cơ quan ban hành")
        verbose_name_plural = _("cơ quan ban hành")


class SubjectArea(TaxonomyTerm):
    """Subject area of a document."""

    class Meta(TaxonomyTerm.Meta):
        verbose_name = _("lĩnh vực")
        verbose_name_plural = _("lĩnh vực")


class Document(Publishable):
    """Document with its metadata, its period of validity, and whether it is public."""

    listed_files: "list[DocumentFile]"  # prefetched by DocumentQuerySet.with_files

    already_public_message = _("Văn bản này đang được đăng.")
    not_public_message = _("Văn bản này không được đăng nên không có gì để rút.")
    missing_reason_message = _("Hãy nói rõ vì sao rút văn bản; người đọc sẽ thấy lý do này.")

    kind = models.ForeignKey(DocumentKind, models.PROTECT, related_name="documents", verbose_name=_("loại văn bản"))
    number = NFCCharField(_("số"), max_length=references.MAX_NUMBER_LENGTH)
    symbol = NFCCharField(_("ký hiệu"), max_length=references.MAX_SYMBOL_LENGTH)
    reference_key = models.CharField(max_length=200, editable=False, default="")
    issuing_body = models.ForeignKey(
        IssuingBody, models.PROTECT, related_name="documents", verbose_name=_("cơ quan ban hành")
    )
    subject_area = models.ForeignKey(
        SubjectArea, models.PROTECT, related_name="documents", verbose_name=_("lĩnh vực"), null=True, blank=True
    )
    abstract = NFCTextField(
        _("trích yếu"), validators=[MaxLengthValidator(MAX_ABSTRACT_LENGTH)], help_text=_("Như ghi trên văn bản.")
    )
    issued_on = models.DateField(_("ngày ban hành"), validators=_DATE_VALIDATORS)
    effective_from = models.DateField(
        _("có hiệu lực từ ngày"),
        blank=True,
        validators=_DATE_VALIDATORS,
        help_text=_("Để trống thì lấy ngày ban hành."),
    )
    partly_ceased_on = models.DateField(
        _("hết hiệu lực một phần từ ngày"), null=True, blank=True, validators=_DATE_VALIDATORS
    )
    ceased_on = models.DateField(
        _("hết hiệu lực toàn bộ từ ngày"),
        null=True,
        blank=True,
        validators=_DATE_VALIDATORS,
        help_text=_("Ngày đầu tiên không còn hiệu lực. Khi đăng văn bản thay thế, cổng tự ghi ngày này nếu còn trống."),
    )
    signer_capacity = models.CharField(_("thẩm quyền ký"), max_length=3, choices=SigningCapacity, blank=True)
    signer_name = NFCCharField(_("người ký"), max_length=150, blank=True)
    signer_post = NFCCharField(_("chức vụ người ký"), max_length=150, blank=True)

    created_at = models.DateTimeField(_("nhập lúc"), default=timezone.now, editable=False)
    search_folded = FoldedSearchField(sources=("reference", "abstract"))

    objects = DocumentQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("văn bản")
        verbose_name_plural = _("văn bản")
        ordering = ["-issued_on", "-pk"]
        permissions = [("publish_document", "Đăng và rút văn bản")]
        constraints = [
            models.UniqueConstraint(
                fields=["reference_key", "issuing_body", "issued_on"],
                name="documents_document_once",
                violation_error_message=_("Văn bản có số, ký hiệu, cơ quan và ngày ban hành này đã có trong thư viện."),
            ),
            models.CheckConstraint(
                condition=Q(ceased_on__isnull=True) | Q(ceased_on__gte=F("effective_from")),
                name="documents_document_ceases_after_it_began",
                violation_error_message=_("Ngày hết hiệu lực không thể trước ngày có hiệu lực."),
            ),
            models.CheckConstraint(
                condition=Q(partly_ceased_on__isnull=True) | Q(partly_ceased_on__gte=F("effective_from")),
                name="documents_document_partly_ceases_after_it_began",
                violation_error_message=_("Ngày hết hiệu lực một phần không thể trước ngày có hiệu lực."),
            ),
            withdrawn_with_reason(
                name="documents_document_withdrawn_with_reason",
                message=_("Chỉ rút được văn bản đã đăng, và phải nói rõ lý do."),
            ),
        ]
        indexes = [
            models.Index(fields=["issued_on", "id"], name="documents_document_by_day"),
            models.Index(fields=["published_at"], name="documents_document_published"),
        ]

    def __str__(self) -> str:
        return f"{self.reference} – {self.abstract[:120]}"

    def get_absolute_url(self) -> str:
        return reverse("documents:document-detail", args=[self.pk, self.slug])

    def clean(self) -> None:
        """Derives the fields that constraints check."""
        self._derive_fields()

    def save(self, *args: Any, **kwargs: Any) -> None:
        self._derive_fields()
        super().save(*args, **kwargs)

    def _derive_fields(self) -> None:
        self.reference_key = references.normalize_reference(self.number, self.symbol)
        self.effective_from = self.effective_from or self.issued_on

    @property
    def reference(self) -> str:
        return references.format_reference(self.number, self.symbol) if self.number and self.symbol else ""

    @property
    def slug(self) -> str:
        """Slug in its URL; it may change with the abstract, while the primary key in the URL stays."""
        return vietnamese.slugify(f"{self.reference.replace('/', ' ')} {self.abstract}", max_length=80) or "van-ban"

    @property
    def title(self) -> str:
        """Title as cited, on English pages too: ``Quyết định số 12/QĐ-UBND``."""
        return f"{self.kind} số {self.reference}"

    @property
    def signer(self) -> str:
        """Signer's name and post, as far as they are recorded."""
        return ", ".join(filter(None, (self.signer_name, self.signer_post)))

    @property
    def sort_position(self) -> tuple[dt.datetime, int]:
        return dates.start_of_day(self.issued_on), self.pk

    def validity_on(self, day: dt.date) -> Validity:
        return validity_on(day, self.effective_from, self.partly_ceased_on, self.ceased_on)

    @property
    def validity(self) -> Validity:
        """Validity as of today (Việt Nam time)."""
        return self.validity_on(timezone.localdate())


class DocumentFile(VettedFile):
    """File of a document. It is served only by a view that checks the document's state."""

    folder = "van-ban"

    document = models.ForeignKey(Document, models.PROTECT, related_name="files", verbose_name=_("văn bản"))

    class Meta(VettedFile.Meta):
        verbose_name = _("tệp của văn bản")
        verbose_name_plural = _("tệp của văn bản")

    def get_absolute_url(self) -> str:
        return reverse("documents:document-file", args=[self.pk, self.download_name])


class DocumentRelation(models.Model):
    """Relation between two documents. It is entered once, at the newer document, and shown on both."""

    class Kind(models.TextChoices):
        REPLACES = "replaces", _("Thay thế")
        AMENDS = "amends", _("Sửa đổi, bổ sung")
        GUIDES = "guides", _("Hướng dẫn, quy định chi tiết")
        RELATES = "relates", _("Liên quan đến")

        @property
        def inverse_label(self) -> Promise:
            """Label of the relation as seen from the target."""
            return {
                DocumentRelation.Kind.REPLACES: _("Được thay thế bởi"),
                DocumentRelation.Kind.AMENDS: _("Được sửa đổi, bổ sung bởi"),
                DocumentRelation.Kind.GUIDES: _("Được hướng dẫn bởi"),
                DocumentRelation.Kind.RELATES: _("Liên quan đến"),
            }[self]

    source = models.ForeignKey(Document, models.PROTECT, related_name="relations", verbose_name=_("văn bản"))
    kind = models.CharField(_("quan hệ"), max_length=8, choices=Kind, default=Kind.REPLACES)
    target = models.ForeignKey(
        Document,
        models.PROTECT,
        related_name="incoming_relations",
        verbose_name=_("với văn bản"),
        help_text=_("Gõ số, ký hiệu hoặc vài chữ của trích yếu; không cần dấu."),
    )

    objects = DocumentRelationQuerySet.as_manager()

    class Meta:
        verbose_name = _("quan hệ với văn bản khác")
        verbose_name_plural = _("quan hệ với văn bản khác")
        ordering = ["kind", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "target"],
                name="documents_documentrelation_once",
                violation_error_message=_("Hai văn bản này đã có một quan hệ."),
            ),
            models.CheckConstraint(
                condition=~Q(source=F("target")),
                name="documents_documentrelation_between_two",
                violation_error_message=_("Văn bản không thể có quan hệ với chính nó."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.target}"

    def clean(self) -> None:
        """Forbids cycles of documents that replace, amend or guide each other, of any length."""
        if self.source_id is None or self.target_id is None or self.kind == self.Kind.RELATES:
            return
        if self.source_id == self.target_id:
            raise ValidationError({"target": _("Văn bản không thể có quan hệ với chính nó.")}, code="self")
        if self.source_id in self._reachable_from(self.target_id):
            raise ValidationError(
                {"target": _("Quan hệ này khép thành vòng: văn bản kia đã (qua các văn bản khác) dẫn về văn bản này.")},
                code="circle",
            )

    def _reachable_from(self, key: int) -> set[int]:
        """Documents reachable by relations from one, itself excluded; a query for each level."""
        relations = DocumentRelation.objects.exclude(kind=self.Kind.RELATES).exclude(pk=self.pk)
        reachable: set[int] = set()
        frontier = {key}
        while frontier:
            frontier = set(relations.filter(source__in=frontier).values_list("target", flat=True)) - reachable
            reachable |= frontier
        return reachable

    @property
    def inverse_name(self) -> str:
        return str(self.Kind(self.kind).inverse_label)
