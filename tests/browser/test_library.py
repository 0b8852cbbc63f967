"""The reader's story in the library: without JavaScript, without diacritics, from the list to the replacement."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from portal.documents.models import DocumentRelation
from tests.browser_fixtures import NewPage
from tests.documents.factories import add_file, make_body, make_library_document

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def documents() -> None:
    body = make_body("Sở Tư pháp")
    old = make_library_document(
        "5/QĐ-STP", abstract="Quy chế làm việc", issued_on=dt.date(2024, 2, 1), issuing_body=body
    )
    new = make_library_document(
        "9/QĐ-STP", abstract="Quy chế làm việc mới", issued_on=dt.date(2026, 2, 1), issuing_body=body
    )
    make_library_document(
        "7/KH-STP", kind="Kế hoạch", abstract="Làm việc với các đơn vị", issued_on=dt.date(2024, 3, 1)
    )
    DocumentRelation.objects.create(source=new, target=old, kind="replaces")
    add_file(old)


@pytest.mark.parametrize("width", [360, 1280])
def test_finds_a_document_and_what_replaced_it(new_page: NewPage, width: int) -> None:
    page = new_page(java_script_enabled=False, viewport={"width": width, "height": 800})
    page.goto("/")
    page.goto("/van-ban/")
    page.get_by_label("Số, ký hiệu hoặc chữ trong trích yếu").fill("quy che lam viec")
    page.get_by_text("Lọc theo loại").click()
    page.get_by_label("Loại văn bản").select_option("Quyết định")
    page.get_by_label("Năm ban hành").select_option("2024")
    page.get_by_role("button", name="Tìm văn bản").click()
    expect(page.get_by_role("link", name="09/QĐ-STP")).to_have_count(0)
    expect(page.get_by_role("link", name="07/KH-STP")).to_have_count(0)
    page.get_by_role("link", name="05/QĐ-STP").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Quyết định số 05/QĐ-STP")
    expect(page.get_by_role("link", name="PDF")).to_be_visible()
    expect(page.get_by_text("Được thay thế bởi:")).to_be_visible()
    page.get_by_role("link", name="Quyết định 09/QĐ-STP").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Quyết định số 09/QĐ-STP")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
