"""Two people open one article: each sees the other, and neither overwrites the other unknowingly."""

import re

import pytest
from playwright.sync_api import Page, expect

from news.models import Article
from portal import roles
from tests.browser.people import EDITOR_BREACHES, sign_in
from tests.browser_fixtures import Faults, NewPage
from tests.factories import make_article, make_staff

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def article() -> Article:
    return make_article(
        published=False,
        title="Kế hoạch ký kết giao ước",
        summary="Sapo ban đầu.",
        body="<p>Đoạn thứ nhất.</p><p>Đoạn thứ hai.</p>",
    )


def opened(new_page: NewPage, name: str, full_name: str, article: Article) -> Page:
    page = new_page(viewport={"width": 1280, "height": 900})
    sign_in(page, make_staff(roles.EDITOR, username=name, full_name=full_name).username)
    page.goto(f"/quan-tri/news/article/{article.pk}/change/")
    expect(page.locator(".cke_editable")).to_be_visible()
    return page


class TestTwoEditors:
    def test_each_sees_the_other_and_brings_the_texts_together(
        self, new_page: NewPage, faults: Faults, article: Article
    ) -> None:
        faults.allowed += [*EDITOR_BREACHES, "409"]
        first = opened(new_page, "bien-tap-1", "Hoàng Thị Lan", article)
        second = opened(new_page, "bien-tap-2", "Lục Văn Bình", article)
        expect(second.get_by_text("Cũng đang mở bài này: Hoàng Thị Lan.")).to_be_visible()

        first.get_by_label("Tiêu đề").fill("Tiêu đề do chị Lan sửa")
        first.get_by_label("Sapo").fill("Sapo do chị Lan sửa.")
        first.keyboard.press("Control+s")
        expect(first.get_by_text(re.compile(r"^Đã lưu \d\d:\d\d"))).to_be_visible()

        second.get_by_label("Sapo").fill("Sapo do anh Bình sửa.")
        second.get_by_role("button", name="Lưu", exact=True).last.click()
        expect(second.get_by_role("heading", name="Hai người cùng sửa bài này")).to_be_visible()
        assert Article.objects.get().summary == "Sapo do chị Lan sửa."
        conflict = second.locator(".article-conflict")
        expect(conflict).to_contain_text("Hoàng Thị Lan đã lưu lúc")
        expect(conflict).to_contain_text("Sapo do chị Lan sửa.")
        expect(conflict).to_contain_text("Sapo do anh Bình sửa.")
        # Only she changed the title, so it is proposed; both changed the summary, so nothing is.
        expect(conflict.get_by_role("group", name="Tiêu đề").get_by_role("checkbox")).to_be_checked()
        expect(conflict.get_by_role("group", name="Sapo").get_by_role("checkbox")).not_to_be_checked()
        second.get_by_role("button", name="Gộp vào biểu mẫu").click()

        expect(second.get_by_label("Tiêu đề")).to_have_value("Tiêu đề do chị Lan sửa")
        expect(second.get_by_label("Sapo")).to_have_value("Sapo do anh Bình sửa.")
        expect(second.locator(".cke_editable")).to_be_visible()
        second.keyboard.press("Control+s")
        expect(second.get_by_text(re.compile(r"^Đã lưu \d\d:\d\d"))).to_be_visible()
        saved = Article.objects.get()
        assert (saved.title, saved.summary) == ("Tiêu đề do chị Lan sửa", "Sapo do anh Bình sửa.")
        assert [revision.made_by.full_name for revision in saved.revisions.all()[:2]] == [
            "Lục Văn Bình",
            "Hoàng Thị Lan",
        ]
