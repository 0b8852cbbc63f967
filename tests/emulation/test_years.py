"""A bloc's year: opening it, the one after, and what does not belong to it."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from emulation.models import EmulationYear, Milestone
from emulation.years import open_next_year, open_year, record_milestone, set_member_theme
from tests.emulation.factories import make_agency, make_bloc
from tests.emulation.year_factories import make_covenant, make_document, make_members, make_year

pytestmark = pytest.mark.django_db


class TestOpeningAYear:
    def test_it_has_every_step_undated_in_order(self) -> None:
        year = open_year(bloc=make_bloc(), year=2018)
        assert [row.kind for row in year.milestones.order_by("pk")] == Milestone.Kind.values
        assert not year.milestones.dated().exists()

    @pytest.mark.parametrize(("number", "required"), [(2018, True), (2023, True), (2024, False)])
    def test_registration_was_law_until_2023(self, number: int, required: bool) -> None:
        assert open_year(bloc=make_bloc(), year=number).is_registration_required is required

    def test_a_bloc_has_each_year_once(self) -> None:
        year = make_year()
        with pytest.raises(ValidationError, match="đã có hồ sơ"):
            open_year(bloc=year.bloc, year=2018)

    @pytest.mark.parametrize("number", [1947, 3000])
    def test_a_year_out_of_range_is_refused(self, number: int) -> None:
        with pytest.raises(ValidationError) as refusal:
            open_year(bloc=make_bloc(), year=number)
        assert list(refusal.value.message_dict) == ["year"]

    def test_the_deadline_lies_in_its_cycle(self) -> None:
        with pytest.raises(ValidationError, match="ngoài chu kỳ"):
            open_year(bloc=make_bloc(), year=2018, registration_deadline=dt.date(2020, 3, 1))


class TestStartingTheNextYear:
    @pytest.fixture
    def year(self) -> EmulationYear:
        year = make_year(theme="Chủ đề cũ", anniversary="Ngày cũ", registration_deadline=dt.date(2018, 3, 1))
        make_covenant(year, members=1)
        make_document(year)
        set_member_theme(year=year, agency=year.bloc.memberships.get().agency, theme="Chủ đề riêng")
        Milestone.objects.create(
            year=year, kind="launch", planned_on=dt.date(2018, 3, 15), done_on=dt.date(2018, 3, 21)
        )
        Milestone.objects.create(year=year, kind="mid_year_review", planned_on=dt.date(2018, 7, 10), note="ghi chú")
        return year

    def test_the_steps_are_planned_a_year_later_and_not_done(self, year: EmulationYear) -> None:
        rows = open_next_year(year=year).milestones.values_list("kind", "planned_on", "done_on", "note")
        assert list(rows) == [
            ("launch", dt.date(2019, 3, 21), None, ""),
            ("mid_year_review", dt.date(2019, 7, 10), None, ""),
        ]

    def test_nothing_else_is_copied(self, year: EmulationYear) -> None:
        following = open_next_year(year=year)
        assert (following.year, following.theme, following.anniversary) == (2019, "", "")
        assert following.registration_deadline is None
        for rows in ("member_themes", "documents", "covenants", "meetings", "registrations"):
            assert not getattr(following, rows).exists(), rows

    @pytest.mark.parametrize(
        ("number", "required", "carried"), [(2018, False, True), (2024, True, True), (2023, True, False)]
    )
    def test_whether_to_register_is_the_law_or_carries_over(self, number: int, required: bool, carried: bool) -> None:
        year = make_year(year=number, is_registration_required=required)
        assert open_next_year(year=year).is_registration_required is carried

    def test_the_29th_of_february_becomes_the_28th(self) -> None:
        year = make_year(year=2020)
        Milestone.objects.create(year=year, kind="launch", planned_on=dt.date(2020, 2, 29))
        assert open_next_year(year=year).milestones.get().planned_on == dt.date(2021, 2, 28)

    def test_it_starts_once(self, year: EmulationYear) -> None:
        open_next_year(year=year)
        with pytest.raises(ValidationError, match="đã có hồ sơ"):
            open_next_year(year=year)


class TestSteps:
    def test_doing_a_planned_step_ticks_it_off(self) -> None:
        year = open_year(bloc=make_bloc(), year=2018)
        record_milestone(year=year, kind="launch", done_on=dt.date(2018, 3, 21))
        assert year.milestones.of_kind("launch").get().done_on == dt.date(2018, 3, 21)
        assert year.phase == "Đã qua bước: Phát động thi đua"

    def test_a_second_inspection_gets_its_own_milestone(self) -> None:
        year = make_year()
        record_milestone(year=year, kind="inspection", done_on=dt.date(2018, 9, 3))
        record_milestone(year=year, kind="inspection", done_on=dt.date(2018, 9, 20))
        assert year.milestones.of_kind("inspection").count() == 2

    @pytest.mark.parametrize(
        ("day", "message"), [(dt.date(2020, 1, 1), "ngoài chu kỳ"), (dt.date(2017, 9, 30), "ngoài chu kỳ")]
    )
    def test_a_step_lies_in_the_cycle_of_its_year(self, day: dt.date, message: str) -> None:
        with pytest.raises(ValidationError, match=message):
            record_milestone(year=make_year(), kind="launch", done_on=day)

    def test_nothing_is_done_before_its_day(self) -> None:
        with pytest.raises(ValidationError, match="chưa tới"):
            record_milestone(year=make_year(year=2998), kind="launch", done_on=dt.date(2998, 3, 1))


class TestMemberThemes:
    def test_only_a_member_of_the_year_has_one(self) -> None:
        with pytest.raises(ValidationError, match="không phải là thành viên"):
            set_member_theme(year=make_year(), agency=make_agency(), theme="Chủ đề")

    def test_setting_it_again_replaces_it(self) -> None:
        year = make_year()
        agency = make_members(year.bloc, 1)[0]
        set_member_theme(year=year, agency=agency, theme="Cũ")
        set_member_theme(year=year, agency=agency, theme="Mới")
        assert [row.theme for row in year.member_themes.all()] == ["Mới"]
