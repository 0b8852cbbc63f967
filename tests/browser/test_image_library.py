"""The story of three images: dropped, described, found without diacritics, put into a text, cut, read."""

import base64
import re

import pytest
from playwright.sync_api import Page, expect

from news.models import Article
from portal.images.models import Image
from tests.browser.people import EDITOR_BREACHES, sign_in
from tests.browser_fixtures import Faults, NewPage
from tests.factories import image_bytes, make_administrator, make_category, make_image

pytestmark = pytest.mark.django_db(transaction=True)

DROP = """(area, files) => {
  const carried = new DataTransfer();
  for (const [name, content] of files) {
    const bytes = Uint8Array.from(atob(content), (char) => char.charCodeAt(0));
    carried.items.add(new File([bytes], name));
  }
  area.dispatchEvent(new DragEvent("drop", { dataTransfer: carried, bubbles: true, cancelable: true }));
}"""


def drop(page: Page, files: dict[str, bytes]) -> None:
    carried = [[name, base64.b64encode(content).decode()] for name, content in files.items()]
    page.locator("[data-portal-drop]").evaluate(DROP, carried)


def drag(page: Page, handle: str, across: float, down: float) -> None:
    """Drags a handle of the cutting page to a place on the image, told from 0 to 1."""
    stage = page.locator("[data-portal-stage]").bounding_box()
    held = page.locator(handle).bounding_box()
    page.mouse.move(held["x"] + held["width"] / 2, held["y"] + held["height"] / 2)
    page.mouse.down()
    page.mouse.move(stage["x"] + stage["width"] * across, stage["y"] + stage["height"] * down, steps=4)
    page.mouse.up()


def test_from_the_drop_to_the_reader(page: Page, new_page: NewPage, faults: Faults) -> None:
    faults.allowed += EDITOR_BREACHES
    make_category("Tin hoạt động")
    sign_in(page, make_administrator(username="bien-tap").username)

    # Three files, one of them no image.
    page.goto("/quan-tri/images/image/tai-nhieu/")
    page.get_by_label("Nguồn ảnh, ghi cho tất cả").fill("Ảnh: Nông Thị Hoa")
    drop(
        page,
        {
            "IMG_0001.jpg": image_bytes((1600, 1000), "JPEG"),
            "Biên bản.jpg": b"khong phai anh",
            "IMG_0002.png": image_bytes((900, 600)),
        },
    )
    expect(page.get_by_role("listitem").filter(has_text="Biên bản.jpg")).to_contain_text("không phải là ảnh")
    page.get_by_role("link", name="Viết lời tả cho các ảnh vừa nhận").click()

    # Words for one; a file name for the other is refused, and the good row is kept.
    rows = page.locator(".image-row")
    expect(rows).to_have_count(2)
    rows.nth(0).get_by_label("Nội dung thay thế").fill("Thác nước giữa núi đá vôi")
    rows.nth(1).get_by_label("Nội dung thay thế").fill("IMG_0002")
    page.get_by_role("button", name="Ghi", exact=True).click()
    expect(page.get_by_text("Đây là tên tệp, không phải lời tả ảnh")).to_be_visible()
    expect(rows).to_have_count(1)
    rows.nth(0).get_by_label("Ảnh trang trí").check()
    rows.nth(0).get_by_label("Nội dung thay thế").fill("")
    page.get_by_role("button", name="Ghi", exact=True).click()
    page.wait_for_url("**/quan-tri/images/image/")
    image = Image.objects.get(alt="Thác nước giữa núi đá vôi")
    assert image.credit == "Ảnh: Nông Thị Hoa"

    # Into a text from the editor's own dialog.
    page.goto("/quan-tri/news/article/add/")
    page.get_by_label("Tiêu đề").fill("Mùa nước bên thác")
    page.get_by_label("Sapo").fill("Một câu giới thiệu.")
    page.get_by_label("Chuyên mục").select_option(label="Tin hoạt động")
    page.locator(".cke_editable").click()
    page.keyboard.type("Nước về.")
    page.keyboard.press("Enter")
    page.locator(".cke_button__image").click()
    dialog = page.locator(".cke_dialog:visible")
    with page.expect_popup() as opened:
        dialog.get_by_role("button", name="Chọn trong thư viện").click()
    library = opened.value
    library.get_by_label("Tìm ảnh").fill("thac nuoc")
    library.get_by_role("button", name="Tìm", exact=True).click()
    library.get_by_role("button", name="Thác nước giữa núi đá vôi").click()
    expect(dialog.get_by_label("URL")).to_have_value(image.file.url)
    expect(dialog.get_by_label("Chú thích ảnh").first).to_have_value("Thác nước giữa núi đá vôi")
    expect(dialog.get_by_label("Chiều rộng")).to_have_value("1600")
    dialog.get_by_role("button", name="Đồng ý").click()

    # As lead image, by the button beside the field.
    field = page.locator(".field-lead_image")
    with page.expect_popup() as opened:
        field.get_by_role("button", name="Chọn trong thư viện").click()
    opened.value.get_by_role("button", name="Thác nước giữa núi đá vôi").click()
    expect(field.locator(".image-field__preview")).to_be_visible()
    page.get_by_role("button", name="Xuất bản").click()
    expect(page.get_by_text("Bài đã lên trang.")).to_be_visible()
    article = Article.objects.get()
    assert article.lead_image == image

    # Cut to its left upper part; the point by mouse and keys.
    page.goto(f"/quan-tri/images/image/{image.pk}/cat-anh/")
    page.locator("[data-portal-stage] img").click(position={"x": 40, "y": 40})
    page.keyboard.press("ArrowRight")
    x = int(page.get_by_label("từ trái sang").input_value())
    assert 0 < x < 30
    drag(page, "[data-portal-handle=end]", 0.5, 0.5)
    page.keyboard.press("ArrowLeft")
    assert int(page.get_by_label("Rộng").input_value()) == pytest.approx(800, abs=60)
    page.get_by_role("button", name="Ghi", exact=True).click()
    expect(page.get_by_text("ảnh mới đã thay vào 1 bài viết")).to_be_visible()

    reader = new_page(viewport={"width": 360, "height": 740})
    reader.goto(article.get_absolute_url())
    shown = reader.locator(".richtext").get_by_role("img", name="Thác nước giữa núi đá vôi")
    shown.scroll_into_view_if_needed()
    reader.wait_for_function("image => image.complete && image.naturalWidth > 0", arg=shown.element_handle())
    image.refresh_from_db()
    width, height = image.display_size
    assert shown.evaluate("image => image.naturalWidth / image.naturalHeight") == pytest.approx(
        width / height, rel=0.02
    )
    expect(reader.get_by_text("Ảnh: Nông Thị Hoa").first).to_be_visible()
    assert reader.evaluate("document.documentElement.scrollWidth") <= 360


def test_more_than_the_limit_are_not_even_sent(page: Page) -> None:
    sign_in(page, make_administrator(username="bien-tap").username)
    page.goto("/quan-tri/images/image/tai-nhieu/")
    drop(page, {f"{number}.png": b"x" for number in range(51)})
    expect(page.get_by_text("Mỗi lần tải lên nhiều nhất 50 ảnh. Chưa ảnh nào được tải lên.")).to_be_visible()
    assert not Image.objects.exists()


def test_without_javascript_all_of_it_works(new_page: NewPage) -> None:
    page = new_page(java_script_enabled=False, viewport={"width": 360, "height": 740})
    sign_in(page, make_administrator(username="bien-tap").username)
    page.goto("/quan-tri/images/image/tai-nhieu/")
    files = [
        {"name": f"IMG_{side}.png", "mimeType": "image/png", "buffer": image_bytes((side, side))} for side in (60, 61)
    ]
    page.get_by_label("Kéo ảnh thả vào đây").set_input_files(files)
    page.get_by_role("button", name="Tải lên").click()
    rows = page.locator(".image-row")
    expect(rows).to_have_count(2)
    for number in range(2):
        rows.nth(number).get_by_label("Nội dung thay thế").fill("Núi đá vôi trong sương")
    page.get_by_role("button", name="Ghi", exact=True).click()
    image = Image.objects.ready_to_publish().first()
    page.goto(f"/quan-tri/images/image/{image.pk}/cat-anh/")
    page.get_by_label("Rộng").fill("30")
    page.get_by_role("button", name="Ghi", exact=True).click()
    expect(page.get_by_role("button", name=re.compile("Bỏ cắt"))).to_be_visible()
    image.refresh_from_db()
    assert image.display_size[0] == 30
    assert page.locator("body").bounding_box()["width"] <= 360


def test_an_image_without_words_is_no_choice_for_a_field(page: Page) -> None:
    image = make_image(alt="", needs_alt_text=True)
    sign_in(page, make_administrator(username="bien-tap").username)
    page.goto("/quan-tri/images/image/chon/")
    expect(page.get_by_role("button", name=str(image))).to_be_disabled()
