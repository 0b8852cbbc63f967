"""Alt text validation: distinguishes a description from a file name."""

import os
import re

from django.utils.translation import gettext as _

from portal.core.content import uploads
from portal.core.text import vietnamese

_IMAGE_EXTENSIONS = (
    *(".jpg", ".jpeg", ".jfif", ".png", ".webp", ".gif", ".bmp", ".svg"),
    *(".heic", ".heif", ".avif", ".tif", ".tiff"),
)
# All patterns match folded text: no diacritics, lower case, single spaces.
_GENERATED_NAME_PATTERNS = (
    # Names given by cameras, phones and programs, followed by digits and punctuation only.
    r"(?:img|image|imag|dsc|dscn|dscf|dcim|pxl|mvi|gopr|dji|sam|vid|wp|fb_img|pic|picture|photo|scan|untitled|unnamed"
    r"|download|whatsapp image|received|capture|clipboard"
    r"|anh|hinh|hinh anh|buc anh|anh chup|tai xuong|khong co tieu de|anh chup man hinh|chup man hinh)"
    r"(?:[\W\d_]|\b(?:at|luc|am|pm|copy|edited|final)\b)*",
    r"screen ?shot.*",
    # A number, a date, an id: 20180327_083000, z5123456789012_0a1b2c3d, 550e8400-e29b-…
    r"[\W\d_]+",
    r"z?\d{6,}\w*",
    r"[0-9a-f]{12,}",
    r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}",
    # One word joined by underscores: hoi_nghi_so_ket
    r"[^\s_]+(?:_[^\s_]*)+",
)
_GENERATED_NAME = re.compile("|".join(f"(?:{name})" for name in _GENERATED_NAME_PATTERNS))
# From this many words on, with Vietnamese diacritics, a text is a description even if the file is named so.
_MIN_SENTENCE_WORDS = 4


def alt_text_error(alt: str, file_name: str = "") -> str:
    """Why a text is no alt text, as a Vietnamese sentence; empty if it is acceptable.

    ``file_name`` is the image's own, with or without folders.
    """
    if not alt.strip():
        return ""
    if _looks_like_file_name(alt) or _matches_file_name(alt, file_name):
        return _("Đây là tên tệp, không phải lời tả ảnh. Hãy viết điều thấy trong ảnh.")
    return ""


def _looks_like_file_name(alt: str) -> bool:
    folded = vietnamese.fold(alt)
    ends_as_a_file = folded.endswith(_IMAGE_EXTENSIONS) or uploads.file_extension(folded) in uploads.DOCUMENT_FILE_TYPES
    return ends_as_a_file or "://" in folded or bool(_GENERATED_NAME.fullmatch(folded))


def _matches_file_name(alt: str, file_name: str) -> bool:
    stem = os.path.splitext(os.path.basename(file_name))[0]
    is_sentence = len(alt.split()) >= _MIN_SENTENCE_WORDS and not alt.isascii()
    named = vietnamese.slugify(stem, max_length=80)
    return bool(named) and not is_sentence and vietnamese.slugify(alt, max_length=80) == named
