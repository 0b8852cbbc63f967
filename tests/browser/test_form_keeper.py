"""Whatever happens on the way, what was typed into a form of the admin is not lost."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from news.models import Article
from portal import roles
from portal.pages.models import Page as StaticPage
from tests.browser.people import EDITOR_BREACHES, SAVED, SESSION_ENDED, open_form, sign_in
from tests.browser_fixtures import Faults
from tests.emulation.factories import make_agency
from tests.emulation.year_factories import make_year
from tests.factories import PASSWORD, make_administrator, make_category, make_staff

pytestmark = pytest.mark.django_db(transaction=True)

FAILING = [r"net::ERR_FAILED", r"status of 50[03]", *SESSION_ENDED]
ADD = "/quan-tri/pages/page/add/"


@pytest.fixture
def administrator(page: Page, faults: Faults) -> Page:
    faults.allowed += [*EDITOR_BREACHES, *FAILING]
    sign_in(page, make_administrator(username="quan-tri").username)
    return page


def write(page: Page, text: str) -> None:
    area = page.locator(".cke_editable").first
    expect(area).to_be_visible()
    area.click()
    page.keyboard.type(text)


def save(page: Page) -> None:
    page.get_by_role("button", name="Lưu lại", exact=True).click()


def sign_in_again(page: Page) -> None:
    dialog = page.get_by_role("dialog", name="Phiên đăng nhập đã hết")
    expect(dialog).to_be_visible()
    dialog.get_by_label("Mật khẩu").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()


def wait_for_copy(page: Page, words: str) -> None:
    """Until the copy holds these words."""
    page.wait_for_function("words => Object.values(localStorage).some((copy) => copy.includes(words))", arg=words)


def drop(route: Route) -> None:
    route.abort() if route.request.method == "POST" else route.continue_()


class TestFailedWrite:
    @pytest.mark.parametrize("status", [0, 500, 503])
    def test_the_page_stays_and_a_second_try_succeeds(self, administrator: Page, status: int) -> None:
        page = administrator
        page.goto(ADD)
        page.get_by_label("Tiêu đề").fill("Giới thiệu")
        write(page, "Rất dài.")

        def fail(route: Route) -> None:
            if route.request.method != "POST":
                route.continue_()
            elif status:
                route.fulfill(status=status, body="<h1>hỏng</h1>", content_type="text/html")
            else:
                route.abort()

        page.route(f"**{ADD}", fail)
        save(page)
        expect(page.get_by_role("alert").filter(has_text="Chưa lưu được")).to_be_visible()
        expect(page.locator(".cke_editable")).to_have_text("Rất dài.")
        page.unroute(f"**{ADD}")
        save(page)
        page.wait_for_url("**/quan-tri/pages/page/")
        assert StaticPage.objects.get().body == "<p>Rất dài.</p>"
        assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('portal.unsaved'))") == []

    @pytest.mark.parametrize("lost", ["session", "everything"])
    def test_without_cookies_it_asks_to_sign_in_and_saves(self, administrator: Page, lost: str) -> None:
        page = administrator
        page.goto(ADD)
        page.get_by_label("Tiêu đề").fill("Giới thiệu")
        write(page, "Rất dài.")
        page.context.clear_cookies(name="sessionid" if lost == "session" else re.compile(".*"))
        save(page)
        sign_in_again(page)
        page.wait_for_url("**/quan-tri/pages/page/")
        assert StaticPage.objects.get().title == "Giới thiệu"

    def test_what_is_wrong_is_shown_by_the_server_s_page(self, administrator: Page) -> None:
        page = administrator
        page.goto(ADD)
        write(page, "Rất dài.")
        save(page)
        expect(page.get_by_text("Hãy sửa lỗi sau").or_(page.locator(".errornote"))).to_be_visible()
        expect(page.locator(".cke_editable")).to_have_text("Rất dài.")
        expect(page.get_by_text("Trình duyệt này còn giữ")).to_have_count(0)

    def test_an_act_of_a_bloc_too(self, administrator: Page) -> None:
        page = administrator
        bloc = make_year().bloc
        make_agency("Sở Nội vụ")
        page.goto(f"/quan-tri/emulation/bloc/{bloc.pk}/thao-tac/doi-ten/")
        form = page.locator("form[data-portal-form-recovery]")
        expect(form).to_be_visible()
        page.route("**/thao-tac/**", drop)
        form.locator("input[type=submit]").click()
        expect(page.get_by_role("alert").filter(has_text="mất kết nối")).to_be_visible()


class TestListsOfTwoBoxes:
    """Django's own script marks what was chosen only when the form is sent."""

    @pytest.fixture
    def account(self, administrator: Page) -> Page:
        self.user = make_staff(roles.EDITOR, username="bien-tap")
        administrator.goto(f"/quan-tri/accounts/user/{self.user.pk}/change/")
        expect(administrator.locator("#id_groups_to option")).to_have_text([roles.EDITOR.name])
        return administrator

    def roles_of(self) -> set[str]:
        return set(self.user.groups.values_list("name", flat=True))

    def add_contributor(self, page: Page) -> None:
        page.locator("#id_groups_from").select_option(label=roles.CONTRIBUTOR.name)
        page.locator("#id_groups_add").click()

    def test_saving_an_account_leaves_its_roles(self, account: Page) -> None:
        account.locator("#id_full_name").fill("Nguyễn Thị Bích")
        save(account)
        account.wait_for_url(re.compile(r"/accounts/user/(\?.*)?$"))
        assert self.roles_of() == {roles.EDITOR.name}

    def test_what_was_chosen_is_saved_and_what_was_taken_off_is_gone(self, account: Page) -> None:
        self.add_contributor(account)
        account.locator("#id_groups_to").select_option(label=roles.EDITOR.name)
        account.locator("#id_groups_remove").click()
        save(account)
        account.wait_for_url(re.compile(r"/accounts/user/(\?.*)?$"))
        assert self.roles_of() == {roles.CONTRIBUTOR.name}

    def test_the_copy_holds_both_boxes(self, account: Page) -> None:
        self.add_contributor(account)
        wait_for_copy(account, "groups")
        account.reload()
        account.get_by_role("button", name="Khôi phục", exact=True).click()
        expect(account.locator("#id_groups_to option")).to_have_text([roles.EDITOR.name, roles.CONTRIBUTOR.name])
        save(account)
        account.wait_for_url(re.compile(r"/accounts/user/(\?.*)?$"))
        assert self.roles_of() == {roles.CONTRIBUTOR.name, roles.EDITOR.name}


class TestArticle:
    @pytest.fixture
    def writing(self, page: Page, faults: Faults) -> Page:
        faults.allowed += [*EDITOR_BREACHES, *FAILING]
        make_category("Tin hoạt động")
        sign_in(page, make_staff(roles.PUBLISHER, username="duyet").username)
        open_form(page)
        page.get_by_label("Tiêu đề").fill("Lễ ký giao ước")
        page.get_by_label("Sapo").fill("Các đơn vị ký giao ước.")
        page.get_by_label("Chuyên mục").select_option(label="Tin hoạt động")
        write(page, "Sáng nay, các đơn vị ký giao ước.")
        return page

    def publish(self, page: Page) -> None:
        page.get_by_role("button", name="Xuất bản", exact=True).click()

    def test_publishing_that_fails_leaves_the_page_as_it_is(self, writing: Page) -> None:
        writing.route("**/article/add/", drop)
        self.publish(writing)
        expect(writing.get_by_text("Chưa lưu được: mất kết nối")).to_be_visible()
        writing.unroute("**/article/add/")
        self.publish(writing)
        expect(writing.get_by_text("Bài đã lên trang.")).to_be_visible(timeout=15_000)
        assert Article.objects.get().is_published()

    def test_publishing_without_any_cookie_asks_to_sign_in(self, writing: Page) -> None:
        writing.route("**/nhip/", lambda route: route.fulfill(json={"saved_at": "10:00", "others": [], "newer": None}))
        writing.context.clear_cookies()
        self.publish(writing)
        sign_in_again(writing)
        expect(writing.get_by_text("Bài đã lên trang.")).to_be_visible(timeout=15_000)

    def test_saving_without_any_cookie_asks_to_sign_in(self, writing: Page) -> None:
        writing.route("**/nhip/", lambda route: route.fulfill(json={"saved_at": "10:00", "others": [], "newer": None}))
        writing.context.clear_cookies()
        writing.keyboard.press("Control+s")
        sign_in_again(writing)
        writing.wait_for_url("**/change/")
        expect(writing.get_by_text(SAVED)).to_be_visible()

    def test_saving_and_leaving_leads_to_the_list(self, writing: Page) -> None:
        writing.get_by_role("button", name="Lưu và thoát", exact=True).click()
        writing.wait_for_url("**/quan-tri/news/article/")
        expect(writing.get_by_text("Đã lưu.")).to_be_visible()
        assert Article.objects.get().title == "Lễ ký giao ước"


class TestCopyInTheBrowser:
    def test_it_is_offered_and_brought_back(self, administrator: Page) -> None:
        page = administrator
        page.goto(ADD)
        page.get_by_label("Tiêu đề").fill("Giới thiệu")
        write(page, "Rất dài.")
        wait_for_copy(page, "Rất dài.")
        page.goto("/quan-tri/")
        page.goto(ADD)
        page.get_by_role("button", name="Khôi phục", exact=True).click()
        expect(page.get_by_label("Tiêu đề")).to_have_value("Giới thiệu")
        expect(page.locator(".cke_editable")).to_have_text("Rất dài.")
        save(page)
        page.wait_for_url("**/quan-tri/pages/page/")
        page.goto(ADD)
        expect(page.locator(".cke_editable")).to_be_visible()
        expect(page.get_by_role("button", name="Khôi phục", exact=True)).to_have_count(0)

    def test_what_is_typed_before_the_editor_stands_is_copied_too(self, administrator: Page) -> None:
        page = administrator
        page.route("**/ckeditor*.js", lambda route: (page.wait_for_timeout(1500), route.continue_()))
        page.goto(ADD, wait_until="commit")
        page.get_by_label("Tiêu đề").fill("Giới thiệu")
        wait_for_copy(page, "Giới thiệu")

    def test_rows_and_choosers_come_back(self, administrator: Page) -> None:
        page = administrator
        year = make_year()
        make_agency("Sở Nội vụ")
        address = f"/quan-tri/emulation/emulationyear/{year.pk}/change/"
        page.goto(address)
        page.locator("#member_themes-group .add-row a").click()
        page.locator("#member_themes-0 .select2-selection").click()
        page.locator(".select2-results__option", has_text="Sở Nội vụ").click()
        page.locator("#id_member_themes-0-theme").fill("Đoàn kết")
        wait_for_copy(page, "Đoàn kết")
        page.goto("/quan-tri/")
        page.goto(address)
        page.get_by_role("button", name="Khôi phục", exact=True).click()
        expect(page.locator("#id_member_themes-0-theme")).to_have_value("Đoàn kết")
        expect(page.locator("#member_themes-0 .select2-selection")).to_contain_text("Sở Nội vụ")

    def test_nobody_else_sees_it_and_signing_out_drops_it(self, administrator: Page) -> None:
        page = administrator
        page.goto(ADD)
        page.get_by_label("Tiêu đề").fill("Giới thiệu")
        wait_for_copy(page, "Giới thiệu")
        page.context.clear_cookies()
        sign_in(page, make_administrator(username="nguoi-khac").username)
        page.goto(ADD)
        expect(page.locator(".cke_editable")).to_be_visible()
        page.wait_for_timeout(1000)
        expect(page.get_by_role("button", name="Khôi phục", exact=True)).to_have_count(0)
        page.goto("/dang-xuat/")
        page.get_by_role("button", name="Đăng xuất").click()
        page.wait_for_url("**/")
        assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('portal.unsaved'))") == []
