"""The home page: what it gathers from both sections, and what it leaves out when there is nothing."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from portal.core.text import dates
from tests.documents.factories import make_library_document
from tests.emulation.factories import make_bloc
from tests.emulation.year_factories import make_year
from tests.factories import make_article, make_category

pytestmark = pytest.mark.django_db

DAY = dt.date(2018, 3, 27)


def home(client: Client) -> str:
    response = client.get("/")
    assert response.status_code == 200
    return response.content.decode()


class TestHome:
    def test_an_empty_portal_shows_no_empty_parts(self, client: Client) -> None:
        page = home(client)
        assert "Chưa có tin nào được đăng." in page
        for absent in ('class="year-cards', "Văn bản mới", "Tin nổi bật"):
            assert absent not in page

    def test_the_bloc_this_year_with_its_next_step(self, client: Client) -> None:
        today = dates.local_date(timezone.now())
        year = make_year(make_bloc(slug="so-1"), today.year, theme="Kỷ cương, sáng tạo")
        planned = today + dt.timedelta(days=1)
        year.milestones.create(kind="vote", planned_on=planned)
        page = home(client)
        assert "Khối thi đua năm nay" in page
        assert "“Kỷ cương, sáng tạo”" in page
        assert "Bình xét, suy tôn" in page
        assert f"{planned:%d/%m/%Y}" in page
        assert f'href="/khoi-thi-dua/so-1/{today.year}/"' in page

    def test_announcements_stand_aside_and_are_told_once(self, client: Client) -> None:
        make_article(title="Tin đầu", category=make_category("Hoạt động"))
        make_article(title="Tin nổi bật", is_featured=True)
        make_article(title="Nghỉ lễ", category=make_category("Thông báo"))
        page = home(client)
        assert page.count("Nghỉ lễ") == 1
        assert 'id="chuyen-muc-thong-bao"' not in page
        assert 'id="chuyen-muc-hoat-dong"' in page

    def test_what_stands_at_the_top_is_told_once(self, client: Client) -> None:
        category = make_category("Hoạt động")
        for title in ("Tin nổi bật nhất", "Tin nổi bật khác"):
            make_article(title=title, category=category, is_featured=True)
        make_article(title="Tin thường", category=category)
        page = home(client)
        assert page.count("Tin nổi bật nhất") == page.count("Tin nổi bật khác") == 1
        assert page.count("Tin thường") == 2
        assert 'id="chuyen-muc-hoat-dong"' in page

    def test_the_newest_documents(self, client: Client) -> None:
        for number in range(6):
            make_library_document(
                f"{number + 1}/QĐ-UBND", abstract=f"Về việc thứ {number + 1}", issued_on=DAY + dt.timedelta(number)
            )
        page = home(client)
        assert "Văn bản mới" in page
        assert "Về việc thứ 6" in page
        assert "Về việc thứ 1" not in page
        assert 'href="/van-ban/"' in page
