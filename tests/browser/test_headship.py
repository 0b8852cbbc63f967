"""The manager's story: the lead of a bloc moves to another agency in the admin, and the public page follows."""

import datetime as dt

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import sign_in
from tests.emulation.factories import make_agency, make_bloc, make_membership, make_officer, make_person
from tests.factories import make_administrator

pytestmark = pytest.mark.django_db(transaction=True)

START = dt.date(2018, 1, 1)


def officers(page: Page) -> str:
    """What the public page of the bloc says of its officers today."""
    page.goto("/khoi-thi-dua/so-iv/")
    return page.get_by_role("region", name="Trưởng khối, Phó Trưởng khối").inner_text()


def test_hand_over_in_the_admin_and_see_it_in_public(page: Page) -> None:
    bloc = make_bloc(slug="so-iv", since=START)
    inspectorate, justice, court = (
        make_agency(name, since=START) for name in ("Thanh tra tỉnh", "Sở Tư pháp", "Tòa án nhân dân tỉnh")
    )
    for agency in (inspectorate, justice, court):
        make_membership(bloc, agency, since=START)
    make_person(make_officer(bloc, inspectorate, "head", since=START), "Hoàng Văn Mẫu")
    make_officer(bloc, justice, "deputy", since=START)
    before = officers(page)
    assert before.index("Thanh tra tỉnh") < before.index("Sở Tư pháp")
    assert "Tòa án nhân dân tỉnh" not in before

    sign_in(page, make_administrator(username="quan-ly").username)
    page.goto("/quan-tri/emulation/bloc/")
    page.get_by_role("link", name="Khối thi đua các cơ quan Nội chính").click()
    page.get_by_role("link", name="Bàn giao (luân phiên)").click()
    expect(page.get_by_label("Trưởng khối mới", exact=False).first).to_have_value(str(justice.pk))
    page.get_by_label("Người đại diện Trưởng khối").fill("Nông Thị Mẫu")
    page.get_by_label("Chức vụ").first.fill("Giám đốc")
    page.get_by_label("Phó Trưởng khối mới").select_option(label="Tòa án nhân dân tỉnh")
    page.get_by_label("Từ ngày").fill("01/01/2019")
    page.get_by_role("button", name="Bàn giao").click()
    expect(page.get_by_text("Đã bàn giao Trưởng khối.")).to_be_visible()
    expect(page.locator(".term-list")).to_contain_text("Sở Tư pháp – Nông Thị Mẫu, Giám đốc")

    after = officers(page)
    assert "Thanh tra tỉnh" not in after
    assert after.index("Sở Tư pháp") < after.index("Tòa án nhân dân tỉnh")
    assert "Nông Thị Mẫu" in after


def test_admit_a_member_found_by_typing(page: Page) -> None:
    bloc = make_bloc(since=START)
    make_agency("Viện kiểm sát nhân dân tỉnh", since=START)
    sign_in(page, make_administrator(username="quan-ly").username)
    page.goto(f"/quan-tri/emulation/bloc/{bloc.pk}/thanh-vien/?ngay=06/04/2018")
    page.get_by_role("link", name="Kết nạp thành viên").click()
    page.locator(".form-row", has=page.locator("#id_agency")).locator(".select2-selection").click()
    page.keyboard.type("vien kiem sat")
    page.get_by_role("option", name="Viện kiểm sát nhân dân tỉnh").click()
    with page.expect_popup() as opened:
        page.locator("#add_id_decision").click()
    decision = opened.value
    for label, answer in {
        "Số:": "348",
        "Ký hiệu:": "QĐ-UBND",
        "Ngày ban hành:": "06/04/2018",
        "Cơ quan ban hành:": "UBND tỉnh",
        "Trích yếu:": "Kiện toàn các khối thi đua",
    }.items():
        decision.get_by_label(label, exact=True).fill(answer)
    with decision.expect_event("close"):
        decision.get_by_role("button", name="Lưu lại").click()
    page.get_by_role("button", name="Kết nạp").click()
    expect(page.get_by_text("Đã kết nạp thành viên.")).to_be_visible()
    row = page.get_by_role("row", name="Viện kiểm sát nhân dân tỉnh")
    expect(row).to_contain_text("06/04/2018")
    expect(row).to_contain_text("348/QĐ-UBND")
