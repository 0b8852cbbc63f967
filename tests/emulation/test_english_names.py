"""English names of agencies and blocs: each belongs to a period, as the Vietnamese one does."""

import datetime as dt
import re

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from emulation.agency_changes import create_agency, rename_agency
from emulation.bloc_changes import admit_member, create_bloc, rename_bloc
from emulation.members_table import DateRange, build_members_table
from emulation.models import Agency, AgencyName, AgencyRelation, Bloc, BlocName
from emulation.querysets.overviews import blocs_on
from portal.core.text import languages
from tests.emulation.factories import make_decision
from tests.english_pages import unmarked_vietnamese
from tests.factories import make_administrator

pytestmark = pytest.mark.django_db

FIRST, RENAMED, LAST = dt.date(2018, 1, 1), dt.date(2022, 7, 1), dt.date(2025, 1, 1)
DAYS = {
    dt.date(2010, 1, 1): ("Provincial Court", "Internal Affairs Bloc"),
    FIRST: ("Provincial Court", "Internal Affairs Bloc"),
    RENAMED: ("Tòa án tỉnh", "Bloc of the Courts"),
    LAST: ("Court of the Province", "Bloc of the Courts"),
}


@pytest.fixture
def agency() -> Agency:
    """Called three ways, in English only before and after."""
    agency = create_agency(
        name="Tòa án nhân dân tỉnh",
        name_en="Provincial Court",
        short_name="Tòa tỉnh",
        initials="TAND",
        line="vertical",
        force="civil",
        on=FIRST,
    )
    rename_agency(agency=agency, name="Tòa án tỉnh", on=RENAMED, decision=None)
    rename_agency(agency=agency, name="Tòa án của tỉnh", name_en="Court of the Province", on=LAST, decision=None)
    return agency


@pytest.fixture
def bloc(agency: Agency) -> Bloc:
    bloc = create_bloc(
        slug="so-iv",
        kind="khoi",
        level="province",
        name="Khối thi đua Nội chính",
        name_en="Internal Affairs Bloc",
        number_label="số IV",
        on=FIRST,
        decision=None,
    )
    rename_bloc(
        bloc=bloc,
        name="Khối thi đua các Tòa án",
        name_en="Bloc of the Courts",
        number_label="",
        on=RENAMED,
        decision=None,
    )
    admit_member(bloc=bloc, agency=agency, on=FIRST, decision=None)
    return bloc


class TestNamesInQueries:
    @pytest.mark.parametrize(("day", "names"), DAYS.items())
    def test_are_those_of_the_day_and_say_their_language(
        self, agency: Agency, bloc: Bloc, day: dt.date, names: tuple[str, str]
    ) -> None:
        with languages.override(languages.ENGLISH):
            found = [
                Agency.objects.with_name_on(day).get().effective_name,
                Bloc.objects.with_name_on(day).get().effective_name,
                agency.name_on(day).shown_name,
            ]
        assert found == [*names, names[0]]
        assert [name.language for name in found] == ["vi" if "ò" in name else "en" for name in found]

    @pytest.mark.parametrize("day", DAYS)
    def test_are_vietnamese_everywhere_else(self, agency: Agency, bloc: Bloc, day: dt.date) -> None:
        found = Agency.objects.with_name_on(day).get().effective_name
        assert (found, found.language) == (agency.name_on(day).name, "vi")
        assert Bloc.objects.with_name_on(day).get().effective_name == bloc.name_on(day).name

    def test_stand_in_for_the_short_one_and_leave_initials_and_numbers(self, agency: Agency, bloc: Bloc) -> None:
        with languages.override(languages.ENGLISH):
            found = Agency.objects.with_name_on(FIRST).get()
            numbered = Bloc.objects.with_name_on(FIRST).get()
        assert (found.effective_short_name, found.effective_initials) == ("Provincial Court", "TAND")
        assert found.effective_initials.language == numbered.effective_number.language == "vi"

    def test_reach_members_tables_and_overviews(self, agency: Agency, bloc: Bloc) -> None:
        with languages.override(languages.ENGLISH):
            (seat,) = build_members_table(bloc, DateRange.of_year(2022, dt.date(2023, 1, 1))).members
            (listed,) = blocs_on(LAST)
        assert (seat.name, seat.name.language) == ("Tòa án tỉnh", "vi")
        (former,) = seat.former_names
        assert (former.name, former.name.language) == ("Provincial Court", "en")
        assert listed.effective_name == "Bloc of the Courts"

    def test_a_name_too_long_is_refused(self) -> None:
        with pytest.raises(ValidationError):
            create_agency(name="Sở", name_en="x" * 251, line="provincial", force="civil", on=FIRST)


class TestPages:
    def test_show_them_in_english_and_only_there(self, client: Client, agency: Agency, bloc: Bloc) -> None:
        address = agency.get_absolute_url()
        english = client.get(f"/en{address}").content.decode()
        assert "<h1>Court of the Province</h1>" in english
        for name in ("Provincial Court", '<span lang="vi">Tòa án tỉnh</span>', "Bloc of the Courts"):
            assert name in english
        assert "Court" not in client.get(address).content.decode()
        year = client.get("/en/khoi-thi-dua/so-iv/2018/").content.decode()
        assert "Internal Affairs Bloc – 2018" in year
        assert re.search(r'href="/en/co-quan/toa-an-nhan-dan-tinh/">Provincial Court<', year)
        assert "Internal Affairs Bloc" in client.get("/en/khoi-thi-dua/?nam=2018").content.decode()
        assert ">Bloc of the Courts<" in client.get("/en/so-do-trang/").content.decode()
        assert ">Khối thi đua các Tòa án<" in client.get("/so-do-trang/").content.decode()

    def test_mark_whatever_stays_vietnamese(self, client: Client, agency: Agency, bloc: Bloc) -> None:
        for path in ("khoi-thi-dua/", "khoi-thi-dua/so-iv/", "khoi-thi-dua/so-iv/2018/", "khoi-thi-dua/so-iv/2022/"):
            assert unmarked_vietnamese(client.get(f"/en/{path}").content) == [], path
        assert unmarked_vietnamese(client.get(f"/en{agency.get_absolute_url()}").content) == []

    def test_name_what_became_of_an_agency(self, client: Client, agency: Agency) -> None:
        part = create_agency(name="Sở Mới", name_en="New Department", line="provincial", force="civil", on=FIRST)
        AgencyRelation.objects.create(kind="split_from", agency=part, other=agency, occurred_on=LAST)
        assert ">Court of the Province</a>" in client.get("/en/co-quan/so-moi/").content.decode()
        assert ">New Department</a>" in client.get(f"/en{agency.get_absolute_url()}").content.decode()
        assert ">Sở Mới</a>" in client.get(agency.get_absolute_url()).content.decode()


class TestOtherApps:
    def test_the_search_finds_by_them(self, client: Client, agency: Agency, bloc: Bloc) -> None:
        for words, address in {
            "provincial court": agency.get_absolute_url(),
            "internal affairs bloc": bloc.get_absolute_url(),
        }.items():
            assert f'href="{address}"' in client.get("/tim-kiem/", {"q": words}).content.decode()
        assert list(Agency.objects.matching("court of the province")) == [agency]

    def test_the_open_data_give_them_with_their_period(self, client: Client, agency: Agency) -> None:
        names = client.get("/api/v1/agencies/toa-an-nhan-dan-tinh").json()["names"]
        assert [(name["name"], name["name_en"]) for name in names] == [
            ("Tòa án của tỉnh", "Court of the Province"),
            ("Tòa án tỉnh", ""),
            ("Tòa án nhân dân tỉnh", "Provincial Court"),
        ]

    def test_the_open_data_give_those_of_today(self, client: Client, agency: Agency, bloc: Bloc) -> None:
        for path, name in {
            "agencies/toa-an-nhan-dan-tinh": "Court of the Province",
            "blocs/so-iv": "Bloc of the Courts",
        }.items():
            assert client.get(f"/api/v1/{path}").json()["name_en"] == name
        (listed,) = client.get("/api/v1/blocs?on=2018-03-27").json()["items"]
        assert (listed["name"], listed["name_en"]) == ("Khối thi đua Nội chính", "Internal Affairs Bloc")

    def test_the_admin_asks_for_them(self, client: Client, agency: Agency, bloc: Bloc) -> None:
        client.force_login(make_administrator())
        for path in ("agency/add/", "bloc/add/", f"agency/{agency.pk}/change/", f"bloc/{bloc.pk}/change/"):
            assert "Tên tiếng Anh" in client.get(f"/quan-tri/emulation/{path}").content.decode(), path
        values = {
            "line": "provincial",
            "force": "civil",
            "name": "Sở Mẫu",
            "name_en": "Sample Department",
            "on": "01/01/2018",
        }
        assert client.post("/quan-tri/emulation/agency/add/", values).status_code == 302
        assert AgencyName.objects.get(name="Sở Mẫu").name_en == "Sample Department"
        today = timezone.localdate()
        values = {
            "name": "Khối mới",
            "name_en": "New Bloc",
            "number_label": "",
            "on": f"{today:%d/%m/%Y}",
            "decision": make_decision().pk,
        }
        client.post(f"/quan-tri/emulation/bloc/{bloc.pk}/thao-tac/doi-ten/", values)
        assert BlocName.objects.get(name="Khối mới").name_en == "New Bloc"
