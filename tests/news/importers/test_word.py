"""Word documents: what becomes of each thing that offices put into them, and what is refused."""

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn

from news.importers import word, word_package
from news.importers.result import ParsedArticle, UnreadableFile
from news.importers.save import ImportOutcome, import_article
from news.models import Article, Author, Category
from portal.images.models import Image
from tests.factories import image_bytes, make_article, make_category, make_user
from tests.news.importers.documents import (
    as_file,
    built,
    describe_images,
    named_blocks,
    news_document,
    of_xml,
    paragraph,
    part_of,
    rewritten,
)


def read(content: bytes, name: str = "bai-viet.docx") -> ParsedArticle:
    return word.read(as_file(content, name), name)


def body_of(*blocks: str) -> str:
    """The body of a document of raw blocks under a title."""
    return read(of_xml(paragraph("Tiêu đề", properties='<w:pStyle w:val="Title"/>'), *blocks)).body_html


def words_of(*blocks: str) -> str:
    return " ".join(body_of(*blocks).replace("<p>", " ").replace("</p>", " ").split())


@pytest.fixture(scope="module")
def found() -> ParsedArticle:
    return read(news_document())


class TestNews:
    """The document that offices write every day."""

    def test_head(self, found: ParsedArticle) -> None:
        assert found.title == "Ra quân trồng cây ven hồ Thăng Hen"
        assert found.summary.startswith("Sáng 4/3, hơn hai trăm đoàn viên")
        assert found.author == "Nông Thúy Quỳnh"
        assert found.is_draft
        assert found.published_at is None

    def test_headings_start_below_the_title(self, found: ParsedArticle) -> None:
        assert "<h2>Diễn biến</h2>" in found.body_html
        assert "<h3>Kết quả</h3>" in found.body_html
        assert "<h1" not in found.body_html

    def test_words_keep_their_weight(self, found: ParsedArticle) -> None:
        assert "<strong>sáng sớm</strong>, mỗi đơn vị nhận 100 m<sup>2</sup> đất." in found.body_html

    def test_lists_are_nested(self, found: ParsedArticle) -> None:
        nested = "<ul><li>Sở Tư pháp<ul><li>Phòng Tổ chức</li></ul></li><li>Công an tỉnh</li></ul>"
        assert f"{nested}<ol><li>Trồng cây</li></ol>" in found.body_html

    def test_a_bold_first_row_heads_the_columns(self, found: ParsedArticle) -> None:
        head = '<thead><tr><th scope="col">Đơn vị</th><th scope="col">Số cây</th></tr></thead>'
        assert f"<table>{head}<tbody><tr><td>Sở Tư pháp</td><td>120</td></tr>" in found.body_html

    def test_images_come_with_words_and_captions(self, found: ParsedArticle) -> None:
        assert [held.name for held in found.images.values()] == ["image1.png", "image2.jpg"]
        assert 'alt="Đoàn viên trồng cây ven hồ"' in found.body_html
        assert "<figcaption>Đoàn viên trồng cây</figcaption></figure>" in found.body_html
        assert found.warnings == (
            "Ảnh thứ 2 chưa có lời tả. Hãy bấm đúp vào từng ảnh và viết một câu tả điều thấy trong ảnh.",
        )


TITLE_STYLE = '<w:pStyle w:val="Title"/>'
CENTRED = '<w:jc w:val="center"/>'
TEXT = paragraph("Các đơn vị trong Khối họp bàn công tác thi đua.")


class TestTitle:
    @pytest.mark.parametrize(
        ("blocks", "title"),
        [
            ([paragraph("Một", properties=TITLE_STYLE), paragraph("hai", properties=TITLE_STYLE), TEXT], "Một hai"),
            ([paragraph("Đề mục", properties='<w:pStyle w:val="Heading1"/>'), TEXT], "Đề mục"),
            ([paragraph("Dòng đậm", run="<w:b/>"), TEXT], "Dòng đậm"),
            ([paragraph("Dòng giữa", properties=CENTRED), TEXT], "Dòng giữa"),
            (
                [
                    paragraph("BÁO CÁO", run="<w:b/>", properties=CENTRED),
                    paragraph("Kết quả thi đua", run="<w:b/>", properties=CENTRED),
                    TEXT,
                ],
                "BÁO CÁO Kết quả thi đua",
            ),
            (
                [
                    paragraph("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", run="<w:b/>", properties=CENTRED),
                    paragraph("Độc lập - Tự do - Hạnh phúc", run="<w:b/>", properties=CENTRED),
                    paragraph("Cao Bằng, ngày 27 tháng 3 năm 2018", properties='<w:jc w:val="right"/>'),
                    paragraph("Kế hoạch năm", run="<w:b/>", properties=CENTRED),
                    TEXT,
                ],
                "Kế hoạch năm",
            ),
            ([TEXT], "ke hoach 2018"),
            ([paragraph("chữ " * 100, run="<w:b/>"), TEXT], "ke hoach 2018"),
        ],
    )
    def test_is_found(self, blocks: list[str], title: str) -> None:
        assert read(of_xml(*blocks), "ke_hoach_2018.docx").title == title

    def test_one_that_is_too_long_is_cut_and_kept_in_the_text(self) -> None:
        found = read(of_xml(paragraph("chữ " * 100, properties=TITLE_STYLE), TEXT))
        assert len(found.title) <= 250
        assert "bị cắt" in found.warnings[0]
        assert found.body_html.count("chữ") == 100

    def test_several_top_headings_are_sections(self) -> None:
        heading = '<w:pStyle w:val="Heading1"/>'
        blocks = [TEXT, paragraph("Một", properties=heading), TEXT, paragraph("Hai", properties=heading), TEXT]
        found = read(of_xml(*blocks), "bao-cao.docx")
        assert found.title == "bao-cao"
        assert found.body_html.count("<h2>") == 2

    def test_is_composed(self) -> None:
        assert read(of_xml(paragraph("Ho\u0323p", properties=TITLE_STYLE), TEXT)).title == "Họp"


class TestText:
    @pytest.mark.parametrize(
        ("block", "html"),
        [
            (paragraph("giữa", properties=CENTRED), '<p class="align-center">giữa</p>'),
            (paragraph("phải", properties='<w:jc w:val="right"/>'), '<p class="align-right">phải</p>'),
            (paragraph("đều", properties='<w:jc w:val="both"/>'), "<p>đều</p>"),
            (paragraph("dưới", run='<w:vertAlign w:val="subscript"/>'), "<p><sub>dưới</sub></p>"),
            (paragraph("nghiêng", run="<w:i/>"), "<p><em>nghiêng</em></p>"),
            (paragraph("gạch", run='<w:u w:val="single"/>'), "<p><u>gạch</u></p>"),
            (paragraph("ho\u0323p"), "<p>họp</p>"),
            ('<w:p><w:fldSimple w:instr="DATE"><w:r><w:t>ngày</w:t></w:r></w:fldSimple></w:p>', "<p>ngày</p>"),
            ("<w:p><w:r><w:t>a</w:t><w:br/><w:t>b</w:t></w:r></w:p>", "<p>a<br>b</p>"),
            (paragraph("&lt;script&gt;x&lt;/script&gt;"), "<p>&lt;script&gt;x&lt;/script&gt;</p>"),
        ],
    )
    def test_keeps_what_it_says(self, block: str, html: str) -> None:
        assert body_of(block, TEXT).startswith(html)

    def test_bold_of_a_style_is_bold(self) -> None:
        styles = part_of(of_xml(TEXT), "word/styles.xml").replace(
            b"</w:styles>",
            b'<w:style w:type="character" w:styleId="Manh"><w:name w:val="Manh"/><w:rPr><w:b/></w:rPr></w:style></w:styles>',
        )
        content = rewritten(
            of_xml(paragraph("Đề", properties=TITLE_STYLE), paragraph("mạnh", run='<w:rStyle w:val="Manh"/>'), TEXT),
            {"word/styles.xml": styles},
        )
        assert "<strong>mạnh</strong>" in read(content).body_html

    def test_a_style_of_their_own_that_is_based_on_a_heading_is_one(self) -> None:
        own = '<w:style w:type="paragraph" w:styleId="DeMuc"><w:name w:val="Đề mục"/><w:basedOn w:val="Heading2"/></w:style></w:styles>'
        content = of_xml(
            paragraph("Đề", properties=TITLE_STYLE),
            TEXT,
            paragraph("Mục", properties='<w:pStyle w:val="DeMuc"/>'),
            TEXT,
        )
        styles = part_of(content, "word/styles.xml").replace(b"</w:styles>", own.encode())
        assert "<h2>Mục</h2>" in read(rewritten(content, {"word/styles.xml": styles})).body_html

    def test_styles_that_go_round_in_a_circle_end(self) -> None:
        own = (
            '<w:style w:type="paragraph" w:styleId="A"><w:name w:val="a"/><w:basedOn w:val="B"/></w:style>'
            '<w:style w:type="paragraph" w:styleId="B"><w:name w:val="b"/><w:basedOn w:val="A"/></w:style></w:styles>'
        )
        content = of_xml(paragraph("Một", properties='<w:pStyle w:val="A"/>'), TEXT)
        styles = part_of(content, "word/styles.xml").replace(b"</w:styles>", own.encode())
        assert "Một" in read(rewritten(content, {"word/styles.xml": styles})).body_html

    def test_heading_levels_keep_their_distance(self) -> None:
        headings = [paragraph(f"Mục {n}", properties=f'<w:pStyle w:val="Heading{n}"/>') for n in (2, 3, 4, 6)]
        body = body_of(*[block for heading in headings for block in (heading, TEXT)])
        assert [body[body.index(f"Mục {n}") - 3 :][:2] for n in (2, 3, 4, 6)] == ["h2", "h3", "h4", "h4"]

    def test_merged_cells(self) -> None:
        def fill(document: WordDocument) -> None:
            document.add_paragraph("Đề", style="Title")
            table = document.add_table(rows=3, cols=3)
            table.cell(0, 0).merge(table.cell(0, 1)).text = "ngang"
            table.cell(1, 2).merge(table.cell(2, 2)).text = "dọc"

        body = read(built(fill)).body_html
        assert '<td colspan="2">ngang</td>' in body
        assert '<td rowspan="2">dọc</td>' in body

    @pytest.mark.parametrize(
        ("address", "html"),
        [
            ("https://caobang.gov.vn/a?b=1&c=2", '<a href="https://caobang.gov.vn/a?b=1&amp;c=2">trang tỉnh</a>'),
            ("mailto:a@caobang.gov.vn", '<a href="mailto:a@caobang.gov.vn">trang tỉnh</a>'),
            ("file:///C:/Users/An/ke-hoach.docx", "trang tỉnh"),
            ("javascript:alert(1)", "trang tỉnh"),
        ],
    )
    def test_links(self, address: str, html: str) -> None:
        def fill(document: WordDocument) -> None:
            document.add_paragraph("Đề", style="Title")
            relationship = document.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
            block = document.add_paragraph("Xem ")._p
            link = block.makeelement(qn("w:hyperlink"), {qn("r:id"): relationship})
            block.append(link)
            run = document.add_paragraph().add_run("trang tỉnh")
            link.append(run._r)

        assert f"<p>Xem {html}</p>" in read(built(fill)).body_html

    def test_footnotes_stay_as_text(self) -> None:
        note = f'<w:footnotes xmlns:w="{qn("w:x")[1:-2]}"><w:footnote w:id="2"><w:p><w:r><w:t>Theo báo cáo.</w:t></w:r></w:p></w:footnote></w:footnotes>'
        content = of_xml(
            paragraph("Đề", properties=TITLE_STYLE),
            '<w:p><w:r><w:t>Số liệu</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>',
        )
        relations = part_of(content, "word/_rels/document.xml.rels").replace(
            b"</Relationships>",
            f'<Relationship Id="rIdNote" Type="{RELATIONSHIP_TYPE.FOOTNOTES}" Target="footnotes.xml"/></Relationships>'.encode(),
        )
        changed = {"word/footnotes.xml": note.encode(), "word/_rels/document.xml.rels": relations}
        body = read(rewritten(content, changed)).body_html
        assert body == "<p>Số liệu<sup>[1]</sup></p><hr><p>[1] Theo báo cáo.</p>"


class TestToldLosses:
    """What an article cannot hold is left out with a sentence that says so, or kept as plain words."""

    @pytest.mark.parametrize(
        ("block", "kept", "warned"),
        [
            ('<w:p><w:del w:id="1"><w:r><w:delText>cũ</w:delText></w:r></w:del><w:ins w:id="2"><w:r><w:t>mới</w:t></w:r></w:ins></w:p>', "mới", "dấu vết sửa"),
            ('<w:p><w:r><w:t>chữ</w:t></w:r><w:r><w:commentReference w:id="0"/></w:r></w:p>', "chữ", "ghi chú bên lề"),
            (paragraph("kín", run="<w:vanish/>") + "", "", "chữ ẩn"),
            ("<w:p><m:oMath><m:r><m:t>a=b</m:t></m:r></m:oMath></w:p>", "a=b", "công thức"),
            ('<w:p><w:r><w:object><o:OLEObject Type="Embed"/></w:object></w:r></w:p>', "", "đối tượng nhúng"),
            ("<w:p><w:r><w:drawing><wp:inline><a:graphic><a:graphicData/></a:graphic></wp:inline></w:drawing></w:r></w:p>", "", "hình vẽ"),
            ('<w:altChunk r:id="rId99"/>', "", "chèn từ tệp khác"),
            ('<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr><w:sdtContent><w:p><w:r><w:t>Mục lục</w:t></w:r></w:p></w:sdtContent></w:sdt>', "", "mục lục"),
            ('<w:p><w:r><w:pict><v:shape><v:textbox><w:txbxContent><w:p><w:r><w:t>trong hộp</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>', "trong hộp", "hộp chữ"),
            (
                "<w:p><w:r><w:t>ngoài</w:t><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wp:anchor><a:graphic><a:graphicData><wps:wsp><wps:txbx><w:txbxContent><w:p><w:r><w:t>hộp mới</w:t></w:r></w:p></w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict/></mc:Fallback></mc:AlternateContent></w:r></w:p>",
                "ngoài hộp mới",
                "hộp chữ",
            ),
        ],
    )  # fmt: skip
    def test_is_told(self, block: str, kept: str, warned: str) -> None:
        found = read(of_xml(paragraph("Đề", properties=TITLE_STYLE), block, TEXT))
        shown = " ".join(found.body_html.replace("<p>", " ").replace("</p>", " ").split())
        assert shown == f"{kept} Các đơn vị trong Khối họp bàn công tác thi đua.".strip()
        assert [warning for warning in found.warnings if warned in warning] == list(found.warnings)
        assert len(found.warnings) == 1

    def test_a_clean_document_is_warned_of_nothing(self) -> None:
        assert read(of_xml(paragraph("Đề", properties=TITLE_STYLE), TEXT)).warnings == ()


class TestLegacyFonts:
    @pytest.mark.parametrize(
        ("text", "font", "expected"),
        [
            ("®Çu t­", ".VnTime", "đầu tư"),
            ("§¹i héi", ".VnTime", "Đại hội"),
            ("®¹i héi", ".VnTimeH", "ĐẠI HỘI"),
            ("ñaàu tö", "VNI-Times", "đầu tư"),
            ("đầu tư, năm học", ".VnTime", "đầu tư, năm học"),
        ],
    )
    def test_the_font_of_a_run_tells(self, text: str, font: str, expected: str) -> None:
        run = f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}"/>'
        assert f"<p>{expected}</p>" in body_of(paragraph(text, run=run), TEXT)

    def test_a_style_names_the_font_too(self) -> None:
        content = of_xml(paragraph("Đề", properties=TITLE_STYLE), paragraph("®Çu t­"))
        styles = part_of(content, "word/styles.xml").replace(
            b"</w:docDefaults>",
            b'</w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Chuan"><w:name w:val="Chuan"/>'
            b'<w:rPr><w:rFonts w:ascii=".VnTime"/></w:rPr></w:style>',
        )
        found = read(rewritten(content, {"word/styles.xml": styles}))
        assert "đầu tư" in found.body_html
        assert "phông chữ cũ" in found.warnings[0]

    def test_without_a_font_the_words_tell(self) -> None:
        assert "đầu tư" in body_of(paragraph("®Çu t­ x©y dùng n«ng th«n míi"))


class TestImages:
    @pytest.mark.parametrize(
        "words", [None, "", "image1.png", "Picture 3", "A tree. Description automatically generated", "Hình ảnh 2"]
    )
    def test_words_that_say_nothing_count_as_none(self, words: str | None) -> None:
        def fill(document: WordDocument) -> None:
            document.add_paragraph("Đề", style="Title")
            document.add_picture(io.BytesIO(image_bytes()))
            describe_images(document, words)

        found = read(built(fill))
        assert '<img src="word/media/image1.png">' in found.body_html
        assert "Ảnh thứ 1 chưa có lời tả" in found.warnings[0]

    def test_one_shown_twice_is_taken_once(self) -> None:
        def fill(document: WordDocument) -> None:
            document.add_paragraph("Đề", style="Title")
            for _ in range(2):
                document.add_picture(io.BytesIO(image_bytes()))

        found = read(built(fill))
        assert len(found.images) == 1
        assert found.body_html.count("<img") == 2

    def test_old_and_grouped_drawings_give_their_images(self) -> None:
        """VML, as Word wrote it before 2007 and in compatibility mode, and several images grouped as one."""
        content = news_document()
        document = part_of(content)
        names = dict(
            re.findall(rb'Id="(\w+)"[^>]*Target="media/(image\d)', part_of(content, "word/_rels/document.xml.rels"))
        )
        names |= {
            kept: name
            for name, kept in re.findall(
                rb'Target="media/(image\d)[^>]*Id="(\w+)"', part_of(content, "word/_rels/document.xml.rels")
            )
        }
        first, second = (
            next(key.decode() for key, name in names.items() if name == wanted) for wanted in (b"image1", b"image2")
        )
        blip = '<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:blipFill><a:blip r:embed="%s"/></pic:blipFill></pic:pic>'
        old = f'<w:p><w:r><w:pict><v:shape alt="Lễ phát động"><v:imagedata r:id="{first}"/></v:shape></w:pict></w:r></w:p>'
        group = f'<w:p><w:r><w:drawing><wp:inline><wp:docPr id="1" name="" descr="Hai góc hồ"/><a:graphic><a:graphicData><g>{blip % first}{blip % second}</g></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>'
        body = named_blocks(old, group)
        start, end = document.index(b"<w:body>") + len(b"<w:body>"), document.index(b"</w:body>")
        found = read(rewritten(content, {"word/document.xml": document[:start] + body + document[end:]}))
        assert re.findall(r'alt="([^"]*)"', found.body_html) == ["Lễ phát động", "Hai góc hồ", "Hai góc hồ"]
        assert len(found.images) == 2

    def test_more_than_a_request_can_hold_are_left_out(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("news.importers.word_markup.MAX_IMAGES", 1)
        found = read(news_document())
        assert len(found.images) == 1
        assert "Chỉ lấy 1 ảnh đầu; bỏ 1 ảnh còn lại." in found.warnings

    def test_one_that_lies_elsewhere_is_never_fetched(self) -> None:
        content = news_document()
        relations = part_of(content, "word/_rels/document.xml.rels").replace(
            b'Target="media/image1.png"', b'Target="http://127.0.0.1:9/a.png" TargetMode="External"'
        )
        found = read(rewritten(content, {"word/_rels/document.xml.rels": relations}))
        assert list(found.images) == ["word/media/image2.jpg"]
        assert any("liên kết từ nơi khác" in warning for warning in found.warnings)

    @pytest.mark.parametrize("target", ["../../../../etc/passwd", "/etc/passwd", "file:///etc/passwd", "media/no.png"])
    def test_a_path_out_of_the_package_leads_nowhere(self, target: str) -> None:
        content = news_document()
        relations = part_of(content, "word/_rels/document.xml.rels").replace(b"media/image1.png", target.encode())
        found = read(rewritten(content, {"word/_rels/document.xml.rels": relations}))
        assert list(found.images) == ["word/media/image2.jpg"]

    def test_an_entry_with_a_climbing_name_writes_nothing(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "work").mkdir()
        monkeypatch.chdir(tmp_path / "work")
        content = rewritten(news_document(), {"../xau.txt": b"x", str(tmp_path / "xau.txt"): b"x"})
        assert read(content).title
        assert [path.name for path in tmp_path.rglob("*")] == ["work"]


DOCTYPE = b'<!DOCTYPE w:document [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
PLAIN_DOCTYPE = b"<!DOCTYPE w:document>"


def with_document_type(content: bytes, declared: bytes) -> bytes:
    document = part_of(content)
    at = document.index(b"<w:document")
    return rewritten(content, {"word/document.xml": document[:at] + declared + document[at:]})


def nested(depth: int) -> bytes:
    inside = "".join(["<w:tbl><w:tr><w:tc>"] * depth) + TEXT + "".join(["</w:tc></w:tr></w:tbl>"] * depth)
    return of_xml(paragraph("Đề", properties=TITLE_STYLE), inside)


class TestRefusals:
    @pytest.mark.parametrize(
        ("make", "name", "reason"),
        [
            (lambda: b"", "a.docx", "rỗng"),
            (lambda: b"PK\x03\x04", "a.docx", "hỏng"),
            (lambda: news_document()[:2000], "a.docx", "hỏng"),
            (lambda: b"<html>", "a.docx", "không đúng với đuôi"),
            (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 4000, "a.docx", "mật khẩu"),
            (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 4000, "a.doc", "Không nhận loại tệp này"),
            (news_document, "a.docm", "Không nhận loại tệp này"),
            (lambda: rewritten(news_document(), {"word/vbaProject.bin": b"x"}), "a.docx", "macro"),
            (lambda: rewritten(news_document(), {"word/media/x.bin": b"\0" * 40_000_000}), "a.docx", "bung ra quá lớn"),
            (lambda: with_document_type(news_document(), DOCTYPE), "a.docx", "thực thể"),
            (lambda: with_document_type(news_document(), PLAIN_DOCTYPE), "a.docx", "DTD"),
            (lambda: rewritten(news_document(), {"word/document.xml": b"<w:document"}), "a.docx", "XML bị hỏng"),
            (lambda: rewritten(news_document(), {"word/document.xml": b"<a/>"}), "a.docx", "không phải là tài liệu"),
            (lambda: rewritten(news_document(), {"word/document.xml": None}), "a.docx", "không phải là tài liệu"),
            (lambda: of_xml(paragraph("Chỉ có đề", properties=TITLE_STYLE)), "a.docx", "không có nội dung"),
            (lambda: built(lambda document: None), "a.docx", "không có nội dung"),
            (lambda: nested(30), "a.docx", "lồng quá nhiều tầng"),
        ],
    )
    def test_are_told_in_vietnamese(self, make: Callable[[], bytes], name: str, reason: str) -> None:
        with pytest.raises(UnreadableFile, match=reason):
            read(make(), name)

    def test_a_part_that_unfolds_too_far(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(word_package, "PART_MAX_BYTES", 1000)
        with pytest.raises(UnreadableFile, match="quá lớn"):
            read(news_document())

    def test_absurdly_many_elements(self) -> None:
        many = "<w:p/>" * (word_package.MAX_ELEMENTS + 1)
        content = rewritten(
            news_document(),
            {"word/document.xml": part_of(news_document()).replace(b"<w:body>", b"<w:body>" + many.encode())},
            compress=False,
        )
        with pytest.raises(UnreadableFile, match="quá nhiều phần tử"):
            read(content)

    def test_what_is_nested_nearly_too_deep_is_read(self) -> None:
        assert "Các đơn vị" in read(nested(17)).body_html

    def test_damage_at_any_place_is_told_or_harmless(self) -> None:
        """Whatever byte is wrong, the answer is a sentence or an article, never a crash."""
        content = news_document()
        outcomes = set()
        for at in range(0, len(content), max(1, len(content) // 60)):
            damaged = content[:at] + bytes([content[at] ^ 0xFF]) + content[at + 1 :]
            try:
                outcomes.add(bool(read(damaged).title))
            except UnreadableFile as error:
                outcomes.add(len(str(error)) > 10)
        assert outcomes == {True}

    @pytest.mark.parametrize(
        "block",
        [
            '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="nhiều"/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>',
            '<w:p><w:r><w:footnoteReference w:id="404"/></w:r></w:p>',
            '<w:p><w:r><w:sym w:font="Symbol" w:char="xyz"/></w:r></w:p>',
        ],
    )
    def test_what_confuses_the_converter_is_told(self, block: str) -> None:
        with pytest.raises(UnreadableFile, match="không đúng chuẩn"):
            read(of_xml(block, TEXT))

    def test_more_fields_than_any_document_has(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("news.importers.word_markup.MAX_FIELDS", 1)
        field = '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r></w:p>'
        with pytest.raises(UnreadableFile, match="trường tự động"):
            read(of_xml(field, field, TEXT))


@pytest.mark.django_db
class TestStoring:
    def test_becomes_a_draft_of_the_person(self) -> None:
        writer, category = make_user(permissions=("add_article",)), make_category()
        article = import_article(read(news_document()), category=category, as_draft=True, by=writer).article
        assert article is not None
        assert (article.status, article.created_by, article.published_at) == ("draft", writer, None)
        assert {image.uploaded_by for image in Image.objects.all()} == {writer}
        assert article.category == category

    def test_the_history_knows_who_signs(self) -> None:
        article = import_article(read(news_document()), as_draft=True).article
        assert article is not None
        (signed,) = article.bylines.all()
        (revision,) = article.revisions.all()
        assert revision.snapshot["bylines"] == [{"author": signed.author_id, "contribution": signed.contribution}]

    def test_missing_words_stay_missing_in_the_text(self) -> None:
        article = import_article(read(news_document(alts=("Trồng cây", None))), as_draft=True).article
        assert article is not None
        assert 'alt="Trồng cây"' in article.body
        assert 'alt=""' in article.body
        assert sorted(Image.objects.values_list("alt", flat=True)) == ["", "Trồng cây"]

    def test_a_missing_summary_stays_missing(self) -> None:
        article = import_article(read(of_xml(TEXT)), as_draft=True).article
        assert article is not None
        assert article.summary == ""

    def test_the_same_again_is_known_but_only_to_its_owner(self) -> None:
        writer, colleague = (make_user(permissions=("add_article",)) for _ in range(2))
        first = import_article(read(news_document()), by=writer)
        assert import_article(read(news_document()), by=writer).article == first.article
        assert import_article(read(news_document()), by=colleague).outcome is ImportOutcome.CREATED
        assert Image.objects.count() == 4

    def test_one_that_is_public_already_does_not_stand_in_the_way(self) -> None:
        make_article(title="Ra quân trồng cây ven hồ Thăng Hen")
        assert (
            import_article(read(news_document()), by=make_user(permissions=("add_article",))).outcome
            is ImportOutcome.CREATED
        )

    def test_an_image_that_cannot_be_read_is_told(self) -> None:
        content = rewritten(news_document(), {"word/media/image1.png": b"no picture"})
        result = import_article(read(content), as_draft=True)
        assert result.article is not None
        assert result.article.body.count("<img") == 1
        assert any("bỏ ảnh “word/media/image1.png”" in warning for warning in result.warnings)

    def test_a_failure_leaves_neither_rows_nor_files(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def refuse(**_: object) -> None:
            raise ValidationError("không được")

        monkeypatch.setattr("news.services.save_article", refuse)
        with pytest.raises(ValidationError):
            import_article(read(news_document()), as_draft=True)
        assert [model.objects.count() for model in (Article, Image, Author, Category)] == [0, 0, 0, 0]
        assert [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()] == []

    def test_a_failing_second_image_takes_the_first_with_it(self, monkeypatch: pytest.MonkeyPatch) -> None:
        saved, save = [], Image.save

        def fail_later(image: Image, **options: object) -> None:
            if saved:
                raise OSError(28, "No space left on device")
            saved.append(image)
            save(image, **options)

        monkeypatch.setattr(Image, "save", fail_later)
        with pytest.raises(OSError, match="No space"):
            import_article(read(news_document()), as_draft=True)
        assert not Image.objects.exists()
        assert [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()] == []


def test_a_strict_document_is_read_like_any_other() -> None:
    content = news_document()
    strict = {
        name: part_of(content, name)
        .replace(
            b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        )
        .replace(b"http://schemas.openxmlformats.org/drawingml/2006/", b"http://purl.oclc.org/ooxml/drawingml/")
        .replace(
            b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        )
        for name in zipfile.ZipFile(io.BytesIO(content)).namelist()
        if name.endswith((".xml", ".rels"))
    }
    assert read(rewritten(content, strict)).body_html == read(content).body_html
