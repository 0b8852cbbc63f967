"""The reader's story: search without diacritics, narrow by year, open what was found."""

import datetime as dt
import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser_fixtures import NewPage
from tests.factories import make_article

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def articles() -> None:
    make_article(title="Sở Tư pháp ký giao ước thi đua", day=dt.date(2018, 3, 27))
    make_article(title="Sở Tư pháp tổng kết phong trào", day=dt.date(2019, 12, 20))


def narrow_and_open(page: Page) -> None:
    expect(page).to_have_url(re.compile(r"/tim-kiem/\?q="))
    expect(page.locator("mark").first).to_have_text("Sở Tư pháp")
    page.get_by_role("link", name=re.compile("^2018")).click()
    expect(page.get_by_text("Tìm thấy 1 kết quả.")).to_be_visible()
    page.get_by_role("link", name="Sở Tư pháp ký giao ước thi đua").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sở Tư pháp ký giao ước thi đua")


def test_search_without_diacritics_narrow_by_year_and_open(page: Page) -> None:
    page.goto("/")
    page.get_by_role("combobox", name="Từ cần tìm").fill("so tu phap")
    page.keyboard.press("Enter")
    narrow_and_open(page)


def test_the_same_without_javascript_at_320_pixels(new_page: NewPage) -> None:
    page = new_page(java_script_enabled=False, viewport={"width": 320, "height": 640})
    page.goto("/")
    page.get_by_role("searchbox", name="Từ cần tìm").fill("so tu phap")
    page.get_by_role("button", name="Tìm", exact=True).click()
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    narrow_and_open(page)


def test_a_suggestion_is_taken_with_the_keyboard(page: Page) -> None:
    page.goto("/")
    box = page.get_by_role("combobox", name="Từ cần tìm")
    box.press_sequentially("giao u")
    option = page.get_by_role("option", name="giao ước", exact=True)
    expect(option).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Sở Tư pháp ký giao ước thi đua")).to_be_visible()


def test_escape_puts_suggestions_away(page: Page) -> None:
    page.goto("/")
    box = page.get_by_role("combobox", name="Từ cần tìm")
    box.press_sequentially("giao u")
    expect(page.get_by_role("listbox")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
