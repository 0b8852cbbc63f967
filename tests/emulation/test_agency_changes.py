import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from emulation.agency_changes import create_agency, dissolve_agency, merge_agencies, rename_agency, split_agency
from emulation.models import Agency, AgencyRelation, LeadershipTerm, Membership
from tests.emulation.factories import make_agency, make_bloc, make_decision, make_membership, make_officer, make_person
from tests.emulation.test_bloc_changes import refused

pytestmark = pytest.mark.django_db

DAY = dt.date(2025, 7, 1)
DAY_BEFORE, DAY_AFTER = dt.date(2025, 6, 30), dt.date(2025, 7, 2)


def relations(agency: Agency) -> list[tuple]:
    return [(row.kind, row.other, row.occurred_on, row.decision) for row in agency.relations.all()]


class TestRegisterAgency:
    def test_its_address_comes_from_its_name(self) -> None:
        first, second = (create_agency(name="Sở Tư pháp", line="provincial", force="civil", on=DAY) for _ in range(2))
        assert (first.slug, second.slug) == ("so-tu-phap", "so-tu-phap-2")
        assert first.name_on(DAY).name == "Sở Tư pháp"

    def test_an_unknown_line_is_refused(self) -> None:
        with refused("line", ""):
            create_agency(name="Sở Tư pháp", line="khác", force="civil", on=DAY)


class TestRenameAgency:
    def test_each_day_keeps_its_name(self) -> None:
        agency, decision = make_agency("Cục Thi hành án dân sự tỉnh"), make_decision()
        rename_agency(agency=agency, name="Thi hành án dân sự tỉnh", initials="THADS", on=DAY, decision=decision)
        assert [agency.name_on(day).name for day in (DAY_BEFORE, DAY)] == [
            "Cục Thi hành án dân sự tỉnh",
            "Thi hành án dân sự tỉnh",
        ]
        assert relations(agency) == [("renamed", None, DAY, decision)]

    def test_the_membership_goes_on(self) -> None:
        place = make_membership()
        rename_agency(agency=place.agency, name="Tên mới", on=DAY, decision=make_decision())
        place.refresh_from_db()
        assert place.valid_to is None

    @pytest.mark.parametrize("since", [DAY, DAY_AFTER])
    def test_a_name_recorded_from_that_day_or_later_stops_it(self, since: dt.date) -> None:
        agency = make_agency("Sở Tư pháp", since=since)
        with refused("on", "Sở Tư pháp"):
            rename_agency(agency=agency, name="Tên mới", on=DAY, decision=make_decision())

    def test_a_dissolved_agency_has_no_new_name(self) -> None:
        with refused("agency", "đã giải thể từ 30/06/2025"):
            rename_agency(agency=make_agency(dissolved_on=DAY_BEFORE), name="Mới", on=DAY, decision=make_decision())


class TestDissolveAgency:
    def test_its_places_and_offices_end_with_it(self) -> None:
        place, decision = make_membership(), make_decision()
        office = make_officer(place.bloc, place.agency)
        person = make_person(office)
        dissolve_agency(agency=place.agency, on=DAY, decision=decision)
        for row in (place, office, person):
            row.refresh_from_db()
            assert row.valid_to == DAY
        assert place.ending_decision == decision
        assert relations(place.agency) == [("dissolved", None, DAY, decision)]
        assert [Agency.objects.existing_on(day).count() for day in (DAY_BEFORE, DAY)] == [1, 0]

    def test_it_keeps_its_last_name(self) -> None:
        agency = make_agency("Sở Nội vụ")
        dissolve_agency(agency=agency, on=DAY, decision=make_decision())
        assert Agency.objects.with_names().get().name_on(DAY_AFTER).name == "Sở Nội vụ"

    def test_a_place_that_begins_later_stops_it(self) -> None:
        place = make_membership(since=DAY_AFTER)
        with refused("on", "không trước ngày này"):
            dissolve_agency(agency=place.agency, on=DAY, decision=make_decision())
        assert not AgencyRelation.objects.exists()

    def test_twice_is_refused(self) -> None:
        agency = make_agency(dissolved_on=DAY_BEFORE)
        with refused("agency", "đã giải thể"):
            dissolve_agency(agency=agency, on=DAY, decision=make_decision())


class TestMergeAgencies:
    def test_the_merged_are_dissolved_and_related(self) -> None:
        first, second, into, decision = make_agency(), make_agency(), make_agency(), make_decision()
        merge_agencies(agencies=[first, second], into=into, on=DAY, decision=decision)
        for agency in (first, second):
            agency.refresh_from_db()
            assert agency.dissolved_on == DAY
            assert relations(agency) == [("merged_into", into, DAY, decision)]

    def test_the_other_gets_no_place_unless_told(self) -> None:
        place, into = make_membership(), make_agency()
        merge_agencies(agencies=[place.agency], into=into, on=DAY, decision=make_decision())
        assert not into.memberships.exists()

    def test_it_takes_over_the_seat_and_the_office(self) -> None:
        place, into = make_membership(position=3), make_agency()
        make_person(make_officer(place.bloc, place.agency, "head"))
        merge_agencies(agencies=[place.agency], into=into, on=DAY, decision=make_decision(), inherit_from=place.agency)
        new = into.memberships.get()
        assert (new.bloc, new.valid_from, new.valid_to, new.position) == (place.bloc, DAY, None, 3)
        office = LeadershipTerm.objects.valid_on(DAY).get()
        assert (office.agency, office.role, office.representatives.count()) == (into, "head", 0)

    def test_it_keeps_its_own_place_of_that_level(self) -> None:
        place = make_membership()
        own = make_membership(make_bloc())
        merge_agencies(
            agencies=[place.agency], into=own.agency, on=DAY, decision=make_decision(), inherit_from=place.agency
        )
        assert own.agency.memberships.get() == own

    def test_into_itself_is_refused(self) -> None:
        agency = make_agency()
        with refused("into", "chính nó"):
            merge_agencies(agencies=[agency], into=agency, on=DAY, decision=make_decision())

    def test_into_a_dissolved_one_is_refused_and_nothing_is_written(self) -> None:
        place = make_membership()
        with refused("into", "đã giải thể"):
            merge_agencies(
                agencies=[place.agency], into=make_agency(dissolved_on=DAY), on=DAY, decision=make_decision()
            )
        assert Membership.objects.get().valid_to is None

    def test_the_seat_of_another_is_refused(self) -> None:
        with refused("inherit_from", "trong số được sáp nhập"):
            merge_agencies(
                agencies=[make_agency()],
                into=make_agency(),
                on=DAY,
                decision=make_decision(),
                inherit_from=make_agency(),
            )


class TestSplitAgency:
    def test_the_parts_remember_where_they_come_from(self) -> None:
        whole, part, decision = make_agency(), make_agency(), make_decision()
        split_agency(agency=whole, into=[part], on=DAY, decision=decision)
        assert relations(part) == [("split_from", whole, DAY, decision)]
        assert relations(whole) == []
        whole.refresh_from_db()
        assert whole.dissolved_on is None

    def test_the_whole_may_end(self) -> None:
        place = make_membership()
        split_agency(agency=place.agency, into=[make_agency()], on=DAY, decision=make_decision(), is_dissolved=True)
        place.refresh_from_db()
        assert place.valid_to == DAY

    def test_into_nothing_is_refused(self) -> None:
        with refused("into", "được tách ra"):
            split_agency(agency=make_agency(), into=[], on=DAY, decision=make_decision())


class TestRelation:
    @pytest.mark.parametrize(
        ("kind", "has_other", "is_refused"),
        [
            ("merged_into", False, True),
            ("split_from", False, True),
            ("renamed", True, True),
            ("dissolved", True, True),
            ("merged_into", True, False),
            ("dissolved", False, False),
        ],
    )
    def test_the_other_is_named_when_there_is_one(self, kind: str, has_other: bool, is_refused: bool) -> None:
        row = AgencyRelation(
            kind=kind, agency=make_agency(), other=make_agency() if has_other else None, occurred_on=DAY
        )
        if is_refused:
            with pytest.raises(ValidationError, match="Sáp nhập và tách"):
                row.full_clean()
        else:
            row.full_clean()
