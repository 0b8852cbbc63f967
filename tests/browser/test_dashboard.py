"""The dashboard as its people use it: a reviewer finds what waits, a director reads what is to come without an account."""

import pytest
from playwright.sync_api import Page, expect

from news import services as article_services
from news.models import PreviewLink
from portal import roles
from tests.browser.people import EDITOR_BREACHES, sign_in
from tests.browser_fixtures import Faults, NewPage
from tests.factories import make_article, make_staff

pytestmark = pytest.mark.django_db(transaction=True)


def test_what_a_contributor_hands_over_waits_on_the_reviewers_dashboard(page: Page, faults: Faults) -> None:
    faults.allowed += EDITOR_BREACHES
    writer = make_staff(roles.CONTRIBUTOR, full_name="Hoàng Thị Cộng")
    reviewer = make_staff(roles.EDITOR, username="bien-tap")
    article = make_article(published=False, title="Lễ ký kết giao ước thi đua", created_by=writer)
    article_services.submit_article(article=article, by=writer)

    sign_in(page, reviewer.username)
    expect(page.get_by_role("heading", level=1)).to_have_text("Bàn làm việc")
    waiting = page.get_by_role("region", name="Chờ tôi duyệt (1)")
    expect(waiting.get_by_text("Hoàng Thị Cộng")).to_be_visible()
    page.get_by_role("link", name="Thông báo 1 chưa đọc").click()
    page.get_by_role("button", name="Đã đọc tất cả").click()
    expect(page.get_by_text("Bạn đã đọc hết thông báo.")).to_be_visible()

    page.get_by_role("link", name="Bàn làm việc").click()
    waiting.get_by_role("link", name="Đọc và duyệt").click()
    expect(page).to_have_url(f"{page.url.split('/quan-tri')[0]}/quan-tri/news/article/{article.pk}/change/")
    expect(page.get_by_label("Tiêu đề")).to_have_value("Lễ ký kết giao ước thi đua")


def test_a_director_reads_a_draft_by_its_secret_address_until_it_is_revoked(
    page: Page, new_page: NewPage, faults: Faults
) -> None:
    faults.allowed.append(r"410 \(Gone\)")
    writer = make_staff(roles.CONTRIBUTOR, username="cong-tac-vien")
    article = make_article(published=False, title="Dự thảo báo cáo năm", created_by=writer)
    sign_in(page, writer.username)
    page.goto(f"/quan-tri/news/article/{article.pk}/lien-ket-xem-truoc/")
    page.get_by_label("Gửi cho ai").fill("Đồng chí Giám đốc")
    page.get_by_label("Thời hạn").select_option(label="3 ngày")
    page.get_by_role("button", name="Tạo liên kết").click()
    address = page.get_by_label("Địa chỉ xem trước").input_value()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Chép").click()
    expect(page.get_by_text("Đã chép địa chỉ")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == address

    director = new_page(java_script_enabled=False, viewport={"width": 360, "height": 740})
    director.goto(address)
    expect(director.get_by_role("heading", level=1)).to_have_text("Dự thảo báo cáo năm")
    expect(director.get_by_text("Bản xem trước – chưa công bố – hết hạn lúc")).to_be_visible()
    assert director.context.cookies() == []
    assert director.evaluate("document.documentElement.scrollWidth") <= 360

    page.get_by_role("button", name="Thu hồi").click()
    expect(page.get_by_text("địa chỉ ấy không mở được nữa")).to_be_visible()
    answer = director.goto(address)
    assert answer is not None
    assert answer.status == 410
    expect(director.get_by_text("Người gửi đã thu hồi liên kết này.")).to_be_visible()
    assert PreviewLink.objects.get().opened_count == 1


@pytest.mark.parametrize("address", ["/ban-lam-viec/", "/ban-lam-viec/lich/", "/ban-lam-viec/thong-bao/"])
def test_the_dashboard_stands_on_a_phone_without_javascript(new_page: NewPage, address: str) -> None:
    publisher = make_staff(roles.PUBLISHER, username="duyet-dang")
    for _ in range(3):
        article_services.submit_article(
            article=make_article(published=False, created_by=publisher), by=make_staff(roles.EDITOR)
        )
    phone = new_page(java_script_enabled=False, viewport={"width": 360, "height": 740})
    sign_in(phone, publisher.username)
    phone.goto(address)
    expect(phone.get_by_role("heading", level=1)).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
