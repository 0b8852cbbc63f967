"""Files of other portals that go wrong quietly: what was not public there, and what is in no encoding of ours."""

from pathlib import Path

import pytest
from django.test import Client

from news.importers import sources
from news.importers.result import ParsedArticle
from news.models import Article
from portal.core.text import legacy_encodings
from portal.images.models import Image
from tests.cases import CASES
from tests.core.text.test_legacy_encodings import in_viscii, twice
from tests.factories import image_bytes
from tests.news.importers.test_command import run
from tests.news.importers.test_readers import write

TITLE = "Hội nghị tổng kết công tác thi đua năm 2008 của tỉnh"
BROKEN = "chữ bị hỏng dấu"
BODY = (
    "Sáng ngày 27 tháng 3, Đoàn kiểm tra của Ủy ban nhân dân tỉnh đã làm việc với Sở Tư pháp về kết quả thực hiện "
    "nhiệm vụ. Đảng ủy, Đài phát thanh và Đoàn thanh niên cùng dự; các ý kiến đều đề nghị đẩy mạnh cải cách hành "
    "chính, giữ vững kỷ luật, kỷ cương."
)


def wordpress(*items: str) -> str:
    spaces = (
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wp="http://wordpress.org/export/1.2/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
    )
    return f'<?xml version="1.0" encoding="UTF-8"?><rss {spaces}><channel>{"".join(items)}</channel></rss>'


def post(content: str = BODY, title: str = TITLE, more: str = "", status: str = "publish") -> str:
    return (
        f"<item><title>{title}</title><content:encoded><![CDATA[{content}]]></content:encoded>"
        f"<wp:post_id>5</wp:post_id><wp:post_date_gmt>2018-03-27 01:00:00</wp:post_date_gmt>"
        f"<wp:status>{status}</wp:status><wp:post_type>post</wp:post_type>{more}</item>"
    )


def attachment(key: int, name: str) -> str:
    return (
        f"<item><title>x</title><wp:post_id>{key}</wp:post_id><wp:post_type>attachment</wp:post_type>"
        f"<wp:attachment_url>https://cu.example.vn/wp-content/uploads/{name}</wp:attachment_url></item>"
    )


def read(path: Path) -> list[ParsedArticle]:
    (source,) = sources.list_files(str(path))
    return [found for found in sources.read_articles(source) if isinstance(found, ParsedArticle)]


@pytest.mark.django_db
class TestWordPress:
    def test_a_post_with_a_password_becomes_a_draft_with_a_warning(self, client: Client) -> None:
        status, out, err = run(CASES / "wordpress-password.xml")
        assert (status, out) == (0, ["Đã nhập 2 bài, bỏ qua 0 bài đã có, 0 tệp lỗi."])
        assert any("Dự thảo chưa công bố" in line and "có mật khẩu" in line for line in err)
        draft = Article.objects.get(title="Dự thảo chưa công bố")
        assert draft.status == Article.Status.DRAFT
        assert client.get(draft.get_absolute_url()).status_code == 404
        shown = Article.objects.get(title="Ảnh hội nghị ký kết")
        assert shown.status == Article.Status.PUBLISHED
        assert (
            "["
            not in client.get(shown.get_absolute_url()).content.decode().partition("<main")[2].partition("</main")[0]
        )
        assert any("[gallery]" in line for line in err)

    @pytest.mark.parametrize(
        "password",
        [
            "<wp:post_password><!-- x -->abc</wp:post_password>",
            "<wp:post_password><![CDATA[]]><![CDATA[abc]]></wp:post_password>",
            "<wp:post_password></wp:post_password><wp:post_password>abc</wp:post_password>",
            "<wp:post_password><b>abc</b></wp:post_password>",
            "<wp:post_password> </wp:post_password>",
        ],
    )
    def test_however_a_password_is_written_it_is_seen(self, password: str, tmp_path: Path) -> None:
        (found,) = read(write(tmp_path, "a.xml", wordpress(post(more=password))))
        assert found.is_draft

    @pytest.mark.parametrize(
        "code", ["members_only", "member", "restrict userlevel='editor'", "content_protector password='x'", "logged-in"]
    )
    def test_a_part_for_some_readers_only_makes_a_draft(self, code: str, tmp_path: Path) -> None:
        (found,) = read(write(tmp_path, "a.xml", wordpress(post(f"{BODY} [{code}]Nội bộ[/{code.split()[0]}]"))))
        assert found.is_draft
        assert any("một số người đọc" in warning for warning in found.warnings)

    @pytest.mark.parametrize("text", ["[1]", "[sic]", "[Chú thích]", "[gallery ids='1']", "[private-vay"])
    def test_other_brackets_make_none(self, text: str, tmp_path: Path) -> None:
        (found,) = read(write(tmp_path, "a.xml", wordpress(post(f"{BODY} {text}"))))
        assert not found.is_draft

    @pytest.mark.parametrize("year", ["0001", "9999"])
    def test_a_year_that_is_none_is_told(self, year: str, tmp_path: Path) -> None:
        item = post().replace("2018-", f"{year}-").replace(f"{year}-03-27", f"{year}-12-31")
        status, _out, err = run(write(tmp_path, "a.xml", wordpress(item)))
        assert (status, "không thấy ngày đăng" in err[0]) == (1, True)

    def test_again_writes_nothing(self) -> None:
        run(CASES / "wordpress-password.xml")
        assert run(CASES / "wordpress-password.xml")[1] == ["Đã nhập 0 bài, bỏ qua 2 bài đã có, 0 tệp lỗi."]

    @pytest.mark.parametrize("status", ["private", "pending", "draft", "request-completed"])
    def test_whatever_was_not_public_stays_so_and_is_told(self, status: str, tmp_path: Path) -> None:
        _status, _out, err = run(write(tmp_path, "a.xml", wordpress(post(status=status))))
        assert Article.objects.get().status == Article.Status.DRAFT
        assert f"trạng thái “{status}”" in err[0]

    @pytest.mark.parametrize("status", ["trash", "auto-draft", "inherit"])
    def test_what_was_thrown_away_stays_away(self, status: str, tmp_path: Path) -> None:
        run(write(tmp_path, "a.xml", wordpress(post(status=status))))
        assert not Article.objects.exists()

    def test_a_gallery_becomes_its_images(self, tmp_path: Path) -> None:
        for number, name in ((11, "a.png"), (12, "b.png")):
            write(tmp_path, f"uploads/{name}", image_bytes((40 + number, 40)))
        content = f'{BODY}\n\n[gallery columns="2" ids="11,12"]\n\nHết.'
        path = write(tmp_path, "a.xml", wordpress(post(content), attachment(11, "a.png"), attachment(12, "b.png")))
        status, _out, err = run(path)
        assert (status, err) == (0, [])
        assert Image.objects.count() == 2
        body = Article.objects.get().body
        assert body.count("<figure") == 2
        assert "[" not in body
        assert "<p>Hết.</p>" in body

    @pytest.mark.parametrize(
        "code",
        [
            "[gallery]",
            '[playlist ids="1"]',
            '[vc_row el_class="x"][/vc_row]',
            '[audio src="https://x/y.mp3"]',
            '[button link="https://x"]Xem[/button]',
            "[wp_foo]",
            '[contact-form-7 id="5" title="Gửi"]',
        ],
    )
    def test_no_short_code_reaches_readers(self, code: str, tmp_path: Path) -> None:
        (found,) = read(write(tmp_path, "a.xml", wordpress(post(f"{BODY}\n\n{code}\n\nHết."))))
        assert "[" not in found.body_html
        assert "]" not in found.body_html
        assert found.warnings

    @pytest.mark.parametrize("text", ["[1]", "[sic]", "[…]", "[Covid-19]", "[1, 2]", "a[i]", "[Trích]"])
    def test_brackets_of_the_text_stay(self, text: str, tmp_path: Path) -> None:
        (found,) = read(write(tmp_path, "a.xml", wordpress(post(f"{BODY} {text} như trên."))))
        assert text in found.body_html
        assert found.warnings == ()


class TestHidden:
    """Not shown there, not shown here, and told."""

    @pytest.mark.parametrize(
        "hidden",
        [
            '<p style="display:none">Ghi chú nội bộ</p>',
            '<p>x <span style="COLOR:red; Display : None">Ghi chú nội bộ</span></p>',
            '<div hidden><p style="display:none">Ghi chú nội bộ</p></div>',
            '<p style="visibility:hidden">Ghi chú nội bộ</p>',
            '<p style="mso-hide:all">Ghi chú nội bộ</p>',
            "<style>.an{display:none}</style><p class=an>Ghi chú nội bộ</p>",
            '<div style="mso-element:comment-list"><p>Ghi chú nội bộ</p></div>',
        ],
    )
    @pytest.mark.parametrize("kind", ["page", "post", "feed"])
    def test_in_every_kind_of_file(self, kind: str, hidden: str, tmp_path: Path) -> None:
        text = f"<p>{BODY}</p>{hidden}<p>{BODY}</p>"
        files = {
            "page": ("a.html", f"<html><body><h1>{TITLE}</h1><div>27/03/2008</div><div>{text}</div></body></html>"),
            "post": ("a.xml", wordpress(post(text))),
            "feed": (
                "a.xml",
                f"<rss version='2.0'><channel><item><title>{TITLE}</title><pubDate>Tue, 27 Mar 2018 01:00:00 GMT</pubDate>"
                f"<description><![CDATA[{text}]]></description></item></channel></rss>",
            ),
        }
        (found,) = read(write(tmp_path, *files[kind]))
        assert "nội bộ" not in found.body_html + found.summary
        assert any("bị ẩn" in warning for warning in found.warnings)

    @pytest.mark.parametrize("kind", ["page", "post"])
    @pytest.mark.django_db
    def test_what_readers_saw_struck_out_stays_so(self, kind: str, tmp_path: Path) -> None:
        text = f"<p>{BODY} Mức cũ <del datetime='2018-01-01'>năm điểm</del> nay là sáu điểm.</p><p>{BODY}</p>"
        files = {
            "page": ("a.html", f"<html><body><h1>{TITLE}</h1><div>27/03/2008</div><div>{text}</div></body></html>"),
            "post": ("a.xml", wordpress(post(text))),
        }
        run(write(tmp_path, *files[kind]))
        assert "<s>năm điểm</s>" in Article.objects.get().body

    def test_deletions_of_a_page_that_word_saved_are_left_out_and_told(self, tmp_path: Path) -> None:
        page = (
            f'<html><head><meta name=Generator content="Microsoft Word 15"></head><body><h1>{TITLE}</h1><p>27/03/2008</p>'
            f"<p>{BODY}<del cite='mailto:A'>Ghi chú nội bộ</del></p><p>{BODY}</p></body></html>"
        )
        (found,) = read(write(tmp_path, "a.htm", page))
        assert "nội bộ" not in found.body_html
        assert any("bị ẩn" in warning for warning in found.warnings)

    def test_in_a_summary_too(self, tmp_path: Path) -> None:
        secret = "<p hidden>Ghi chú nội bộ của tòa soạn, không đăng.</p>"
        excerpt = f"<excerpt:encoded><![CDATA[{secret}<p>{BODY}</p>]]></excerpt:encoded>"
        text = wordpress(post(more=excerpt)).replace(
            "<rss ", '<rss xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" '
        )
        feed = (
            f"<rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel><item><title>{TITLE}"
            f"</title><pubDate>Tue, 27 Mar 2018 01:00:00 GMT</pubDate><description><![CDATA[{secret}<p>{BODY}</p>]]>"
            f"</description><content:encoded><![CDATA[<p>{BODY}</p>]]></content:encoded></item></channel></rss>"
        )
        for name, content in (("a.xml", text), ("b.xml", feed)):
            (found,) = read(write(tmp_path, name, content))
            assert "nội bộ" not in found.summary
            assert found.summary.startswith("Sáng ngày 27")

    def test_signs_that_no_tree_can_hold_are_left_out(self, tmp_path: Path) -> None:
        signs = "&#0;&#xD800;&#xDFFF;&#x110000;&#xFFFF;&#55296;&#999999999;&#1"
        page = (
            f"<html><body><h1>{TITLE}</h1><div>27/03/2008</div><div><p>{BODY} a{signs}b &#273;</p></div></body></html>"
        )
        (found,) = read(write(tmp_path, "a.html", page))
        assert "ab đ" in found.body_html
        (found,) = read(write(tmp_path, "a.xml", wordpress(post(f"<p>{BODY} a{signs}b &#273;</p>"))))
        assert "ab đ" in found.body_html

    def test_the_menus_of_a_page_are_not_told(self, tmp_path: Path) -> None:
        menu = '<nav><ul style="display:none"><li>Trang chủ</li></ul></nav>'
        page = f"<html><body>{menu}<h1>{TITLE}</h1><div>27/03/2008</div><div><p>{BODY}</p></div></body></html>"
        (found,) = read(write(tmp_path, "a.html", page))
        assert found.warnings == ()

    def test_a_draft_of_a_blog_stays_one(self, tmp_path: Path) -> None:
        entry = (
            "<entry><title>Nháp</title><app:control><app:draft>yes</app:draft></app:control>"
            f"<updated>2018-03-27T01:00:00Z</updated><content>{BODY}</content></entry>"
        )
        spaces = 'xmlns="http://www.w3.org/2005/Atom" xmlns:app="http://www.w3.org/2007/app"'
        (found,) = read(write(tmp_path, "a.atom", f"<feed {spaces}><title>x</title>{entry}</feed>"))
        assert found.is_draft
        assert "chưa công khai" in found.warnings[0]


@pytest.mark.django_db
class TestMojibake:
    def test_utf8_read_twice_is_converted_and_a_loss_makes_a_draft(self) -> None:
        _status, _out, err = run(CASES / "08-mojibake-double-utf8.html")
        article = Article.objects.get()
        assert article.title == TITLE
        assert "lãnh đạo tỉnh biểu dương những thành tích đã đạt được" in article.body
        # Two letters are lost in the file itself: "v� kết quả".
        assert article.status == Article.Status.DRAFT
        assert BROKEN in err[0]

    def test_viscii_is_read(self, client: Client) -> None:
        status, _out, err = run(CASES / "16-viscii.txt")
        article = Article.objects.get()
        assert (status, err, article.title) == (0, [], TITLE)
        assert "Đoàn kiểm tra của Ủy ban nhân dân tỉnh đã làm việc với Sở Tư pháp" in article.body
        assert article.status == Article.Status.PUBLISHED

    @pytest.mark.parametrize("write_as", [twice, lambda text: in_viscii(text).decode("latin-1")])
    @pytest.mark.parametrize("kind", ["a.html", "a.txt", "a.xml", "b.xml"])
    def test_what_is_certain_is_converted_in_every_kind_of_file(
        self, kind: str, write_as: object, tmp_path: Path
    ) -> None:
        title, text = write_as(TITLE), write_as(BODY)  # type: ignore[operator]
        contents = {
            "a.html": f"<html><head><title>{title}</title></head><body><h1>{title}</h1><div>27/03/2008</div><p>{text}</p><p>{text}</p></body></html>",
            "a.txt": f"{title}\n27/03/2008\n\n{text}\n",
            "a.xml": wordpress(post(text, title)),
            "b.xml": (
                f"<rss version='2.0'><channel><item><title>{title}</title><pubDate>Tue, 27 Mar 2018 01:00:00 GMT</pubDate>"
                f"<description><![CDATA[<p>{text}</p>]]></description></item></channel></rss>"
            ),
        }
        run(write(tmp_path, kind, "".join(char for char in contents[kind] if char > "\x1f" or char == "\n")))
        article = Article.objects.get()
        assert article.title == TITLE
        assert "đề nghị đẩy mạnh cải cách hành chính, giữ vững kỷ luật" in article.body

    @pytest.mark.parametrize("text", [f"{BODY} \ufffd\ufffd", "Íîâîñòè îáëàñòè ñåãîäíÿ óòðîì ïðîøëà êîíôåðåíöèÿ " * 3])
    def test_what_is_not_certain_is_never_published(self, text: str, tmp_path: Path) -> None:
        _status, _out, err = run(write(tmp_path, "a.xml", wordpress(post(text))))
        assert Article.objects.get().status == Article.Status.DRAFT
        assert BROKEN in err[0]
        assert legacy_encodings.is_broken(text)
