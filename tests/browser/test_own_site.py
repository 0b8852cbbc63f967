"""The administrator's story: the site gets its name, a page and a menu entry; a reader without scripts finds it."""

import re

import pytest
from playwright.sync_api import expect

from portal.pages.demo_data import loader as demo_data
from tests.browser.people import EDITOR_BREACHES, open_form, sign_in
from tests.browser_fixtures import Faults, NewPage
from tests.factories import make_administrator
from tests.pages.factories import look_again

pytestmark = pytest.mark.django_db(transaction=True)

PHONE = {"width": 360, "height": 760}


def test_name_page_and_menu_reach_a_reader_without_scripts(new_page: NewPage, faults: Faults) -> None:
    faults.allowed += EDITOR_BREACHES
    look_again()
    page = new_page()
    sign_in(page, make_administrator(username="quan-tri").username)

    page.goto("/quan-tri/pages/siteidentity/")
    page.get_by_label("Tên cổng:").fill("Cổng thông tin Sở Mẫu")
    page.get_by_label("Màu chủ đạo").select_option(label="Xanh chàm")
    page.get_by_role("button", name="Lưu lại", exact=True).click()
    page.wait_for_url("**/siteidentity/1/change/")

    open_form(page, "/quan-tri/pages/page/add/")
    page.get_by_label("Tiêu đề").fill("Chức năng, nhiệm vụ")
    page.locator(".cke_editable").fill("Tham mưu, giúp Ủy ban nhân dân tỉnh.")
    page.locator("#id_published_at_0").fill("27/03/2018")
    page.locator("#id_published_at_1").fill("08:00")
    page.get_by_role("button", name="Lưu lại", exact=True).click()
    expect(page.locator(".messagelist .success")).to_be_visible()

    for title, parent, target in (("Giới thiệu", "", ""), ("Nhiệm vụ", "Giới thiệu", "Chức năng, nhiệm vụ")):
        page.goto("/quan-tri/pages/menuentry/add/")
        page.get_by_label("Tên:", exact=True).fill(title)
        if parent:
            page.get_by_label("Thuộc mục").select_option(label=parent)
            page.get_by_label("Trang:", exact=True).select_option(label=target)
        page.get_by_role("button", name="Lưu lại", exact=True).click()
        expect(page.locator(".messagelist .success")).to_be_visible()
    look_again()

    for viewport in (PHONE, {"width": 1280, "height": 800}):
        reader = new_page(java_script_enabled=False, viewport=viewport)
        reader.goto("/")
        expect(reader).to_have_title(re.compile("^Cổng thông tin Sở Mẫu"))
        expect(reader.locator("html")).to_have_attribute("data-palette", "cham")
        menu = reader.get_by_role("navigation", name="Menu chính")
        if viewport == PHONE:
            menu.get_by_text("Menu", exact=True).click()
        group = menu.locator("summary", has_text="Giới thiệu")
        group.focus()
        reader.keyboard.press("Enter")
        link = menu.get_by_role("link", name="Nhiệm vụ")
        for target in (group, link):
            box = target.bounding_box()
            assert box is not None
            assert box["height"] >= 44
        reader.keyboard.press("Tab")
        expect(link).to_be_focused()
        reader.keyboard.press("Enter")
        expect(reader.get_by_role("heading", level=1)).to_have_text("Chức năng, nhiệm vụ")
        expect(reader.get_by_text("Tham mưu, giúp Ủy ban nhân dân tỉnh.")).to_be_visible()
        assert reader.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_groups_close_by_escape_and_by_each_other(new_page: NewPage) -> None:
    demo_data.load(force=False, stored=[])
    look_again()
    page = new_page()
    page.goto("/")
    menu = page.get_by_role("navigation", name="Menu chính")
    first, second = menu.locator("summary", has_text="Giới thiệu"), menu.locator("summary", has_text="Tiện ích")
    first.click()
    expect(menu.get_by_role("link", name="Lịch sử hình thành")).to_be_visible()
    second.click()
    expect(menu.get_by_role("link", name="Sơ đồ trang")).to_be_visible()
    expect(menu.get_by_role("link", name="Lịch sử hình thành")).to_be_hidden()
    page.keyboard.press("Escape")
    expect(menu.get_by_role("link", name="Sơ đồ trang")).to_be_hidden()
    expect(second).to_be_focused()
