"""A draft laid open: a reader comments without JavaScript, a moderator shows it, the reader finds it."""

import pytest
from playwright.sync_api import expect

from portal.roles import EDITOR
from tests.browser.people import sign_in
from tests.browser_fixtures import NewPage
from tests.consultations.factories import make_consultation
from tests.factories import make_staff

pytestmark = pytest.mark.django_db(transaction=True)

OPINION = "Nên nói rõ thời hạn trả lời."


def test_a_comment_is_sent_looked_at_and_shown(new_page: NewPage) -> None:
    make_consultation()
    make_staff(EDITOR, username="bien-tap")
    reader = new_page(java_script_enabled=False, viewport={"width": 360, "height": 740})
    reader.goto("/lay-y-kien/")
    reader.get_by_role("link", name="Dự thảo Quy chế").click()
    expect(reader.get_by_label("Tôi đồng ý")).not_to_be_checked()
    reader.get_by_label("Ý kiến", exact=True).fill(OPINION)
    reader.get_by_label("Họ và tên").fill("Nguyễn Văn A")
    reader.get_by_label("Tôi đồng ý").check()
    reader.get_by_role("button", name="Gửi ý kiến").click()
    expect(reader.get_by_role("heading", level=1)).to_have_text("Đã nhận ý kiến")
    assert reader.context.cookies() == []

    moderator = new_page()
    sign_in(moderator, "bien-tap")
    moderator.get_by_role("link", name=f"Duyệt ý kiến: {OPINION}").click()
    moderator.get_by_role("link", name="Cho hiện", exact=True).click()
    moderator.get_by_role("button", name="Cho hiện").click()
    expect(moderator.get_by_text("Ý kiến đã hiện ở trang của dự thảo.")).to_be_visible()

    reader.goto("/lay-y-kien/")
    reader.get_by_role("link", name="Dự thảo Quy chế").click()
    expect(reader.get_by_role("heading", name="Nguyễn Văn A")).to_be_visible()
    expect(reader.get_by_text(OPINION)).to_be_visible()
    assert reader.evaluate("document.documentElement.scrollWidth") <= 360
