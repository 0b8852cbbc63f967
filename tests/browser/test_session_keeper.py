"""The session ends while somebody writes: sign in again over the page, and nothing typed is lost."""

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Locator, Page, expect

from news.models import Article
from tests.browser.people import EDITOR_BREACHES, SAVED, SESSION_ENDED, sign_in
from tests.browser_fixtures import Faults
from tests.factories import PASSWORD, make_administrator, make_category

pytestmark = pytest.mark.django_db(transaction=True)

# Braces, so that the promise is not waited for: a person has to act first.
ENSURE = """() => {
  PortalSession.ensure().then((person) => { window.outcome = person.name; }, (error) => { window.outcome = error.name; });
}"""


@pytest.fixture
def writing(page: Page, faults: Faults) -> Page:
    """The form of a new article, half filled in, whose session has ended meanwhile.

    Its pulse would ask for the session by itself, sooner or later; here the tests ask.
    """
    faults.allowed += [*EDITOR_BREACHES, *SESSION_ENDED]
    quieten(page)
    make_category("Tin hoạt động")
    make_administrator(username="quynh", full_name="Nông Thúy Quỳnh")
    sign_in(page, "quynh")
    page.goto("/quan-tri/news/article/add/")
    expect(page.locator(".cke_editable")).to_be_visible()
    page.get_by_label("Tiêu đề").fill("Đại hội thi đua yêu nước")
    page.get_by_label("Chuyên mục").select_option(label="Tin hoạt động")
    page.get_by_label("Sapo").fill("Các đơn vị ký giao ước.")
    Session.objects.all().delete()
    return page


@pytest.fixture
def dialog(writing: Page) -> Locator:
    """The dialog, open."""
    writing.evaluate(ENSURE)
    dialog = writing.get_by_role("dialog", name="Phiên đăng nhập đã hết")
    expect(dialog).to_be_visible()
    return dialog


def quieten(page: Page) -> None:
    """Answers the pulse of the form in the server's stead."""
    calm = {"saved_at": "10:00", "others": [], "newer": None}
    page.route("**/nhip/", lambda route: route.fulfill(json=calm))


def outcome(page: Page) -> str:
    return page.wait_for_function("() => window.outcome").json_value()


def test_wrong_then_right_password_and_the_text_is_saved(writing: Page, dialog: Locator) -> None:
    expect(dialog.get_by_label("Tên đăng nhập")).to_have_value("quynh")
    password = dialog.get_by_label("Mật khẩu")
    expect(password).to_be_focused()
    password.fill("sai-mat-khau")
    writing.keyboard.press("Enter")
    expect(dialog.get_by_role("alert")).to_contain_text("Tên đăng nhập hoặc mật khẩu không đúng")
    expect(password).to_be_focused()
    expect(password).to_have_value("")
    password.fill(PASSWORD)
    dialog.get_by_role("button", name="Đăng nhập lại").click()
    assert outcome(writing) == "Nông Thúy Quỳnh"
    expect(dialog).to_be_hidden()
    expect(writing.get_by_label("Sapo")).to_be_focused()
    writing.get_by_role("button", name="Lưu nháp").click()
    expect(writing.get_by_text(SAVED)).to_be_visible()
    assert Article.objects.get().title == "Đại hội thi đua yêu nước"


def test_escape_warns_first_and_closes_then(writing: Page, dialog: Locator) -> None:
    writing.keyboard.press("Escape")
    expect(dialog.get_by_role("alert")).to_contain_text("chưa lưu được")
    expect(dialog).to_be_visible()
    writing.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    assert outcome(writing) == "SignInCancelled"
    expect(writing.get_by_label("Tiêu đề")).to_have_value("Đại hội thi đua yêu nước")


def test_the_tab_key_stays_in_the_dialog(writing: Page, dialog: Locator) -> None:
    for _ in range(8):
        writing.keyboard.press("Tab")
        where = "document.activeElement === document.body || !!document.activeElement.closest('dialog')"
        assert writing.evaluate(where)


def test_somebody_else_is_refused(writing: Page, dialog: Locator) -> None:
    make_administrator(username="sao")
    dialog.get_by_label("Tên đăng nhập").fill("sao")
    dialog.get_by_label("Mật khẩu").fill(PASSWORD)
    dialog.get_by_role("button", name="Đăng nhập lại").click()
    expect(dialog.get_by_role("alert")).to_contain_text("không phải là tài khoản đang làm dở")


def test_somebody_else_in_another_tab_is_named(writing: Page) -> None:
    make_administrator(username="sao", full_name="Mã Thị Sao")
    other = writing.context.new_page()
    sign_in(other, "sao")
    writing.evaluate(ENSURE)
    dialog = writing.get_by_role("dialog", name="Phiên đăng nhập đã hết")
    expect(dialog.get_by_role("alert")).to_contain_text("đang đăng nhập bằng tài khoản khác: Mã Thị Sao")
    dialog.get_by_label("Mật khẩu").fill(PASSWORD)
    writing.keyboard.press("Enter")
    assert outcome(writing) == "Nông Thúy Quỳnh"


def test_a_session_that_stands_asks_nothing_and_renews_the_tokens(page: Page, faults: Faults) -> None:
    faults.allowed += [*EDITOR_BREACHES, *SESSION_ENDED]
    quieten(page)
    make_category("Tin hoạt động")
    make_administrator(username="quynh", full_name="Nông Thúy Quỳnh")
    sign_in(page, "quynh")
    page.goto("/quan-tri/news/article/add/")
    page.get_by_label("Tiêu đề").fill("Đại hội")
    page.get_by_label("Chuyên mục").select_option(label="Tin hoạt động")
    # In another tab the same person signs out and in again: the token of this page is void.
    other = page.context.new_page()
    other.goto("/dang-xuat/")
    other.get_by_role("button", name="Đăng xuất").click()
    sign_in(other, "quynh")
    page.evaluate(ENSURE)
    assert outcome(page) == "Nông Thúy Quỳnh"
    expect(page.locator("dialog[data-portal-sign-in]")).to_be_hidden()
    page.get_by_role("button", name="Lưu nháp").click()
    expect(page.get_by_text(SAVED)).to_be_visible()


def test_a_server_that_does_not_answer_is_told(writing: Page, faults: Faults) -> None:
    faults.allowed.append(r"net::ERR_FAILED")
    writing.evaluate(ENSURE)
    dialog = writing.get_by_role("dialog", name="Phiên đăng nhập đã hết")
    expect(dialog).to_be_visible()
    writing.context.route("**/dang-nhap/**", lambda route: route.abort())
    dialog.get_by_label("Mật khẩu").fill(PASSWORD)
    writing.keyboard.press("Enter")
    expect(dialog.get_by_role("alert")).to_contain_text("Máy chủ không trả lời")
    expect(dialog).to_be_visible()
