"""Validation of uploads: name, size and actual content.

Every ValidationError has a Vietnamese message that says what to do.
"""

import os
import secrets
import zipfile
from dataclasses import dataclass
from typing import IO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from portal.core.text import vietnamese

# Maximum ratio of unpacked to packed size before a ZIP file counts as a bomb.
MAX_UNPACKED_RATIO = 100
MAX_UNPACKED_BYTES = 500 * 1024 * 1024
MAX_PACKED_ENTRIES = 10_000

_PDF, _OLE, _ZIP = b"%PDF-", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04"


@dataclass(frozen=True)
class FileType:
    """An allowed file type: its name, its signature, and the members that its package must have."""

    label: str
    signature: bytes
    content_type: str
    entry_prefix: str = ""


DOCUMENT_FILE_TYPES = {
    ".pdf": FileType("PDF", _PDF, "application/pdf"),
    ".doc": FileType("Word", _OLE, "application/msword"),
    ".docx": FileType("Word", _ZIP, "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "word/"),
    ".xls": FileType("Excel", _OLE, "application/vnd.ms-excel"),
    ".xlsx": FileType("Excel", _ZIP, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xl/"),
    ".odt": FileType("OpenDocument", _ZIP, "application/vnd.oasis.opendocument.text", "content.xml"),
    ".zip": FileType("ZIP", _ZIP, "application/zip"),
}


def file_extension(name: str) -> str:
    return os.path.splitext(name)[1].lower()


def safe_filename(name: str, fallback: str = "tep") -> str:
    """A readable file name of ASCII letters, digits and hyphens: ``ke-hoach-2018.pdf``."""
    stem, extension = os.path.splitext(os.path.basename(vietnamese.nfc(name)))
    return (vietnamese.slugify(stem, max_length=80) or fallback) + extension.lower()


def unguessable_upload_path(folder: str, name: str) -> str:
    """The storage path of an upload: its URL cannot be guessed from the name, and paths are unique."""
    return f"{folder}/{secrets.token_hex(8)}/{safe_filename(name)}"


def validate_size(file: File, limit_bytes: int) -> None:
    if file.size > limit_bytes:
        raise ValidationError(
            _("Tệp nặng %(size)s, quá mức %(limit)s. Hãy giảm kích thước rồi tải lại."),
            code="too_large",
            params={"size": filesizeformat(file.size), "limit": filesizeformat(limit_bytes)},
        )
    if not file.size:
        raise ValidationError(_("Tệp rỗng, không có nội dung."), code="empty")


def validate_document(file: File, file_types: dict[str, FileType] = DOCUMENT_FILE_TYPES) -> FileType:
    """Returns the file type. Raises ValidationError when the name or the content is not of an allowed type."""
    kind = file_types.get(file_extension(file.name or ""))
    if kind is None:
        raise ValidationError(
            _("Không nhận loại tệp này. Các loại được nhận: %(kinds)s."),
            code="kind",
            params={"kinds": ", ".join(extension.lstrip(".").upper() for extension in file_types)},
        )
    validate_size(file, settings.ATTACHMENT_MAX_BYTES)
    file.seek(0)
    head = file.read(1024)
    file.seek(0)
    starts_right = kind.signature in head if kind.signature == _PDF else head.startswith(kind.signature)
    if not starts_right:
        raise ValidationError(
            _("Nội dung tệp không đúng với đuôi %(extension)s. Hãy lưu lại đúng định dạng rồi tải lên."),
            code="mismatch",
            params={"extension": file_extension(file.name or "")},
        )
    if kind.signature == _ZIP:
        _validate_zip_package(file, kind)
    file.seek(0)
    return kind


def _validate_zip_package(file: IO[bytes] | File, kind: FileType) -> None:
    """Validates an Office document as a ZIP package: intact, of the type of its name, no bomb, no macros."""
    try:
        with zipfile.ZipFile(file) as package:
            entries = package.infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise ValidationError(_("Tệp bị hỏng, không mở được. Hãy lưu lại rồi tải lên."), code="broken") from error
    unpacked = sum(entry.file_size for entry in entries)
    packed = max(1, sum(entry.compress_size for entry in entries))
    if len(entries) > MAX_PACKED_ENTRIES or unpacked > MAX_UNPACKED_BYTES or unpacked / packed > MAX_UNPACKED_RATIO:
        raise ValidationError(_("Tệp nén bất thường (bung ra quá lớn) nên không được nhận."), code="bomb")
    if any(entry.filename.lower().endswith("vbaproject.bin") for entry in entries):
        raise ValidationError(_("Tệp có chứa macro. Hãy lưu lại dưới dạng không có macro."), code="macros")
    if kind.entry_prefix and not any(entry.filename.startswith(kind.entry_prefix) for entry in entries):
        raise ValidationError(
            _("Nội dung tệp không phải là tài liệu %(kind)s."), code="mismatch", params={"kind": kind.label}
        )
