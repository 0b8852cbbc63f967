"""The newsroom's whole story: three people bring one article to its readers, mend it, and take it back."""

import datetime as dt
import re

import pytest
import time_machine
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from news.models import Article, Autosave
from portal import roles
from tests.browser.people import EDITOR_BREACHES, KEPT, SAVED, open_form, sign_in
from tests.browser_fixtures import Faults, NewPage
from tests.factories import make_article, make_category, make_staff

pytestmark = pytest.mark.django_db(transaction=True)

TITLE = "Khối thi đua ký giao ước năm 2026"
# An autosave comes every few seconds, not at once.
PATIENT_MS = 15_000


def write_at_end(page: Page, text: str) -> None:
    """Types after what stands in the editor."""
    page.locator(".cke_editable").click()
    page.keyboard.press("Control+End")
    page.keyboard.type(text)


def act(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def speaking_act(page: Page, name: str) -> Locator:
    """An act that asks for words, unfolded."""
    details = page.locator("details", has=page.get_by_text(f"{name}…", exact=True))
    details.locator("summary").click()
    return details


def told(page: Page, words: str) -> None:
    """The message above the page after an act."""
    expect(page.locator(".messagelist")).to_contain_text(words, timeout=PATIENT_MS)


def status_of(reader: Page, address: str) -> int:
    answer = reader.goto(address)
    assert answer is not None
    return answer.status


class TestStory:
    """One test in the order of the newsroom; each method without ``test_`` is a scene of it."""

    @pytest.fixture(autouse=True)
    def people(self, new_page: NewPage, faults: Faults) -> None:
        faults.allowed += [*EDITOR_BREACHES, r"status of 404", r"status of 410"]
        make_category("Tin hoạt động")
        self.contributor, self.editor, self.publisher = (
            new_page(viewport={"width": 1280, "height": 900}) for _ in range(3)
        )
        sign_in(self.contributor, make_staff(roles.CONTRIBUTOR, full_name="Hoàng Thị Lan").username)
        sign_in(self.editor, make_staff(roles.EDITOR, full_name="Lục Văn Bình").username)
        sign_in(self.publisher, make_staff(roles.PUBLISHER, full_name="Nông Thúy Quỳnh").username)
        self.reader = new_page(viewport={"width": 360, "height": 740})

    def test_from_the_first_word_to_the_explanation_why_it_is_gone(self) -> None:
        self.write_and_crash()
        self.recover_and_hand_over()
        self.return_with_a_reason()
        self.correct_and_hand_over_again()
        timestamp = self.approve_and_schedule()
        address = Article.objects.get().get_absolute_url()
        assert status_of(self.reader, address) == 404
        with time_machine.travel(timestamp, tick=True):
            self.appears_by_itself(address, timestamp)
            self.correct_before_readers(address)
            self.bring_the_older_text_back(address)
            self.withdraw(address)
        assert self.reader.context.cookies() == []

    def write_and_crash(self) -> None:
        page = self.contributor
        open_form(page)
        page.get_by_label("Tiêu đề").fill(TITLE)
        page.get_by_label("Sapo").fill("Tám đơn vị ký giao ước thi đua.")
        write_at_end(page, "Sáng nay, tám đơn vị ký giao ước.")
        page.get_by_label("Chuyên mục").select_option(label="Tin hoạt động")
        expect(page.get_by_text(KEPT)).to_be_visible(timeout=PATIENT_MS)
        assert not Article.objects.exists()
        self.contributor = page.context.new_page()
        page.close(run_before_unload=False)

    def recover_and_hand_over(self) -> None:
        page = self.contributor
        open_form(page)
        expect(page.get_by_text("Có một bản gõ dở chưa lưu")).to_be_visible()
        act(page, "Khôi phục bản gõ dở")
        expect(page.get_by_label("Tiêu đề")).to_have_value(TITLE)
        expect(page.get_by_label("Sapo")).to_have_value("Tám đơn vị ký giao ước thi đua.")
        expect(page.locator(".cke_editable")).to_contain_text("Sáng nay, tám đơn vị ký giao ước.")
        expect(page.get_by_label("Chuyên mục").locator("option:checked")).to_have_text("Tin hoạt động")
        page.keyboard.press("Control+s")
        page.wait_for_url("**/change/")
        expect(page.get_by_text(SAVED)).to_be_visible()
        expect(page.get_by_text("Bản nháp", exact=True)).to_be_visible()
        expect(page.get_by_text("Có một bản gõ dở chưa lưu")).to_be_hidden()
        act(page, "Chuyển duyệt")
        told(page, "Đã chuyển duyệt.")

    def return_with_a_reason(self) -> None:
        page = self.editor
        page.goto("/ban-lam-viec/")
        waiting = page.get_by_role("region", name="Chờ tôi duyệt (1)")
        expect(waiting.get_by_text("Hoàng Thị Lan")).to_be_visible()
        waiting.get_by_role("link", name="Đọc và duyệt").click()
        expect(page.get_by_label("Tiêu đề")).to_have_value(TITLE)
        giving_back = speaking_act(page, "Trả lại")
        giving_back.get_by_label("Lý do trả lại").fill("Hãy ghi rõ nơi ký.")
        giving_back.get_by_role("button", name="Trả lại", exact=True).click()
        told(page, "Đã trả bài lại cho người viết.")

    def correct_and_hand_over_again(self) -> None:
        page = self.contributor
        page.goto("/ban-lam-viec/")
        to_mend = page.get_by_role("region", name="Bài bị trả lại cần sửa (1)")
        expect(to_mend.get_by_text("Hãy ghi rõ nơi ký.")).to_be_visible()
        to_mend.get_by_role("link", name=TITLE, exact=True).click()
        expect(page.get_by_text("Lục Văn Bình đã trả lại lúc")).to_be_visible()
        expect(page.get_by_text("Hãy ghi rõ nơi ký.")).to_be_visible()
        write_at_end(page, " Lễ ký diễn ra tại Sở Tư pháp.")
        act(page, "Chuyển duyệt")
        told(page, "Đã chuyển duyệt.")
        expect(page.get_by_role("button", name="Lưu", exact=True)).to_have_count(0)

    def approve_and_schedule(self) -> dt.datetime:
        page = self.publisher
        page.goto("/ban-lam-viec/")
        page.get_by_role("region", name="Chờ tôi duyệt (1)").get_by_role("link", name="Đọc và duyệt").click()
        expect(page.locator(".cke_editable")).to_contain_text("Lễ ký diễn ra tại Sở Tư pháp.")
        act(page, "Duyệt")
        told(page, "Đã duyệt.")
        timestamp = (timezone.localtime() + dt.timedelta(minutes=5)).replace(second=0, microsecond=0)
        scheduling = speaking_act(page, "Hẹn giờ đăng")
        scheduling.locator("[name=act-publish_at_0]").fill(f"{timestamp:%d/%m/%Y}")
        scheduling.locator("[name=act-publish_at_1]").fill(f"{timestamp:%H:%M}")
        scheduling.get_by_role("button", name="Hẹn giờ đăng", exact=True).click()
        told(page, "Bài sẽ tự lên trang khi đến giờ đã hẹn.")
        page.goto("/ban-lam-viec/")
        expect(page.get_by_role("main")).to_contain_text(f"lên trang {timestamp:%H:%M %d/%m/%Y}")
        return timestamp

    def appears_by_itself(self, address: str, timestamp: dt.datetime) -> None:
        reader = self.reader
        reader.goto(f"/tin-tuc/{timestamp:%Y/%m/%d}/")
        reader.get_by_role("main").get_by_role("link", name=TITLE).first.click()
        expect(reader).to_have_url(re.compile(re.escape(address)))
        expect(reader.get_by_role("heading", level=1)).to_have_text(TITLE)
        expect(reader.locator(".richtext")).to_have_text(
            "Sáng nay, tám đơn vị ký giao ước. Lễ ký diễn ra tại Sở Tư pháp."
        )

    def correct_before_readers(self, address: str) -> None:
        page = self.publisher
        open_form(page, f"/quan-tri/news/article/{Article.objects.get().pk}/change/")
        page.get_by_label("Sapo").fill("Chín đơn vị ký giao ước thi đua.")
        page.get_by_label("Ghi chú cập nhật cho người đọc").fill("Sửa số đơn vị ký giao ước.")
        page.keyboard.press("Control+s")
        expect(page.get_by_text(SAVED)).to_be_visible()
        # The note went out with this save; a second one would tell readers of it again.
        expect(page.get_by_label("Ghi chú cập nhật cho người đọc")).to_have_value("")
        reader = self.reader
        reader.goto(address)
        expect(reader.locator(".article__summary")).to_have_text("Chín đơn vị ký giao ước thi đua.")
        expect(reader.locator(".corrections__note")).to_have_text(
            re.compile(r"^Cập nhật lúc \d\d:\d\d ngày [\d/]{10}: Sửa số đơn vị ký giao ước\.$")
        )

    def bring_the_older_text_back(self, address: str) -> None:
        page = self.publisher
        page.goto(f"/quan-tri/news/article/{Article.objects.get().pk}/lich-su/")
        act(page, "So sánh hai bản đã chọn")
        sapo = page.locator(".diff", has=page.get_by_role("heading", name="Sapo"))
        expect(sapo.locator("del")).to_contain_text("Tám")
        expect(sapo.locator("ins")).to_contain_text("Chín")
        expect(sapo.locator("del")).not_to_contain_text("đơn vị")
        page.get_by_role("button", name=re.compile(r"^Khôi phục bản \d+$")).click()
        told(page, "Đã khôi phục bản")
        reader = self.reader
        reader.goto(address)
        expect(reader.locator(".article__summary")).to_have_text("Tám đơn vị ký giao ước thi đua.")
        assert reader.evaluate("document.documentElement.scrollWidth") <= 360

    def withdraw(self, address: str) -> None:
        page = self.publisher
        withdrawing = speaking_act(page, "Ngưng hiệu lực")
        withdrawing.get_by_label("Lời giải thích cho người đọc").fill("Giao ước được ký lại vào tuần sau.")
        withdrawing.get_by_role("button", name="Ngưng hiệu lực", exact=True).click()
        told(page, "Bài đã ngưng hiệu lực")
        reader = self.reader
        assert status_of(reader, address) == 410
        expect(reader.get_by_role("heading", level=1)).to_have_text("Bài đã ngưng hiệu lực")
        expect(reader.get_by_text("Giao ước được ký lại vào tuần sau.")).to_be_visible()
        reader.goto("/")
        expect(reader.get_by_role("link", name=TITLE)).to_have_count(0)


def test_a_form_that_was_only_looked_at_leaves_nothing_to_recover(page: Page, faults: Faults) -> None:
    faults.allowed += EDITOR_BREACHES
    article = make_article(published=False)
    sign_in(page, make_staff(roles.EDITOR, username="bien-tap").username)
    for _ in range(2):
        # Left as soon as it stands, before the editor does.
        page.goto(f"/quan-tri/news/article/{article.pk}/change/", wait_until="commit")
        page.wait_for_selector("[data-portal-autosave]")
        page.goto("/ban-lam-viec/")
    open_form(page, f"/quan-tri/news/article/{article.pk}/change/")
    expect(page.get_by_text("Có một bản gõ dở chưa lưu")).to_be_hidden()
    assert not Autosave.objects.exists()
