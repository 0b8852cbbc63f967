"""The story of a Word document: brought in, its form opens, the panel says what is missing, it is mended."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from news.models import Article
from tests.browser.people import EDITOR_BREACHES, sign_in
from tests.browser_fixtures import Faults, NewPage
from tests.factories import make_administrator, make_article, make_category, make_image
from tests.news.importers.documents import news_document

pytestmark = pytest.mark.django_db(transaction=True)

SHOTS = os.environ.get("SCREENSHOTS")


def look(page: Page, name: str) -> None:
    """Keeps what the page looks like, for whoever asks for it (SCREENSHOTS=folder)."""
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "Ra quân trồng cây.docx"
    path.write_bytes(news_document(alts=("Đoàn viên trồng cây ven hồ", None)))
    return path


def test_import_see_what_is_missing_and_mend_it(page: Page, document: Path, faults: Faults) -> None:
    faults.allowed += EDITOR_BREACHES
    make_category("Tin hoạt động")
    sign_in(page, make_administrator(username="bien-tap").username)

    page.goto("/quan-tri/news/article/")
    page.get_by_role("link", name="Nhập từ Word").click()
    page.get_by_label("Tệp Word").set_input_files(document)
    page.get_by_label("Chuyên mục").select_option(label="Tin hoạt động")
    look(page, "1-import")
    page.get_by_role("button", name="Nhập thành bản nháp").click()

    expect(page.get_by_text("đã thành bản nháp")).to_be_visible()
    expect(page.get_by_label("Tiêu đề")).to_have_value("Ra quân trồng cây ven hồ Thăng Hen")
    editor = page.locator(".cke_editable")
    expect(editor.locator("h2")).to_have_text("Diễn biến")
    expect(editor.locator("ul > li").first).to_contain_text("Sở Tư pháp")
    expect(editor.locator("th").first).to_have_text("Đơn vị")
    panel = page.get_by_role("region", name="Kiểm tra trước khi đăng")
    expect(panel).to_contain_text("1 điều phải sửa")
    expect(panel).to_contain_text("Ảnh thứ 2 trong bài chưa có nội dung thay thế.")
    look(page, "2-form")

    panel.get_by_role("button", name="Đến chỗ này (Ảnh thứ 2").click()
    chosen = editor.locator(".cke_widget_focused img:not(.cke_reset), .cke_widget_selected img:not(.cke_reset)")
    expect(chosen).to_have_attribute("src", Article.objects.get().body.split('src="')[2].split('"')[0])
    page.locator(".cke_button__image").click()
    dialog = page.locator(".cke_dialog:visible")
    dialog.get_by_label("Chú thích ảnh").first.fill("Luống cây mới trồng bên hồ")
    dialog.get_by_role("button", name="Đồng ý").click()
    expect(panel).not_to_contain_text("điều phải sửa")
    expect(panel).to_contain_text("điều nên xem")
    look(page, "3-mended")

    page.get_by_role("button", name="Xuất bản").click()
    expect(page.get_by_text("Bài đã lên trang.")).to_be_visible()
    assert "Luống cây mới trồng bên hồ" in Article.objects.get().body


def test_a_finding_leads_to_its_words_and_follows_the_typing(page: Page, faults: Faults) -> None:
    faults.allowed += EDITOR_BREACHES
    article = make_article(
        published=False,
        summary="",
        body="<p>Mở đầu.</p><p>&nbsp;</p><p>Khối <strong>họp , bàn</strong> công tác.</p><h4>Kết quả</h4><p>Tốt.</p>",
        lead_image=make_image(),
    )
    sign_in(page, make_administrator(username="bien-tap").username)
    page.goto(f"/quan-tri/news/article/{article.pk}/change/")
    panel = page.get_by_role("region", name="Kiểm tra trước khi đăng")
    expect(page.locator(".cke_editable")).to_be_visible()

    panel.get_by_role("button", name="Đến chỗ này (Đề mục nhảy cấp").click()
    assert page.evaluate("getSelection().toString()") == "Kết quả"
    panel.get_by_role("button", name="Đến chỗ này (Có dấu cách thừa").click()
    assert "họp , bàn" in page.evaluate("getSelection().toString()")

    panel.get_by_role("button", name="Đến chỗ này (Hãy viết sapo").click()
    expect(page.get_by_label("Sapo")).to_be_focused()
    page.keyboard.type("Các đơn vị trong Khối họp.")
    expect(panel).not_to_contain_text("Hãy viết sapo")
    expect(panel.get_by_role("status")).to_contain_text("điều nên xem")
    expect(page.get_by_label("Sapo")).to_be_focused()
    panel.get_by_role("button", name="Đến chỗ này (Bài chưa có tác giả").click()
    expect(page.get_by_role("button", name="Thêm một Tên ký")).to_be_focused()


def test_a_cut_line_is_told_and_what_was_known_stays(page: Page, faults: Faults) -> None:
    faults.allowed += [*EDITOR_BREACHES, "Failed to load resource"]
    article = make_article(published=False, summary="")
    sign_in(page, make_administrator(username="bien-tap").username)
    page.goto(f"/quan-tri/news/article/{article.pk}/change/")
    panel = page.get_by_role("region", name="Kiểm tra trước khi đăng")
    page.route("**/kiem-tra/", lambda route: route.abort())
    panel.get_by_role("button", name="Kiểm tra", exact=True).click()
    expect(panel.get_by_role("status")).to_have_text("Chưa kiểm tra được. Phần mềm sẽ thử lại khi bạn gõ tiếp.")
    expect(panel).to_contain_text("Hãy viết sapo")


def test_without_javascript_the_button_opens_the_report(new_page: NewPage) -> None:
    article = make_article(published=False, summary="")
    page = new_page(java_script_enabled=False, viewport={"width": 360, "height": 740})
    sign_in(page, make_administrator(username="bien-tap").username)
    page.goto(f"/quan-tri/news/article/{article.pk}/change/")
    panel = page.get_by_role("region", name="Kiểm tra trước khi đăng")
    expect(panel).to_contain_text("1 điều phải sửa")
    look(page, "4-narrow")
    page.get_by_label("Sapo").fill("Các đơn vị trong Khối họp.")
    with page.context.expect_page() as opened:
        panel.get_by_role("button", name="Kiểm tra", exact=True).click()
    expect(opened.value.get_by_role("heading", name="Kiểm tra trước khi đăng")).to_be_visible()
    expect(opened.value.locator(".content-checks__count")).not_to_contain_text("phải sửa")
    look(opened.value, "5-report")
