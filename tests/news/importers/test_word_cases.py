"""Word documents as offices have them, each with what must come of it (tests/cases)."""

import io
from collections.abc import Iterable

import pytest
from PIL import Image as PILImage

from news.importers import word
from news.importers.result import ParsedArticle
from news.importers.save import import_article
from news.models import Article
from portal.core.content import rich_text
from portal.images.models import Image
from tests.cases import case_bytes
from tests.factories import image_bytes, make_category
from tests.news.importers.documents import (
    NAMESPACES,
    as_file,
    built,
    named_blocks,
    of_xml,
    paragraph,
    part_of,
    rewritten,
)
from tests.news.importers.test_word import TITLE_STYLE

TITLE = paragraph("Đề", properties=TITLE_STYLE)
END = "<p>Đoạn kết để có thân bài đủ dài cho việc kiểm tra nhập.</p>"
RED, GREEN = (200, 30, 35), (30, 160, 60)


def read(content: bytes, name: str = "bai.docx") -> ParsedArticle:
    return word.read(as_file(content, name), name)


def body(content: bytes) -> str:
    """The body as it is stored: what the importer makes must pass the cleaner unchanged."""
    return rich_text.clean_html(read(content).body_html)


def warned(found: ParsedArticle, words: str) -> bool:
    return any(words in warning for warning in found.warnings)


class TestLists:
    @pytest.mark.parametrize(
        ("name", "outcome"),
        [
            (
                "01-list-goes-on.docx",
                "<ol><li>Việc thứ nhất</li><li>Việc thứ hai</li></ol><p>Đoạn xen giữa giải thích việc thứ hai.</p>"
                '<ol start="3"><li>Việc thứ ba</li></ol>',
            ),
            (
                "02-list-start-4.docx",
                "<ol><li>Một</li><li>Hai</li><li>Ba</li></ol><p>Bảng xen giữa.</p>"
                '<ol start="4"><li>Bốn</li><li>Năm</li></ol>',
            ),
            (
                "03-letters-romans.docx",
                "<p>I. Mục đích</p><p>II. Yêu cầu</p><p>Theo điểm b mục II nêu trên:</p>"
                "<p>a) Đúng đối tượng</p><p>b) Đúng thời hạn</p>",
            ),
            (
                "04-dieu-khoan-diem.docx",
                "<p>Điều 1. Phạm vi điều chỉnh</p><ol><li>Quy chế này quy định việc bình xét.</li>"
                "<li>Việc bình xét gồm:<p>a) Cờ thi đua</p><p>b) Bằng khen</p></li></ol>"
                "<p>Điều 2. Đối tượng áp dụng</p><p>Các cơ quan nêu tại điểm b khoản 2 Điều 1.</p>",
            ),
            (
                "05-sublist-own-num.docx",
                "<ol><li>Nhóm một</li><li>Nhóm hai<p>a) Ý thứ nhất</p><p>b) Ý thứ hai</p></li><li>Nhóm ba</li></ol>",
            ),
        ],
    )
    def test_marks_stay_as_they_are_read(self, name: str, outcome: str) -> None:
        assert body(case_bytes(name)) == outcome + END

    @pytest.mark.parametrize("name", ["03-letters-romans.docx", "04-dieu-khoan-diem.docx", "05-sublist-own-num.docx"])
    def test_a_mark_that_became_text_is_told(self, name: str) -> None:
        assert warned(read(case_bytes(name)), "gõ thẳng thành chữ")

    @pytest.mark.parametrize("name", ["01-list-goes-on.docx", "02-list-start-4.docx"])
    def test_plain_numbers_are_told_of_nothing(self, name: str) -> None:
        assert read(case_bytes(name)).warnings == ()


def numbered(*levels: tuple[str, str], more: str = "", paragraphs: Iterable[tuple[str, int] | str]) -> str:
    """The body of a document with one list of such levels (form, text); a string is a paragraph outside of it."""
    written = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for at, (form, text) in enumerate(levels)
    )
    own = (
        f'<w:abstractNum w:abstractNumId="90">{written}</w:abstractNum>'
        f'<w:num w:numId="90"><w:abstractNumId w:val="90"/></w:num>'
        f'<w:num w:numId="91"><w:abstractNumId w:val="90"/>{more}</w:num>'
    )
    blocks = [
        paragraph(one) if isinstance(one, str) else paragraph(one[0], properties=place(one[1])) for one in paragraphs
    ]
    content = of_xml(TITLE, *blocks)
    numbering = f"<w:numbering {NAMESPACES}>{own}</w:numbering>".encode()
    return body(rewritten(content, {"word/numbering.xml": numbering}))


def place(level: int, number: int = 90) -> str:
    return f'<w:numPr><w:ilvl w:val="{level % 10}"/><w:numId w:val="{number + level // 10}"/></w:numPr>'


class TestCounting:
    @pytest.mark.parametrize(
        ("form", "marks"),
        [
            ("lowerLetter", ["a)", "b)", "c)"]),
            ("upperLetter", ["A)", "B)", "C)"]),
            ("lowerRoman", ["i)", "ii)", "iii)"]),
            ("upperRoman", ["I)", "II)", "III)"]),
            ("decimalZero", ["01)", "02)", "03)"]),
            ("decimal", ["1)", "2)", "3)"]),
        ],
    )
    def test_every_form_is_written(self, form: str, marks: list[str]) -> None:
        items = [("x", 0), ("x", 0), ("x", 0)]
        assert numbered((form, "%1)"), paragraphs=items) == "".join(f"<p>{mark} x</p>" for mark in marks)

    def test_deeper_levels_begin_again_and_name_those_above(self) -> None:
        items = [("a", 0), ("b", 1), ("c", 1), ("d", 0), ("e", 1)]
        assert numbered(("upperRoman", "%1."), ("decimal", "%1.%2."), paragraphs=items) == (
            "<p>I. a</p><p>I.1. b</p><p>I.2. c</p><p>II. d</p><p>II.1. e</p>"
        )

    def test_another_list_of_the_pattern_goes_on_unless_it_says_where_it_begins(self) -> None:
        items = [("a", 0), "xen", ("b", 10)]
        assert numbered(("decimal", "%1."), paragraphs=items) == (
            '<ol><li>a</li></ol><p>xen</p><ol start="2"><li>b</li></ol>'
        )
        again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
        assert numbered(("decimal", "%1."), more=again, paragraphs=items) == (
            "<ol><li>a</li></ol><p>xen</p><ol><li>b</li></ol>"
        )

    def test_letters_go_on_after_z_and_numbers_end_somewhere(self) -> None:
        items = [("x", 0)] * 28
        assert numbered(("lowerLetter", "%1)"), paragraphs=items).endswith("<p>z) x</p><p>aa) x</p><p>bb) x</p>")

    def test_a_paragraph_without_words_is_counted_as_word_counts_it(self) -> None:
        assert numbered(("decimal", "%1."), paragraphs=[("a", 0), ("", 0), ("b", 0)]) == (
            '<ol><li>a</li></ol><ol start="3"><li>b</li></ol>'
        )

    def test_a_heading_keeps_its_number(self) -> None:
        content = of_xml(TITLE, paragraph("Mục đích", properties='<w:pStyle w:val="Heading2"/>' + place(0)))
        numbering = (
            f'<w:numbering {NAMESPACES}><w:abstractNum w:abstractNumId="90"><w:lvl w:ilvl="0"><w:numFmt'
            ' w:val="upperRoman"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:num w:numId="90">'
            '<w:abstractNumId w:val="90"/></w:num></w:numbering>'
        )
        found = read(rewritten(content, {"word/numbering.xml": numbering.encode()}))
        assert found.body_html == "<h2>I. Mục đích</h2>"
        assert warned(found, "gõ thẳng thành chữ")

    def test_signs_of_ours_in_the_text_mark_nothing(self) -> None:
        assert body(of_xml(TITLE, paragraph("\ue0000\ue001 chữ"), paragraph("\ue0009\ue001"))) == "<p>0 chữ</p><p>9</p>"


class TestSigns:
    def test_a_ticked_box_stays_before_its_words(self) -> None:
        found = body(case_bytes("15-signs.docx"))
        assert "<p>☒ Đồng ý</p>" in found
        assert "<p>Đã làm ☑ chưa làm ☐ mũi tên → số 30‑CT</p>" in found
        assert "<p>Lựa chọn thứ hai</p>" in found

    @pytest.mark.parametrize(("checked", "sign"), [("1", "☒"), ("0", "☐")])
    def test_a_box_of_an_old_form(self, checked: str, sign: str) -> None:
        field = (
            '<w:p><w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:default w:val="'
            f'{checked}"/></w:checkBox></w:ffData></w:fldChar></w:r><w:r><w:instrText> FORMCHECKBOX </w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t> Đồng ý</w:t></w:r></w:p>'
        )
        assert body(of_xml(TITLE, field)) == f"<p>{sign} Đồng ý</p>"

    def test_fields_without_a_beginning_keep_their_text(self) -> None:
        assert body(case_bytes("07-orphan-field.docx")) == f"<p>Đoạn một. Kết quả hiện ra.</p><p>Đoạn hai.</p>{END}"


class TestHeadings:
    def test_styles_that_offices_name_themselves_are_headings(self) -> None:
        found = read(case_bytes("10-dau-de-style.docx"))
        assert found.title == "Báo cáo sơ kết"
        assert "<h2>Tình hình chung</h2>" in found.body_html
        assert "<h2>Kết quả</h2><h3>Về cờ thi đua</h3>" in found.body_html


STYLES = {
    "hidden character": '<w:style w:type="character" w:styleId="An"><w:name w:val="An"/><w:rPr><w:vanish/></w:rPr></w:style>',
    "based on a hidden one": '<w:style w:type="character" w:styleId="Goc"><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="An"><w:basedOn w:val="Goc"/></w:style>',
    "hidden paragraph": '<w:style w:type="paragraph" w:styleId="An"><w:rPr><w:vanish/></w:rPr></w:style>',
    "hidden table": '<w:style w:type="table" w:styleId="An"><w:rPr><w:vanish/></w:rPr></w:style>',
}
SECRET = "Ghi chú nội bộ"


def styled(style: str, block: str) -> ParsedArticle:
    content = of_xml(TITLE, block, paragraph("Công khai."))
    styles = part_of(content, "word/styles.xml").replace(b"</w:styles>", style.encode() + b"</w:styles>")
    return read(rewritten(content, {"word/styles.xml": styles}))


class TestHiddenText:
    """Not shown there, not shown here, and told."""

    def test_text_hidden_by_a_style(self) -> None:
        found = read(case_bytes("25-hidden-style.docx"))
        assert "Công khai." in found.body_html
        assert "nội bộ" not in found.body_html
        assert warned(found, "chữ ẩn")

    @pytest.mark.parametrize(
        ("style", "block"),
        [
            ("hidden character", paragraph(SECRET, run='<w:rStyle w:val="An"/>')),
            ("based on a hidden one", paragraph(SECRET, run='<w:rStyle w:val="An"/>')),
            ("hidden paragraph", paragraph(SECRET, properties='<w:pStyle w:val="An"/>')),
            (
                "hidden paragraph",
                f"<w:tbl><w:tr><w:trPr><w:hidden/></w:trPr><w:tc>{paragraph(SECRET)}</w:tc></w:tr></w:tbl>",
            ),
            ("hidden paragraph", f"<w:p><w:moveFrom><w:r><w:t>{SECRET}</w:t></w:r></w:moveFrom></w:p>"),
        ],
    )
    def test_every_way_to_hide(self, style: str, block: str) -> None:
        found = styled(STYLES[style], block)
        assert found.body_html.replace("<p></p>", "") == "<p>Công khai.</p>"
        assert len(found.warnings) == 1

    @pytest.mark.parametrize(
        ("style", "block"),
        [
            # A style toggles: hidden in hidden is shown; and a run may say for itself that it is not.
            ("hidden paragraph", paragraph(SECRET, properties='<w:pStyle w:val="An"/>', run='<w:vanish w:val="0"/>')),
            ("hidden character", paragraph(SECRET, run='<w:rStyle w:val="An"/><w:vanish w:val="false"/>')),
        ],
    )
    def test_what_word_shows_all_the_same_stays(self, style: str, block: str) -> None:
        found = styled(STYLES[style], block)
        assert SECRET in found.body_html
        assert found.warnings == ()

    def test_hidden_twice_is_shown_as_in_word(self) -> None:
        both = STYLES["hidden character"] + STYLES["hidden paragraph"].replace('"An"', '"Doan"')
        block = paragraph(SECRET, run='<w:rStyle w:val="An"/>', properties='<w:pStyle w:val="Doan"/>')
        assert SECRET in styled(both, block).body_html

    def test_hidden_by_default_of_the_document(self) -> None:
        content = of_xml(TITLE, paragraph(SECRET), paragraph("Công khai.", run='<w:vanish w:val="0"/>'))
        styles = part_of(content, "word/styles.xml").replace(
            b"<w:rPrDefault><w:rPr>", b"<w:rPrDefault><w:rPr><w:vanish/>"
        )
        assert b"<w:vanish/>" in styles
        assert read(rewritten(content, {"word/styles.xml": styles})).body_html == "<p>Công khai.</p>"

    def test_text_hidden_by_the_style_of_its_table(self) -> None:
        rows = f"<w:tr><w:tc>{paragraph(SECRET)}</w:tc></w:tr>"
        found = styled(STYLES["hidden table"], f'<w:tbl><w:tblPr><w:tblStyle w:val="An"/></w:tblPr>{rows}</w:tbl>')
        assert SECRET not in found.body_html
        assert warned(found, "chữ ẩn")

    def test_a_deleted_cell(self) -> None:
        deleted = f'<w:tc><w:tcPr><w:cellDel w:id="1" w:author="A"/></w:tcPr>{paragraph("Ghi chú nội bộ")}</w:tc>'
        found = read(of_xml(f"<w:tbl><w:tr>{deleted}<w:tc>{paragraph('Công khai.')}</w:tc></w:tr></w:tbl>"))
        assert "nội bộ" not in found.body_html
        assert "Công khai." in found.body_html
        assert warned(found, "dấu vết sửa")

    def test_words_with_a_reading_above_them_stay_without_it(self) -> None:
        ruby = "<w:ruby><w:rt><w:r><w:t>đọc</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>Chữ chính</w:t></w:r></w:rubyBase></w:ruby>"
        found = read(of_xml(f"<w:p><w:r>{ruby}</w:r></w:p>", paragraph("Đoạn cuối.")))
        assert "Chữ chính" in found.body_html + found.title

    @pytest.mark.parametrize(
        "drawing",
        [
            '<w:drawing><wp:inline><wp:docPr id="1" name="x" hidden="1"/><a:graphic><a:graphicData><a:blip r:embed="{r}"/></a:graphicData></a:graphic></wp:inline></w:drawing>',
            '<w:drawing><wp:inline><wp:docPr id="1" name="x"/><a:graphic><a:graphicData><pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:nvPicPr><pic:cNvPr id="2" name="" hidden="1"/></pic:nvPicPr><pic:blipFill><a:blip r:embed="{r}"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>',
            '<w:pict><v:shape style="position:absolute; visibility: hidden"><v:imagedata r:id="{r}"/></v:shape></w:pict>',
        ],
    )
    def test_an_image_that_is_switched_off(self, drawing: str) -> None:
        found = pictured(drawing)
        assert not found.images
        assert warned(found, "bị ẩn")


def two_halves(kind: str = "PNG") -> bytes:
    image = PILImage.new("RGB", (200, 100), RED)
    image.paste(GREEN, (100, 0, 200, 100))
    buffer = io.BytesIO()
    image.save(buffer, kind, quality=95)
    return buffer.getvalue()


def pictured(*drawings: str, content: bytes | None = None) -> ParsedArticle:
    """A document with an image of a red and a green half, shown by raw drawings in which ``{r}`` names it."""
    word_file = built(lambda made: made.add_picture(io.BytesIO(two_halves() if content is None else content)))
    relationships = part_of(word_file, "word/_rels/document.xml.rels").decode()
    target = next(part for part in relationships.split("<Relationship ") if "media/image1" in part)
    key = target.partition('Id="')[2].partition('"')[0]
    blocks = [f"<w:p><w:r>{one.format(r=key)}</w:r></w:p>" for one in drawings]
    shown = named_blocks(TITLE, *blocks, paragraph("Công khai."))
    document = part_of(word_file)
    start, end = document.index(b"<w:body>") + 8, document.index(b"<w:sectPr")
    return read(rewritten(word_file, {"word/document.xml": document[:start] + shown + document[end:]}))


def colours(found: ParsedArticle, number: int = 0) -> set[str]:
    """Which of the two halves are in an image that was taken."""
    held = list(found.images.values())[number]
    image = PILImage.open(io.BytesIO(held.content)).convert("RGB")
    seen = {image.getpixel((x, y)) for x in (0, image.width // 2, image.width - 1) for y in (0, image.height - 1)}
    return {"red" if red > green else "green" for red, green, _blue in seen}


INLINE = (
    "<w:drawing><wp:inline><a:graphic><a:graphicData><a:pic><a:blipFill>{fill}</a:blipFill><a:spPr>{shape}</a:spPr>"
    "</a:pic></a:graphicData></a:graphic></wp:inline></w:drawing>"
)


def inline(cut: str, shape: str = "") -> str:
    return INLINE.replace("{fill}", '<a:blip r:embed="{r}"/>' + cut).replace("{shape}", shape)


class TestCutImages:
    def test_only_the_half_that_is_seen_is_taken(self) -> None:
        found = read(case_bytes("13-cropped.docx"))
        assert colours(found) == {"green"}
        assert warned(found, "đã cắt trong Word")

    @pytest.mark.django_db
    def test_an_image_with_a_name_of_words_is_stored(self) -> None:
        content = case_bytes("31-mpo-picture.docx")
        relationships = part_of(content, "word/_rels/document.xml.rels").replace(
            b"media/anh.jpg", b"media/%E1%BA%A3nh%201.jpg"
        )
        sample_image = part_of(content, "word/media/anh.jpg")
        parts = {"word/_rels/document.xml.rels": relationships, "word/media/ảnh 1.jpg": sample_image}
        imported = import_article(read(rewritten(content, parts)), category=make_category(), as_draft=True)
        assert Image.objects.count() == 1
        assert not any("không thấy tệp" in warning for warning in imported.warnings)

    @pytest.mark.django_db
    def test_only_that_half_is_stored(self) -> None:
        import_article(read(case_bytes("13-cropped.docx")), category=make_category(), as_draft=True)
        sample_image = Image.objects.get()
        assert f'src="{sample_image.file.url}"' in Article.objects.get().body
        with sample_image.file.open() as stored:
            image = PILImage.open(stored).convert("RGB")
        shown = [image.getpixel((x, image.height // 2)) for x in range(image.width)]
        assert all(green > red for red, green, _blue in shown)

    @pytest.mark.parametrize(
        "drawing",
        [
            inline('<a:srcRect l="50000"/>'),
            inline('<a:srcRect l="50%"/>'),
            inline('<a:srcRect l="60000" t="-20000" r="-5000"/>'),
            inline('<a:stretch><a:fillRect l="-100000"/></a:stretch>'),
            inline('<a:srcRect l="20000"/><a:stretch><a:fillRect l="-100000"/></a:stretch>'),
            '<w:pict><v:shape><v:imagedata r:id="{r}" cropleft="32768f"/></v:shape></w:pict>',
            '<w:pict><v:shape><v:imagedata r:id="{r}" cropleft=".5" croptop="-6554f"/></v:shape></w:pict>',
        ],
    )
    def test_every_way_to_cut(self, drawing: str) -> None:
        found = pictured(drawing)
        assert colours(found) == {"green"}
        assert warned(found, "đã cắt trong Word")

    @pytest.mark.parametrize(
        "drawing",
        [
            inline(""),
            inline("<a:srcRect/>"),
            inline('<a:srcRect l="-50000"/>'),
            inline('<a:srcRect l="nhiều" t="nan" r="1e999"/>'),
            inline('<a:stretch><a:fillRect l="20000"/></a:stretch>', '<a:prstGeom prst="roundRect"/>'),
        ],
    )
    def test_what_is_not_cut_stays_as_it_is(self, drawing: str) -> None:
        found = pictured(drawing)
        assert [held.content for held in found.images.values()] == [two_halves()]
        assert not warned(found, "cắt")

    def test_one_image_shown_whole_and_in_part_is_two(self) -> None:
        found = pictured(inline(""), inline('<a:srcRect l="50000"/>'), inline('<a:srcRect l="50000"/>'))
        assert [colours(found, number) for number in range(len(found.images))] == [{"red", "green"}, {"green"}]

    @pytest.mark.parametrize("cut", ['<a:srcRect l="50000" r="50000"/>', '<a:srcRect l="150000"/>'])
    def test_of_what_is_cut_away_wholly_nothing_is_taken(self, cut: str) -> None:
        found = pictured(inline(cut))
        assert not found.images
        assert warned(found, "không cắt lại được")

    def test_one_that_cannot_be_read_is_left_out_and_told(self) -> None:
        gif = image_bytes((40, 40), "GIF")
        found = pictured(inline('<a:srcRect l="50000"/>'), content=gif)
        assert not found.images
        assert warned(found, "không cắt lại được")

    @pytest.mark.parametrize("shape", ['<a:prstGeom prst="ellipse"/>', "<a:custGeom/>"])
    def test_one_cut_to_a_shape_is_left_out_and_told(self, shape: str) -> None:
        found = pictured(inline("", shape))
        assert not found.images
        assert warned(found, "cắt theo hình")
