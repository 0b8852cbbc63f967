"""A .docx opened with distrust: a ZIP package of XML parts, each checked before anything else reads it.

Nothing is unpacked to disk and nothing outside the package is ever asked, so a name like ``../../etc/passwd`` is
only a name that the package does not hold.
"""

import posixpath
import zipfile
import zlib
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.utils.translation import gettext as _
from lxml import etree

from news.importing import safe_xml
from news.importing.found import Unreadable
from portal.kit import uploads

KINDS = {".docx": uploads.DOCUMENT_KINDS[".docx"]}
# A report of a hundred pages has some 40,000 elements in 6 MB; mammoth takes a few seconds for as many as these.
PART_MAX_BYTES = 16 * 1024 * 1024
MAX_ELEMENTS = 100_000
# Word itself nests some twenty deep; each level costs the reader several frames of Python's stack.
MAX_DEPTH = 60

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# The strict form of the standard has other names for the same things.
_STRICT_NAMES = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": (
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    ),
    b"http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing": (
        b"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
    ),
    b"http://purl.oclc.org/ooxml/drawingml/": b"http://schemas.openxmlformats.org/drawingml/2006/",
}
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)


@dataclass(frozen=True)
class Relationship:
    """What a part points at: another part by its full name, or an address outside (``is_external``)."""

    kind: str
    target: str
    is_external: bool


class Package:
    """The parts of one checked document; use it in a ``with``. Raises Unreadable wherever the document is unsound."""

    def __init__(self, file: File) -> None:
        _check(file)
        self._zip = zipfile.ZipFile(file)  # type: ignore[arg-type]  # Django's File is a binary stream
        self._elements_left = MAX_ELEMENTS

    def __enter__(self) -> "Package":
        return self

    def __exit__(self, *exception: Any) -> None:
        self._zip.close()

    def read(self, name: str, limit_bytes: int) -> bytes | None:
        """A part's bytes; None when there is no such part."""
        try:
            entry = self._zip.getinfo(name)
        except KeyError:
            return None
        # zipfile gives out no more than the size that the entry declares.
        if entry.file_size > limit_bytes:
            raise Unreadable(_("một phần của tài liệu quá lớn. Hãy chia thành nhiều tệp."))
        try:
            return self._zip.read(entry)
        except _BROKEN as error:
            raise Unreadable(_("tệp Word bị hỏng. Hãy mở bằng Word và lưu lại.")) from error

    def xml(self, name: str) -> etree._Element | None:
        """A part's root: no entities, no document type, no more elements and no deeper than can be read in time."""
        data = self.read(name, PART_MAX_BYTES)
        if data is None:
            return None
        if data.count(b"<") > 3 * MAX_ELEMENTS:
            raise _too_much()
        root = _without_document_type(data)
        if b"http://purl.oclc.org/ooxml/" in data:
            for strict, transitional in _STRICT_NAMES.items():
                data = data.replace(strict, transitional)
            root = _without_document_type(data)
        self._elements_left -= _count(root)
        if self._elements_left < 0:
            raise _too_much()
        return root

    def relationships(self, part: str) -> dict[str, Relationship]:
        """What a part points at, by the ids that it uses."""
        folder, name = posixpath.split(part)
        root = self.xml(posixpath.join(folder, "_rels", name + ".rels"))
        found = {}
        for element in () if root is None else root.iter(_RELATIONSHIP):
            is_external = element.get("TargetMode") == "External"
            target = element.get("Target", "")
            if not is_external:
                target = posixpath.normpath(posixpath.join("/", folder, unquote(target))).lstrip("/")
            kind = element.get("Type", "").rpartition("/")[2]
            found[element.get("Id", "")] = Relationship(kind, target, is_external)
        return found

    def main_part(self) -> str:
        """The name of the document itself."""
        for relationship in self.relationships("").values():
            if relationship.kind == "officeDocument" and not relationship.is_external:
                return relationship.target
        return "word/document.xml"


def _check(file: File) -> None:
    head = file.read(len(_OLE))
    file.seek(0)
    if head == _OLE and uploads.extension_of(file.name or "") in KINDS:
        raise Unreadable(
            _("tệp có mật khẩu, hoặc là tệp Word cũ (.doc) đổi đuôi. Hãy mở bằng Word, bỏ mật khẩu, lưu thành .docx.")
        )
    try:
        uploads.check_document(file, KINDS)
    except ValidationError as error:
        raise Unreadable(" ".join(error.messages)) from error


def _without_document_type(data: bytes) -> etree._Element:
    root = safe_xml.parse(data)
    # The standard forbids one; it is the door for entities, and the next reader expands them.
    if root.getroottree().docinfo.doctype:
        raise Unreadable(_("tệp XML khai báo kiểu tài liệu (DTD) nên không được nhận."))
    return root


def _count(root: etree._Element) -> int:
    """How many elements there are. Raises Unreadable when they lie too deep."""
    count = depth = 0
    for event, _element in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            count, depth = count + 1, depth + 1
            if depth > MAX_DEPTH:
                raise Unreadable(_("tài liệu lồng quá nhiều tầng nên không đọc được."))
        else:
            depth -= 1
    return count


def _too_much() -> Unreadable:
    return Unreadable(_("tài liệu có quá nhiều phần tử để làm một bài viết. Hãy chia thành nhiều tệp."))
