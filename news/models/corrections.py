"""Public corrections: substantive changes of a published article."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from news.models.articles import Article
from news.querysets.corrections import CorrectionQuerySet
from portal.core.db.fields import NFCCharField

CORRECTION_NOTE_MAX_LENGTH = 500


class Correction(models.Model):
    """A dated public note; created by ``corrections.record_correction`` and never changed."""

    article = models.ForeignKey(
        Article, models.CASCADE, related_name="corrections", db_index=False, verbose_name=_("bài viết")
    )
    noted_at = models.DateTimeField(_("cập nhật lúc"), default=timezone.now)
    note = NFCCharField(
        _("nội dung cập nhật"),
        max_length=CORRECTION_NOTE_MAX_LENGTH,
        blank=True,
        help_text=_("Một câu cho người đọc biết đã sửa gì. Để trống thì trang chỉ ghi giờ cập nhật."),
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("người sửa")
    )

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("ghi chú cập nhật")
        verbose_name_plural = _("ghi chú cập nhật")
        ordering = ["-noted_at", "-pk"]
        indexes = [models.Index("article", "noted_at", "id", name="correction_of_article")]

    def __str__(self) -> str:
        return self.note or f"{timezone.localtime(self.noted_at):%H:%M %d/%m/%Y}"
