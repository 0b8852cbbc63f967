"""Two-factor in a browser: turned on with the key on the page, asked for at the next sign-in and over one's work."""

import re
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django_otp.plugins.otp_totp.models import TOTPDevice
from playwright.sync_api import Page, expect

from news.models import Article
from portal.accounts.models import User
from tests.accounts.factories import next_code, shown_by, turn_on, wrong_code
from tests.browser.people import EDITOR_BREACHES, SAVED, SESSION_ENDED, open_form, sign_in
from tests.browser_fixtures import Faults, NewPage
from tests.factories import PASSWORD, make_administrator, make_category

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def nobody_waits(settings: Any) -> None:
    """A wrong code makes the next one wait; tests/accounts holds that, and here nobody sleeps."""
    settings.OTP_TOTP_THROTTLE_FACTOR = 0


def spelled(page: Page) -> str:
    return page.locator(".account-key").inner_text().replace(" ", "")


def give_password(page: Page, username: str) -> None:
    page.goto("/dang-nhap/")
    page.get_by_label("Tên đăng nhập").fill(username)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page.get_by_role("heading", name="Mã xác thực")).to_be_visible()


def test_turned_on_then_asked_for(page: Page) -> None:
    user = make_administrator(username="quynh", full_name="Nông Thúy Quỳnh")
    sign_in(page, "quynh")
    page.get_by_role("link", name="Xác thực hai lớp").click()
    expect(page.get_by_role("img", name=re.compile("Mã QR"))).to_be_visible()
    phone = TOTPDevice.objects.get()
    assert len(spelled(page)) == 32
    page.get_by_label("Mã xác thực").fill(wrong_code(user))
    page.get_by_role("button", name="Bật xác thực hai lớp").click()
    expect(page.get_by_text("Mã không đúng")).to_be_visible()
    page.get_by_label("Mã xác thực").fill(shown_by(phone))
    page.get_by_role("button", name="Bật xác thực hai lớp").click()
    expect(page.locator(".account-codes li")).to_have_count(10)
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải về").click()
    kept = download.value.path().read_text()
    recovery = page.locator(".account-codes li").first.inner_text()
    assert recovery in kept
    page.get_by_role("link", name="Tôi đã cất các mã").click()
    page.wait_for_url("**/ban-lam-viec/")
    page.get_by_role("link", name="Đăng xuất").click()
    page.get_by_role("button", name="Đăng xuất").click()

    give_password(page, "quynh")
    page.goto("/ban-lam-viec/")
    expect(page.get_by_label("Tên đăng nhập")).to_be_visible()
    give_password(page, "quynh")
    expect(page.get_by_label("Mã xác thực")).to_be_focused()
    page.keyboard.type(next_code(user))
    page.keyboard.press("Enter")
    page.wait_for_url("**/ban-lam-viec/")

    page.get_by_role("link", name="Đăng xuất").click()
    page.get_by_role("button", name="Đăng xuất").click()
    give_password(page, "quynh")
    page.get_by_label("Mã xác thực").fill(recovery.upper())
    page.get_by_role("button", name="Tiếp tục").click()
    page.wait_for_url("**/ban-lam-viec/")


def test_without_scripts_on_a_narrow_screen(new_page: NewPage) -> None:
    page = new_page(java_script_enabled=False, viewport={"width": 320, "height": 640})
    user = make_administrator(username="quynh")
    sign_in(page, "quynh")
    page.goto("/dang-nhap/hai-lop/")
    assert page.locator("body").evaluate("body => body.scrollWidth") <= 320
    page.get_by_label("Mã xác thực").fill(shown_by(TOTPDevice.objects.get()))
    page.get_by_role("button", name="Bật xác thực hai lớp").click()
    expect(page.locator(".account-codes li")).to_have_count(10)
    assert page.locator("body").evaluate("body => body.scrollWidth") <= 320
    page.context.clear_cookies()
    give_password(page, "quynh")
    page.get_by_label("Mã xác thực").fill(next_code(user))
    page.get_by_role("button", name="Tiếp tục").click()
    page.wait_for_url("**/ban-lam-viec/")


@pytest.fixture
def writing(page: Page, faults: Faults) -> Page:
    """An article half written by somebody with two-factor, whose session has ended meanwhile."""
    faults.allowed += [*EDITOR_BREACHES, *SESSION_ENDED]
    calm = {"saved_at": "10:00", "others": [], "newer": None}
    page.route("**/nhip/", lambda route: route.fulfill(json=calm))
    make_category("Tin hoạt động")
    user = make_administrator(username="quynh", full_name="Nông Thúy Quỳnh")
    sign_in(page, "quynh")
    open_form(page)
    page.get_by_label("Tiêu đề").fill("Đại hội thi đua yêu nước")
    page.get_by_label("Chuyên mục").select_option(label="Tin hoạt động")
    turn_on(user)
    Session.objects.all().delete()
    return page


def test_asked_for_over_ones_work_and_nothing_is_lost(writing: Page) -> None:
    user = User.objects.get()
    writing.keyboard.press("Control+s")
    dialog = writing.get_by_role("dialog", name="Phiên đăng nhập đã hết")
    expect(dialog).to_be_visible()
    code = dialog.get_by_label("Mã xác thực")
    expect(code).to_be_hidden()
    dialog.get_by_label("Mật khẩu").fill(PASSWORD)
    writing.keyboard.press("Enter")
    expect(code).to_be_focused()
    expect(dialog.get_by_label("Mật khẩu")).to_be_hidden()
    writing.keyboard.type(wrong_code(user))
    writing.keyboard.press("Enter")
    expect(dialog.get_by_role("alert")).to_contain_text("Mã không đúng")
    expect(code).to_have_value("")
    code.fill(next_code(user))
    writing.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    expect(writing.get_by_text(SAVED)).to_be_visible()
    assert Article.objects.get().title == "Đại hội thi đua yêu nước"
