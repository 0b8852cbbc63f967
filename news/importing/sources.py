"""From what was named on the command line to the articles found in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.core.files.base import File
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from lxml import etree

from news.importing import feed, plain_text, safe_xml, saved_html, word, wordpress
from news.importing.found import FoundArticle, Refused, Unreadable
from portal.kit import legacy_encodings, uploads

PAGE_MAX_BYTES = 5 * 1024 * 1024
EXPORT_MAX_BYTES = 64 * 1024 * 1024
PAGES = {".html", ".htm", ".xhtml"}
TEXTS = {".txt"}
EXPORTS = {".xml", ".rss", ".atom", ".wxr"}
DOCUMENTS = {".docx"}


@dataclass(frozen=True)
class SourceFile:
    """A file to read, and the folder its pictures may come from."""

    path: Path
    root: Path

    @property
    def name(self) -> str:
        """The name as messages show it: below the folder that was given."""
        return str(self.path.relative_to(self.root))


def files_of(source: str) -> list[SourceFile]:
    """The files of one SOURCE, in a stable order. Raises Unreadable when there is nothing to read."""
    if "://" in source:
        raise Unreadable(_("chỉ đọc tệp trên máy này. Hãy lưu trang về rồi nhập tệp đã lưu."))
    path = Path(source)
    if path.is_file():
        return [SourceFile(path, path.parent)]
    if not path.is_dir():
        raise Unreadable(_("không có tệp hay thư mục này."))
    kinds = PAGES | TEXTS | EXPORTS | DOCUMENTS
    found = sorted(file for file in path.rglob("*") if uploads.extension_of(file.name) in kinds and file.is_file())
    # Word keeps "~$name.docx" beside a document that is open.
    found = [file for file in found if not _is_part_of_a_page(file, path) and not file.name.startswith("~$")]
    if not found:
        raise Unreadable(_("thư mục không có tệp nào đọc được (.html, .htm, .txt, .xml, .docx)."))
    return [SourceFile(file, path) for file in found]


def read(source: SourceFile) -> Iterator[FoundArticle | Refused]:
    """The articles of one file. Raises Unreadable with the reason when there are none to be had."""
    kind = uploads.extension_of(source.path.name)
    if kind in DOCUMENTS:
        yield _read_document(source)
        return
    limit = EXPORT_MAX_BYTES if kind in EXPORTS else PAGE_MAX_BYTES
    data = _bytes_of(source.path, limit)
    if kind in EXPORTS:
        yield from _read_export(data, source)
        return
    try:
        text = legacy_encodings.decode(data)
    except UnicodeDecodeError as error:
        raise Unreadable(_("không phải tệp văn bản.")) from error
    if not text.strip():
        raise Unreadable(_("tệp rỗng."))
    if kind in PAGES:
        yield saved_html.read(text, source.path, source.root)
    elif kind in TEXTS:
        yield plain_text.read(text, source.name)
    else:
        raise Unreadable(_("không nhận loại tệp này. Các loại được nhận: .html, .htm, .txt, .xml, .docx."))


def _bytes_of(path: Path, limit: int) -> bytes:
    try:
        size = path.stat().st_size
        if size > limit:
            sizes = {"size": filesizeformat(size), "limit": filesizeformat(limit)}
            raise Unreadable(_("tệp nặng %(size)s, quá mức %(limit)s.") % sizes)
        data = path.read_bytes()
    except OSError as error:
        raise Unreadable(_("không mở được tệp (%(reason)s).") % {"reason": error.strerror}) from error
    if not data.strip():
        raise Unreadable(_("tệp rỗng."))
    return data


def _read_document(source: SourceFile) -> FoundArticle:
    try:
        with source.path.open("rb") as file:
            return word.read(File(file, name=source.path.name), source.name)
    except OSError as error:
        raise Unreadable(_("không mở được tệp (%(reason)s).") % {"reason": error.strerror}) from error


def _read_export(data: bytes, source: SourceFile) -> Iterator[FoundArticle | Refused]:
    root = safe_xml.parse(data)
    if wordpress.is_export(root):
        yield from wordpress.read(root, source.path, source.root)
    elif etree.QName(root).localname in feed.ROOTS:
        yield from feed.read(data, source.path, source.root)
    else:
        raise Unreadable(_("không phải tệp RSS, Atom hay bản xuất WordPress."))


def _is_part_of_a_page(file: Path, root: Path) -> bool:
    """Whether a file lies in the folder that a browser made beside a saved page (frames, advertisements)."""
    inner = file.relative_to(root).parts[:-1]
    return any(part.endswith(("_files", "_tập tin", ".files")) for part in inner)
