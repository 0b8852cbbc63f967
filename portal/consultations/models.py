"""Consultations: drafts open for public comment, the comments, and their outcome."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.consultations.querysets import CommentQuerySet, ConsultationQuerySet
from portal.core.content.attached_files import VettedFile
from portal.core.content.rich_text import RichTextField
from portal.core.db.fields import NFCCharField, NFCTextField
from portal.core.publishing import Publishable, withdrawn_with_reason
from portal.core.text import vietnamese
from portal.documents.models import Document
from portal.images.body_html import render_body

MAX_COMMENT_LENGTH = 5000
MAX_ANSWER_LENGTH = 5000


class Consultation(Publishable):
    """Draft with its comment period (half-open: includes ``opens_at``, excludes ``closes_at``)."""

    listed_files: "list[ConsultationFile]"  # prefetched for search (search.py)

    already_public_message = _("Dự thảo này đang được đăng.")
    not_public_message = _("Dự thảo này không được đăng nên không có gì để rút.")

    title = NFCCharField(_("tên dự thảo"), max_length=250)
    explanation = RichTextField(_("giới thiệu"), help_text=_("Dự thảo về việc gì, điều gì cần góp ý, vì sao."))
    # Rendered HTML, derived on save (portal/core/content/rich_text_rendering.py).
    explanation_rendered = models.TextField(editable=False, default="", blank=True)
    unit = NFCCharField(_("đơn vị chủ trì"), max_length=200)
    contact = NFCCharField(
        _("liên hệ"), max_length=250, blank=True, help_text=_("Điện thoại, thư điện tử, nơi nhận ý kiến bằng giấy.")
    )
    opens_at = models.DateTimeField(_("nhận ý kiến từ"))
    closes_at = models.DateTimeField(_("đến"))
    summary = RichTextField(
        _("tổng hợp, tiếp thu, giải trình"),
        blank=True,
        help_text=_("Người đọc chỉ thấy sau khi bấm “Công bố tổng hợp”."),
    )
    summary_rendered = models.TextField(editable=False, default="", blank=True)
    summary_published_at = models.DateTimeField(_("công bố tổng hợp lúc"), null=True, editable=False)
    outcome = models.ForeignKey(
        Document,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="consultations",
        verbose_name=_("văn bản được ban hành"),
        help_text=_("Gõ số, ký hiệu hoặc trích yếu của văn bản trong thư viện."),
    )

    objects = ConsultationQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("dự thảo lấy ý kiến")
        verbose_name_plural = _("dự thảo lấy ý kiến")
        ordering = ["-closes_at", "-pk"]
        permissions = [("publish_consultation", "Đăng, rút dự thảo và công bố tổng hợp")]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")),
                name="consultation_closes_after_it_opens",
                violation_error_message=_("Thời điểm kết thúc phải sau thời điểm bắt đầu nhận ý kiến."),
            ),
            withdrawn_with_reason(
                name="consultation_withdrawn_with_reason",
                message=_("Chỉ rút được dự thảo đã đăng, và phải nói rõ lý do."),
            ),
            models.CheckConstraint(
                condition=Q(summary_published_at__isnull=True) | ~Q(summary=""),
                name="consultation_summary_says_something",
                violation_error_message=_("Đã công bố tổng hợp thì phần tổng hợp không được để trống."),
            ),
        ]
        indexes = [models.Index(fields=["closes_at", "id"], name="consultation_by_end")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("consultations:consultation-detail", args=[self.pk, self.slug])

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.explanation_rendered = render_body(self.explanation)
        self.summary_rendered = render_body(self.summary) if self.summary else ""
        super().save(*args, **kwargs)

    @property
    def slug(self) -> str:
        """Slug in its URL; it may change with the title, while the primary key in the URL stays."""
        return vietnamese.slugify(self.title, max_length=80) or "du-thao"

    @property
    def sort_position(self) -> tuple[dt.datetime, int]:
        return self.closes_at, self.pk

    def is_open(self, at: dt.datetime | None = None) -> bool:
        now = at or timezone.now()
        return self.is_public(now) and self.opens_at <= now < self.closes_at

    def has_closed(self, at: dt.datetime | None = None) -> bool:
        return self.closes_at <= (at or timezone.now())

    @property
    def retention_ends_on(self) -> dt.date:
        """Day from which names and e-mail addresses of commenters must be erased."""
        retention = dt.timedelta(days=settings.COMMENTER_DATA_RETENTION_DAYS)
        return timezone.localdate(self.closes_at + retention)


class ConsultationFile(VettedFile):
    """File of a draft. It is served only by a view that checks the draft's state."""

    folder = "lay-y-kien"

    consultation = models.ForeignKey(
        Consultation, models.PROTECT, related_name="files", verbose_name=_("dự thảo lấy ý kiến")
    )

    class Meta(VettedFile.Meta):
        verbose_name = _("tệp của dự thảo")
        verbose_name_plural = _("tệp của dự thảo")

    def get_absolute_url(self) -> str:
        return reverse("consultations:consultation-file", args=[self.pk, self.download_name])


class Comment(models.Model):
    """Comment on a draft. Once shown, it is public with its name but never with its e-mail address.

    Name and e-mail are personal data, collected with consent and erased after a time. Source: Luật 91/2025/QH15.
    """

    class State(models.TextChoices):
        PENDING = "pending", _("Chờ duyệt")
        SHOWN = "shown", _("Đang hiện")
        HIDDEN = "hidden", _("Không hiện")

    consultation = models.ForeignKey(
        Consultation, models.PROTECT, related_name="comments", verbose_name=_("dự thảo lấy ý kiến")
    )
    name = NFCCharField(_("họ và tên"), max_length=150, blank=True)
    organisation = NFCCharField(_("cơ quan, tổ chức"), max_length=200, blank=True)
    email = models.EmailField(_("thư điện tử"), max_length=200, blank=True)
    text = NFCTextField(_("ý kiến"), validators=[MaxLengthValidator(MAX_COMMENT_LENGTH)])
    created_at = models.DateTimeField(_("gửi lúc"), default=timezone.now, editable=False)
    consented_at = models.DateTimeField(_("đồng ý lúc"), default=timezone.now, editable=False)
    # When name and e-mail were erased.
    anonymized_at = models.DateTimeField(_("xóa thông tin cá nhân lúc"), null=True, editable=False)
    state = models.CharField(_("tình trạng"), max_length=7, choices=State, default=State.PENDING, editable=False)
    hidden_reason = NFCTextField(_("lý do không hiện"), blank=True, editable=False)
    moderated_at = models.DateTimeField(_("duyệt lúc"), null=True, editable=False)
    moderated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("người duyệt"),
    )
    answer = NFCTextField(_("trả lời"), blank=True, validators=[MaxLengthValidator(MAX_ANSWER_LENGTH)], editable=False)
    answered_at = models.DateTimeField(_("trả lời lúc"), null=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("người trả lời"),
    )

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("ý kiến về dự thảo")
        verbose_name_plural = _("ý kiến về dự thảo")
        ordering = ["-created_at", "-pk"]
        default_permissions = ("view",)
        permissions = [("moderate_comment", "Duyệt và trả lời ý kiến về dự thảo")]
        constraints = [
            models.CheckConstraint(
                condition=(Q(state="hidden") & ~Q(hidden_reason="")) | (~Q(state="hidden") & Q(hidden_reason="")),
                name="comment_hidden_with_reason",
                violation_error_message=_("Ý kiến không hiện phải có lý do."),
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True) | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="comment_answer_has_timestamp",
                violation_error_message=_("Câu trả lời phải có nội dung và thời điểm trả lời."),
            ),
            models.CheckConstraint(
                condition=Q(anonymized_at__isnull=True) | Q(name="", email=""),
                name="comment_anonymized_names_nobody",
                violation_error_message=_("Ý kiến đã xóa thông tin cá nhân thì không còn tên và thư điện tử."),
            ),
        ]
        indexes = [models.Index(fields=["consultation", "state", "created_at"], name="comment_of_draft")]

    def __str__(self) -> str:
        return self.text[:80]

    def clean(self) -> None:
        if not self.text.strip():
            raise ValidationError({"text": _("Hãy viết ý kiến.")})
