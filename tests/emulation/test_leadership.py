import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from emulation.leadership import (
    RepresentativeData,
    appoint_deputy,
    appoint_head,
    change_representative,
    end_leadership,
    hand_over_leadership,
)
from emulation.models import Agency, Bloc, LeadershipTerm
from emulation.rules.leadership import leadership_on
from tests.emulation.factories import make_agency, make_bloc, make_membership, make_officer, make_person
from tests.emulation.test_bloc_changes import refused

pytestmark = pytest.mark.django_db

DAY = dt.date(2019, 1, 1)
DAY_BEFORE = dt.date(2018, 12, 31)


def make_full_bloc() -> tuple[Bloc, Agency, Agency, Agency]:
    """A bloc with a head, a deputy and one more member."""
    bloc = make_bloc()
    agencies = [make_agency() for _ in range(3)]
    for agency in agencies:
        make_membership(bloc, agency)
    for role, agency in zip(("head", "deputy"), agencies, strict=False):
        make_person(make_officer(bloc, agency, role))
    return bloc, *agencies


def leaders(bloc: Bloc, day: dt.date) -> tuple[Agency | None, Agency | None]:
    found = leadership_on(bloc.leadership_terms.all(), bloc.memberships.all(), day)
    return found.head and found.head.agency, found.deputy and found.deputy.agency


class TestAppointHead:
    def test_the_previous_head_leads_to_the_day_before(self) -> None:
        bloc, first, deputy, third = make_full_bloc()
        appoint_head(bloc=bloc, agency=third, on=DAY)
        assert leaders(bloc, DAY_BEFORE) == (first, deputy)
        assert leaders(bloc, DAY) == (third, deputy)

    def test_its_representative_leaves_with_it(self) -> None:
        bloc, first, _deputy, third = make_full_bloc()
        appoint_head(bloc=bloc, agency=third, on=DAY)
        office = first.leadership_terms.get()
        assert (office.representative_on(DAY_BEFORE) is None, office.representative_on(DAY) is None) == (False, True)

    def test_the_deputy_steps_up(self) -> None:
        bloc, _first, deputy, _third = make_full_bloc()
        appoint_head(bloc=bloc, agency=deputy, on=DAY)
        assert leaders(bloc, DAY) == (deputy, None)

    def test_it_is_represented_by_a_person(self) -> None:
        bloc, *_, third = make_full_bloc()
        office = appoint_head(
            bloc=bloc, agency=third, on=DAY, representative=RepresentativeData("Hoàng Văn Mẫu", "Chánh án", "Ông")
        )
        assert str(office.representative_on(DAY)) == "Ông Hoàng Văn Mẫu"

    def test_the_head_is_not_appointed_again(self) -> None:
        bloc, first, *_ = make_full_bloc()
        with refused("agency", "đang là Trưởng khối rồi"):
            appoint_head(bloc=bloc, agency=first, on=DAY)

    def test_an_outsider_is_refused_and_the_head_stays(self) -> None:
        bloc, first, *_ = make_full_bloc()
        with refused("agency", "phải là thành viên"):
            appoint_head(bloc=bloc, agency=make_agency(), on=DAY)
        assert leaders(bloc, DAY)[0] == first

    def test_a_later_head_on_record_is_not_overwritten(self) -> None:
        bloc, first, second, third = make_full_bloc()
        appoint_head(bloc=bloc, agency=third, on=dt.date(2020, 1, 1))
        with refused("__all__", "giữ chức trách này"):
            appoint_head(bloc=bloc, agency=second, on=DAY)
        assert leaders(bloc, DAY) == (first, second)


class TestAppointDeputy:
    def test_the_previous_deputy_leaves(self) -> None:
        bloc, head, _deputy, third = make_full_bloc()
        appoint_deputy(bloc=bloc, agency=third, on=DAY)
        assert leaders(bloc, DAY) == (head, third)

    def test_the_head_is_no_deputy(self) -> None:
        bloc, head, *_ = make_full_bloc()
        with refused("agency", "đang là Trưởng khối"):
            appoint_deputy(bloc=bloc, agency=head, on=DAY)


class TestHandOver:
    def test_both_offices_change_on_one_day(self) -> None:
        bloc, head, deputy, third = make_full_bloc()
        hand_over_leadership(bloc=bloc, head=deputy, deputy=third, on=DAY)
        assert leaders(bloc, DAY_BEFORE) == (head, deputy)
        assert leaders(bloc, DAY) == (deputy, third)

    def test_head_and_deputy_may_swap(self) -> None:
        bloc, head, deputy, _third = make_full_bloc()
        hand_over_leadership(bloc=bloc, head=deputy, deputy=head, on=DAY)
        assert leaders(bloc, DAY) == (deputy, head)

    def test_without_a_deputy_the_office_is_vacant(self) -> None:
        bloc, _head, deputy, _third = make_full_bloc()
        hand_over_leadership(bloc=bloc, head=deputy, deputy=None, on=DAY)
        assert leaders(bloc, DAY) == (deputy, None)

    def test_the_first_leaders_of_a_bloc(self) -> None:
        bloc, agency = make_bloc(), make_agency()
        make_membership(bloc, agency)
        hand_over_leadership(bloc=bloc, head=agency, deputy=None, on=DAY)
        assert leaders(bloc, DAY) == (agency, None)

    def test_one_agency_takes_one_office(self) -> None:
        bloc, _head, deputy, _third = make_full_bloc()
        with refused("deputy", "cơ quan khác"):
            hand_over_leadership(bloc=bloc, head=deputy, deputy=deputy, on=DAY)

    @pytest.mark.parametrize("field", ["head", "deputy"])
    def test_an_outsider_is_named_and_nothing_changes(self, field: str) -> None:
        bloc, head, deputy, third = make_full_bloc()
        chosen = {"head": deputy, "deputy": third, field: make_agency()}
        with refused(field, "phải là thành viên"):
            hand_over_leadership(bloc=bloc, on=DAY, **chosen)
        assert leaders(bloc, DAY) == (head, deputy)
        assert LeadershipTerm.objects.count() == 2

    def test_a_person_recorded_later_stops_it(self) -> None:
        bloc, head, deputy, third = make_full_bloc()
        office = head.leadership_terms.get()
        change_representative(
            leadership_term=office,
            representative=RepresentativeData("Nông Văn Mẫu", "Chánh Thanh tra"),
            on=dt.date(2019, 6, 1),
        )
        with refused("on", "người đại diện từ 01/06/2019"):
            hand_over_leadership(bloc=bloc, head=deputy, deputy=third, on=DAY)


class TestChangeRepresentative:
    def test_the_next_person_speaks_from_the_day_on(self) -> None:
        _bloc, head, *_ = make_full_bloc()
        office = head.leadership_terms.get()
        change_representative(
            leadership_term=office, representative=RepresentativeData("Nông Văn Mẫu", "Chánh án"), on=DAY
        )
        names = [office.representative_on(day).person_name for day in (DAY_BEFORE, DAY)]
        assert names == ["Nông Thị Mẫu", "Nông Văn Mẫu"]

    def test_outside_the_office_it_is_refused(self) -> None:
        bloc, agency = make_bloc(), make_agency()
        make_membership(bloc, agency)
        office = make_officer(bloc, agency, since=dt.date(2018, 1, 1), until=DAY)
        with pytest.raises(ValidationError, match=r"trong thời gian|kết thúc phải sau"):
            change_representative(
                leadership_term=office, representative=RepresentativeData("Nông Văn Mẫu", "Chánh án"), on=DAY
            )


class TestVacateOffice:
    def test_nobody_follows(self) -> None:
        bloc, head, deputy, _third = make_full_bloc()
        end_leadership(leadership_term=deputy.leadership_terms.get(), on=DAY)
        assert leaders(bloc, DAY) == (head, None)
