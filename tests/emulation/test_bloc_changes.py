import datetime as dt
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from emulation.bloc_changes import admit_member, create_bloc, dissolve_bloc, move_member, release_member, rename_bloc
from emulation.models import Bloc, LeadershipTerm, Membership
from tests.emulation.factories import make_agency, make_bloc, make_decision, make_membership, make_officer, make_person

pytestmark = pytest.mark.django_db

DAY = dt.date(2018, 4, 6)
DAY_BEFORE, DAY_AFTER = dt.date(2018, 4, 5), dt.date(2018, 4, 7)


def refused(field: str, says: str) -> AbstractContextManager[Any]:
    return pytest.raises(ValidationError, match=rf"'{field}'.*{says}")


class TestFoundBloc:
    def test_it_exists_from_its_first_day(self) -> None:
        decision = make_decision()
        bloc = create_bloc(
            slug="so-iv",
            kind="khoi",
            level="province",
            name="Nội chính",
            number_label="số IV",
            on=DAY,
            decision=decision,
        )
        assert (bloc.exists_on(DAY_BEFORE), bloc.exists_on(DAY)) == (False, True)
        assert bloc.names.get().decision == decision

    def test_an_address_that_is_taken_is_refused(self) -> None:
        make_bloc(slug="so-iv")
        with refused("slug", "Đã có"):
            create_bloc(slug="so-iv", kind="khoi", level="province", name="Khác", on=DAY, decision=make_decision())

    def test_a_bloc_without_a_name_is_not_half_written(self) -> None:
        with pytest.raises(ValidationError):
            create_bloc(slug="so-iv", kind="khoi", level="province", name="", on=DAY, decision=make_decision())
        assert not Bloc.objects.exists()


class TestRenameBloc:
    def test_the_number_changes_on_the_day(self) -> None:
        bloc = make_bloc(number_label="số IV")
        rename_bloc(bloc=bloc, name="Nội chính", number_label="số 5", on=DAY, decision=make_decision())
        assert [bloc.name_on(day).number_label for day in (DAY_BEFORE, DAY)] == ["số IV", "số 5"]
        bloc.refresh_from_db()
        assert "số 5" in bloc.label

    def test_twice_on_one_day_is_refused(self) -> None:
        bloc = make_bloc(since=DAY)
        with refused("on", "chính ngày này"):
            rename_bloc(bloc=bloc, name="Khác", number_label="", on=DAY, decision=make_decision())


class TestAdmitMember:
    def test_it_belongs_from_the_day_on_by_the_decision(self) -> None:
        bloc, agency, decision = make_bloc(), make_agency(), make_decision()
        place = admit_member(bloc=bloc, agency=agency, on=DAY, decision=decision)
        assert (place.is_valid_on(DAY_BEFORE), place.is_valid_on(DAY)) == (False, True)
        assert (place.decision, place.level) == (decision, "province")

    def test_newcomers_stand_last(self) -> None:
        bloc = make_bloc()
        places = [admit_member(bloc=bloc, agency=make_agency(), on=DAY, decision=None) for _ in range(3)]
        assert [place.position for place in places] == [1, 2, 3]

    @pytest.mark.parametrize("same_bloc", [True, False])
    def test_a_member_of_a_bloc_of_the_level_is_refused(self, same_bloc: bool) -> None:
        place = make_membership()
        bloc = place.bloc if same_bloc else make_bloc()
        with refused("__all__", "một khối cùng cấp"):
            admit_member(bloc=bloc, agency=place.agency, on=DAY, decision=make_decision())
        assert Membership.objects.count() == 1

    def test_a_dissolved_agency_is_refused(self) -> None:
        with refused("agency", "đã giải thể"):
            admit_member(bloc=make_bloc(), agency=make_agency(dissolved_on=DAY), on=DAY, decision=make_decision())

    def test_a_bloc_that_does_not_exist_yet_takes_nobody(self) -> None:
        with refused("on", "chưa được thành lập"):
            admit_member(bloc=make_bloc(since=DAY_AFTER), agency=make_agency(), on=DAY, decision=make_decision())

    def test_an_end_before_the_start_is_refused(self) -> None:
        with refused("__all__", "Ngày kết thúc phải sau"):
            admit_member(bloc=make_bloc(), agency=make_agency(), on=DAY, until=DAY_BEFORE, decision=make_decision())


class TestReleaseMember:
    def test_it_belongs_to_the_day_before(self) -> None:
        place, decision = make_membership(), make_decision()
        release_member(bloc=place.bloc, agency=place.agency, on=DAY, decision=decision)
        place.refresh_from_db()
        assert (place.is_valid_on(DAY_BEFORE), place.is_valid_on(DAY)) == (True, False)
        assert place.ending_decision == decision

    @pytest.mark.parametrize("role", ["head", "deputy"])
    def test_an_officer_hands_over_first(self, role: str) -> None:
        place = make_membership()
        make_officer(place.bloc, place.agency, role)
        with refused("agency", "bàn giao"):
            release_member(bloc=place.bloc, agency=place.agency, on=DAY, decision=make_decision())

    def test_an_outsider_cannot_leave(self) -> None:
        with refused("agency", "không phải là thành viên"):
            release_member(bloc=make_bloc(), agency=make_agency(), on=DAY, decision=make_decision())

    def test_it_cannot_leave_on_its_first_day(self) -> None:
        place = make_membership(since=DAY)
        with refused("on", "không trước ngày này"):
            release_member(bloc=place.bloc, agency=place.agency, on=DAY, decision=make_decision())


class TestMoveMember:
    def test_it_moves_without_a_gap(self) -> None:
        place, to = make_membership(), make_bloc()
        move_member(bloc=place.bloc, agency=place.agency, to=to, on=DAY, decision=make_decision())
        blocs = [Membership.objects.of_agency(place.agency).valid_on(day).get().bloc for day in (DAY_BEFORE, DAY)]
        assert blocs == [place.bloc, to]

    def test_it_stays_when_the_other_bloc_cannot_take_it(self) -> None:
        place, to = make_membership(), make_bloc(since=DAY_AFTER)
        with refused("on", "chưa được thành lập"):
            move_member(bloc=place.bloc, agency=place.agency, to=to, on=DAY, decision=make_decision())
        place.refresh_from_db()
        assert place.valid_to is None

    def test_to_where_it_is_is_no_move(self) -> None:
        place = make_membership()
        with refused("to", "khối khác"):
            move_member(bloc=place.bloc, agency=place.agency, to=place.bloc, on=DAY, decision=make_decision())


class TestDissolveBloc:
    def test_everything_in_it_ends_on_the_day(self) -> None:
        place = make_membership()
        office = make_officer(place.bloc, place.agency)
        person = make_person(office)
        dissolve_bloc(bloc=place.bloc, on=DAY, decision=make_decision())
        for row in (place, office, person, place.bloc.names.get()):
            row.refresh_from_db()
            assert row.valid_to == DAY

    def test_what_begins_later_stops_it(self) -> None:
        bloc = make_bloc()
        make_membership(bloc)
        make_membership(bloc, since=DAY_AFTER)
        with refused("on", "không trước ngày này"):
            dissolve_bloc(bloc=bloc, on=DAY, decision=make_decision())
        assert Membership.objects.filter(valid_to=None).count() == 2
        assert not LeadershipTerm.objects.exists()
