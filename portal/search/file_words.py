"""``python -I file_words.py .pdf CHARACTERS SECONDS BYTES < file``: writes the words of a file, within those limits.

Run by ``extracting``, never imported.
It knows nothing of the portal: no settings, no database, no secret is at hand in the process that opens the file.
"""

import io
import resource
import sys
import zipfile
from collections.abc import Iterator


def main(extension: str, most: int, seconds: int, memory_bytes: int) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    stream = io.BytesIO(sys.stdin.buffer.read())
    left = most
    for piece in {".pdf": of_pdf, ".docx": of_docx, ".xlsx": of_xlsx}[extension](stream):
        sys.stdout.buffer.write((piece[:left] + "\n").encode())
        left -= len(piece) + 1
        if left <= 0:
            return


def of_pdf(stream: io.BytesIO) -> Iterator[str]:
    from pypdf import PdfReader

    for page in PdfReader(stream).pages:
        yield page.extract_text()


def of_docx(stream: io.BytesIO) -> Iterator[str]:
    """The paragraphs of the main part; a DOCX is XML in a ZIP, and no more of it is needed than its text."""
    from lxml import etree

    word = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    with zipfile.ZipFile(stream) as package, package.open("word/document.xml") as part:
        parsed = etree.iterparse(part, tag=f"{word}p", resolve_entities=False, no_network=True)
        for _event, paragraph in parsed:
            yield "".join(_run(node, word) for node in paragraph.iter(f"{word}t", f"{word}tab", f"{word}br"))
            paragraph.clear()


def _run(node: object, word: str) -> str:
    return (node.text or "") if node.tag == f"{word}t" else " "


def of_xlsx(stream: io.BytesIO) -> Iterator[str]:
    from openpyxl import load_workbook

    for sheet in load_workbook(stream, read_only=True, data_only=True).worksheets:
        yield sheet.title
        for row in sheet.iter_rows(values_only=True):
            if written := " ".join(str(cell) for cell in row if cell is not None):
                yield written


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:5]))
