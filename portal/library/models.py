"""Documents that the agency issued or applies: what they are called, when they hold, how they hang together."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.kit import dates, vietnamese
from portal.kit.fields import FoldedField, NFCCharField, NFCTextField
from portal.kit.signatures import SigningCapacity
from portal.library import references
from portal.library.files import KeptFile
from portal.library.querysets import DocumentQuerySet, HeadingQuerySet, RelationQuerySet
from portal.library.validity import Validity, validity_on

MOST_ABSTRACT = 1000
_REAL_DAY = [
    MinValueValidator(dt.date(dates.FIRST_YEAR, 1, 1), _("Năm này quá xa. Hãy kiểm tra lại ngày.")),
    MaxValueValidator(dt.date(dates.LAST_YEAR, 12, 31), _("Năm này quá xa. Hãy kiểm tra lại ngày.")),
]


class Heading(models.Model):
    """What documents are filed under. Its slug is part of addresses, so it is made once and then stays."""

    name = NFCCharField(_("tên"), max_length=150, unique=True)
    slug = models.SlugField(max_length=160, unique=True, editable=False)
    position = models.PositiveSmallIntegerField(_("thứ tự"), default=0)

    objects = HeadingQuerySet.as_manager()

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


class DocumentKind(Heading):
    """The kinds of administrative documents and how each is abbreviated in a symbol.

    Source: Nghị định 30/2020/NĐ-CP, Điều 7 and Phụ lục III; the migration brings them.
    """

    abbreviation = NFCCharField(_("chữ viết tắt"), max_length=10, blank=True, help_text=_("Ví dụ: QĐ, KH, BC."))

    class Meta(Heading.Meta):
        verbose_name = _("loại văn bản")
        verbose_name_plural = _("loại văn bản")


class IssuingBody(Heading):
    """Who issues documents, under the name that stands on them."""

    class Meta(Heading.Meta):
        verbose_name = _("cơ quan ban hành")
        verbose_name_plural = _("cơ quan ban hành")


class Field(Heading):
    """What a document is about."""

    class Meta(Heading.Meta):
        verbose_name = _("lĩnh vực")
        verbose_name_plural = _("lĩnh vực")


class Document(models.Model):
    """A document with what its head says, the days between which it holds, and whether readers may see it."""

    kind = models.ForeignKey(DocumentKind, models.PROTECT, related_name="documents", verbose_name=_("loại văn bản"))
    number = NFCCharField(_("số"), max_length=references.MOST_NUMBER)
    symbol = NFCCharField(_("ký hiệu"), max_length=references.MOST_SYMBOL)
    reference_key = models.CharField(max_length=200, editable=False, default="")
    body = models.ForeignKey(IssuingBody, models.PROTECT, related_name="documents", verbose_name=_("cơ quan ban hành"))
    field = models.ForeignKey(
        Field, models.PROTECT, related_name="documents", verbose_name=_("lĩnh vực"), null=True, blank=True
    )
    abstract = NFCTextField(
        _("trích yếu"), validators=[MaxLengthValidator(MOST_ABSTRACT)], help_text=_("Như ghi trên văn bản.")
    )
    issued_on = models.DateField(_("ngày ban hành"), validators=_REAL_DAY)
    effective_from = models.DateField(
        _("có hiệu lực từ ngày"), blank=True, validators=_REAL_DAY, help_text=_("Để trống thì lấy ngày ban hành.")
    )
    partly_ceased_on = models.DateField(_("hết hiệu lực một phần từ ngày"), null=True, blank=True, validators=_REAL_DAY)
    ceased_on = models.DateField(
        _("hết hiệu lực toàn bộ từ ngày"),
        null=True,
        blank=True,
        validators=_REAL_DAY,
        help_text=_("Ngày đầu tiên không còn hiệu lực. Khi đăng văn bản thay thế, cổng tự ghi ngày này nếu còn trống."),
    )
    signer_capacity = models.CharField(_("thẩm quyền ký"), max_length=3, choices=SigningCapacity, blank=True)
    signer_name = NFCCharField(_("người ký"), max_length=150, blank=True)
    signer_post = NFCCharField(_("chức vụ người ký"), max_length=150, blank=True)

    published_at = models.DateTimeField(_("đăng lúc"), null=True, editable=False)
    withdrawn_at = models.DateTimeField(_("rút lúc"), null=True, editable=False)
    withdrawal_reason = NFCTextField(_("lý do rút"), blank=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("người nhập"),
    )
    created_at = models.DateTimeField(_("nhập lúc"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("sửa lúc"), auto_now=True)
    search_folded = FoldedField(sources=("reference", "abstract"))

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("văn bản")
        verbose_name_plural = _("văn bản")
        ordering = ["-issued_on", "-pk"]
        default_permissions = ("add", "change", "view")
        permissions = [("publish_document", "Đăng và rút văn bản")]
        constraints = [
            models.UniqueConstraint(
                fields=["reference_key", "body", "issued_on"],
                name="library_document_once",
                violation_error_message=_("Văn bản có số, ký hiệu, cơ quan và ngày ban hành này đã có trong thư viện."),
            ),
            models.CheckConstraint(
                condition=Q(ceased_on__isnull=True) | Q(ceased_on__gte=F("effective_from")),
                name="library_document_ceases_after_it_began",
                violation_error_message=_("Ngày hết hiệu lực không thể trước ngày có hiệu lực."),
            ),
            models.CheckConstraint(
                condition=Q(partly_ceased_on__isnull=True) | Q(partly_ceased_on__gte=F("effective_from")),
                name="library_document_partly_ceases_after_it_began",
                violation_error_message=_("Ngày hết hiệu lực một phần không thể trước ngày có hiệu lực."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawal_reason="")
                | (Q(withdrawn_at__isnull=False, published_at__isnull=False) & ~Q(withdrawal_reason="")),
                name="library_document_withdrawn_with_reason",
                violation_error_message=_("Chỉ rút được văn bản đã đăng, và phải nói rõ lý do."),
            ),
        ]
        indexes = [
            models.Index(fields=["issued_on", "id"], name="library_document_by_day"),
            models.Index(fields=["published_at"], name="library_document_published"),
        ]

    def __str__(self) -> str:
        return f"{self.reference} – {self.abstract[:120]}"

    def get_absolute_url(self) -> str:
        return reverse("library:document", args=[self.pk, self.slug])

    def clean(self) -> None:
        """Derives what the constraints look at."""
        self._derive()

    def save(self, *args: Any, **kwargs: Any) -> None:
        self._derive()
        super().save(*args, **kwargs)

    def _derive(self) -> None:
        self.reference_key = references.key(self.number, self.symbol)
        self.effective_from = self.effective_from or self.issued_on

    @property
    def reference(self) -> str:
        return references.written(self.number, self.symbol) if self.number and self.symbol else ""

    @property
    def slug(self) -> str:
        """The last part of its address; it may change with the wording, the key before it does not."""
        return vietnamese.slugify(f"{self.reference.replace('/', ' ')} {self.abstract}", max_length=80) or "van-ban"

    @property
    def title(self) -> str:
        """As people cite it, on English pages too: ``Quyết định số 12/QĐ-UBND``."""
        return f"{self.kind} số {self.reference}"

    @property
    def signer(self) -> str:
        """Name and post, as far as they are recorded."""
        return ", ".join(filter(None, (self.signer_name, self.signer_post)))

    @property
    def sort_position(self) -> tuple[dt.datetime, int]:
        return dates.start_of(self.issued_on), self.pk

    @property
    def is_draft(self) -> bool:
        return self.published_at is None

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None

    def is_public(self, at: dt.datetime | None = None) -> bool:
        """The twin of ``DocumentQuerySet.public``."""
        return self.published_at is not None and self.published_at <= (at or timezone.now()) and not self.is_withdrawn

    def validity_on(self, day: dt.date) -> Validity:
        return validity_on(day, self.effective_from, self.partly_ceased_on, self.ceased_on)

    @property
    def validity(self) -> Validity:
        """As of today in Việt Nam."""
        return self.validity_on(timezone.localdate())


class DocumentFile(KeptFile):
    """A file of a document. It leaves only through a view that knows the document's state."""

    folder = "van-ban"

    document = models.ForeignKey(Document, models.PROTECT, related_name="files", verbose_name=_("văn bản"))

    class Meta(KeptFile.Meta):
        verbose_name = _("tệp của văn bản")
        verbose_name_plural = _("tệp của văn bản")

    def get_absolute_url(self) -> str:
        return reverse("library:file", args=[self.pk, self.download_name])


class Relation(models.Model):
    """What one document does to another. It is entered once, at the newer one, and shown on both."""

    class Kind(models.TextChoices):
        REPLACES = "replaces", _("Thay thế")
        AMENDS = "amends", _("Sửa đổi, bổ sung")
        GUIDES = "guides", _("Hướng dẫn, quy định chi tiết")
        RELATES = "relates", _("Liên quan đến")

        @property
        def inverse_label(self) -> Promise:
            """The same seen from the other side."""
            return {
                Relation.Kind.REPLACES: _("Được thay thế bởi"),
                Relation.Kind.AMENDS: _("Được sửa đổi, bổ sung bởi"),
                Relation.Kind.GUIDES: _("Được hướng dẫn bởi"),
                Relation.Kind.RELATES: _("Liên quan đến"),
            }[self]

    source = models.ForeignKey(Document, models.PROTECT, related_name="relations", verbose_name=_("văn bản"))
    kind = models.CharField(_("quan hệ"), max_length=8, choices=Kind, default=Kind.REPLACES)
    target = models.ForeignKey(
        Document,
        models.PROTECT,
        related_name="relations_here",
        verbose_name=_("với văn bản"),
        help_text=_("Gõ số, ký hiệu hoặc vài chữ của trích yếu; không cần dấu."),
    )

    objects = RelationQuerySet.as_manager()

    class Meta:
        verbose_name = _("quan hệ với văn bản khác")
        verbose_name_plural = _("quan hệ với văn bản khác")
        ordering = ["kind", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "target"],
                name="library_relation_once",
                violation_error_message=_("Hai văn bản này đã có một quan hệ."),
            ),
            models.CheckConstraint(
                condition=~Q(source=F("target")),
                name="library_relation_between_two",
                violation_error_message=_("Văn bản không thể có quan hệ với chính nó."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.target}"

    def clean(self) -> None:
        """Refuses a circle: two documents that replace, amend or guide each other, by however many stages."""
        if self.source_id is None or self.target_id is None or self.kind == self.Kind.RELATES:
            return
        if self.source_id == self.target_id:
            raise ValidationError({"target": _("Văn bản không thể có quan hệ với chính nó.")}, code="self")
        if self.source_id in self._reached_from(self.target_id):
            raise ValidationError(
                {"target": _("Quan hệ này khép thành vòng: văn bản kia đã (qua các văn bản khác) dẫn về văn bản này.")},
                code="circle",
            )

    def _reached_from(self, key: int) -> set[int]:
        """The documents to which relations lead from one, itself left out; a query for each stage."""
        relations = Relation.objects.exclude(kind=self.Kind.RELATES).exclude(pk=self.pk)
        found: set[int] = set()
        edge = {key}
        while edge:
            edge = set(relations.filter(source__in=edge).values_list("target", flat=True)) - found
            found |= edge
        return found

    @property
    def inverse_name(self) -> str:
        return str(self.Kind(self.kind).inverse_label)
