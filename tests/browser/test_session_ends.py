"""The session ends while an article is being written: signed in again in place, it is saved as if nothing had been."""

import re

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from news.models import Article, Autosave
from portal import roles
from portal.accounts.models import User
from tests.browser.people import EDITOR_BREACHES, KEPT, SAVED, SESSION_ENDED, open_form, sign_in
from tests.browser_fixtures import Faults
from tests.factories import PASSWORD, make_article, make_category, make_staff

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def contributor(page: Page, faults: Faults) -> Page:
    faults.allowed += [*EDITOR_BREACHES, *SESSION_ENDED]
    sign_in(page, make_staff(roles.CONTRIBUTOR, username="cong-tac-vien").username)
    return page


def write(page: Page, text: str) -> None:
    page.locator(".cke_editable").click()
    page.keyboard.press("Control+End")
    page.keyboard.type(text)


def sign_in_again(page: Page) -> None:
    dialog = page.get_by_role("dialog", name="Phiên đăng nhập đã hết")
    expect(dialog).to_be_visible()
    dialog.get_by_label("Mật khẩu").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()


def test_a_new_article_is_saved_after_signing_in_again(contributor: Page) -> None:
    page = contributor
    make_category("Tin hoạt động")
    open_form(page)
    page.get_by_label("Tiêu đề").fill("Lễ ký giao ước")
    page.get_by_label("Chuyên mục").select_option(label="Tin hoạt động")
    write(page, "Sáng nay, các đơn vị ký giao ước.")
    Session.objects.all().delete()
    page.keyboard.press("Control+s")
    sign_in_again(page)
    page.wait_for_url("**/change/")
    expect(page.get_by_text(SAVED)).to_be_visible()
    expect(page.locator(".cke_editable")).to_have_text("Sáng nay, các đơn vị ký giao ước.")
    assert Article.objects.get().body == "<p>Sáng nay, các đơn vị ký giao ước.</p>"
    assert not Autosave.objects.unsaved().exists()


class TestSavedArticle:
    @pytest.fixture
    def writing(self, contributor: Page) -> Page:
        """A draft of the contributor's, changed in its form, whose session has ended meanwhile."""
        writer = User.objects.get(username="cong-tac-vien")
        article = make_article(published=False, body="<p>Đoạn thứ nhất.</p>", created_by=writer)
        open_form(contributor, f"/quan-tri/news/article/{article.pk}/change/")
        write(contributor, " Thêm một câu.")
        Session.objects.all().delete()
        return contributor

    def test_stays_where_it_is_and_is_saved(self, writing: Page) -> None:
        address = writing.url
        writing.keyboard.press("Control+s")
        sign_in_again(writing)
        expect(writing.get_by_text(SAVED)).to_be_visible()
        assert writing.url == address
        assert Article.objects.get().body == "<p>Đoạn thứ nhất. Thêm một câu.</p>"
        write(writing, " Và một câu nữa.")
        writing.keyboard.press("Control+s")
        expect(writing.get_by_text("Đang lưu…")).to_be_hidden()
        expect(writing.get_by_text(SAVED)).to_be_visible()
        assert Article.objects.get().body == "<p>Đoạn thứ nhất. Thêm một câu. Và một câu nữa.</p>"

    def test_autosaving_asks_too_and_keeps_what_was_typed(self, writing: Page) -> None:
        sign_in_again(writing)
        expect(writing.get_by_text(KEPT)).to_be_visible(timeout=15_000)
        assert Autosave.objects.get().fields["body"] == "<p>Đoạn thứ nhất. Thêm một câu.</p>"

    def test_put_off_it_says_what_is_at_stake_and_asks_again(self, writing: Page) -> None:
        dialog = writing.get_by_role("dialog", name="Phiên đăng nhập đã hết")
        writing.keyboard.press("Control+s")
        expect(dialog).to_be_visible()
        for _ in range(2):
            dialog.get_by_role("button", name="Để sau").click()
        expect(dialog).to_be_hidden()
        # Saving says it, or autosaving in its own words when its turn comes at that very time.
        unsaved = re.compile("Chưa đăng nhập lại nên chưa lưu được|Hãy đăng nhập lại để lưu")
        expect(writing.get_by_text(unsaved).first).to_be_visible()
        expect(writing.locator(".cke_editable")).to_contain_text("Thêm một câu.")
        writing.keyboard.press("Control+s")
        sign_in_again(writing)
        expect(writing.get_by_text(SAVED)).to_be_visible()
        assert Article.objects.get().body == "<p>Đoạn thứ nhất. Thêm một câu.</p>"
