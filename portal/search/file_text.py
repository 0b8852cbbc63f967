"""Extracts the visible text of PDF, DOCX and XLSX files; hidden text is not indexed.

Runs in a separate process (``portal.core.limited_process``) without access to the portal.
"""

import io
import zipfile
from collections.abc import Iterator
from typing import Any


def extract_text(stream: io.BytesIO, extension: str, max_length: int) -> str:
    """The first ``max_length`` characters of a file's text."""
    pieces: list[str] = []
    left = max_length
    for piece in {".pdf": read_pdf, ".docx": read_docx, ".xlsx": read_xlsx}[extension](stream):
        pieces.append(piece[:left])
        left -= len(piece) + 1
        if left <= 0:
            break
    return "\n".join(pieces)


def read_pdf(stream: io.BytesIO) -> Iterator[str]:
    from pypdf import PdfReader

    for page in PdfReader(stream).pages:
        yield page.extract_text()


_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def read_docx(stream: io.BytesIO) -> Iterator[str]:
    """The paragraphs of the main part; a DOCX is XML in a ZIP, and only its text is needed."""
    from lxml import etree

    with zipfile.ZipFile(stream) as package, package.open("word/document.xml") as part:
        parsed = etree.iterparse(part, tag=f"{_W}p", resolve_entities=False, no_network=True)
        for _event, paragraph in parsed:
            pieces = paragraph.iter(f"{_W}t", f"{_W}tab", f"{_W}br")
            yield "".join(_piece_text(piece) for piece in pieces if not _is_hidden(piece))
            paragraph.clear()


def _piece_text(piece: Any) -> str:
    return (piece.text or "") if piece.tag == f"{_W}t" else " "


def _is_hidden(piece: Any) -> bool:
    """Whether a run is hidden text, or moved away by a tracked change."""
    if next(piece.iterancestors(f"{_W}moveFrom"), None) is not None:
        return True
    vanish = piece.getparent().find(f"{_W}rPr/{_W}vanish")
    return vanish is not None and vanish.get(f"{_W}val", "1") not in {"0", "false", "off"}


def read_xlsx(stream: io.BytesIO) -> Iterator[str]:
    from openpyxl import load_workbook

    for sheet in load_workbook(stream, read_only=True, data_only=True).worksheets:
        if sheet.sheet_state != "visible":
            continue
        yield sheet.title
        for row in sheet.iter_rows(values_only=True):
            if written := " ".join(str(cell) for cell in row if cell is not None):
                yield written
