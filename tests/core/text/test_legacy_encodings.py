"""TCVN3 and VNI: recognised, converted, and never seen where they are not."""

import unicodedata
from collections.abc import Callable

import pytest

from portal.core.text.legacy_encodings import (
    TCVN3,
    VISCII_BYTES,
    VNI,
    Encoding,
    decode,
    detect_encoding,
    is_broken,
    to_unicode,
)

TONES = "\u0300\u0309\u0303\u0301\u0323"
SMALL = {unicodedata.normalize("NFC", vowel + tone) for vowel in "aăâeêioôơuưy" for tone in TONES} | set("ăâêôơưđ")
LETTERS = SMALL | {letter.upper() for letter in SMALL}

VIETNAMESE = (
    "Sáng nay, đại diện các đơn vị họp bàn kế hoạch phối hợp; mọi người thống nhất những việc cần làm trước. "
    "Tỉnh đã hỗ trợ kỹ thuật, vật tư và giống cây cho hơn hai trăm hộ ở vùng khó khăn, mỗi hộ một mô hình nhỏ."
)


def in_tcvn3(text: str) -> str:
    written = {letter: source for source, letter in TCVN3.items()}
    return "".join(written.get(char, char) for char in text)


def in_vni(text: str) -> str:
    # A capital with a mark in lower case is read, never written: the plain spelling of each letter comes last.
    written = {letter: source for source, letter in VNI.items() if source in {source.lower(), source.upper()}}
    return "".join(written.get(char, char) for char in text)


def base_then_tone(char: str) -> str:
    """A letter as Windows-1258 has it: the vowel with its hat or horn, then the tone as a character of its own."""
    parts = unicodedata.normalize("NFD", char)
    base = unicodedata.normalize("NFC", "".join(part for part in parts if part not in TONES))
    return base + "".join(part for part in parts if part in TONES)


class TestTables:
    def test_the_alphabet_has_134_letters_beyond_ascii(self) -> None:
        assert len(LETTERS) == 134

    def test_vni_writes_all_of_them(self) -> None:
        assert set(VNI.values()) == LETTERS
        assert {to_unicode(in_vni(letter), "vni") for letter in LETTERS} == LETTERS

    def test_tcvn3_writes_all_small_ones_and_the_seven_capitals_without_tone(self) -> None:
        assert set(TCVN3.values()) == SMALL | set("ĂÂÊÔƠƯĐ")
        assert len(TCVN3) == len(set(TCVN3.values()))

    @pytest.mark.parametrize("letter", sorted(LETTERS))
    def test_every_vni_letter_comes_back_between_others(self, letter: str) -> None:
        assert to_unicode(f"x{in_vni(letter)}nh", "vni") == f"x{letter}nh"

    @pytest.mark.parametrize("letter", sorted(SMALL))
    def test_every_tcvn3_letter_comes_back(self, letter: str) -> None:
        assert to_unicode(in_tcvn3(letter), "tcvn3") == letter


class TestKnownTexts:
    @pytest.mark.parametrize(
        ("written", "encoding", "read"),
        [
            ("bé kÕ ho¹ch vµ ®Çu t\u00ad", "tcvn3", "bộ kế hoạch và đầu tư"),
            ("Céng hoµ x· héi chñ nghÜa ViÖt Nam", "tcvn3", "Cộng hoà xã hội chủ nghĩa Việt Nam"),
            ("§éc lËp - Tù do - H¹nh phóc", "tcvn3", "Độc lập - Tự do - Hạnh phúc"),
            ("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", "vni", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
            ("Ñoäc laäp - Töï do - Haïnh phuùc", "vni", "Độc lập - Tự do - Hạnh phúc"),
            ("ÑÔN VÒ TRÖÏC THUOÄC TÆNH", "vni", "ĐƠN VỊ TRỰC THUỘC TỈNH"),
        ],
    )
    def test_is_recognised_and_read(self, written: str, encoding: Encoding, read: str) -> None:
        assert detect_encoding(written) == encoding
        assert to_unicode(written) == read

    @pytest.mark.parametrize(("write", "encoding"), [(in_tcvn3, "tcvn3"), (in_vni, "vni")])
    def test_a_whole_paragraph_comes_back(self, write: Callable[[str], str], encoding: Encoding) -> None:
        assert detect_encoding(write(VIETNAMESE)) == encoding
        assert to_unicode(write(VIETNAMESE)) == VIETNAMESE


class TestOtherTexts:
    @pytest.mark.parametrize(
        "text",
        [
            VIETNAMESE,
            unicodedata.normalize("NFD", VIETNAMESE),
            "Có bé ở nhà và cá ba má tháng",
            "Hội nghị",
            "L'été à Noël, où l'élève résume le café français à côté de la forêt ; ç'a été très bien là-bas.",
            "« Bonjour », dit-il : le résumé coûte 100 ¥ © 2018 Société® et 5 µm.",
            "The naïve café sold £5 jalapeños; Zoë paid ¥100 for a résumé © 2018 Company® at 20 °C, 3 m².",
            "El niño está aquí: mañana habrá más días así, ¿qué tal? ¡Sí, señor!",
            "Über die Straße gehen größere Mädchen; süß, schön und fröhlich.",
            "Plain English with no letter beyond ASCII.",
            "",
        ],
    )
    def test_is_left_alone(self, text: str) -> None:
        assert detect_encoding(text) is None
        assert to_unicode(text) == unicodedata.normalize("NFC", text)

    def test_unicode_lines_stay_while_legacy_lines_beside_them_are_read(self) -> None:
        mixed = "Trang chủ – Tin tức của tỉnh\n" + in_tcvn3("kế hoạch hoạt động của huyện")
        assert to_unicode(mixed) == "Trang chủ – Tin tức của tỉnh\nkế hoạch hoạt động của huyện"


class TestDecode:
    @pytest.mark.parametrize(
        "data",
        [
            VIETNAMESE.encode(),
            VIETNAMESE.encode("utf-8-sig"),
            VIETNAMESE.encode("utf-16"),
            b"\xfe\xff" + VIETNAMESE.encode("utf-16-be"),
            in_vni(VIETNAMESE).encode("cp1252"),
            in_tcvn3(VIETNAMESE).encode("cp1252"),
            in_tcvn3(VIETNAMESE).encode(),
        ],
        ids=["utf-8", "utf-8-sig", "utf-16-le", "utf-16-be", "vni", "tcvn3", "tcvn3 inside utf-8"],
    )
    def test_reads_bytes_of_every_origin(self, data: bytes) -> None:
        assert to_unicode(decode(data)) == VIETNAMESE

    def test_reads_windows_1258(self) -> None:
        written = "".join(base_then_tone(char) for char in VIETNAMESE)
        assert to_unicode(decode(written.encode("cp1258"))) == VIETNAMESE

    def test_reads_western_bytes(self) -> None:
        assert decode("Le café est fermé.".encode("cp1252")) == "Le café est fermé."

    @pytest.mark.parametrize(
        "data", [b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\xff", b"abc\x00def", bytes(range(128, 256))[:30] * 9]
    )
    def test_refuses_what_is_no_text(self, data: bytes) -> None:
        with pytest.raises(UnicodeDecodeError):
            decode(data)


def twice(text: str, shown: str = "cp1252") -> str:
    """UTF-8 read as one byte a letter; what Windows-1252 does not know is a control character, as browsers have it."""
    return "".join(
        bytes([byte]).decode(shown, errors="ignore") or chr(byte)
        for byte in unicodedata.normalize("NFC", text).encode()
    )


def in_viscii(text: str) -> bytes:
    written = {letter: byte for byte, letter in VISCII_BYTES.items()}
    return bytes(written.get(char, ord(char)) for char in text)


class TestViscii:
    def test_it_has_every_letter_once(self) -> None:
        assert set(VISCII_BYTES.values()) == LETTERS
        assert len(VISCII_BYTES) == len(LETTERS)

    def test_a_whole_paragraph_comes_back_from_its_bytes(self) -> None:
        assert decode(in_viscii(VIETNAMESE)) == VIETNAMESE

    def test_capitals_among_the_control_characters_come_back(self) -> None:
        text = VIETNAMESE + " ỦY BAN NHÂN DÂN TỈNH, HỘI ĐỒNG, KỶ YẾU"
        assert decode(in_viscii(text)) == text

    def test_text_that_calls_itself_unicode_is_recognised(self) -> None:
        written = "Hµi ngh¸ t±ng kªt công tác thi ðua nåm 2008 cüa tïnh"
        assert detect_encoding(written) == "viscii"
        assert to_unicode(written) == "Hội nghị tổng kết công tác thi đua năm 2008 của tỉnh"

    @pytest.mark.parametrize("encoding", ["cp1258"])
    def test_windows_1258_is_not_taken_for_it(self, encoding: str) -> None:
        parted = "".join(base_then_tone(char) for char in VIETNAMESE)
        assert decode(parted.encode(encoding)) == VIETNAMESE


class TestReadTwice:
    @pytest.mark.parametrize("shown", ["cp1252", "latin-1"])
    def test_a_whole_paragraph_comes_back(self, shown: str) -> None:
        assert detect_encoding(twice(VIETNAMESE, shown)) == "utf-8 twice"
        assert to_unicode(twice(VIETNAMESE, shown)) == VIETNAMESE

    @pytest.mark.parametrize("letter", sorted(LETTERS))
    def test_every_letter_comes_back(self, letter: str) -> None:
        assert to_unicode(twice(f"x{letter}n"), "utf-8 twice") == f"x{letter}n"

    def test_letters_in_two_parts_come_back_whole(self) -> None:
        parted = "".join(bytes([byte]).decode("cp1252", errors="ignore") or chr(byte) for byte in "ễ".encode())
        assert to_unicode(f"Nguy{parted}n, nh{twice('ữ')}ng", "utf-8 twice") == "Nguyễn, những"

    def test_a_line_in_unicode_stays(self) -> None:
        text = f"{twice(VIETNAMESE)}\nGiữ nguyên dòng này: Ã¡"
        assert to_unicode(text) == f"{VIETNAMESE}\nGiữ nguyên dòng này: Ã¡"

    @pytest.mark.parametrize("text", ["Ã¡", "Prix : 12 € – « voilà »", "LÃNH ĐẠO", "Điểm số: ±2 µm, 5 m², 30°C, 1º"])
    def test_single_chances_are_none(self, text: str) -> None:
        assert detect_encoding(text) is None


class TestBroken:
    @pytest.mark.parametrize(
        "text",
        [
            "Hội nghị v\ufffd công tác",
            "Hội nghị v\x9d công tác",
            f"{VIETNAMESE} {twice('tổng kết')}",
            "Íîâîñòè îáëàñòè ñåãîäíÿ óòðîì ïðîøëà êîíôåðåíöèÿ",
            "Hµi ngh¸ t±ng kªt v§n ð« kh¡c phøc",
        ],
    )
    def test_is_told_from(self, text: str) -> None:
        assert is_broken(text)

    @pytest.mark.parametrize(
        "text",
        [
            VIETNAMESE,
            unicodedata.normalize("NFD", VIETNAMESE),
            "Plain English without a single accent.",
            f"{VIETNAMESE} Ông François Gérard và bà Zoë Müller cùng dự.",
            "ĐÃ\u00a0KÝ; LÃ\u00a0Văn An",
            "Ủy ban nhân dân tỉnh; QĐ-UBND, 5 m², 30°C, ±2 µm, «Hội», “Đảng”, 1º, 20%… Công ty TNHH MTV Đại Phát.",
            "",
        ],
    )
    def test_from_what_is_sound(self, text: str) -> None:
        assert not is_broken(text)
