"""The clerk's story: a new director in the admin, and readers see the new one today, the former one where it was."""

import datetime as dt

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import sign_in
from tests.browser_fixtures import NewPage
from tests.factories import make_administrator
from tests.organisation.factories import make_official, make_posting, make_unit

pytestmark = pytest.mark.django_db(transaction=True)


def test_replace_the_director_in_the_admin_and_see_it_in_public(page: Page, new_page: NewPage) -> None:
    agency = make_unit("Sở Mẫu")
    make_posting("Nguyễn Văn A", agency, "Giám đốc", is_leader=True)
    deputy = make_official("Trần Thị B")
    make_posting(deputy, agency, "Phó Giám đốc", is_leader=True)

    sign_in(page, make_administrator(username="quan-tri").username)
    page.goto("/quan-tri/organisation/unit/")
    page.get_by_role("link", name="Sở Mẫu").click()
    page.get_by_role("row", name="Nguyễn Văn A").get_by_role("link", name="Thay người").click()
    page.locator(".select2-selection").first.click()
    page.locator(".select2-search__field").fill("tran thi b")
    page.get_by_role("option", name="Trần Thị B").click()
    page.get_by_label("Từ ngày").fill("01/07/2025")
    page.get_by_role("button", name="Thay người").click()
    expect(page.get_by_text("Đã thay người giữ chức vụ.")).to_be_visible()

    reader = new_page(java_script_enabled=False, viewport={"width": 360, "height": 800})
    reader.goto("/co-cau-to-chuc/")
    chart = reader.get_by_role("region", name="Sơ đồ tổ chức")
    expect(chart).to_contain_text("Giám đốc: Trần Thị B")
    expect(chart).not_to_contain_text("Nguyễn Văn A")
    reader.get_by_label("Xem cơ cấu của ngày").fill("30/06/2025")
    reader.get_by_role("button", name="Xem").click()
    expect(chart).to_contain_text("Giám đốc: Nguyễn Văn A")
    expect(chart).to_contain_text("Phó Giám đốc: Trần Thị B")

    reader.get_by_role("link", name="Lãnh đạo", exact=True).click()
    expect(reader.get_by_role("region", name="Sở Mẫu")).to_contain_text("Trần Thị B")
    former = reader.get_by_role("region", name="Lãnh đạo các thời kỳ trước")
    expect(former).to_contain_text("Nguyễn Văn A")
    expect(former).to_contain_text("– 30/06/2025")
    assert reader.evaluate("document.documentElement.scrollWidth") <= 360
    assert dt.date(2025, 7, 1) == deputy.postings.valid_on(dt.date(2025, 8, 1)).get().valid_from
