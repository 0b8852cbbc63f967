"""Abstract model of files attached to a row, in private storage and served by views that check permissions."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.core.content import uploads
from portal.core.content.private_files import PrivateFileField
from portal.core.db.fields import NFCCharField
from portal.core.text import vietnamese

MAX_NAME_LENGTH = 250


class AttachedFileQuerySet(models.QuerySet):
    def not_removed(self) -> Self:
        """Files currently attached; removed files are kept for the history."""
        return self.filter(removed_at=None)


def upload_path(row: "AttachedFile", name: str) -> str:
    return uploads.unguessable_upload_path(row.folder, name)


def row_url(row: "AttachedFile") -> str:
    return row.get_absolute_url()


class AttachedFile(models.Model):
    """Base of attached files. Subclasses add the foreign key and ``get_absolute_url``, the URL of the download view."""

    # Upload folder of the subclass.
    folder: str

    def get_absolute_url(self) -> str:
        raise NotImplementedError

    file = PrivateFileField(
        _("tệp"),
        upload_to=upload_path,
        url_of=row_url,
        help_text=_("PDF, DOC, DOCX, XLS, XLSX, ODT hoặc ZIP."),
    )
    name = NFCCharField(
        _("tên hiển thị"), max_length=MAX_NAME_LENGTH, blank=True, help_text=_("Để trống thì lấy tên tệp.")
    )
    size_bytes = models.PositiveBigIntegerField(_("dung lượng"), editable=False, default=0)
    position = models.PositiveSmallIntegerField(_("thứ tự"), default=0)
    # Set on removal; the file is kept as a record of what was public.
    removed_at = models.DateTimeField(null=True, editable=False)

    objects = AttachedFileQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.file._committed:
            self.name = (self.name or vietnamese.nfc(self.file.name))[:MAX_NAME_LENGTH]
            self.size_bytes = self.file.size
        super().save(*args, **kwargs)

    @property
    def extension(self) -> str:
        """File type as shown to readers: ``PDF``, ``DOCX``."""
        return uploads.file_extension(self.file.name).lstrip(".").upper()

    @property
    def download_name(self) -> str:
        return self.file.name.rpartition("/")[2]


class VettedFile(AttachedFile):
    """Attached file whose uploader, who is recorded, confirmed that it holds no state secret."""

    file = PrivateFileField(
        _("tệp"),
        upload_to=upload_path,
        url_of=row_url,
        help_text=_("PDF, DOC, DOCX, XLS, XLSX, ODT hoặc ZIP. Không tải lên tài liệu Mật, Tối mật, Tuyệt mật."),
    )
    added_at = models.DateTimeField(_("tải lên lúc"), default=timezone.now, editable=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("người tải lên"),
    )

    class Meta(AttachedFile.Meta):
        abstract = True
        default_permissions = ("add", "change", "view")
