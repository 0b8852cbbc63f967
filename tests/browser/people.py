"""Staff at work in tests: signing in, and the editor's form as it starts."""

import re

from playwright.sync_api import Page, expect

from tests.factories import PASSWORD

# CKEditor 4 tries a javascript: address and an inline script in the frame of its upload field, the policy stops
# both, and the editor works without them (docs/adr/0001-editor.md).
EDITOR_BREACHES = [r"Running the JavaScript URL violates", r"Executing inline script violates"]
# What the console says where a form without a session is refused: its pulse (401), its checks (403, or not led away to
# sign in), and a wrong password (400).
SESSION_ENDED = [r"the server responded with a status of 40[013]", r"net::ERR_FAILED .+/kiem-tra/"]
# The form of an article, when it has saved in place.
SAVED = re.compile(r"^Đã lưu \d\d:\d\d$")
KEPT = re.compile(r"^Đã tự lưu \d\d:\d\d$")


def sign_in(page: Page, username: str) -> None:
    page.goto("/")
    page.get_by_role("link", name="Đăng nhập").first.click()
    page.get_by_label("Tên đăng nhập").fill(username)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    page.wait_for_url("**/ban-lam-viec/")


def open_form(page: Page, address: str = "/quan-tri/news/article/add/") -> None:
    """The form of an article, once its editor takes what is typed."""
    page.goto(address)
    expect(page.locator(".cke_editable")).to_be_visible()
