"""Documents attached to articles."""

from typing import Any

from django.core.files.storage import storages
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from news.models.articles import Article
from news.querysets.attachments import AttachmentQuerySet
from portal.core.content import uploads
from portal.core.content.private_files import PrivateFileField
from portal.core.db.fields import NFCCharField
from portal.core.text import vietnamese


def attachment_path(attachment: "Attachment", name: str) -> str:
    return uploads.unguessable_upload_path("tin-tuc", name)


def private_storage() -> Any:
    return storages["private"]


class Attachment(models.Model):
    """A document attached to an article. Downloaded only through a view that checks the article's state."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="attachments", verbose_name=_("bài viết"))
    file = PrivateFileField(
        _("tệp"),
        upload_to=attachment_path,
        storage=private_storage,
        url_of=lambda row: row.get_absolute_url(),
        max_length=200,
        validators=[uploads.validate_document],
        help_text=_("PDF, DOC, DOCX, XLS, XLSX, ODT hoặc ZIP."),
    )
    name = NFCCharField(_("tên hiển thị"), max_length=250, blank=True, help_text=_("Để trống thì lấy tên tệp."))
    size_bytes = models.PositiveBigIntegerField(_("dung lượng"), editable=False, default=0)
    position = models.PositiveSmallIntegerField(_("thứ tự"), default=0)
    # Removed from the article; the file is kept, so that an older revision can be restored completely.
    removed_at = models.DateTimeField(null=True, editable=False)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("tệp đính kèm")
        verbose_name_plural = _("tệp đính kèm")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("news:attachment-download", args=[self.pk, self.download_name])

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.file._committed:
            self.name = self.name or vietnamese.nfc(self.file.name)
            self.size_bytes = self.file.size
        super().save(*args, **kwargs)

    @property
    def extension(self) -> str:
        """The file type as readers see it: ``PDF``, ``DOCX``."""
        return uploads.file_extension(self.file.name).lstrip(".").upper()

    @property
    def download_name(self) -> str:
        return self.file.name.rpartition("/")[2]
