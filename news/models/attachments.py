"""Documents that readers take from an article."""

from typing import Any

from django.core.files.storage import storages
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from news.models.articles import Article
from news.querysets.attachments import AttachmentQuerySet
from portal.kit import uploads, vietnamese
from portal.kit.fields import NFCCharField


def attachment_path(attachment: "Attachment", name: str) -> str:
    return uploads.stored_name("tin-tuc", name)


def private_storage() -> Any:
    return storages["private"]


class Attachment(models.Model):
    """A document readers may take from an article. It leaves only through a view that knows the article's state."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="attachments", verbose_name=_("bài viết"))
    file = models.FileField(
        _("tệp"),
        upload_to=attachment_path,
        storage=private_storage,
        max_length=200,
        validators=[uploads.check_document],
        help_text=_("PDF, DOC, DOCX, XLS, XLSX, ODT hoặc ZIP."),
    )
    name = NFCCharField(_("tên hiển thị"), max_length=250, blank=True, help_text=_("Để trống thì lấy tên tệp."))
    size_bytes = models.PositiveBigIntegerField(_("dung lượng"), editable=False, default=0)
    position = models.PositiveSmallIntegerField(_("thứ tự"), default=0)
    # Taken off the article; the file stays, so that an older edition can be brought back whole.
    removed_at = models.DateTimeField(null=True, editable=False)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("tệp đính kèm")
        verbose_name_plural = _("tệp đính kèm")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("news:attachment", args=[self.pk, self.download_name])

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.file._committed:
            self.name = self.name or vietnamese.nfc(self.file.name)
            self.size_bytes = self.file.size
        super().save(*args, **kwargs)

    @property
    def extension(self) -> str:
        """The kind as readers are told it: ``PDF``, ``DOCX``."""
        return uploads.extension_of(self.file.name).lstrip(".").upper()

    @property
    def download_name(self) -> str:
        return self.file.name.rpartition("/")[2]
