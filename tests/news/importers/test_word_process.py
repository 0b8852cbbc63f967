"""Word documents read in a process of their own: the same article, and an end for what asks too much."""

import io
import time
import zipfile
from dataclasses import asdict

import pytest

from news.importers import word, word_process
from news.importers.result import UnreadableFile
from portal.core.limited_process import ProcessLimits, ReaderAborted
from tests.cases import CASES
from tests.news.importers.documents import as_file, news_document, of_xml, paragraph, rewritten


def read(content: bytes, name: str = "bai.docx") -> object:
    return word_process.read(as_file(content, name), name)


@pytest.mark.parametrize("path", [None, *sorted(CASES.glob("*.docx"))], ids=lambda path: path.stem if path else "news")
def test_it_finds_what_is_found_without_it(path: object) -> None:
    content = news_document() if path is None else path.read_bytes()  # type: ignore[attr-defined]
    assert asdict(read(content)) == asdict(word.read(as_file(content, "bai.docx"), "bai.docx"))  # type: ignore[call-overload]


@pytest.mark.parametrize(
    ("content", "name", "told"),
    [
        (b"", "a.docx", "rỗng"),
        (b"%PDF-1.4", "a.pdf", "Không nhận loại tệp này"),
        (b"PK\x03\x04xxxx", "a.docx", "bị hỏng"),
        (of_xml(), "a.docx", "không có nội dung"),
    ],
)
def test_refusals_come_back_as_their_sentences(content: bytes, name: str, told: str) -> None:
    with pytest.raises(UnreadableFile, match=told):
        read(content, name)


def test_a_file_too_large_is_refused_before_it_is_read(settings: object) -> None:
    settings.ATTACHMENT_MAX_BYTES = 100  # type: ignore[attr-defined]
    with pytest.raises(UnreadableFile, match="quá mức"):
        read(news_document())


def test_one_that_asks_too_much_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    # The most elements that are let in take mammoth seconds; here it gets a fraction of that.
    blocks = "".join(paragraph("chữ") for _ in range(12_000)).encode()
    content = of_xml(paragraph("Đề"))
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        document = package.read("word/document.xml").replace(b"<w:sectPr", blocks + b"<w:sectPr", 1)
    large = rewritten(content, {"word/document.xml": document}, compress=False)
    monkeypatch.setattr(word_process, "LIMITS", ProcessLimits(seconds=1))
    started = time.monotonic()
    with pytest.raises(ReaderAborted, match="quá nhiều thời gian"):
        read(large)
    assert time.monotonic() - started < 30
