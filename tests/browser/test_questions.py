"""A question on its whole way: asked without JavaScript, answered, published, read by its sender and by everybody."""

import re

import pytest
from playwright.sync_api import expect

from portal import roles
from portal.questions.models import Question
from tests.browser.people import EDITOR_BREACHES, sign_in
from tests.browser_fixtures import Faults, NewPage
from tests.factories import make_staff

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_question_is_asked_answered_published_and_read(new_page: NewPage, faults: Faults) -> None:
    faults.allowed += [*EDITOR_BREACHES, r"422 \(Unprocessable Entity\)"]
    make_staff(roles.EDITOR, username="bien-tap")
    make_staff(roles.PUBLISHER, username="duyet-dang")

    reader = new_page(java_script_enabled=False, viewport={"width": 320, "height": 700})
    reader.goto("/hoi-dap/")
    reader.get_by_role("link", name="Đặt câu hỏi").click()
    reader.get_by_label("Họ và tên").fill("Nguyễn Văn A")
    reader.get_by_label("Tiêu đề").fill("Bản giao ước xem ở đâu?")
    reader.get_by_label("Nội dung").fill("Tôi là Nguyễn Văn A. Xin hỏi bản giao ước đăng ở mục nào?")
    reader.get_by_role("button", name="Gửi").click()
    expect(reader.get_by_role("alert")).to_contain_text("Cần có sự đồng ý này")
    expect(reader.get_by_label("Họ và tên")).to_have_value("Nguyễn Văn A")
    assert reader.evaluate("document.documentElement.scrollWidth") <= 320
    reader.get_by_label("Tôi đồng ý").check()
    reader.get_by_role("button", name="Gửi").click()
    expect(reader.get_by_text("Đã nhận, chờ tiếp nhận")).to_be_visible()
    assert reader.context.cookies() == []
    own_address = reader.url

    editor = new_page()
    sign_in(editor, "bien-tap")
    editor.get_by_role("link", name="Xem và tiếp nhận").click()
    editor.get_by_label("Câu hỏi công khai").fill("Xin hỏi bản giao ước đăng ở mục nào?")
    editor.get_by_role("button", name="Tiếp nhận").click()
    # The page is left when the server has answered; until then its boxes can still be filled without success.
    expect(editor.get_by_text("Trạng thái bây giờ: Đã tiếp nhận")).to_be_visible()
    editor.get_by_label("Đơn vị trả lời").fill("Thường trực Khối")
    editor.locator(".cke_editable").fill("Ở trang của khối, mục Giao ước thi đua.")
    editor.get_by_role("button", name="Trình dự thảo trả lời").click()
    expect(editor.get_by_text("Trạng thái bây giờ: Có dự thảo trả lời")).to_be_visible()

    publisher = new_page()
    sign_in(publisher, "duyet-dang")
    publisher.get_by_role("link", name="Đọc và công bố").click()
    expect(publisher.locator(".cke_editable")).to_contain_text("Ở trang của khối")
    publisher.get_by_role("button", name="Công bố trả lời").click()
    expect(publisher.get_by_text("Trạng thái bây giờ: Đã trả lời công khai")).to_be_visible()

    reader.goto(own_address)
    reader.get_by_role("link", name="Đọc câu trả lời").click()
    expect(reader).to_have_url(re.compile(rf"/hoi-dap/{Question.objects.get().pk}/$"))
    expect(reader.get_by_text("Ở trang của khối, mục Giao ước thi đua.")).to_be_visible()
    expect(reader.get_by_text("Ông/Bà N.V.A.")).to_be_visible()
    expect(reader.get_by_text("Nguyễn Văn A")).to_have_count(0)
    assert reader.evaluate("document.documentElement.scrollWidth") <= 320
