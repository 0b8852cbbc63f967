"""Opens an untrusted .docx: a ZIP package of XML parts, each validated before it is parsed further.

Nothing is extracted to disk and nothing outside the package is read, so a name like ``../../etc/passwd`` is only a
missing part.
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

from news.importers import safe_xml
from news.importers.result import UnreadableFile
from portal.core.content import uploads

DOCX_KINDS = {".docx": uploads.DOCUMENT_FILE_TYPES[".docx"]}
# A report of a hundred pages has about 40,000 elements in 6 MB, which mammoth converts in a few seconds.
PART_MAX_BYTES = 16 * 1024 * 1024
MAX_ELEMENTS = 100_000
# Word nests about twenty levels; each level costs the parser several Python stack frames.
MAX_DEPTH = 60

_OLE_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# The strict variant of the standard uses other namespaces for the same elements.
_STRICT_NAMESPACES = {
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
_ZIP_ERRORS = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)


@dataclass(frozen=True)
class Relationship:
    """Target of a relationship: another part by its full name, or an external URL (``is_external``)."""

    kind: str
    target: str
    is_external: bool


class WordPackage:
    """The parts of one validated document; a context manager.

    Raises UnreadableFile wherever the document is invalid.
    """

    def __init__(self, file: File) -> None:
        _check_file(file)
        self._zip = zipfile.ZipFile(file)
        self._elements_left = MAX_ELEMENTS

    def __enter__(self) -> "WordPackage":
        return self

    def __exit__(self, *exception: Any) -> None:
        self._zip.close()

    def read(self, name: str, limit_bytes: int) -> bytes | None:
        """A part's bytes; None when there is no such part."""
        try:
            entry = self._zip.getinfo(name)
        except KeyError:
            return None
        # zipfile returns no more bytes than the declared size.
        if entry.file_size > limit_bytes:
            raise UnreadableFile(_("một phần của tài liệu quá lớn. Hãy chia thành nhiều tệp."))
        try:
            return self._zip.read(entry)
        except _ZIP_ERRORS as error:
            raise UnreadableFile(_("tệp Word bị hỏng. Hãy mở bằng Word và lưu lại.")) from error

    def parse_xml(self, name: str) -> etree._Element | None:
        """A part's root element: without entities and DTD, within the limits of elements and depth."""
        data = self.read(name, PART_MAX_BYTES)
        if data is None:
            return None
        if data.count(b"<") > 3 * MAX_ELEMENTS:
            raise _too_many_elements()
        root = _parse_without_doctype(data)
        if b"http://purl.oclc.org/ooxml/" in data:
            for strict, transitional in _STRICT_NAMESPACES.items():
                data = data.replace(strict, transitional)
            root = _parse_without_doctype(data)
        self._elements_left -= _count_elements(root)
        if self._elements_left < 0:
            raise _too_many_elements()
        return root

    def relationships(self, part: str) -> dict[str, Relationship]:
        """A part's relationships by id."""
        folder, name = posixpath.split(part)
        root = self.parse_xml(posixpath.join(folder, "_rels", name + ".rels"))
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
        """The name of the main document part."""
        for relationship in self.relationships("").values():
            if relationship.kind == "officeDocument" and not relationship.is_external:
                return relationship.target
        return "word/document.xml"


def _check_file(file: File) -> None:
    head = file.read(len(_OLE_SIGNATURE))
    file.seek(0)
    if head == _OLE_SIGNATURE and uploads.file_extension(file.name or "") in DOCX_KINDS:
        raise UnreadableFile(
            _("tệp có mật khẩu, hoặc là tệp Word cũ (.doc) đổi đuôi. Hãy mở bằng Word, bỏ mật khẩu, lưu thành .docx.")
        )
    try:
        uploads.validate_document(file, DOCX_KINDS)
    except ValidationError as error:
        raise UnreadableFile(" ".join(error.messages)) from error


def _parse_without_doctype(data: bytes) -> etree._Element:
    root = safe_xml.parse(data)
    # The standard forbids a DTD, which allows entity expansion attacks in later parsers.
    if root.getroottree().docinfo.doctype:  # type: ignore[attr-defined]  # missing in the stubs
        raise UnreadableFile(_("tệp XML khai báo kiểu tài liệu (DTD) nên không được nhận."))
    return root


def _count_elements(root: etree._Element) -> int:
    """The number of elements. Raises UnreadableFile when they are nested too deep."""
    count = depth = 0
    for event, _element in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            count, depth = count + 1, depth + 1
            if depth > MAX_DEPTH:
                raise UnreadableFile(_("tài liệu lồng quá nhiều tầng nên không đọc được."))
        else:
            depth -= 1
    return count


def _too_many_elements() -> UnreadableFile:
    return UnreadableFile(_("tài liệu có quá nhiều phần tử để làm một bài viết. Hãy chia thành nhiều tệp."))
