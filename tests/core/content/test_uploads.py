"""Checks on uploads: hostile or broken files get a Vietnamese sentence, never a place in the storage."""

import io
import zipfile
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from portal.core.content import uploads
from portal.core.content.image_processing import available_widths, reencode_image, validate_image
from tests.factories import image_bytes


def package(**entries: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            # A fixed date, as the bytes name the test: two processes that collect it must agree.
            archive.writestr(zipfile.ZipInfo(name.replace("__", "/")), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def document(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def bomb() -> bytes:
    """144 million pixels in a few kilobytes."""
    buffer = io.BytesIO()
    Image.new("1", (12_000, 12_000)).save(buffer, "PNG")
    return buffer.getvalue()


WORD = package(word__document=b"<w/>")
SHEET = package(xl__workbook=b"<x/>")


class TestDocuments:
    @pytest.mark.parametrize(
        ("name", "content"),
        [
            ("Kế hoạch.pdf", b"%PDF-1.4\n..."),
            ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1...."),
            ("a.DOCX", WORD),
            ("a.xlsx", SHEET),
            ("a.zip", package(a=b"1")),
        ],
    )
    def test_the_allowed_kinds_pass(self, name: str, content: bytes) -> None:
        assert uploads.validate_document(document(name, content)).label

    @pytest.mark.parametrize(
        ("name", "content", "code"),
        [
            ("a.exe", b"MZ", "kind"),
            ("a.html", b"<script>", "kind"),
            ("a.svg", b"<svg/>", "kind"),
            ("a.pdf.html", b"%PDF-1.4", "kind"),
            ("khong-duoi", b"%PDF-1.4", "kind"),
            ("a.pdf", b"<html>", "mismatch"),
            ("a.pdf", b"", "empty"),
            ("a.docx", SHEET, "mismatch"),
            ("a.docx", WORD[:60], "broken"),
            (
                "a.docx",
                package(word__document=b"1", word__vbaProject_bin=b"1").replace(b"vbaProject_bin", b"vbaProject.bin"),
                "macros",
            ),
            ("a.zip", package(a=b"0" * 2_000_000), "bomb"),
        ],
    )
    def test_the_others_are_refused_and_told_why(self, name: str, content: bytes, code: str) -> None:
        with pytest.raises(ValidationError) as caught:
            uploads.validate_document(document(name, content))
        assert caught.value.code == code

    def test_too_large_names_both_sizes(self, settings: Any) -> None:
        settings.ATTACHMENT_MAX_BYTES = 10
        with pytest.raises(ValidationError, match="quá mức"):
            uploads.validate_document(document("a.pdf", b"%PDF-1.4 and more"))

    def test_names_are_safe_and_still_readable(self) -> None:
        assert uploads.safe_filename("../../Kế hoạch số 5 (Đã ký).PDF") == "ke-hoach-so-5-da-ky.pdf"
        assert uploads.safe_filename("…….pdf") == "tep.pdf"


class TestImages:
    def test_a_text_named_jpg_is_refused(self) -> None:
        with pytest.raises(ValidationError, match="không phải là ảnh"):
            validate_image(document("anh.jpg", b"hello"))

    def test_an_svg_is_refused(self) -> None:
        with pytest.raises(ValidationError, match="JPEG, PNG"):
            validate_image(document("anh.svg", b"<svg/>"))

    def test_an_svg_named_png_is_refused(self) -> None:
        with pytest.raises(ValidationError, match="không phải là ảnh"):
            validate_image(document("anh.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>"))

    def test_a_truncated_jpeg_is_refused(self) -> None:
        with pytest.raises(ValidationError, match="bị hỏng"):
            validate_image(document("anh.jpg", image_bytes((900, 900), "JPEG")[:2000]))

    def test_a_photo_of_thirty_megabytes_is_refused_before_it_is_read(self) -> None:
        with pytest.raises(ValidationError, match="quá mức"):
            validate_image(document("anh.jpg", b"\xff\xd8" + bytes(30 * 1024 * 1024)))

    def test_a_decompression_bomb_is_refused_before_it_is_unpacked(self) -> None:
        with pytest.raises(ValidationError, match="quá nhiều điểm ảnh"):
            validate_image(document("anh.png", bomb()))

    def test_the_camera_is_forgotten_and_the_image_stands_upright(self) -> None:
        exif = Image.Exif()
        exif[0x0112] = 6  # turned by 90 degrees
        exif.get_ifd(0x8825)[1] = "N"  # GPS
        kept = reencode_image(document("DSC 001 Bản Giốc.jpg", image_bytes((80, 40), "JPEG", exif=exif)))
        image = Image.open(kept)
        assert image.size == (40, 80)
        assert not image.getexif()
        assert kept.name == "dsc-001-ban-gioc.jpg"

    def test_what_hides_behind_an_image_is_gone(self) -> None:
        polyglot = image_bytes(kind="JPEG") + b"<script>alert(1)</script>"
        assert b"<script>" not in reencode_image(document("a.jpg", polyglot)).read()

    @pytest.mark.parametrize(
        ("width", "steps"), [(300, [240]), (800, [240, 400, 800]), (5000, [240, 400, 800, 1200, 1600])]
    )
    def test_no_width_is_made_by_enlarging(self, width: int, steps: list[int]) -> None:
        assert available_widths(width) == steps
