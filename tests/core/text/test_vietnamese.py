"""Vietnamese text: what the framework gets wrong and the core puts right."""

import unicodedata

import pytest
from django.utils.text import slugify as stock_slugify

from portal.core.content.rich_text import clean_html
from portal.core.text import vietnamese


class TestFold:
    @pytest.mark.parametrize(
        ("text", "key"),
        [
            ("Đồng Nai", "dong nai"),
            ("SỞ TƯ PHÁP", "so tu phap"),
            ("hòa", "hoa"),
            ("hoà", "hoa"),
            ("ưỡn ượng ằng ệ", "uon uong ang e"),
            ("  hai \t dòng\n", "hai dong"),
            ("", ""),
        ],
    )
    def test_drops_diacritics_case_and_extra_blanks(self, text: str, key: str) -> None:
        assert vietnamese.fold(text) == key

    def test_both_unicode_forms_fold_equally(self) -> None:
        text = "Thi đua lập thành tích – Khối số IV"
        assert vietnamese.fold(unicodedata.normalize("NFD", text)) == vietnamese.fold(text)


class TestSlugify:
    @pytest.mark.parametrize(
        ("title", "slug"),
        [
            ("Đại hội thi đua", "dai-hoi-thi-dua"),
            ("Đồng Nai: đẩy mạnh", "dong-nai-day-manh"),
            ("Kế hoạch 05/KH-KTĐ", "ke-hoach-05-kh-ktd"),
            ("!!!", ""),
        ],
    )
    def test_keeps_the_stroked_d(self, title: str, slug: str) -> None:
        assert vietnamese.slugify(title) == slug

    def test_the_stock_tool_loses_it_which_is_why_ours_exists(self) -> None:
        assert stock_slugify("Đại hội") == "ai-hoi"

    def test_cuts_between_words(self) -> None:
        slug = vietnamese.slugify("thi đua " * 100, max_length=20)
        assert slug == "thi-dua-thi-dua-thi"

    def test_one_endless_word_is_cut_hard(self) -> None:
        assert vietnamese.slugify("a" * 500, max_length=30) == "a" * 30


class TestNames:
    def test_people_are_called_by_the_last_word(self) -> None:
        assert vietnamese.given_name("Nông Thúy Quỳnh") == "Quỳnh"
        assert vietnamese.given_name("") == ""

    def test_people_sort_by_the_last_word_then_by_the_family_name(self) -> None:
        people = ["Nông Thúy Quỳnh", "Hoàng Tiến Khang", "Nông Thanh Khoa", "Đàm Văn An", "Lục Văn Ân", "Bế Thị An"]
        assert sorted(people, key=vietnamese.person_sort_key) == [
            "Bế Thị An",
            "Đàm Văn An",
            "Lục Văn Ân",
            "Hoàng Tiến Khang",
            "Nông Thanh Khoa",
            "Nông Thúy Quỳnh",
        ]


class TestCollation:
    @pytest.mark.parametrize(
        "in_order",
        [
            ["an", "ăn", "ân"],
            ["da", "đa", "ea"],
            ["ga", "gà", "gả", "gã", "gá", "gạ"],
            ["o", "ô", "ơ", "p"],
            ["u", "ư", "v"],
            ["an", "an bình", "anh"],
            ["ma", "mà", "mai"],
            ["2", "10"][::-1],
        ],
    )
    def test_letters_first_and_tones_second(self, in_order: list[str]) -> None:
        mixed = in_order[::-1]
        assert sorted(mixed, key=vietnamese.collation_key) == in_order

    def test_keys_are_digits_so_that_every_database_sorts_them_equally(self) -> None:
        assert vietnamese.collation_key("Nguyễn Thị Ánh–Hồng (2)").isdigit()


def test_tidy_line_is_one_composed_line() -> None:
    assert vietnamese.normalize_line(" Hội\u00a0 nghị\n ký kết ") == "Hội nghị ký kết"


class TestLettersLikeStrokedD:
    """Eth and its like, which old fonts left where ``đ`` is meant."""

    @pytest.mark.parametrize(
        ("text", "stored"),
        [
            ("Ðại hội Ðảng bộ tỉnh", "Đại hội Đảng bộ tỉnh"),
            ("ÐẢNG ỦY, ðã họp", "ĐẢNG ỦY, đã họp"),
            ("Ɖoàn kiểm tra ɖến nơi", "Đoàn kiểm tra đến nơi"),
            ("Số 12/QÐ-UBND, NÐ-CP, HÐND, LÐLÐ", "Số 12/QĐ-UBND, NĐ-CP, HĐND, LĐLĐ"),
            ("điểm ð khoản 1", "điểm đ khoản 1"),
            ("Ðắk Lắk, Ðinh, Ðức", "Đắk Lắk, Đinh, Đức"),
        ],
    )
    def test_are_that_letter_in_vietnamese(self, text: str, stored: str) -> None:
        assert vietnamese.canonical(text) == stored
        assert vietnamese.canonical(unicodedata.normalize("NFD", text)) == stored
        assert vietnamese.normalize_line(text) == stored

    @pytest.mark.parametrize("name", ["Davíð Oddsson", "Guðmundsson", "GUÐRÚN", "Ðæt", "Seyðisfjörður"])
    def test_stay_in_names_of_other_languages(self, name: str) -> None:
        assert vietnamese.canonical(name) == name

    @pytest.mark.parametrize("letter", "ÐðƉɖ")
    def test_are_found_and_addressed_as_d(self, letter: str) -> None:
        assert vietnamese.fold(f"{letter}ảng bộ") == "dang bo"
        assert vietnamese.slugify(f"{letter}ại hội {letter}ảng bộ") == "dai-hoi-dang-bo"
        assert vietnamese.collation_key(f"{letter}ảng") == vietnamese.collation_key("đảng")

    def test_a_link_keeps_the_letters_of_its_host(self) -> None:
        html = (
            '<p><a href="https://is.wikipedia.org/wiki/Ð" rel="noopener noreferrer">Ð</a>ảng <strong>Ð</strong>ảng</p>'
        )
        cleaned = clean_html(html)
        assert "wiki/Ð" in cleaned
        assert "<strong>Đ</strong>ảng" in cleaned
