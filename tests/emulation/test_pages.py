"""The public pages of the emulation section: each works, is empty, refuses, and keeps to its queries."""

import datetime as dt

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from emulation.covenants import correct_covenant, sign_covenant
from emulation.demo_data import facts
from emulation.demo_data.loader import load
from emulation.documents import adopt_document, draft_document
from emulation.models import AgencyName, Attendance, Bloc, EmulationYear, Meeting, Milestone
from emulation.registrations import create_registration
from emulation.years import set_member_theme
from tests.emulation.factories import make_agency, make_bloc, make_membership, make_officer, make_person
from tests.emulation.year_factories import (
    SIGNED_ON,
    make_covenant,
    make_document,
    make_members,
    make_title,
    make_version,
    make_year,
    sign_by_all,
)
from tests.factories import make_article

pytestmark = pytest.mark.django_db

# Of every bloc page, with the menu read anew and one look for news versions that are due; a year with its covenant's
# parties and signatures costs the most.
MOST_QUERIES = 12


def text(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


@pytest.fixture
def demo() -> Bloc:
    load(force=False, stored=[])
    return Bloc.objects.get(slug="so-iv")


class TestTheDemonstrationYear:
    """What the page of 27/03/2018 told, from data."""

    @pytest.mark.parametrize(
        "told",
        [
            *[member.name for member in facts.MEMBERS_IV],
            "Khối thi đua số IV",
            "Hoàng Tiến Khang, Chánh Thanh tra tỉnh",
            "Nông Thanh Khoa, Giám đốc Sở Tư pháp",
            facts.THEME,
            "Lời kêu gọi thi đua ái quốc (11/6/1948 - 11/6/2018)",
            *[theme for _agency, theme in facts.MEMBER_THEMES],
            "Buổi chiều",
            "21/03/2018",
            "Sở Tư pháp tỉnh Cao Bằng",
            "Ban Thi đua - Khen thưởng tỉnh",
            "dự thảo Quy chế hoạt động",
            "chế độ kiểm tra và chế độ sơ kết, tổng kết",
            "8/8 đơn vị đã ký",
        ],
    )
    def test_it_tells(self, client: Client, demo: Bloc, told: str) -> None:
        assert told in text(client, "/khoi-thi-dua/so-iv/2018/")

    def test_the_guest_is_no_member(self, client: Client, demo: Bloc) -> None:
        meeting = Meeting.objects.get()
        assert (meeting.attendances.member_count(), meeting.attendances.guests().count()) == (8, 1)

    def test_every_agency_has_signed_and_no_name_is_made_up(self, client: Client, demo: Bloc) -> None:
        page = text(client, "/khoi-thi-dua/so-iv/2018/giao-uoc/")
        assert page.count("Đã ký ngày 21/03/2018") == 8
        assert page.count("Đại diện lãnh đạo") == 8

    @pytest.mark.parametrize(
        ("year", "shown", "hidden"),
        [
            (2018, "Cục Thi hành án dân sự tỉnh", ">Thi hành án dân sự tỉnh"),
            (2018, "Bộ Chỉ huy Bộ đội biên phòng tỉnh", "Ban Chỉ huy"),
            (2025, ">Thi hành án dân sự tỉnh", ">Cục Thi hành án"),
            (2025, ">Ban Chỉ huy Bộ đội biên phòng tỉnh", ">Bộ Chỉ huy Bộ đội"),
        ],
    )
    def test_each_year_has_its_names(self, client: Client, demo: Bloc, year: int, shown: str, hidden: str) -> None:
        page = text(client, f"/khoi-thi-dua/so-iv/{year}/")
        assert shown in page
        assert hidden not in page

    def test_the_next_year_is_open_and_waits_for_its_head(self, client: Client, demo: Bloc) -> None:
        page = text(client, "/khoi-thi-dua/so-iv/2019/")
        assert "chưa ghi nhận Trưởng khối kế tiếp" in page
        assert "dự kiến ngày 21/03/2019" in page
        assert "Hoàng Tiến Khang" not in page

    def test_the_second_bloc_has_its_own(self, client: Client, demo: Bloc) -> None:
        page = text(client, "/khoi-thi-dua/so-5/2025/")
        assert all(member.name in page for member in facts.MEMBERS_5)
        assert page.index("Ban Nội chính Tỉnh uỷ") < page.index("Ban Tổ chức Tỉnh uỷ")

    def test_loading_again_changes_nothing(self, demo: Bloc) -> None:
        before = (Bloc.objects.count(), EmulationYear.objects.count(), AgencyName.objects.count())
        assert "0 blocs added" in load(force=False, stored=[])
        assert before == (Bloc.objects.count(), EmulationYear.objects.count(), AgencyName.objects.count())


class TestAllBlocs:
    def test_none_yet(self, client: Client) -> None:
        assert "Chưa có khối thi đua nào" in text(client, "/khoi-thi-dua/")

    def test_each_is_named_and_led_as_in_the_year_asked_for(self, client: Client) -> None:
        bloc = make_bloc("Tên cũ", "số IV", slug="so-iv")
        bloc.names.update(valid_to=dt.date(2020, 1, 1))
        bloc.names.create(name="Tên mới", number_label="số 4", valid_from=dt.date(2020, 1, 1))
        first, second = make_members(bloc, 2)
        make_officer(bloc, first, until=dt.date(2019, 1, 1))
        make_officer(bloc, second, since=dt.date(2021, 1, 1), until=dt.date(2022, 1, 1))
        then, now = text(client, "/khoi-thi-dua/?nam=2018"), text(client, "/khoi-thi-dua/?nam=2021")
        assert "Tên cũ" in then
        assert "Trưởng khối:\n              Cơ quan 1" in then
        assert "Tên mới" in now
        assert "Trưởng khối:\n              Cơ quan 2" in now
        assert "Trưởng khối ghi nhận gần nhất:\n              Cơ quan 2" in text(client, "/khoi-thi-dua/?nam=2023")

    def test_a_bloc_of_another_time_is_not_listed(self, client: Client) -> None:
        make_bloc("Khối mới", since=dt.date(2020, 1, 1))
        assert "Khối mới" not in text(client, "/khoi-thi-dua/?nam=2018")
        assert "Khối mới" in text(client, "/khoi-thi-dua/?nam=2020")

    def test_a_year_of_two_digits_is_read_as_in_a_day(self, client: Client) -> None:
        shown = text(client, "/khoi-thi-dua/?nam=18")
        assert "thi đua năm 2018" in shown
        assert 'value="2018"' in shown

    @pytest.mark.parametrize("typed", ["abc", "2018 2019", "20188", "0000", "-2018", "2018/", "٢٠١٨x"])
    def test_what_is_no_year_comes_back_above_the_list(self, client: Client, typed: str) -> None:
        """As a mistyped day does: no error page, and the list of today."""
        make_bloc("Khối hôm nay", slug="hom-nay")
        shown = text(client, f"/khoi-thi-dua/?nam={typed}")
        assert "Không đọc được năm này" in shown
        assert f'value="{typed}"' in shown
        assert "Khối hôm nay" in shown
        assert "could not be read" in text(client, f"/en/khoi-thi-dua/?nam={typed}")

    def test_a_mistyped_year_is_bounded_escaped_and_not_indexed(self, client: Client) -> None:
        page = client.get("/khoi-thi-dua/", {"nam": '"><b>' + "9" * 500}).content.decode()
        shown = escape('"><b>' + "9" * 35)
        assert f'value="{shown}"' in page
        assert 'content="noindex' in page

    def test_no_year_is_the_list_of_today(self, client: Client) -> None:
        assert "Không đọc được" not in text(client, "/khoi-thi-dua/?nam=")


class TestABloc:
    def test_it_shows_today_and_leads_to_its_years(self, client: Client) -> None:
        bloc = make_bloc(slug="so-iv")
        make_year(bloc, 2018)
        present, gone = make_members(bloc, 2)
        bloc.memberships.filter(agency=gone).update(valid_to=dt.date(2020, 1, 1))
        page = text(client, "/khoi-thi-dua/so-iv/")
        assert str(present) in page
        assert str(gone) not in page
        assert 'href="/khoi-thi-dua/so-iv/2018/"' in page

    def test_without_members_it_says_so(self, client: Client) -> None:
        make_bloc(slug="so-iv")
        assert "không có đơn vị thành viên nào" in text(client, "/khoi-thi-dua/so-iv/")

    def test_an_unknown_one_is_refused_in_words(self, client: Client) -> None:
        assert "Không có khối thi đua này" in text(client, "/khoi-thi-dua/khong-co/", status=404)


class TestAYear:
    def test_a_bare_one_stands(self, client: Client) -> None:
        make_year(make_bloc(slug="so-iv"))
        assert "Chưa ghi nhận." in text(client, "/khoi-thi-dua/so-iv/2018/")

    @pytest.mark.parametrize("year", [2015, 2999, 1000])
    def test_one_that_never_was_is_refused_in_words(self, client: Client, year: int) -> None:
        make_members(make_bloc(slug="so-iv"), 1)
        assert "năm" in text(client, f"/khoi-thi-dua/so-iv/{year}/", status=404)

    def test_changes_within_the_year_are_told_with_their_days(self, client: Client) -> None:
        bloc = make_bloc(slug="so-iv")
        make_year(bloc, 2018)
        first, second, third = make_members(bloc, 3)
        make_officer(bloc, first, until=dt.date(2018, 6, 1))
        make_officer(bloc, second, since=dt.date(2018, 6, 1))
        bloc.memberships.filter(agency=third).update(valid_to=dt.date(2018, 9, 1))
        AgencyName.objects.filter(agency=second).update(valid_to=dt.date(2018, 4, 1))
        AgencyName.objects.create(agency=second, name="Tên mới", valid_from=dt.date(2018, 4, 1))
        page = text(client, "/khoi-thi-dua/so-iv/2018/")
        for told in (
            "đến trước 01/06/2018",
            "từ 01/06/2018",
            "thành viên đến trước 01/09/2018",
            "đến 31/03/2018: Cơ quan 2",
            "Tên mới",
        ):
            assert told in page

    def test_drafts_and_individuals_never_show(self, client: Client) -> None:
        year = make_year(make_bloc(slug="so-iv"))
        agency = make_members(year.bloc, 1)[0]
        draft_document(year=year, kind="plan", title="Dự thảo kín", text="<p>Chữ kín.</p>")
        create_registration(
            year=year,
            agency=agency,
            title=make_title(recipient_type="individual"),
            recipient_type="individual",
            person_name="Nông Thị Mẫu",
            registered_on=dt.date(2018, 3, 1),
        )
        Meeting.objects.create(
            year=year, kind="launch", held_on=SIGNED_ON, article=make_article(title="Bài chưa đăng", published=False)
        )
        page = text(client, "/khoi-thi-dua/so-iv/2018/")
        for secret in ("Dự thảo kín", "Nông Thị Mẫu", "Bài chưa đăng", "Chữ kín"):
            assert secret not in page

    def test_an_unsigned_covenant_is_a_draft(self, client: Client) -> None:
        covenant = make_covenant(make_year(make_bloc(slug="so-iv")))
        assert "giao-uoc/" not in text(client, "/khoi-thi-dua/so-iv/2018/")
        assert "chưa được công bố" in text(client, "/khoi-thi-dua/so-iv/2018/giao-uoc/", status=404)
        agency = covenant.parties.all()[0].agency
        sign_covenant(covenant=covenant, agency=agency, post="Thủ trưởng", signed_on=SIGNED_ON)
        assert "1/2 đơn vị đã ký" in text(client, "/khoi-thi-dua/so-iv/2018/")

    def test_the_numbers_of_the_drawing_are_those_of_the_list(self, client: Client) -> None:
        year = make_year(make_bloc(slug="so-iv"))
        Milestone.objects.create(year=year, kind="vote", planned_on=dt.date(2019, 1, 10))
        Milestone.objects.create(year=year, kind="launch", done_on=dt.date(2018, 3, 21))
        Milestone.objects.create(year=year, kind="inspection")
        page = text(client, "/khoi-thi-dua/so-iv/2018/")
        assert page.count("<circle") == 2
        assert page.count(' timeline__mark--done"') == 1
        assert page.index("Phát động thi đua") < page.index("Bình xét, suy tôn") < page.index("chưa định ngày")

    def test_members_and_guests_of_a_meeting_are_counted_apart(self, client: Client) -> None:
        year = make_year(make_bloc(slug="so-iv"))
        meeting = Meeting.objects.create(year=year, kind="mid_year", held_on=dt.date(2018, 7, 10))
        for agency in make_members(year.bloc, 3):
            Attendance.objects.create(meeting=meeting, agency=agency)
        for guest in ("Ban Thi đua", "Văn phòng UBND tỉnh"):
            Attendance.objects.create(meeting=meeting, capacity="guest", guest_organisation=guest)
        page = text(client, "/khoi-thi-dua/so-iv/2018/")
        assert page.split("<main")[1].count("Hội nghị sơ kết 6 tháng") == 1
        assert "3 đơn vị" in page
        assert "Ban Thi đua" in page
        assert "Văn phòng UBND tỉnh" in page


class TestTheCovenantPage:
    def test_who_has_not_signed_is_plain(self, client: Client) -> None:
        covenant = make_covenant(make_year(make_bloc(slug="so-iv")), members=3)
        agency = covenant.parties.all()[0].agency
        copy = SimpleUploadedFile("ban-ky.pdf", b"%PDF-1.7")
        sign_covenant(covenant=covenant, agency=agency, post="Thủ trưởng", signed_on=SIGNED_ON, copy=copy)
        page = text(client, "/khoi-thi-dua/so-iv/2018/giao-uoc/")
        assert "Cơ quan 2; Cơ quan 3." in page
        assert "ban-ky" not in page

    def test_a_correction_shows_once_it_is_sealed(self, client: Client) -> None:
        old = sign_by_all(make_covenant(make_year(make_bloc(slug="so-iv"))))
        new = correct_covenant(covenant=old, signed_on=dt.date(2018, 4, 2))
        assert "Thay thế" not in text(client, "/khoi-thi-dua/so-iv/2018/giao-uoc/")
        sign_by_all(new)
        assert "Thay thế" in text(client, "/khoi-thi-dua/so-iv/2018/giao-uoc/")


class TestADocument:
    def test_an_adopted_one_is_read_in_its_last_wording(self, client: Client) -> None:
        document = make_document(make_year(make_bloc(slug="so-iv")))
        make_version(document, "<p>Bản một.</p>")
        make_version(document, "<p>Bản hai.</p>", number=2)
        address = f"/khoi-thi-dua/so-iv/2018/van-ban/{document.pk}/"
        assert "chưa được thông qua" in text(client, address, status=404)
        adopt_document(document=document, on=SIGNED_ON)
        page = text(client, address)
        assert "Bản hai." in page
        assert "Bản một." not in page

    def test_it_is_found_under_its_own_year_only(self, client: Client) -> None:
        bloc = make_bloc(slug="so-iv")
        document = adopt_document(document=make_document(make_year(bloc)), on=SIGNED_ON)
        make_year(bloc, 2019)
        assert client.get(f"/khoi-thi-dua/so-iv/2019/van-ban/{document.pk}/").status_code == 404


class TestAnAgency:
    def test_names_blocs_and_offices_with_their_days(self, client: Client, demo: Bloc) -> None:
        page = text(client, "/co-quan/cuc-thi-hanh-an-dan-su-tinh/")
        assert "từ 01/01/2018 đến 30/06/2025" in page
        assert "từ 01/07/2025 đến nay" in page
        assert "463/QĐ-UBND" in page
        assert "Trưởng khối" in text(client, "/co-quan/thanh-tra-tinh/")

    def test_one_without_any_bloc(self, client: Client) -> None:
        make_agency("Sở Y tế", slug="so-y-te")
        assert "Chưa ghi nhận khối thi đua nào" in text(client, "/co-quan/so-y-te/")

    def test_an_unknown_one_is_refused_in_words(self, client: Client) -> None:
        assert "Không có cơ quan" in text(client, "/co-quan/khong-co/", status=404)


ADDRESSES = [
    "/khoi-thi-dua/",
    "/khoi-thi-dua/?nam=2018",
    "/khoi-thi-dua/so-iv/",
    "/khoi-thi-dua/so-iv/2018/",
    "/khoi-thi-dua/so-iv/2018/giao-uoc/",
    "/khoi-thi-dua/so-iv/2018/lich.ics",
    "/co-quan/thanh-tra-tinh/",
]


class TestEveryPage:
    @pytest.mark.parametrize("address", ADDRESSES)
    def test_it_may_be_kept_by_anyone_and_sets_no_cookie(self, client: Client, demo: Bloc, address: str) -> None:
        response = client.get(address)
        assert response.headers["Cache-Control"].startswith("public")
        assert not response.cookies

    @pytest.mark.parametrize("address", ADDRESSES)
    def test_it_only_reads(self, client: Client, demo: Bloc, address: str) -> None:
        assert client.post(address).status_code == 405

    @pytest.mark.parametrize("address", ADDRESSES)
    def test_its_queries_do_not_grow(self, client: Client, demo: Bloc, address: str) -> None:
        few = self.count_queries(client, address)
        self.fill(demo)
        assert self.count_queries(client, address) <= few <= MOST_QUERIES

    @staticmethod
    def count_queries(client: Client, address: str) -> int:
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    @staticmethod
    def fill(bloc: Bloc) -> None:
        year = bloc.years.get(year=2018)
        agencies = [make_agency(f"Thêm {number}") for number in range(3)]
        for agency in agencies:
            make_membership(bloc, agency)
            set_member_theme(year=year, agency=agency, theme="Chủ đề")
        other = make_bloc(slug="khoi-khac")
        make_membership(
            other, bloc.memberships.in_order()[0].agency, since=dt.date(2010, 1, 1), valid_to=dt.date(2011, 1, 1)
        )
        office = make_officer(
            other, other.memberships.get().agency, since=dt.date(2010, 1, 1), until=dt.date(2011, 1, 1)
        )
        make_person(office)
        for month in (7, 12):
            meeting = Meeting.objects.create(
                year=year, kind="other", held_on=dt.date(2018, month, 5), host=agencies[0], article=make_article()
            )
            Attendance.objects.create(meeting=meeting, agency=agencies[0])
            Attendance.objects.create(meeting=meeting, capacity="guest", guest_organisation="Khách")
            adopt_document(document=make_document(year), on=dt.date(2018, month, 5))
        for number in (2020, 2021):
            make_year(bloc, number)
