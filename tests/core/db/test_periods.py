"""Rules that SQL and Python both state: the two agree on every row and every day."""

import datetime as dt

import pytest

from emulation.models import Agency, AgencyName, Bloc, BlocName, Membership
from tests.emulation.factories import make_agency, make_bloc, make_membership

pytestmark = pytest.mark.django_db

DAYS = [dt.date(2018, 1, 1) + dt.timedelta(days=n) for n in range(12)]
ENDS = [*DAYS, None]


def make_periods() -> list[Membership]:
    """Every short period there is in the first days of a year, and the open ones."""
    bloc = make_bloc()
    return [
        make_membership(bloc, make_agency(), since=start, valid_to=end)
        for start in DAYS[2:7]
        for end in [*DAYS[3:9], None]
        if end is None or end > start
    ]


class TestPeriod:
    def test_holding_on_agrees_with_its_twin(self) -> None:
        rows = make_periods()
        for day in DAYS:
            held = set(Membership.objects.valid_on(day))
            assert held == {row for row in rows if row.is_valid_on(day)}

    def test_it_holds_from_the_first_day_to_the_day_before_the_end(self) -> None:
        row = make_membership(since=dt.date(2018, 4, 6), valid_to=dt.date(2018, 4, 8))
        held = [day for day in range(1, 12) if row.is_valid_on(dt.date(2018, 4, day))]
        assert held == [6, 7]
        assert row.last_day == dt.date(2018, 4, 7)

    def test_overlapping_agrees_with_its_twin(self) -> None:
        rows = make_periods()
        for start in DAYS:
            for end in ENDS:
                if end is None or end > start:
                    met = set(Membership.objects.overlapping(start, end))
                    assert met == {row for row in rows if row.overlaps(start, end)}

    def test_reaching_beyond_is_overlapping_without_end(self) -> None:
        make_periods()
        for day in DAYS:
            assert set(Membership.objects.current_or_future(day)) == set(Membership.objects.overlapping(day, None))


class TestNameOnADay:
    @pytest.fixture
    def agency(self) -> Agency:
        """Named from the 3rd to the 5th and from the 8th on; the days between have no name of their own."""
        agency = Agency.objects.create(slug="thads")
        AgencyName.objects.create(agency=agency, name="Cục", short_name="C", valid_from=DAYS[2], valid_to=DAYS[5])
        AgencyName.objects.create(agency=agency, name="Thi hành án", initials="THADS", valid_from=DAYS[7])
        return agency

    @pytest.mark.parametrize(
        ("day", "name"),
        [
            (DAYS[0], "Cục"),
            (DAYS[2], "Cục"),
            (DAYS[4], "Cục"),
            (DAYS[6], "Cục"),
            (DAYS[7], "Thi hành án"),
            (dt.date(2100, 1, 1), "Thi hành án"),
        ],
    )
    def test_the_name_that_last_began(self, agency: Agency, day: dt.date, name: str) -> None:
        assert agency.name_on(day).name == name

    def test_one_query_finds_the_same_names(self, agency: Agency) -> None:
        make_agency("Sở Tư pháp", since=DAYS[3], initials="STP")
        for day in DAYS:
            for row in Agency.objects.with_name_on(day).with_names():
                name = row.name_on(day)
                assert (row.effective_name, row.effective_short_name, row.effective_initials) == (
                    name.name,
                    name.short_name,
                    name.initials,
                )

    def test_an_agency_without_names_has_none(self) -> None:
        bare = Agency.objects.create(slug="khong-ten")
        assert bare.name_on(DAYS[0]) is None
        assert Agency.objects.with_name_on(DAYS[0]).get(pk=bare.pk).effective_name is None

    def test_the_label_is_the_last_recorded_name(self, agency: Agency) -> None:
        agency.refresh_from_db()
        assert str(agency) == "Thi hành án"
        agency.names.latest_first().first().delete()
        agency.refresh_from_db()
        assert str(agency) == "Cục"

    @pytest.mark.parametrize("words", ["thi hanh an", "THADS", "cuc", "Thi  HÀNH"])
    def test_it_is_found_by_any_name_it_ever_had(self, agency: Agency, words: str) -> None:
        make_agency("Sở Tư pháp")
        assert list(Agency.objects.matching(words)) == [agency]

    @pytest.mark.parametrize(
        ("written", "is_called"), [("CỤC", True), ("cục", True), ("C", True), ("Cụ", False), ("", False), ("án", False)]
    )
    def test_called_agrees_with_its_twin(self, agency: Agency, written: str, is_called: bool) -> None:
        assert bool(AgencyName.objects.matching_name(written)) is is_called
        assert any(name.matches_name(written) for name in agency.names.all()) is is_called


class TestBlocOnADay:
    def test_one_query_finds_the_same_names_and_numbers(self) -> None:
        bloc = Bloc.objects.create(slug="noi-chinh")
        BlocName.objects.create(bloc=bloc, name="Nội chính", number_label="số IV", valid_from=DAYS[2], valid_to=DAYS[5])
        BlocName.objects.create(bloc=bloc, name="Nội chính", number_label="số 5", valid_from=DAYS[7])
        for day in DAYS:
            row = Bloc.objects.with_name_on(day).with_names().get()
            name = row.name_on(day)
            assert (row.effective_name, row.effective_number) == (name.name, name.number_label)
            assert row.exists_on(day) is Bloc.objects.existing_on(day).exists()
        assert not bloc.exists_on(DAYS[6])

    @pytest.mark.parametrize(("kind", "said"), [("khoi", "Khối thi đua số IV"), ("cum", "Cụm thi đua số IV")])
    def test_it_is_called_by_kind_and_number(self, kind: str, said: str) -> None:
        assert make_bloc(kind=kind).names.get().numbered_name == said

    def test_without_a_number_it_is_called_by_name(self) -> None:
        assert make_bloc("Khối doanh nghiệp", "").names.get().numbered_name == "Khối doanh nghiệp"


class TestExistence:
    def test_existing_on_agrees_with_its_twin(self) -> None:
        rows = [make_agency(dissolved_on=end) for end in ENDS]
        for day in DAYS:
            assert set(Agency.objects.existing_on(day)) == {row for row in rows if row.exists_on(day)}
