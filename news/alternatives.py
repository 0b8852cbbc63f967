"""Words that stand in for a picture: telling a description from the name of a file."""

import os
import re

from django.utils.translation import gettext as _

from portal.kit import uploads, vietnamese

_PICTURE_ENDINGS = (
    *(".jpg", ".jpeg", ".jfif", ".png", ".webp", ".gif", ".bmp", ".svg"),
    *(".heic", ".heif", ".avif", ".tif", ".tiff"),
)
# All of these are read on folded text: no diacritics, lower case, single spaces.
_NAMES_OF_MACHINES = (
    # What cameras, telephones and programs call a picture, with nothing but numbers and marks behind it.
    r"(?:img|image|imag|dsc|dscn|dscf|dcim|pxl|mvi|gopr|dji|sam|vid|wp|fb_img|pic|picture|photo|scan|untitled|unnamed"
    r"|download|whatsapp image|received|capture|clipboard"
    r"|anh|hinh|hinh anh|buc anh|anh chup|tai xuong|khong co tieu de|anh chup man hinh|chup man hinh)"
    r"(?:[\W\d_]|\b(?:at|luc|am|pm|copy|edited|final)\b)*",
    r"screen ?shot.*",
    # A number, a date, a key: 20180327_083000, z5123456789012_0a1b2c3d, 550e8400-e29b-…
    r"[\W\d_]+",
    r"z?\d{6,}\w*",
    r"[0-9a-f]{12,}",
    r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}",
    # One word joined by underlines: hoi_nghi_so_ket
    r"[^\s_]+(?:_[^\s_]*)+",
)
_MACHINE = re.compile("|".join(f"(?:{name})" for name in _NAMES_OF_MACHINES))
# From this many words on, written with Vietnamese marks, a text is a description even when a file is called so.
_SENTENCE_WORDS = 4


def refusal(alt: str, file_name: str = "") -> str:
    """Why a text is no description of a picture, as a Vietnamese sentence; empty when it may be one.

    ``file_name`` is the picture's own, with or without folders.
    """
    if not alt.strip():
        return ""
    if _is_file_name(alt) or _is_the_file(alt, file_name):
        return _("Đây là tên tệp, không phải lời tả ảnh. Hãy viết điều thấy trong ảnh.")
    return ""


def _is_file_name(alt: str) -> bool:
    folded = vietnamese.fold(alt)
    ends_as_a_file = folded.endswith(_PICTURE_ENDINGS) or uploads.extension_of(folded) in uploads.DOCUMENT_KINDS
    return ends_as_a_file or "://" in folded or bool(_MACHINE.fullmatch(folded))


def _is_the_file(alt: str, file_name: str) -> bool:
    stem = os.path.splitext(os.path.basename(file_name))[0]
    is_sentence = len(alt.split()) >= _SENTENCE_WORDS and not alt.isascii()
    named = vietnamese.slugify(stem, max_length=80)
    return bool(named) and not is_sentence and vietnamese.slugify(alt, max_length=80) == named
