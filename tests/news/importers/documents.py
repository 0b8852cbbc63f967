"""Word documents for tests: real ones by python-docx, and broken or hostile ones by rewriting their parts."""

import io
import zipfile
from collections.abc import Callable, Mapping

from django.core.files.base import File
from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Cm

from tests.factories import image_bytes

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)


def bytes_of(document: WordDocument) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def as_file(content: bytes, name: str = "bai-viet.docx") -> File:
    return File(io.BytesIO(content), name=name)


def built(fill: Callable[[WordDocument], object]) -> bytes:
    """A document that a function fills."""
    document = Document()
    fill(document)
    return bytes_of(document)


def of_xml(*blocks: str) -> bytes:
    """A document of raw blocks: ``of_xml("<w:p>…</w:p>")``."""

    def fill(document: WordDocument) -> None:
        for block in blocks:
            document.element.body.insert_element_before(parse_xml(_named(block)), "w:sectPr")

    return built(fill)


def paragraph(text: str, *, run: str = "", properties: str = "") -> str:
    return (
        f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'
    )


def _named(block: str) -> str:
    start = block.index("<") + 1
    end = min(block.index(mark, start) for mark in " >/" if mark in block[start:])
    return f"{block[:end]} {NAMESPACES}{block[end:]}"


def named_blocks(*blocks: str) -> bytes:
    """Raw blocks to put into a part of a document."""
    return "".join(map(_named, blocks)).encode()


def rewritten(content: bytes, parts: Mapping[str, bytes | None], *, compress: bool = True) -> bytes:
    """A package with some parts replaced, added, or (None) taken out."""
    buffer = io.BytesIO()
    method = zipfile.ZIP_DEFLATED if compress else zipfile.ZIP_STORED
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w", method) as new:
        for entry in old.infolist():
            if entry.filename not in parts:
                new.writestr(entry.filename, old.read(entry))
        for name, data in parts.items():
            if data is not None:
                new.writestr(name, data)
    return buffer.getvalue()


def part_of(content: bytes, name: str = "word/document.xml") -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return package.read(name)


def describe_images(document: WordDocument, *words: str | None) -> None:
    """The text alternative of each image, as Word's own dialog writes it; None leaves none."""
    for properties, text in zip(document.element.iter(qn("wp:docPr")), words, strict=True):
        for name in ("descr", "title"):
            properties.attrib.pop(name, None)
        if text is not None:
            properties.set("descr", text)


def news_document(*, alts: tuple[str | None, str | None] = ("Đoàn viên trồng cây ven hồ", None)) -> bytes:
    """A piece of news as offices write it: title, bold summary, headings, lists, a table, two images, a signature."""
    document = Document()
    document.add_paragraph("Ra quân trồng cây ven hồ Thăng Hen", style="Title")
    document.add_paragraph().add_run(
        "Sáng 4/3, hơn hai trăm đoàn viên của các cơ quan trong Khối đã ra quân trồng cây ven hồ Thăng Hen."
    ).bold = True
    document.add_heading("Diễn biến", level=1)
    start = document.add_paragraph("Các đơn vị có mặt từ ")
    start.add_run("sáng sớm").bold = True
    start.add_run(", mỗi đơn vị nhận 100 m")
    start.add_run("2").font.superscript = True
    start.add_run(" đất.")
    document.add_picture(io.BytesIO(image_bytes()), width=Cm(8))
    caption = document.add_paragraph("Đoàn viên trồng cây", style="Caption")
    caption.alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.add_heading("Kết quả", level=2)
    document.add_paragraph("Sở Tư pháp", style="List Bullet")
    document.add_paragraph("Phòng Tổ chức", style="List Bullet 2")
    document.add_paragraph("Công an tỉnh", style="List Bullet")
    document.add_paragraph("Trồng cây", style="List Number")
    table = document.add_table(rows=3, cols=2)
    for row, words in zip(table.rows, [("Đơn vị", "Số cây"), ("Sở Tư pháp", "120"), ("Cộng", "120")], strict=True):
        for cell, word in zip(row.cells, words, strict=True):
            cell.text = word
    for cell in table.rows[0].cells:
        cell.paragraphs[0].runs[0].bold = True
    document.add_picture(io.BytesIO(image_bytes((320, 200), "JPEG")), width=Cm(6))
    document.add_paragraph("Tin, ảnh: Nông Thúy Quỳnh").alignment = WD_ALIGN_PARAGRAPH.RIGHT
    describe_images(document, *alts)
    return bytes_of(document)
