"""Questions, their events and topics, and days off."""

import datetime as dt
import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.core.content import rich_text
from portal.core.content.rich_text import RichTextField
from portal.core.db.fields import FoldedSearchField, NFCCharField, NFCTextField
from portal.core.db.querysets import SortKey
from portal.core.text import dates, vietnamese
from portal.images.body_html import render_body
from portal.questions.querysets import DayOffQuerySet, QuestionEventQuerySet, QuestionQuerySet, TopicQuerySet
from portal.questions.workflow import OPEN_STATUSES, QuestionAction, QuestionStatus

# Without ambiguous characters: 0 and O, 1 and I and L. Sixteen characters have 79 bits.
CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LENGTH = 16


def generate_code() -> str:
    return "".join(secrets.choice(CODE_ALPHABET) for _sign in range(CODE_LENGTH))


def normalize_code(raw_code: str) -> str:
    """Canonical form of a tracking code, which may be typed with lower case, spaces or hyphens."""
    return "".join(sign for sign in raw_code.upper() if sign.isalnum())[: CODE_LENGTH + 1]


class Topic(models.Model):
    """Topic of questions."""

    name = NFCCharField(_("tên lĩnh vực"), max_length=120, unique=True)
    slug = models.SlugField(_("phần địa chỉ"), max_length=120, unique=True, editable=False)
    position = models.PositiveSmallIntegerField(_("thứ tự"), default=0)
    is_open = models.BooleanField(
        _("nhận câu hỏi mới"), default=True, help_text=_("Bỏ chọn thì câu hỏi cũ vẫn còn, câu hỏi mới không chọn được.")
    )

    objects = TopicQuerySet.as_manager()

    class Meta:
        verbose_name = _("lĩnh vực hỏi đáp")
        verbose_name_plural = _("lĩnh vực hỏi đáp")
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"{reverse('questions:question-list')}?linh-vuc={self.slug}"

    def save(self, *args: object, **kwargs: object) -> None:
        """Sets the slug once, so that the URL stays when the name is corrected."""
        if not self.slug:
            self.slug = self._unique_slug()
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # passed through unchanged

    def _unique_slug(self) -> str:
        wanted = vietnamese.slugify(self.name, max_length=110) or "linh-vuc"
        taken = set(Topic.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
        numbered = (f"{wanted}-{number}" for number in range(2, len(taken) + 3))
        return next(slug for slug in (wanted, *numbered) if slug not in taken)


class Question(models.Model):
    """Question as submitted and as published, with its answer.

    ``name``, ``email``, ``phone``, ``subject`` and ``text`` are the sender's, are never public, and are erased some
    time after the answer. ``get_public_name``, ``public_subject`` and ``public_text`` are public.
    """

    class Kind(models.TextChoices):
        QUESTION = "question", _("Câu hỏi")
        REPORT = "report", _("Báo lỗi trang")

    kind = models.CharField(_("loại"), max_length=8, choices=Kind, default=Kind.QUESTION, editable=False)
    code = models.CharField(
        _("mã theo dõi"), max_length=CODE_LENGTH, unique=True, default=generate_code, editable=False
    )
    # Hash of the submission and its day, to detect duplicates. Erased with the contact data.
    fingerprint = models.CharField(max_length=64, unique=True, null=True, default=None, editable=False)
    name = NFCCharField(_("người gửi"), max_length=100, blank=True, editable=False)
    email = models.EmailField(_("thư điện tử"), blank=True, editable=False)
    phone = models.CharField(_("điện thoại"), max_length=30, blank=True, editable=False)
    subject = NFCCharField(_("tiêu đề người gửi viết"), max_length=200, editable=False)
    text = NFCTextField(_("nội dung người gửi viết"), max_length=5000, editable=False)
    # Path of the reported page on this site, for an error report.
    reported_path = models.CharField(_("trang được báo"), max_length=300, blank=True, editable=False)
    topic = models.ForeignKey(
        Topic, models.PROTECT, null=True, blank=True, related_name="questions", verbose_name=_("lĩnh vực")
    )
    public_name = NFCCharField(_("tên hiện công khai"), max_length=60, editable=False)
    public_subject = NFCCharField(_("tiêu đề công khai"), max_length=200)
    public_text = NFCTextField(
        _("câu hỏi công khai"),
        max_length=5000,
        help_text=_("Bỏ họ tên, địa chỉ, số điện thoại, số giấy tờ và những gì cho biết đó là ai."),
    )
    status = models.CharField(
        _("trạng thái"), max_length=9, choices=QuestionStatus, default=QuestionStatus.RECEIVED, editable=False
    )
    unit = NFCCharField(
        _("đơn vị trả lời"), max_length=200, blank=True, help_text=_("Hiện bên câu trả lời: ai đã trả lời.")
    )
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("người được giao"),
    )
    answer = RichTextField(_("câu trả lời"), blank=True)
    answer_rendered = models.TextField(editable=False, default="")
    received_at = models.DateTimeField(_("nhận lúc"), default=timezone.now, editable=False)
    due_on = models.DateField(_("hạn trả lời"), editable=False)
    published_at = models.DateTimeField(_("công bố lúc"), null=True, editable=False)
    closed_at = models.DateTimeField(_("xong lúc"), null=True, editable=False)
    contact_erased_at = models.DateTimeField(_("xóa thông tin liên hệ lúc"), null=True, editable=False)
    revision_number = models.PositiveIntegerField(default=1, editable=False)
    search_folded = FoldedSearchField(sources=("public_subject", "public_text", "answer_text"))

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("câu hỏi")
        verbose_name_plural = _("câu hỏi, phản ánh")
        ordering = ["-received_at", "-pk"]
        default_permissions = ["view", "change"]
        permissions = [
            ("answer_question", "Tiếp nhận, giao và soạn trả lời"),
            ("publish_question", "Công bố hoặc gửi trả lời"),
            ("erase_contact", "Xóa thông tin liên hệ của người gửi"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status=QuestionStatus.PUBLISHED)
                | (Q(published_at__isnull=False) & ~Q(answer="") & ~Q(unit="")),
                name="question_published_with_answer",
                violation_error_message=_("Câu hỏi công bố phải có câu trả lời và đơn vị trả lời."),
            ),
            models.CheckConstraint(
                condition=Q(contact_erased_at=None) | Q(name="", email="", phone="", fingerprint=None),
                name="question_contact_is_erased",
                violation_error_message=_("Thông tin liên hệ đã được xóa thì không còn gì."),
            ),
        ]
        indexes = [
            models.Index(fields=["status", "-published_at", "-id"], name="question_published"),
            models.Index(fields=["status", "due_on"], name="question_due"),
        ]

    def __str__(self) -> str:
        """Contains no text of the sender, because the audit log keeps it permanently."""
        return f"{self.get_kind_display()} #{self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("questions:question-detail", args=[self.pk])

    def save(self, *args: object, **kwargs: object) -> None:
        self.answer_rendered = render_body(self.answer) if self.answer else ""
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # passed through unchanged

    def is_overdue(self, at: dt.datetime | None = None) -> bool:
        """Whether it is overdue. Query set version: ``QuestionQuerySet.overdue``."""
        return self.state in OPEN_STATUSES and self.due_on < dates.local_date(at or timezone.now())

    @property
    def state(self) -> QuestionStatus:
        return QuestionStatus(self.status)

    @property
    def is_published(self) -> bool:
        """Whether it is public. Query set version: ``QuestionQuerySet.published``."""
        return self.status == QuestionStatus.PUBLISHED

    @property
    def is_report(self) -> bool:
        return self.kind == self.Kind.REPORT

    @property
    def answer_text(self) -> str:
        return rich_text.plain_text(rich_text.clean_html(self.answer))

    @property
    def tracking_url(self) -> str:
        return f"{reverse('questions:question-tracking')}?ma={self.code}"

    @property
    def formatted_code(self) -> str:
        """Code in groups of four characters, for display."""
        return "-".join(self.code[start : start + 4] for start in range(0, CODE_LENGTH, 4))

    @property
    def sort_position(self) -> SortKey:
        assert self.published_at is not None, "only published questions stand in a list"  # noqa: S101
        return self.published_at, self.pk


class QuestionEvent(models.Model):
    """Action on a question, with time and user; immutable."""

    question = models.ForeignKey(Question, models.PROTECT, related_name="events", verbose_name=_("câu hỏi"))
    action = models.CharField(_("việc"), max_length=9, choices=QuestionAction)
    status = models.CharField(_("trạng thái sau đó"), max_length=9, choices=QuestionStatus)
    made_at = models.DateTimeField(_("lúc"), default=timezone.now)
    # None for the sender or an automatic action.
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("người làm")
    )
    reason = NFCTextField(_("lý do"), max_length=1000, blank=True)

    objects = QuestionEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("việc đã làm với câu hỏi")
        verbose_name_plural = _("việc đã làm với câu hỏi")
        ordering = ["made_at", "pk"]
        default_permissions = ["view"]
        indexes = [models.Index(fields=["question", "made_at"], name="question_event_in_order")]

    def __str__(self) -> str:
        return f"{self.get_action_display()} · {self.question_id}"


class DayOff(models.Model):
    """Weekday that is not a working day: public holidays and substitute days, as proclaimed each year."""

    day = models.DateField(_("ngày"), unique=True)
    name = NFCCharField(_("tên gọi"), max_length=120, blank=True)

    objects = DayOffQuerySet.as_manager()

    class Meta:
        verbose_name = _("ngày nghỉ")
        verbose_name_plural = _("ngày nghỉ (không tính vào hạn trả lời)")
        ordering = ["-day"]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y}"
