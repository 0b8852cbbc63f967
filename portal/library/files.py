"""Files that stand with a document or a draft: kept in the private store, given out by a view that asks first."""

from typing import Any

from django.conf import settings
from django.core.files.storage import storages
from django.db import models
from django.http import FileResponse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from portal.kit import uploads, vietnamese
from portal.kit.errors import NotFoundForReader
from portal.kit.fields import NFCCharField
from portal.library.querysets import KeptFileQuerySet


def kept_path(row: "KeptFile", name: str) -> str:
    return uploads.stored_name(row.folder, name)


def private_storage() -> Any:
    return storages["private"]


class KeptFile(models.Model):
    """Whoever adds it has confirmed that it holds no state secret; their name stays with it."""

    # Where files of the kind are kept.
    folder: str

    file = models.FileField(
        _("tệp"),
        upload_to=kept_path,
        storage=private_storage,
        max_length=200,
        validators=[uploads.check_document],
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
    # Taken off; the file stays, as what readers were given must be known later.
    removed_at = models.DateTimeField(null=True, editable=False)

    objects = KeptFileQuerySet.as_manager()

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
        """The kind as readers are told it: ``PDF``, ``DOCX``."""
        return uploads.extension_of(self.file.name).lstrip(".").upper()

    @property
    def download_name(self) -> str:
        return self.file.name.rpartition("/")[2]


def file_response(found: KeptFile, *, is_public: bool) -> FileResponse:
    """The file itself, to be saved and not opened in place; the caller has asked who may have it.

    Raises NotFoundForReader when the store has lost it.
    """
    kind = uploads.DOCUMENT_KINDS[uploads.extension_of(found.file.name)]
    try:
        opened = found.file.open("rb")
    except FileNotFoundError as error:
        raise NotFoundForReader(_now("Tệp này không còn trong kho lưu trữ.")) from error
    response = FileResponse(opened, as_attachment=True, filename=found.download_name, content_type=kind.content_type)
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    if is_public:
        response.headers["Cache-Control"] = "public, max-age=60"
    return response
