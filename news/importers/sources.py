"""Lists the files of a command-line SOURCE and parses their articles."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.core.files.base import File
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from lxml import etree

from news.importers import feed, plain_text, safe_xml, saved_html, word_process, wordpress
from news.importers.result import ParsedArticle, RejectedArticle, UnreadableFile
from portal.core.content import uploads
from portal.core.text import legacy_encodings

PAGE_MAX_BYTES = 5 * 1024 * 1024
EXPORT_MAX_BYTES = 64 * 1024 * 1024
PAGE_EXTENSIONS = {".html", ".htm", ".xhtml"}
TEXT_EXTENSIONS = {".txt"}
EXPORT_EXTENSIONS = {".xml", ".rss", ".atom", ".wxr"}
DOCUMENT_EXTENSIONS = {".docx"}


@dataclass(frozen=True)
class SourceFile:
    """A file to parse, and the folder that its images may come from."""

    path: Path
    root: Path

    @property
    def name(self) -> str:
        """The name shown in messages: relative to the given folder."""
        return str(self.path.relative_to(self.root))


def list_files(source: str) -> list[SourceFile]:
    """The files of one SOURCE, in a stable order. Raises UnreadableFile when there are none."""
    if "://" in source:
        raise UnreadableFile(_("chỉ đọc tệp trên máy này. Hãy lưu trang về rồi nhập tệp đã lưu."))
    path = Path(source)
    if path.is_file():
        return [SourceFile(path, path.parent)]
    if not path.is_dir():
        raise UnreadableFile(_("không có tệp hay thư mục này."))
    kinds = PAGE_EXTENSIONS | TEXT_EXTENSIONS | EXPORT_EXTENSIONS | DOCUMENT_EXTENSIONS
    found = sorted(file for file in path.rglob("*") if uploads.file_extension(file.name) in kinds and file.is_file())
    # Word writes a lock file "~$name.docx" beside an open document.
    found = [file for file in found if not _is_page_asset(file, path) and not file.name.startswith("~$")]
    if not found:
        raise UnreadableFile(_("thư mục không có tệp nào đọc được (.html, .htm, .txt, .xml, .docx)."))
    return [SourceFile(file, path) for file in found]


def read_articles(source: SourceFile) -> Iterator[ParsedArticle | RejectedArticle]:
    """The articles of one file. Raises UnreadableFile with the reason when there are none."""
    kind = uploads.file_extension(source.path.name)
    if kind in DOCUMENT_EXTENSIONS:
        yield _read_document(source)
        return
    limit = EXPORT_MAX_BYTES if kind in EXPORT_EXTENSIONS else PAGE_MAX_BYTES
    data = _read_bytes(source.path, limit)
    if kind in EXPORT_EXTENSIONS:
        yield from _read_export(data, source)
        return
    try:
        text = legacy_encodings.decode(data)
    except UnicodeDecodeError as error:
        raise UnreadableFile(_("không phải tệp văn bản.")) from error
    if not text.strip():
        raise UnreadableFile(_("tệp rỗng."))
    if kind in PAGE_EXTENSIONS:
        yield saved_html.read(text, source.path, source.root)
    elif kind in TEXT_EXTENSIONS:
        yield plain_text.read(text, source.name)
    else:
        raise UnreadableFile(_("không nhận loại tệp này. Các loại được nhận: .html, .htm, .txt, .xml, .docx."))


def _read_bytes(path: Path, limit: int) -> bytes:
    try:
        size = path.stat().st_size
        if size > limit:
            sizes = {"size": filesizeformat(size), "limit": filesizeformat(limit)}
            raise UnreadableFile(_("tệp nặng %(size)s, quá mức %(limit)s.") % sizes)
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(_("không mở được tệp (%(reason)s).") % {"reason": error.strerror}) from error
    if not data.strip():
        raise UnreadableFile(_("tệp rỗng."))
    return data


def _read_document(source: SourceFile) -> ParsedArticle:
    try:
        with source.path.open("rb") as file:
            return word_process.read(File(file, name=source.path.name), source.name)
    except OSError as error:
        raise UnreadableFile(_("không mở được tệp (%(reason)s).") % {"reason": error.strerror}) from error


def _read_export(data: bytes, source: SourceFile) -> Iterator[ParsedArticle | RejectedArticle]:
    root = safe_xml.parse(data)
    if wordpress.is_export(root):
        yield from wordpress.read(root, source.path, source.root)
    elif etree.QName(root).localname in feed.ROOT_TAGS:
        yield from feed.read(data, source.path, source.root)
    else:
        raise UnreadableFile(_("không phải tệp RSS, Atom hay bản xuất WordPress."))


def _is_page_asset(file: Path, root: Path) -> bool:
    """Whether a file is in the asset folder that a browser saved with a page (frames, advertisements)."""
    inner = file.relative_to(root).parts[:-1]
    return any(part.endswith(("_files", "_tập tin", ".files")) for part in inner)
