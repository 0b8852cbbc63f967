"""Attached files of documents and drafts, in private storage and served by views that check permissions."""

from typing import Any

from django.conf import settings
from django.core.files.storage import storages
from django.db import models
from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from portal.core.content import uploads
from portal.core.content.private_files import PrivateFileField
from portal.core.db.fields import NFCCharField
from portal.core.http.caching import conditional_file_response
from portal.core.http.errors import NotFoundWithMessage
from portal.core.text import vietnamese
from portal.documents.querysets import AttachedFileQuerySet


def upload_path(row: "AttachedFile", name: str) -> str:
    return uploads.unguessable_upload_path(row.folder, name)


def private_storage() -> Any:
    return storages["private"]


class AttachedFile(models.Model):
    """Base model of attached files. The uploader, who is recorded, confirmed that it holds no state secret."""

    # Upload folder of the file type.
    folder: str

    file = PrivateFileField(
        _("tệp"),
        upload_to=upload_path,
        storage=private_storage,
        url_of=lambda row: row.get_absolute_url(),
        max_length=200,
        validators=[uploads.validate_document],
        help_text=_("PDF, DOC, DOCX, XLS, XLSX, ODT hoặc ZIP. Không tải lên tài liệu Mật, Tối mật, Tuyệt mật."),
    )
    name = NFCCharField(_("tên hiển thị"), max_length=250, blank=True, help_text=_("Để trống thì lấy tên tệp."))
    size_bytes = models.PositiveBigIntegerField(_("dung lượng"), editable=False, default=0)
    position = models.PositiveSmallIntegerField(_("thứ tự"), default=0)
    added_at = models.DateTimeField(_("tải lên lúc"), default=timezone.now, editable=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("người tải lên"),
    )
    # Set on removal; the file is kept as a record of what was public.
    removed_at = models.DateTimeField(null=True, editable=False)

    objects = AttachedFileQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["position", "pk"]
        default_permissions = ("add", "change", "view")

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.file._committed:
            self.name = (self.name or vietnamese.nfc(self.file.name))[:250]
            self.size_bytes = self.file.size
        super().save(*args, **kwargs)

    @property
    def extension(self) -> str:
        """File type as shown to readers: ``PDF``, ``DOCX``."""
        return uploads.file_extension(self.file.name).lstrip(".").upper()

    @property
    def download_name(self) -> str:
        return self.file.name.rpartition("/")[2]


def file_response(request: HttpRequest, attached_file: AttachedFile) -> HttpResponseBase:
    """Response with the file as a download; the caller must have checked permissions.

    Raises NotFoundWithMessage when the file is missing in storage.
    """
    kind = uploads.DOCUMENT_FILE_TYPES[uploads.file_extension(attached_file.file.name)]
    try:
        file = attached_file.file.open("rb")
    except FileNotFoundError as error:
        raise NotFoundWithMessage(_now("Tệp này không còn trong kho lưu trữ.")) from error
    response = FileResponse(
        file, as_attachment=True, filename=attached_file.download_name, content_type=kind.content_type
    )
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return conditional_file_response(request, response, attached_file.file.name)
