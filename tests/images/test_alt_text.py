"""Words that stand in for an image: what is a description, and what only names a file."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.images import alt_text


class TestRefusal:
    @pytest.mark.parametrize(
        "alt",
        [
            *("IMG_1234", "IMG_1234.JPG", "img 20180327 083000", "DSC0001", "DSC_0001", "DSCN1234", "P1010001.jpeg"),
            *("Screenshot 2018-03-27 at 08.30.00", "Screenshot_20180327-083000_Zalo", "Screen Shot 2018-03-27"),
            *("image.png", "image", "Image (2)", "ảnh 1", "Ảnh", "hình 12", "Hình ảnh", "anh1", "Untitled-1", "photo"),
            *("20180327_083000", "2018", "...", "z5123456789012_0a1b2c3d", "a3f5c09be77d41aa"),
            *("550e8400-e29b-41d4-a716-446655440000", "hoi_nghi_so_ket", "so-do.svg", "biên bản.docx", "PXL_2018"),
            *("https://example.gov.vn/anh", "Ảnh chụp màn hình 2018-03-27", "ảnh.webp", "a\u0309nh 1"),
        ],
    )
    def test_a_name_of_a_file_or_a_camera_is_none(self, alt: str) -> None:
        assert "tên tệp" in alt_text.alt_text_error(alt)

    @pytest.mark.parametrize(
        "alt",
        [
            *("Núi đá vôi trong sương sớm", "Lễ ký giao ước ngày 27/3/2018", "Ảnh Bác Hồ", "Hình vẽ sơ đồ tổ chức"),
            *("Ảnh chụp màn hình trang đăng nhập", "Bản đồ", "Thác", "x", "Hà Nội 2018", "IMG là viết tắt của image"),
        ],
    )
    def test_a_description_passes(self, alt: str) -> None:
        assert alt_text.alt_text_error(alt) == ""

    @pytest.mark.parametrize("alt", ["Thác Bản Giốc", "thac-ban-gioc", "THAC BAN GIOC"])
    def test_the_files_own_name_is_none(self, alt: str) -> None:
        assert alt_text.alt_text_error(alt, "anh/0011/thac-ban-gioc.jpeg")

    def test_a_sentence_stays_a_sentence_when_a_file_is_called_so(self) -> None:
        words = "Các đơn vị ký giao ước thi đua"
        assert alt_text.alt_text_error(words, "các đơn vị ký giao ước thi đua.jpg") == ""

    def test_no_words_are_no_wrong_words(self) -> None:
        assert alt_text.alt_text_error("") == alt_text.alt_text_error("  ") == ""

    @given(st.text(max_size=300), st.text(max_size=100))
    def test_any_text_gets_an_answer(self, alt: str, name: str) -> None:
        assert isinstance(alt_text.alt_text_error(alt, name), str)
