"""The first story: staff sign in, write with an image, publish; the public reads it by date."""

import datetime as dt
import re
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from news.models import Article
from tests.browser.people import EDITOR_BREACHES, sign_in
from tests.browser_fixtures import Faults, NewPage
from tests.factories import image_bytes, make_administrator, make_article, make_category

# Making a photo of a phone ready in all its widths takes its time on a busy machine.
UPLOAD_MS = 30_000

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "Thác Bản Giốc.jpg"
    path.write_bytes(image_bytes((1800, 1200), "JPEG"))
    return path


def insert_image(page: Page, photo: Path, alternative: str) -> None:
    page.locator(".cke_button__image").click()
    dialog = page.locator(".cke_dialog:visible")
    dialog.get_by_role("tab", name="Tải lên").click()
    page.frame_locator("iframe.cke_dialog_ui_input_file").locator("input[type=file]").set_input_files(photo)
    dialog.get_by_role("button", name="Tải lên máy chủ", exact=True).click()
    expect(dialog.get_by_label("URL")).to_have_value(re.compile(r"^/media/anh/.+thac-ban-gioc"), timeout=UPLOAD_MS)
    dialog.get_by_label("Chú thích ảnh").first.fill(alternative)
    dialog.get_by_role("button", name="Đồng ý", exact=True).click()


def test_write_with_an_image_publish_and_read(page: Page, new_page: NewPage, photo: Path, faults: Faults) -> None:
    faults.allowed += EDITOR_BREACHES
    make_category("Tin hoạt động")
    sign_in(page, make_administrator(username="bien-tap").username)

    page.goto("/quan-tri/news/article/add/")
    page.get_by_label("Tiêu đề").fill("Đại hội thi đua yêu nước")
    page.get_by_label("Sapo").fill("Các đơn vị trong Khối ký giao ước thi đua.")
    editor = page.locator(".cke_editable")
    editor.click()
    page.keyboard.type("Sáng nay, các đơn vị đã ký kết.")
    page.keyboard.press("Enter")
    insert_image(page, photo, "Thác nước giữa núi đá vôi")
    page.get_by_label("Chuyên mục").select_option(label="Tin hoạt động")
    page.get_by_role("button", name="Xuất bản", exact=True).click()
    expect(page.get_by_text("Bài đã lên trang.")).to_be_visible()

    article = Article.objects.get()
    assert "<script" not in article.body
    reader = new_page(viewport={"width": 360, "height": 740})
    today = timezone.localdate()
    reader.goto("/")
    reader.goto(f"/tin-tuc/?ngay={today:%d/%m/%Y}")
    expect(reader).to_have_url(f"{reader.url.split('/tin-tuc')[0]}/tin-tuc/{today:%Y/%m/%d}/")
    reader.get_by_role("link", name="Đại hội thi đua yêu nước").first.click()
    expect(reader.get_by_role("heading", level=1)).to_have_text("Đại hội thi đua yêu nước")
    expect(reader.get_by_text("Sáng nay, các đơn vị đã ký kết.")).to_be_visible()
    image = reader.get_by_role("img", name="Thác nước giữa núi đá vôi")
    image.scroll_into_view_if_needed()
    reader.wait_for_function("image => image.complete && image.naturalWidth > 0", arg=image.element_handle())
    assert reader.context.cookies() == []


@pytest.fixture
def editor_page(page: Page, faults: Faults) -> Page:
    """The form of a new article, open before a signed-in administrator."""
    faults.allowed += EDITOR_BREACHES
    make_category("Tin hoạt động")
    sign_in(page, make_administrator(username="bien-tap").username)
    page.goto("/quan-tri/news/article/add/")
    expect(page.locator(".cke_editable")).to_be_visible()
    return page


FROM_WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal{color:red}</style></head>
<body><!--StartFragment--><h2>Phần một</h2>
<p class=MsoNormal style="margin:0;font-family:.VnTime"><span lang=VI style="color:red">Đoạn <b>đậm</b><o:p></o:p></span></p>
<table class=MsoTableGrid border=1><tr><td style="width:100pt"><p class=MsoNormal>Ô một</p></td><td>Ô hai</td></tr></table>
<!--EndFragment--></body></html>"""

PASTE = """(area, markup) => {
  const carried = new DataTransfer();
  carried.setData("text/html", markup);
  area.dispatchEvent(new ClipboardEvent("paste", { clipboardData: carried, bubbles: true, cancelable: true }));
}"""


class TestEditor:
    def test_a_paste_from_word_keeps_structure_and_drops_debris(self, editor_page: Page) -> None:
        area = editor_page.locator(".cke_editable")
        area.click()
        area.evaluate(PASTE, FROM_WORD)
        expect(area.get_by_role("heading", level=2)).to_have_text("Phần một")
        expect(area.locator("table td").first).to_have_text("Ô một")
        text = editor_page.evaluate("CKEDITOR.instances.id_body.getData()")
        assert "<strong>đậm</strong>" in text
        assert not re.search(r"Mso|style=|VnTime|<span|o:p|color", text)

    def test_a_text_named_jpg_is_refused_in_our_words(self, editor_page: Page, tmp_path: Path) -> None:
        fake = tmp_path / "anh.jpg"
        fake.write_text("Đây không phải là ảnh.")
        editor_page.locator(".cke_button__image").click()
        dialog = editor_page.locator(".cke_dialog:visible")
        dialog.get_by_role("tab", name="Tải lên").click()
        said = []
        editor_page.on("dialog", lambda alert: (said.append(alert.message), alert.accept()))
        frame = editor_page.frame_locator("iframe.cke_dialog_ui_input_file")
        frame.locator("input[type=file]").set_input_files(fake)
        with editor_page.expect_event("dialog"):
            dialog.get_by_role("button", name="Tải lên máy chủ", exact=True).click()
        assert said == ["Tệp này không phải là ảnh, hoặc ảnh bị hỏng."]

    def test_the_preview_shows_the_page_and_saves_nothing(self, editor_page: Page) -> None:
        editor_page.get_by_label("Tiêu đề").fill("Chưa lưu đã xem")
        editor_page.locator(".cke_editable").click()
        editor_page.keyboard.type("Nội dung còn trong biểu mẫu.")
        editor_page.get_by_label("Chuyên mục").select_option(label="Tin hoạt động")
        with editor_page.context.expect_page() as opened:
            editor_page.get_by_role("button", name="Xem trước", exact=True).click()
        preview = opened.value
        expect(preview.get_by_role("heading", level=1)).to_have_text("Chưa lưu đã xem")
        expect(preview.get_by_text("Nội dung còn trong biểu mẫu.")).to_be_visible()
        assert not Article.objects.exists()
        expect(editor_page.get_by_label("Tiêu đề")).to_have_value("Chưa lưu đã xem")

    def test_publishing_too_early_keeps_every_word(self, editor_page: Page, faults: Faults) -> None:
        faults.allowed.append(r"status of 422")
        editor_page.get_by_label("Tiêu đề").fill("Thiếu sapo")
        editor_page.locator(".cke_editable").click()
        editor_page.keyboard.type("Những dòng này không được mất.")
        editor_page.get_by_label("Chuyên mục").select_option(label="Tin hoạt động")
        editor_page.get_by_role("button", name="Xuất bản", exact=True).click()
        # The panel of checks says the same, sometimes before the button is pressed.
        error = editor_page.locator(".errorlist").get_by_text("Hãy viết sapo trước khi xuất bản")
        expect(error).to_be_visible()
        expect(editor_page.locator(".cke_editable")).to_contain_text("Những dòng này không được mất.")


def test_without_javascript_the_news_of_a_day_is_found_and_read(new_page: NewPage) -> None:
    make_article(title="Hội nghị ký kết giao ước", day=dt.date(2018, 3, 27))
    reader = new_page(java_script_enabled=False, viewport={"width": 320, "height": 640})
    reader.goto("/tin-tuc/")
    picker = reader.locator("main input[name=ngay], main form input[name=ngay]").first
    picker.fill("27/03/2018")
    picker.press("Enter")
    expect(reader.get_by_role("heading", level=1)).to_contain_text("27/03/2018")
    reader.get_by_role("link", name="Hội nghị ký kết giao ước").first.click()
    expect(reader.get_by_role("heading", level=1)).to_have_text("Hội nghị ký kết giao ước")
    assert reader.evaluate("document.documentElement.scrollWidth") <= 320
