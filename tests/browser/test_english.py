"""A reader's story: to English and back on the same page, with nothing but links."""

import datetime as dt
import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser_fixtures import NewPage
from tests.factories import make_article

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def articles() -> None:
    make_article(title="Sở Tư pháp ký giao ước thi đua", slug="ky-giao-uoc", day=dt.date(2018, 3, 27))


def to_english_and_back(page: Page) -> None:
    page.goto("/tin-tuc/")
    page.get_by_role("link", name="English").click()
    expect(page).to_have_url("/en/tin-tuc/")
    expect(page.get_by_role("heading", level=1)).to_have_text("News")
    page.get_by_role("link", name="Sở Tư pháp ký giao ước thi đua").click()
    expect(page).to_have_url("/en/tin-tuc/2018/03/27/ky-giao-uoc/")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_role("heading", level=1)).to_have_attribute("lang", "vi")
    page.get_by_role("link", name="Tiếng Việt").click()
    expect(page).to_have_url("/tin-tuc/2018/03/27/ky-giao-uoc/")
    expect(page.locator("html")).to_have_attribute("lang", "vi")
    assert page.context.cookies() == []


def test_to_english_and_back_without_javascript_at_320_pixels(new_page: NewPage) -> None:
    page = new_page(java_script_enabled=False, viewport={"width": 320, "height": 640})
    to_english_and_back(page)
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_paper_says_in_english_when_it_was_printed(page: Page) -> None:
    page.clock.set_fixed_time(dt.datetime(2018, 4, 3, 3, 15, tzinfo=dt.UTC))
    said = {}
    for language, prefix in {"vi": "", "en": "/en"}.items():
        page.goto(f"{prefix}/tin-tuc/2018/03/27/ky-giao-uoc/")
        page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
        said[language] = page.locator("[data-portal-printed]").text_content()
    assert re.fullmatch(r"\. Printed on 3 April 2018 at \d\d:15\.", said["en"] or "")
    assert re.fullmatch(r"\. In lúc \d\d:15 0?3/0?4/2018\.", said["vi"] or "")


def test_the_day_picker_and_the_search_stay_in_english(page: Page) -> None:
    page.goto("/en/")
    page.get_by_role("textbox", name="News published on:").fill("27/03/2018")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page).to_have_url("/en/tin-tuc/2018/03/27/")
    page.get_by_role("combobox", name="Words to search for").fill("so tu phap")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Results found: 1.")).to_be_visible()
