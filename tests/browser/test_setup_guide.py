"""The administrator's first day: from an empty portal to an article that readers see."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.people import EDITOR_BREACHES, sign_in
from tests.browser_fixtures import Faults, NewPage
from tests.factories import make_administrator
from tests.pages.factories import look_again

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_guide_leads_to_the_first_article(new_page: NewPage, faults: Faults) -> None:
    faults.allowed += EDITOR_BREACHES
    look_again()
    page = new_page(viewport={"width": 1366, "height": 768})
    sign_in(page, make_administrator(username="quan-tri").username)
    page.goto("/quan-tri/")
    expect(page.get_by_text("Đã xong 0 trên 8 bước.")).to_be_visible()
    page.get_by_role("link", name="Làm tiếp").click()

    categories = page.locator(".setup-step").filter(has_text="Chuyên mục của tin bài")
    categories.get_by_label("Người tốt, việc tốt").uncheck()
    categories.get_by_role("button", name="Tạo các mục đã chọn").click()
    expect(page.locator(".messagelist")).to_contain_text("đã tạo 7 mục")
    expect(categories).to_contain_text("Đã xong")

    page.locator(".setup-step").filter(has_text="Tên cổng, cơ quan").get_by_role("link", name="Làm bước này").click()
    page.get_by_label("Tên cổng:").fill("Cổng thông tin Sở Mẫu")
    page.get_by_role("button", name="Lưu lại", exact=True).click()
    page.wait_for_url("**/dung-cong/")
    expect(page.get_by_text("Đã xong 2 trên 8 bước.")).to_be_visible()

    page.get_by_role("button", name="Cất phần này").click()
    page.wait_for_url(re.compile(r"/quan-tri/$"))
    expect(page.get_by_text("trên 8 bước")).to_have_count(0)
    expect(page.get_by_role("link", name="Dựng cổng của bạn")).to_be_visible()


def test_the_guide_fits_the_narrowest_phone(new_page: NewPage) -> None:
    page = new_page(viewport={"width": 320, "height": 640})
    sign_in(page, make_administrator(username="quan-tri").username)
    page.goto("/quan-tri/dung-cong/")
    assert page.evaluate("document.documentElement.scrollWidth") == 320
