"""Images and texts that are pasted or dropped into the editor, as people do it: by events that carry data."""

import re

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Locator, Page, expect

from news.models import Article
from portal import roles
from portal.images.models import Image
from portal.pages.models import Page as StaticPage
from tests.browser.people import EDITOR_BREACHES, SAVED, SESSION_ENDED, open_form, sign_in
from tests.browser_fixtures import Faults
from tests.emulation.year_factories import make_year
from tests.factories import PASSWORD, image_bytes, make_administrator, make_category, make_staff

pytestmark = pytest.mark.django_db(transaction=True)

# On a noisy machine an upload with its re-encoding takes its time.
UPLOAD_MS = 30_000

# What the clipboard or a drag carries: files (name, type, bytes) and HTML.
SEND = """(area, { event, files, markup }) => {
  const carried = new DataTransfer();
  for (const { name, type, bytes } of files) carried.items.add(new File([new Uint8Array(bytes)], name, { type }));
  if (markup) carried.setData("text/html", markup);
  const box = area.getBoundingClientRect();
  const place = { clientX: box.left + 20, clientY: box.top + 20, bubbles: true, cancelable: true };
  const given = event === "paste"
    ? new ClipboardEvent("paste", { clipboardData: carried, bubbles: true, cancelable: true })
    : new DragEvent(event, { dataTransfer: carried, ...place });
  if (event === "drop") {
    for (const before of ["dragenter", "dragover"]) area.dispatchEvent(new DragEvent(before, { dataTransfer: carried, ...place }));
  }
  area.dispatchEvent(given);
}"""


def send(area: Locator, event: str = "paste", markup: str = "", **files: str) -> None:
    """``files`` are names with their types; each is an image of its own."""
    area.click()
    carried = [
        {"name": name.replace("_", "."), "type": kind, "bytes": list(image_bytes((60 + place, 40), _kind(kind)))}
        for place, (name, kind) in enumerate(files.items())
    ]
    area.evaluate(SEND, {"event": event, "files": carried, "markup": markup})


def _kind(content_type: str) -> str:
    return content_type.rpartition("/")[2].upper()


def stored_image(area: Locator) -> Locator:
    return area.locator("img[src^='/media/anh/']")


@pytest.fixture
def writing(page: Page, faults: Faults) -> Page:
    """The form of a new article, its required fields filled in."""
    faults.allowed += EDITOR_BREACHES
    make_category("Tin hoạt động")
    sign_in(page, make_staff(roles.CONTRIBUTOR, username="cong-tac-vien").username)
    open_form(page)
    page.get_by_label("Tiêu đề").fill("Lễ ký giao ước")
    page.get_by_label("Chuyên mục").select_option(label="Tin hoạt động")
    return page


@pytest.fixture
def area(writing: Page) -> Locator:
    return writing.locator(".cke_editable")


def save(page: Page) -> None:
    page.keyboard.press("Control+s")
    page.wait_for_url("**/change/", timeout=UPLOAD_MS)
    expect(page.get_by_text(SAVED)).to_be_visible()


class TestImage:
    @pytest.mark.parametrize("event", ["paste", "drop"])
    @pytest.mark.parametrize("kind", ["image/png", "image/webp"])
    def test_it_arrives_and_is_saved_where_it_stands(self, writing: Page, area: Locator, event: str, kind: str) -> None:
        send(area, event, anh_png=kind)
        expect(stored_image(area)).to_have_count(1, timeout=UPLOAD_MS)
        save(writing)
        image = Image.objects.get()
        body = Article.objects.get().body
        assert body.count("<img") == 1
        assert image.file.url in body
        assert "data-" not in body

    def test_several_at_once(self, writing: Page, area: Locator) -> None:
        send(area, "drop", mot_png="image/png", hai_jpg="image/jpeg")
        expect(stored_image(area)).to_have_count(2, timeout=UPLOAD_MS)
        expect(writing.locator(".cke_notification_message").first).to_have_text(re.compile("^Đã tải (2 )?ảnh lên"))

    def test_saving_waits_for_what_is_on_its_way(self, writing: Page, area: Locator) -> None:
        writing.route("**/tai-len/", lambda route: (writing.wait_for_timeout(1500), route.continue_()))
        send(area, anh_png="image/png")
        save(writing)
        assert Image.objects.get().file.url in Article.objects.get().body

    def test_a_refusal_is_told_in_our_words_and_leaves_nothing(self, writing: Page, area: Locator) -> None:
        send(area, "drop", mot_gif="image/gif", hai_gif="image/gif")
        told = writing.locator(".cke_notification_message", has_text="Chỉ nhận ảnh JPEG, PNG hoặc WebP")
        expect(told.first).to_be_visible(timeout=UPLOAD_MS)
        expect(area.locator("img")).to_have_count(0)
        assert not Image.objects.exists()

    def test_it_survives_the_end_of_the_session(self, writing: Page, area: Locator, faults: Faults) -> None:
        faults.allowed += SESSION_ENDED
        writing.route("**/nhip/", lambda route: route.fulfill(json={"saved_at": "10:00", "others": [], "newer": None}))
        Session.objects.all().delete()
        send(area, anh_png="image/png")
        dialog = writing.get_by_role("dialog", name="Phiên đăng nhập đã hết")
        dialog.get_by_label("Mật khẩu").fill(PASSWORD)
        writing.keyboard.press("Enter")
        expect(stored_image(area)).to_have_count(1, timeout=UPLOAD_MS)

    def test_an_image_of_another_page_that_comes_as_a_file_too(self, writing: Page, area: Locator) -> None:
        send(area, markup='<img src="https://khac.example/a.png">', anh_png="image/png")
        expect(stored_image(area)).to_have_count(1, timeout=UPLOAD_MS)


class TestOtherEditors:
    """Whoever has a form with the editor may put images into it, whatever else they may do."""

    @pytest.fixture
    def manager(self, page: Page, faults: Faults) -> Page:
        faults.allowed += EDITOR_BREACHES
        sign_in(page, make_staff(roles.BLOC_MANAGER, username="quan-ly-khoi").username)
        return page

    @pytest.mark.parametrize("event", ["paste", "drop"])
    @pytest.mark.parametrize("form", ["covenant", "meeting", "blocdocument"])
    def test_of_blocs(self, manager: Page, form: str, event: str) -> None:
        make_year()
        open_form(manager, f"/quan-tri/emulation/{form}/add/")
        area = manager.locator(".cke_editable")
        send(area, event, anh_png="image/png")
        expect(stored_image(area)).to_have_count(1, timeout=UPLOAD_MS)

    @pytest.mark.parametrize("form", ["pages/page", "consultations/consultation", "organisation/unit"])
    def test_of_the_portal(self, page: Page, faults: Faults, form: str) -> None:
        faults.allowed += EDITOR_BREACHES
        sign_in(page, make_administrator(username="quan-tri").username)
        page.goto(f"/quan-tri/{form}/add/")
        area = page.locator(".cke_editable").first
        expect(area).to_be_visible()
        send(area, anh_png="image/png")
        expect(stored_image(area)).to_have_count(1, timeout=UPLOAD_MS)


FROM_WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta name=Generator content="Microsoft Word 15">
<style>span.GhiChu {mso-style-name:GhiChu; mso-hide:all; display:none}</style></head><body>
<p class=MsoNormal>Ba đơn vị <a style='mso-comment-reference:A_1;mso-comment-date:20180327T0800'>đã ký</a><span
class=MsoCommentReference><span style='mso-special-character:comment'>&nbsp;<a class=msocomanchor id="_anchor_1"
href="#_msocom_1" name="_msoanchor_1">[A1]</a></span></span> giao ước.<o:p></o:p></p>
<p class=MsoNormal>Hội nghị<span style='mso-hide:all'> MỘT</span><span class=GhiChu> HAI</span><del cite="mailto:A"
datetime="2018-03-27T08:00"> BA</del> bế mạc.</p>
<p class=MsoNormal><img width=100 height=50 src="file:///C:/Users/a/clip_image001.png"></p>
<div style='mso-element:comment-list'><div style='mso-element:comment'><p class=MsoCommentText>BỐN</p></div></div>
</body></html>"""
FROM_EXCEL = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><body><table>
<col width=64><col width=0 style='display:none'><col width=64>
<tr><td>Đơn vị</td><td>NĂM</td><td>Điểm</td></tr><tr style='display:none'><td>SÁU</td><td>x</td><td>1</td></tr>
<tr><td>Sở Tư pháp</td><td>BẢY</td><td>97</td></tr></table></body></html>"""


class TestPaste:
    def test_what_word_hides_does_not_arrive(self, writing: Page, area: Locator) -> None:
        send(area, markup=FROM_WORD)
        expect(area).to_contain_text("Ba đơn vị đã ký giao ước.")
        expect(area).to_contain_text("Hội nghị bế mạc.")
        for hidden in ("MỘT", "HAI", "BA ", "BỐN", "[A1]"):
            expect(area).not_to_contain_text(hidden)
        expect(writing.get_by_role("alert").filter(has_text="1 ảnh chưa vào bài")).to_contain_text("clip_image001.png")

    def test_what_excel_hides_does_not_arrive(self, area: Locator) -> None:
        send(area, markup=FROM_EXCEL)
        expect(area.locator("tr")).to_have_count(2)
        expect(area.locator("td")).to_have_text(["Đơn vị", "Điểm", "Sở Tư pháp", "97"])

    def test_images_of_other_hosts_are_named(self, writing: Page, area: Locator) -> None:
        send(area, markup='<p>Một</p><p><img src="https://khac.example/anh%20dep.png" alt="x"></p><p>Hai</p>')
        notice = writing.get_by_role("alert").filter(has_text="1 ảnh chưa vào bài")
        expect(notice).to_contain_text("https://khac.example/anh dep.png")
        expect(area.locator("img")).to_have_count(0)
        notice.get_by_role("button", name="Đã rõ").click()
        expect(notice).to_have_count(0)

    def test_lists_keep_their_start_and_their_marks(self, writing: Page, area: Locator) -> None:
        send(
            area,
            markup='<ol start="3"><li>ba</li></ol><p>x</p><ol style="list-style-type: lower-alpha"><li>a</li></ol>',
        )
        expect(area.locator("ol")).to_have_count(2)
        save(writing)
        body = Article.objects.get().body
        assert '<ol start="3">' in body
        assert '<ol type="a">' in body


def test_what_could_not_be_saved_is_told_after_saving(page: Page, faults: Faults) -> None:
    """Whatever the way in: here a text that no paste of ours has seen."""
    faults.allowed += [*EDITOR_BREACHES, r"khac\.example", r"img-src"]
    sign_in(page, make_administrator(username="quan-tri").username)
    page.goto("/quan-tri/pages/page/add/")
    page.get_by_label("Tiêu đề").fill("Giới thiệu")
    expect(page.locator(".cke_editable")).to_be_visible()
    page.evaluate(
        """CKEDITOR.instances.id_body.setData('<p>Một</p><p><img alt="x" src="https://khac.example/a.png"></p>')"""
    )
    page.get_by_role("button", name="Lưu lại", exact=True).click()
    expect(page.get_by_text("1 ảnh không lưu được")).to_contain_text("https://khac.example/a.png")
    assert StaticPage.objects.get().body == "<p>Một</p>"
