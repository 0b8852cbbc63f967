"""What each reader finds in a file of its kind."""

import datetime as dt
import shutil
import unicodedata
from pathlib import Path

import pytest

from news.importers import sources
from news.importers.boilerplate import is_boilerplate, is_related_news_heading, parse_date_line, parse_signature
from news.importers.local_images import find_image_file
from news.importers.result import ParsedArticle, RejectedArticle, UnreadableFile, opening_sentences
from tests.core.text.test_legacy_encodings import in_tcvn3, in_vni
from tests.factories import image_bytes

SAMPLES = Path(__file__).parent / "samples"
HANOI = dt.timezone(dt.timedelta(hours=7))
LONG_PARAGRAPH = (
    "Sáng nay, đại diện các đơn vị họp bàn kế hoạch phối hợp; mọi người thống nhất những việc cần làm trước, "
    "phân công từng nhóm và hẹn báo cáo kết quả vào cuối quý."
)


def read_all(path: Path) -> list[ParsedArticle | RejectedArticle]:
    (source,) = sources.list_files(str(path))
    return list(sources.read_articles(source))


def read_one(path: Path) -> ParsedArticle:
    (found,) = read_all(path)
    assert isinstance(found, ParsedArticle)
    return found


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


class TestLines:
    @pytest.mark.parametrize(
        ("line", "timestamp"),
        [
            ("27/03/2018", (2018, 3, 27, 0, 0)),
            ("04/03/2018", (2018, 3, 4, 0, 0)),
            ("(27/03/2018)", (2018, 3, 27, 0, 0)),
            ("Thứ Ba, 27/03/2018 - 10:30", (2018, 3, 27, 10, 30)),
            ("Ngày đăng: 27-3-2018", (2018, 3, 27, 0, 0)),
            ("08:15 | 04/03/2018", (2018, 3, 4, 8, 15)),
            ("27/3/2018 3:05:00 CH", (2018, 3, 27, 15, 5)),
            ("Cập nhật lúc 08h15 ngày 27.3.2018", (2018, 3, 27, 8, 15)),
            ("Thứ Năm, 05/04/2018, 14:20 (GMT+7)", (2018, 4, 5, 14, 20)),
            ("Thứ ba, ngày 27 tháng 3 năm 2018", (2018, 3, 27, 0, 0)),
            (unicodedata.normalize("NFD", "Ngày đăng: 27/03/2018"), (2018, 3, 27, 0, 0)),
        ],
    )
    def test_a_line_with_nothing_but_a_date_gives_its_time(self, line: str, timestamp: tuple[int, ...]) -> None:
        assert parse_date_line(line) == dt.datetime(*timestamp, tzinfo=HANOI)  # type: ignore[misc]  # five numbers

    @pytest.mark.parametrize(
        "line",
        ["", "Chiều ngày 21/3/2018 họp", "31/02/2018", "12/2018", "27/03/2018 25:00", "Cao Bằng, ngày 27/3/2018"],
    )
    def test_any_other_line_gives_none(self, line: str) -> None:
        assert parse_date_line(line) is None

    @pytest.mark.parametrize(
        ("line", "name"),
        [
            ("Lục Thị Minh Hạnh.", "Lục Thị Minh Hạnh"),
            ("(Hoàng Văn An)", "Hoàng Văn An"),
            ("Tin, ảnh: Hoàng Văn An", "Hoàng Văn An"),
            ("Bài và ảnh: Ban Biên tập.", "Ban Biên tập"),
            ("Tác giả: Thu Hà", "Thu Hà"),
            ("Sở Tư pháp.", None),
            ("Hội nghị kết thúc tốt đẹp.", None),
            ("Tin: 15 đơn vị dự họp", None),
            ("Xong.", None),
        ],
    )
    def test_a_signature_is_a_name_or_says_so(self, line: str, name: str | None) -> None:
        assert parse_signature(line) == name

    def test_the_page_s_own_words_are_known_in_both_unicode_forms(self) -> None:
        assert is_boilerplate("Sign In")
        assert is_boilerplate(unicodedata.normalize("NFD", "  Đăng nhập "))
        assert not is_boilerplate("Đăng nhập hệ thống chấm điểm")
        assert is_related_news_heading("Các tin đã đưa ngày:")
        assert not is_related_news_heading("Các tiết mục văn nghệ mở đầu buổi lễ.")

    @pytest.mark.parametrize(
        ("text", "opening"),
        [
            ("Một. Hai.", "Một. Hai."),
            ("Câu một dài. Câu hai.", "Câu một dài."),
            ("Không có dấu chấm nào trong cả câu này", "Không có dấu…"),
        ],
    )
    def test_a_summary_is_whole_sentences_or_whole_words(self, text: str, opening: str) -> None:
        assert opening_sentences(text, limit=16) == opening


class TestPlainText:
    def test_an_old_portal_s_page_is_taken_apart(self) -> None:
        found = read_one(SAMPLES / "old-portal.txt")
        assert found.title == "Cụm thi đua số II sơ kết công tác sáu tháng đầu năm 2019"
        assert found.published_at == dt.datetime(2019, 7, 4, tzinfo=HANOI)
        assert found.author == "Lục Thị Minh Hạnh"

    def test_its_paragraphs_stay_as_they_are_written(self) -> None:
        found = read_one(SAMPLES / "old-portal.txt")
        assert found.body_html.splitlines() == [
            "<p>Sáng ngày 2/7/2019, tại nhà văn hóa trung tâm, các đơn vị trong Cụm thi đua số II họp sơ kết sáu tháng; "
            "đại diện  chín đơn vị có mặt.</p>",
            '<p>Các đại biểu nghe báo cáo về kết quả "thi đua hai tốt" và &lt; 5 việc còn chậm… '
            "Chủ đề của cụm là “Kỉ cương, sang tạo, hiệu quả.</p>",
            "<p>Hội nghị thống nhất lịch kiểm tra chéo trong tháng 9./.</p>",
        ]

    def test_a_title_below_the_date_is_found(self, tmp_path: Path) -> None:
        found = read_one(write(tmp_path, "a.txt", "Sign In\n27/03/2018\nTiêu đề bài\nĐoạn một.\nĐoạn hai."))
        assert (found.title, found.body_html) == ("Tiêu đề bài", "<p>Đoạn một.</p>\n<p>Đoạn hai.</p>")

    def test_lines_broken_at_a_column_are_joined_to_paragraphs(self, tmp_path: Path) -> None:
        text = (
            "Tiêu đề\n27/03/2018\n\n"
            "Các đơn vị trong khối cùng nhau bàn về chương trình công tác\n"
            "của cả năm và thống nhất.\n\nĐoạn thứ hai của bài.\n"
        )
        found = read_one(write(tmp_path, "a.txt", text))
        assert found.body_html.splitlines() == [
            "<p>Các đơn vị trong khối cùng nhau bàn về chương trình công tác của cả năm và thống nhất.</p>",
            "<p>Đoạn thứ hai của bài.</p>",
        ]

    @pytest.mark.parametrize("form", ["NFC", "NFD"])
    @pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16"])
    def test_every_unicode_file_reads_the_same(self, tmp_path: Path, form: str, codec: str) -> None:
        text = unicodedata.normalize(form, (SAMPLES / "old-portal.txt").read_text())  # type: ignore[arg-type]  # two forms
        found = read_one(write(tmp_path, "old-portal.txt", text.encode(codec)))
        assert found == read_one(SAMPLES / "old-portal.txt")

    @pytest.mark.parametrize("legacy", [in_tcvn3, in_vni])
    def test_a_legacy_file_reads_as_unicode(self, tmp_path: Path, legacy: type[str]) -> None:
        text = f"Sign In\nTổng kết phong trào\n27/03/2018\n{LONG_PARAGRAPH}\nLê Thu Hà.\nCác tin đã đưa ngày:"
        found = read_one(write(tmp_path, "a.txt", legacy(text).encode("cp1252")))
        assert (found.title, found.author) == ("Tổng kết phong trào", "Lê Thu Hà")
        assert found.body_html == f"<p>{LONG_PARAGRAPH}</p>"

    @pytest.mark.parametrize(
        ("text", "reason"),
        [
            ("Tiêu đề\nĐoạn văn không có ngày.", "ngày đăng"),
            ("Sign In\n27/03/2018\n", "tiêu đề"),
            ("Tiêu đề\n27/03/2018\nTiêu đề\nCác tin đã đưa ngày:", "nội dung"),
        ],
    )
    def test_what_is_missing_is_named(self, tmp_path: Path, text: str, reason: str) -> None:
        with pytest.raises(UnreadableFile, match=reason):
            read_one(write(tmp_path, "a.txt", text))


class TestSavedPage:
    def test_head_and_by_line(self) -> None:
        found = read_one(SAMPLES / "page.html")
        assert found.title == "Ra quân trồng cây ven hồ"
        assert found.published_at == dt.datetime(2018, 3, 4, tzinfo=HANOI)
        assert found.author == "Hoàng Văn An"
        assert found.category_names == ("Phong trào",)
        assert found.source_url == "https://cu.example.vn/tin/123"
        assert found.summary.startswith("Sáng ngày 2/3/2018, đoàn viên")

    @pytest.mark.parametrize(
        "kept",
        [
            "<strong>Sáng ngày 2/3/2018</strong>, đoàn viên",
            "<h2>Kết quả</h2>",
            '<em>ba trăm</em> cây, xem <a href="https://example.vn/ke-hoach">kế hoạch</a>',
            "<li>Cây thông</li>",
            "<td>Đoàn cơ quan A</td>",
            "<blockquote>Trồng cây gây rừng",
            "<figcaption>Đoàn viên trồng cây ở bờ nam</figcaption>",
            "<p>https://www.youtube.com/watch?v=abcdefghijk</p>",
        ],
    )
    def test_body_keeps(self, kept: str) -> None:
        assert kept in read_one(SAMPLES / "page.html").body_html

    @pytest.mark.parametrize(
        "dropped", ["Sign In", "steal", "04/03/2018", "Ra quân", "tin khác", "Bản quyền", "Hoàng Văn An"]
    )
    def test_body_drops(self, dropped: str) -> None:
        assert dropped not in read_one(SAMPLES / "page.html").body_html

    def test_a_page_laid_out_with_tables_is_taken_apart(self) -> None:
        found = read_one(SAMPLES / "old-table-page.html")
        assert found.title == "Hội thi tìm hiểu pháp luật dành cho đoàn viên năm 2017"
        assert found.published_at == dt.datetime(2018, 1, 16, 9, 30, tzinfo=HANOI)
        assert found.author == "Lục Thị Mai"
        assert '<img src="page_files/hop.jpg"><figcaption>Quang cảnh hội thi</figcaption>' in found.body_html
        assert "Sign In" not in found.body_html
        assert "tin cũ" not in found.body_html

    @pytest.mark.parametrize("legacy", [in_tcvn3, in_vni])
    def test_a_legacy_page_reads_as_unicode(self, tmp_path: Path, legacy: type[str]) -> None:
        body = legacy(LONG_PARAGRAPH)
        title = legacy("Tổng kết phong trào năm cũ")
        page = (
            f"<html><head><meta charset='windows-1252'><title>{title}</title></head><body><h1>{title}</h1>"
            f"<p>27/03/2018</p><div><p>{body}</p><p>{body}</p></div></body></html>"
        )
        found = read_one(write(tmp_path, "a.htm", page.encode("cp1252")))
        assert found.title == "Tổng kết phong trào năm cũ"
        assert LONG_PARAGRAPH in found.body_html

    def test_what_the_page_declares_goes_before_what_it_shows(self, tmp_path: Path) -> None:
        declared = '<meta property="article:published_time" content="2018-03-03T18:00:00Z">'
        page = (SAMPLES / "page.html").read_text().replace("<title>", declared + "<title>")
        assert read_one(write(tmp_path, "a.html", page)).published_at == dt.datetime(2018, 3, 4, 1, 0, tzinfo=HANOI)

    def test_a_page_without_a_date_is_refused(self, tmp_path: Path) -> None:
        page = f"<html><head><title>Tên bài</title></head><body><h1>Tên bài</h1><p>{LONG_PARAGRAPH}</p></body></html>"
        with pytest.raises(UnreadableFile, match="ngày đăng"):
            read_one(write(tmp_path, "a.html", page))

    @pytest.mark.parametrize("page", ["<html></html>", "<!-- -->", "<div>" * 5000, "<"])
    def test_a_page_without_an_article_is_refused(self, tmp_path: Path, page: str) -> None:
        with pytest.raises(UnreadableFile):
            read_one(write(tmp_path, "a.html", page))


class TestWordPress:
    def test_posts_are_read_and_pages_and_rubbish_are_not(self) -> None:
        found = read_all(SAMPLES / "export.xml")
        assert [type(row) for row in found] == [ParsedArticle, ParsedArticle, RejectedArticle]
        assert found[2] == RejectedArticle("export.xml: “Bài không ngày”", "không thấy ngày đăng.")

    def test_a_post_with_all_it_has(self, tmp_path: Path) -> None:
        path = Path(shutil.copy(SAMPLES / "export.xml", tmp_path))
        inside = write(tmp_path, "uploads/2019/05/gian-sach.png", image_bytes())
        cover = write(tmp_path, "bia.png", image_bytes())
        found = read_all(path)[0]
        assert isinstance(found, ParsedArticle)
        assert (found.title, found.author, found.slug) == (
            "Khai mạc tuần lễ sách",
            "Phạm Văn An",
            "khai-mac-tuan-le-sach",
        )
        assert found.published_at == dt.datetime(2019, 5, 2, 0, 30, tzinfo=HANOI)
        assert found.summary == "Tuần lễ sách kéo dài đến hết tháng."
        assert found.category_names == ("Văn hóa",)
        assert not found.is_draft
        assert set(found.images.values()) == {inside, cover}
        assert found.images[found.lead_image_src] == cover

    def test_its_text_becomes_paragraphs_figures_and_addresses(self) -> None:
        found = read_all(SAMPLES / "export.xml")[0]
        assert isinstance(found, ParsedArticle)
        assert "<p>Sáng nay tuần lễ sách mở cửa đón bạn đọc.<br>\nCó mười hai gian sách.</p>" in found.body_html
        assert "<figcaption>Gian sách thiếu nhi</figcaption>" in found.body_html
        assert "<p>https://youtu.be/abcdefghijk</p>" in found.body_html
        assert "[" not in found.body_html

    def test_an_unpublished_post_stays_a_draft(self) -> None:
        draft = read_all(SAMPLES / "export.xml")[1]
        assert isinstance(draft, ParsedArticle)
        assert draft.is_draft
        assert draft.published_at == dt.datetime(2019, 5, 3, 9, 0, tzinfo=HANOI)


class TestFeed:
    def test_rss(self) -> None:
        found, refused = read_all(SAMPLES / "rss.xml")
        assert isinstance(found, ParsedArticle)
        assert found.title == "Giao lưu bóng chuyền & cờ tướng"
        assert found.published_at.astimezone(HANOI) == dt.datetime(2018, 1, 17, 3, 0, tzinfo=HANOI)
        assert (found.author, found.category_names) == ("Lê Thu Hà", ("Thể thao",))
        assert "<p>Giải kéo dài ba ngày.</p>" in found.body_html
        assert refused == RejectedArticle("rss.xml: “Tin không ngày”", "không thấy ngày đăng.")

    def test_atom(self) -> None:
        found = read_one(SAMPLES / "atom.xml")
        assert (found.title, found.author) == ("Tặng quà trẻ em vùng cao", "Đoàn cơ quan")
        assert found.published_at == dt.datetime(2020, 1, 31, 8, 30, tzinfo=HANOI)
        assert found.source_url == "https://cu.example.vn/tang-qua"


class TestSources:
    def test_a_folder_is_read_whole_but_not_what_belongs_to_a_page(self, tmp_path: Path) -> None:
        for name in ("b/2.txt", "a.html", "c.htm", "a_files/frame.html", "anh.png", "ghi-chu.docx", "~$chu.docx"):
            write(tmp_path, name, "x")
        assert [source.name for source in sources.list_files(str(tmp_path))] == [
            "a.html",
            "b/2.txt",
            "c.htm",
            "ghi-chu.docx",
        ]

    @pytest.mark.parametrize("source", ["https://example.vn/tin", "http://127.0.0.1/x.xml", "khong-co.txt"])
    def test_addresses_and_missing_files_are_refused(self, source: str) -> None:
        with pytest.raises(UnreadableFile):
            sources.list_files(source)

    @pytest.mark.parametrize(
        ("name", "content", "reason"),
        [
            ("a.txt", b"", "rỗng"),
            ("a.html", b"   \n", "rỗng"),
            ("a.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "văn bản"),
            ("a.xml", b"<rss><channel>", "hỏng"),
            ("a.xml", b"<html><body/></html>", "RSS, Atom"),
            ("a.pdf", b"%PDF-1.4", "loại tệp"),
            ("a.docx", b"PK\x03\x04", "hỏng"),
            ("a.html", b"x" * (sources.PAGE_MAX_BYTES + 1), "quá mức"),
            ("a.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><rss>&b;</rss>', "entity"),
            (
                "a.xml",
                b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><rss><channel>&b;</channel></rss>',
                "entity",
            ),
        ],
    )
    def test_what_cannot_be_read_says_why(self, tmp_path: Path, name: str, content: bytes, reason: str) -> None:
        with pytest.raises(UnreadableFile, match=reason):
            read_all(write(tmp_path, name, content))


class TestImagesBeside:
    @pytest.mark.parametrize(
        "src",
        [
            "page_files/trong%20cay.png",
            "./page_files/trong cay.png",
            "page_files\\trong cay.png",
            "https://cu.example.vn/x/page_files/trong%20cay.png?w=300",
            "/x/page_files/trong%20cay-300x200.png",
        ],
    )
    def test_is_found(self, tmp_path: Path, src: str) -> None:
        image = write(tmp_path, "page_files/trong cay.png", image_bytes())
        assert find_image_file(src, tmp_path, tmp_path) == image

    @pytest.mark.parametrize(
        "src",
        [
            "../secret.png",
            "/etc/passwd",
            "file:///etc/passwd",
            "page/link.png",
            "data:image/png;base64,AAAA",
            "http://[",
            "",
        ],
    )
    def test_nothing_outside_the_folder_is_found(self, tmp_path: Path, src: str) -> None:
        secret = write(tmp_path, "secret.png", image_bytes())
        root = tmp_path / "page"
        root.mkdir()
        (root / "page").mkdir()
        (root / "page" / "link.png").symlink_to(secret)
        assert find_image_file(src, root, root) is None
