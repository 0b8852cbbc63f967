"""The reader's stories: larger letters, paper, a voice, and all of the news without JavaScript."""

import datetime as dt
import io
import re

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from emulation.demo_data.loader import load
from tests.browser_fixtures import NewPage
from tests.factories import make_article
from tests.pages.factories import make_page

pytestmark = pytest.mark.django_db(transaction=True)

ARTICLE = "/tin-tuc/2018/03/27/hoi-nghi/"
# A device with one voice that finishes each sentence a time after it began.
ONE_VOICE = """
  const said = window.said = [];
  const voice = { lang: "vi-VN", name: "Giọng thử" };
  window.SpeechSynthesisUtterance = class extends EventTarget {
    constructor(text) { super(); this.text = text; }
  };
  Object.defineProperty(window, "speechSynthesis", { value: {
    getVoices: () => [voice],
    addEventListener() {},
    cancel() {},
    speak(utterance) {
      said.push(utterance.text);
      if (window.isQuick) setTimeout(() => utterance.dispatchEvent(new Event("end")), 1);
    },
  } });
"""


@pytest.fixture(autouse=True)
def _article() -> None:
    make_article(
        slug="hoi-nghi",
        title="Hội nghị ký giao ước",
        summary="Tám cơ quan cùng ký.",
        body="<p>Câu một. Câu hai.</p><ul><li>Mục một</li></ul>",
    )


def choose(page: Page, *names: str) -> None:
    page.locator(".reading-preferences__toggle").click()
    for name in names:
        page.get_by_role("radio", name=name, exact=True).check()


class TestReadingChoices:
    def test_stay_on_every_page_and_set_no_cookie(self, page: Page) -> None:
        page.goto("/")
        usual = page.evaluate("getComputedStyle(document.body).fontSize")
        assert usual == "18px"
        choose(page, "Rất lớn", "Tương phản mạnh")
        for address in (ARTICLE, "/khoi-thi-dua/", "/dang-nhap/"):
            page.goto(address)
            assert page.evaluate("getComputedStyle(document.body).fontSize") == "27px"
            assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(0, 0, 0)"
        assert [cookie["name"] for cookie in page.context.cookies() if cookie["name"] != "csrftoken"] == []
        page.goto(ARTICLE)
        page.locator(".reading-preferences__toggle").click()
        expect(page.get_by_role("radio", name="Rất lớn")).to_be_checked()
        page.get_by_role("radio", name="Vừa", exact=True).check()
        page.reload()
        assert page.evaluate("getComputedStyle(document.body).fontSize") == usual

    def test_the_largest_letters_fit_a_small_telephone(self, new_page: NewPage) -> None:
        page = new_page(viewport={"width": 320, "height": 640})
        page.goto("/")
        choose(page, "Rất lớn")
        for address in ("/", ARTICLE):
            page.goto(address)
            assert page.evaluate("document.documentElement.scrollWidth") == 320

    def test_close_with_escape_and_give_the_focus_back(self, page: Page) -> None:
        page.goto("/")
        choose(page, "Lớn")
        page.keyboard.press("Escape")
        expect(page.locator(".reading-preferences__panel")).to_be_hidden()
        expect(page.locator(".reading-preferences__toggle")).to_be_focused()

    def test_are_not_offered_without_javascript(self, new_page: NewPage) -> None:
        page = new_page(java_script_enabled=False)
        page.goto("/")
        expect(page.locator(".reading-preferences")).to_be_hidden()


class TestPaper:
    def test_shows_the_article_and_nothing_to_press(self, page: Page) -> None:
        page.goto(ARTICLE)
        page.emulate_media(media="print")
        page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
        for hidden in (
            ".site-nav",
            ".site-search",
            ".reading-preferences",
            ".article-tools",
            ".columns__aside",
            ".site-footer",
        ):
            expect(page.locator(hidden)).to_be_hidden()
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        expect(page.locator(".print-only")).to_contain_text(ARTICLE)
        expect(page.locator(".print-only")).to_contain_text(re.compile(r"In lúc .*\d{4}"))

    def test_a_page_of_the_tree_is_as_good(self, page: Page) -> None:
        above = make_page("Giới thiệu", summary="Về cơ quan.", body="<p>Nội dung.</p>" * 80)
        make_page("Lịch sử", parent=above)
        page.goto("/gioi-thieu/")
        paper = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
        assert [round(float(side)) for side in paper.pages[0].mediabox[2:]] == [595, 842]  # A4, in points
        # A PDF tells its letters one by one, and not where a word ends.
        leaves = ["".join(leaf.extract_text().split()) for leaf in paper.pages]
        assert len(leaves) > 1
        assert all(f"{number}/{len(leaves)}" in leaf for number, leaf in enumerate(leaves, 1))
        assert re.search(r"Cậpnhậtngày\d\d/\d\d/\d{4}", leaves[0])
        assert re.search(r"/gioi-thieu/\.Inlúc.*\d{4}", leaves[-1])
        for pressed in ("Lưubài", "Inbài", "Sơđồtrang"):
            assert pressed not in "".join(leaves), pressed

    def test_is_white_whatever_the_reader_chose_for_the_screen(self, page: Page) -> None:
        page.goto(ARTICLE)
        choose(page, "Tối", "Rất lớn")
        page.emulate_media(media="print")
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "16px"


class TestReadAloud:
    def test_is_not_offered_without_a_voice(self, page: Page) -> None:
        page.goto(ARTICLE)
        expect(page.get_by_role("button", name="In bài")).to_be_visible()
        expect(page.get_by_role("button", name="Nghe bài")).to_be_hidden()

    def test_reads_marks_pauses_and_goes_on(self, page: Page) -> None:
        page.add_init_script(ONE_VOICE)
        page.goto(ARTICLE)
        page.get_by_role("button", name="Nghe bài").click()
        expect(page.locator(".read-aloud")).to_have_text("Hội nghị ký giao ước")
        page.get_by_role("button", name="Tạm dừng").click()
        page.evaluate("window.isQuick = true")
        page.get_by_role("button", name="Nghe tiếp").click()
        expect(page.get_by_role("button", name="Nghe bài")).to_be_visible()
        title = "Hội nghị ký giao ước"
        assert page.evaluate("window.said") == [
            *(title, title, "Tám cơ quan cùng ký.", "Câu một.", "Câu hai.", "Mục một")
        ]
        expect(page.locator(".read-aloud")).to_have_count(0)

    def test_stops_when_asked(self, page: Page) -> None:
        page.add_init_script(ONE_VOICE)
        page.goto(ARTICLE)
        page.get_by_role("button", name="Nghe bài").click()
        page.get_by_role("button", name="Thôi nghe").click()
        expect(page.locator(".read-aloud")).to_have_count(0)
        expect(page.get_by_role("button", name="Thôi nghe")).to_be_hidden()


def test_without_javascript_the_news_of_a_day_and_the_covenant_are_found(new_page: NewPage) -> None:
    load(force=False, stored=[])
    page = new_page(java_script_enabled=False, viewport={"width": 320, "height": 640})
    page.goto("/")
    page.get_by_label("Các tin đã đưa ngày:").fill("27/03/2018")
    page.get_by_role("button", name="Xem", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("27/03/2018")
    page.get_by_role("link", name="Hội nghị ký giao ước").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hội nghị ký giao ước")
    with page.expect_download() as download:
        page.get_by_role("link", name="Lưu bài").click()
    assert download.value.suggested_filename == "hoi-nghi.html"

    page.goto("/")
    page.get_by_role("link", name="Giao ước năm 2018").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bản giao ước thi đua năm 2018")
    expect(page.get_by_text("8/8 đơn vị đã ký.")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert dt.date(2018, 3, 21).strftime("%d/%m/%Y") in page.content()
