"""What the database itself refuses, below every form and act; each on whichever database the tests run on."""

import datetime as dt
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, connection, migrations, models, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

from emulation.models import Agency, AgencyName, Bloc, BlocName, LeadershipTerm, Membership, Representative
from portal.core.db.constraints import ForbidWhen, TriggerConstraint, constraint_errors_as_validation
from portal.core.db.periods import NoOverlapConstraint
from tests.emulation.factories import (
    make_agency,
    make_bloc,
    make_membership,
    make_officer,
    make_person,
)

pytestmark = pytest.mark.django_db

JAN, APR, JUL, OCT = (dt.date(2018, month, 1) for month in (1, 4, 7, 10))
NEXT_JAN = dt.date(2019, 1, 1)


def refused(by: str) -> AbstractContextManager[Any]:
    """The database refuses, and names the constraint."""
    return pytest.raises(IntegrityError, match=by)


PERIODS = pytest.mark.parametrize(
    ("start", "end", "meets"),
    [
        (JAN, APR, False),
        (JAN, dt.date(2018, 4, 2), True),
        (APR, JUL, True),
        (dt.date(2018, 5, 1), dt.date(2018, 6, 1), True),
        (JAN, None, True),
        (dt.date(2018, 6, 30), None, True),
        (JUL, None, False),
        (JUL, OCT, False),
    ],
)


class TestOneBlocOfALevel:
    @PERIODS
    def test_an_agency_is_in_one_bloc_of_a_level_on_any_day(
        self, start: dt.date, end: dt.date | None, meets: bool
    ) -> None:
        agency = make_agency()
        make_membership(make_bloc(), agency, since=APR, valid_to=JUL)
        row = Membership(bloc=make_bloc(), agency=agency, valid_from=start, valid_to=end)
        if not meets:
            row.full_clean()
            row.save()
            return
        with pytest.raises(ValidationError, match="một khối cùng cấp"):
            row.full_clean()
        with refused(by="agency_is_in_one_bloc_of_a_level"):
            row.save()

    def test_an_open_membership_fills_the_future(self) -> None:
        agency = make_agency()
        make_membership(make_bloc(), agency, since=JAN)
        with refused(by="agency_is_in_one_bloc_of_a_level"):
            make_membership(make_bloc(), agency, since=dt.date(2100, 1, 1))

    def test_blocs_of_two_levels_may_share_an_agency(self) -> None:
        agency = make_agency()
        make_membership(make_bloc(level="province"), agency)
        make_membership(make_bloc(level="commune"), agency)
        assert agency.memberships.count() == 2

    def test_an_update_in_one_statement_is_refused_too(self) -> None:
        agency = make_agency()
        make_membership(make_bloc(), agency, since=JAN, valid_to=APR)
        make_membership(make_bloc(), agency, since=JUL)
        with refused(by="agency_is_in_one_bloc_of_a_level"):
            Membership.objects.filter(valid_to=APR).update(valid_to=OCT)

    def test_saving_a_row_again_is_no_overlap_with_itself(self) -> None:
        row = make_membership()
        row.full_clean()
        row.save()

    def test_the_level_cannot_be_forged(self) -> None:
        row = make_membership(make_bloc(level="province"))
        with refused(by="membership_level_matches_bloc"):
            Membership.objects.filter(pk=row.pk).update(level="commune")

    def test_a_bloc_with_members_keeps_its_level(self) -> None:
        row = make_membership(make_bloc(level="province"))
        with refused(by="bloc_level_matches_memberships"):
            Bloc.objects.filter(pk=row.bloc_id).update(level="commune")

    def test_a_bloc_without_members_may_change_its_level(self) -> None:
        bloc = make_bloc(level="province")
        Bloc.objects.filter(pk=bloc.pk).update(level="commune")
        bloc.refresh_from_db()
        assert bloc.level == "commune"


class TestPeriods:
    @pytest.mark.parametrize("end", [JAN, APR], ids=["before", "same-day"])
    @pytest.mark.parametrize("model", [AgencyName, BlocName, Membership, LeadershipTerm, Representative])
    def test_a_period_ends_after_it_starts(self, model: Any, end: dt.date | None) -> None:
        agency, bloc = make_agency(since=JUL), make_bloc(since=JUL)
        make_membership(bloc, agency)
        office = make_officer(bloc, agency, since=dt.date(2020, 1, 1))
        rows = {
            AgencyName: AgencyName(agency=agency, name="Tên cũ"),
            BlocName: BlocName(bloc=bloc, name="Khối cũ"),
            Membership: Membership(bloc=make_bloc(), agency=make_agency()),
            LeadershipTerm: LeadershipTerm(bloc=bloc, agency=agency, role="deputy"),
            Representative: Representative(leadership_term=office, person_name="Nông Thị Mẫu", post="Giám đốc"),
        }
        row = rows[model]
        row.valid_from, row.valid_to = APR, end
        with pytest.raises(ValidationError, match="Ngày kết thúc phải sau ngày bắt đầu"):
            row.full_clean()
        with refused(by=f"{model._meta.model_name}_ends_after_it_starts"):
            row.save()


class TestNames:
    @PERIODS
    def test_an_agency_has_one_name_on_any_day(self, start: dt.date, end: dt.date | None, meets: bool) -> None:
        agency = Agency.objects.create(slug="thads")
        AgencyName.objects.create(agency=agency, name="Cục Thi hành án dân sự tỉnh", valid_from=APR, valid_to=JUL)
        row = AgencyName(agency=agency, name="Thi hành án dân sự tỉnh", valid_from=start, valid_to=end)
        if meets:
            with refused(by="agency_has_one_name_a_day"):
                row.save()
        else:
            row.save()

    def test_a_bloc_has_one_name_on_any_day(self) -> None:
        bloc = make_bloc(since=JAN)
        with refused(by="bloc_has_one_name_a_day"):
            BlocName.objects.create(bloc=bloc, name="Khối khác", valid_from=JUL)

    def test_two_agencies_may_share_a_name(self) -> None:
        make_agency("Chi cục Thuế")
        make_agency("Chi cục Thuế")
        assert Agency.objects.count() == 2


class TestOfficers:
    @pytest.mark.parametrize("role", ["head", "deputy"])
    @PERIODS
    def test_a_bloc_has_one_officer_of_a_role_on_any_day(
        self, role: str, start: dt.date, end: dt.date | None, meets: bool
    ) -> None:
        bloc, first, second = make_bloc(), make_agency(), make_agency()
        make_membership(bloc, first)
        make_membership(bloc, second)
        make_officer(bloc, first, role, since=APR, until=JUL)
        row = LeadershipTerm(bloc=bloc, agency=second, role=role, valid_from=start, valid_to=end)
        if not meets:
            row.full_clean()
            row.save()
            return
        with pytest.raises(ValidationError, match="giữ chức trách này"):
            row.full_clean()
        with refused(by="bloc_has_one_leader_per_role"):
            row.save()

    def test_the_head_is_not_the_deputy(self) -> None:
        bloc, agency = make_bloc(), make_agency()
        make_membership(bloc, agency)
        make_officer(bloc, agency, "head", since=JAN, until=JUL)
        row = LeadershipTerm(bloc=bloc, agency=agency, role="deputy", valid_from=APR)
        with pytest.raises(ValidationError, match="vừa là Trưởng khối vừa là Phó Trưởng khối"):
            row.full_clean()
        with refused(by="head_and_deputy_differ"):
            row.save()

    def test_the_deputy_may_be_head_afterwards(self) -> None:
        bloc, agency = make_bloc(), make_agency()
        make_membership(bloc, agency)
        make_officer(bloc, agency, "deputy", since=JAN, until=JUL)
        make_officer(bloc, agency, "head", since=JUL)
        assert bloc.leadership_terms.count() == 2

    @pytest.mark.parametrize(
        ("start", "end", "is_covered"),
        [
            (APR, JUL, True),
            (APR, dt.date(2018, 6, 1), True),
            (JAN, JUL, False),
            (APR, dt.date(2018, 7, 2), False),
            (APR, None, False),
            (JUL, OCT, False),
        ],
    )
    def test_an_officer_is_a_member_all_the_time(self, start: dt.date, end: dt.date | None, is_covered: bool) -> None:
        bloc, agency = make_bloc(), make_agency()
        make_membership(bloc, agency, since=APR, valid_to=JUL)
        row = LeadershipTerm(bloc=bloc, agency=agency, role="head", valid_from=start, valid_to=end)
        if is_covered:
            row.full_clean()
            row.save()
            return
        with pytest.raises(ValidationError, match="phải là thành viên") as refusal:
            row.full_clean()
        assert "agency" in refusal.value.message_dict
        with refused(by="leadership_term_within_membership"):
            row.save()

    def test_adjoining_memberships_carry_an_office(self) -> None:
        bloc, agency = make_bloc(), make_agency()
        make_membership(bloc, agency, since=JAN, valid_to=APR)
        make_membership(bloc, agency, since=APR, valid_to=OCT)
        row = LeadershipTerm(bloc=bloc, agency=agency, role="head", valid_from=JAN, valid_to=OCT)
        row.full_clean()
        row.save()

    def test_a_gap_between_memberships_breaks_an_office(self) -> None:
        bloc, agency = make_bloc(), make_agency()
        make_membership(bloc, agency, since=JAN, valid_to=APR)
        make_membership(bloc, agency, since=dt.date(2018, 4, 2))
        with refused(by="leadership_term_within_membership"):
            make_officer(bloc, agency, since=JAN, until=OCT)

    def test_an_outsider_is_no_officer(self) -> None:
        bloc = make_bloc()
        make_membership(make_bloc(), outsider := make_agency())
        with refused(by="leadership_term_within_membership"):
            make_officer(bloc, outsider)

    @pytest.mark.parametrize(
        "change",
        [
            lambda row: Membership.objects.filter(pk=row.pk).update(valid_to=APR),
            lambda row: Membership.objects.filter(pk=row.pk).update(valid_from=APR),
            lambda row: Membership.objects.filter(pk=row.pk).update(bloc=make_bloc()),
            lambda row: row.delete(),
        ],
        ids=["shortened", "begun-later", "moved", "deleted"],
    )
    def test_a_membership_is_not_taken_from_under_an_office(self, change: Any) -> None:
        bloc, agency = make_bloc(), make_agency()
        row = make_membership(bloc, agency, since=JAN)
        make_officer(bloc, agency, since=JAN, until=OCT)
        with refused(by="membership_covers_leadership_terms"):
            change(row)

    @pytest.mark.parametrize(
        "change",
        [{"valid_to": APR}, {"valid_from": APR}, {"bloc": "another"}],
        ids=["shortened", "begun-later", "moved"],
    )
    def test_people_are_told_before_the_database_refuses(self, change: Any) -> None:
        bloc, agency = make_bloc(), make_agency()
        row = make_membership(bloc, agency, since=JAN)
        make_officer(bloc, agency, since=JAN, until=OCT)
        for name, value in change.items():
            setattr(row, name, make_bloc() if value == "another" else value)
        with pytest.raises(ValidationError, match="phải là thành viên"):
            row.full_clean()

    def test_a_membership_may_end_with_the_office(self) -> None:
        bloc, agency = make_bloc(), make_agency()
        row = make_membership(bloc, agency, since=JAN)
        make_officer(bloc, agency, since=JAN, until=OCT)
        row.valid_to = OCT
        row.save()

    def test_an_office_has_one_person_on_any_day(self) -> None:
        bloc, agency = make_bloc(), make_agency()
        make_membership(bloc, agency)
        office = make_officer(bloc, agency)
        make_person(office)
        with refused(by="leadership_term_has_one_representative_a_day"):
            make_person(office, "Hoàng Văn Mẫu", valid_from=JUL)

    def test_a_person_stays_within_the_office(self) -> None:
        bloc, agency = make_bloc(), make_agency()
        make_membership(bloc, agency)
        office = make_officer(bloc, agency, since=APR, until=JUL)
        row = Representative(leadership_term=office, person_name="Hoàng Văn Mẫu", post="Giám đốc", valid_from=APR)
        with pytest.raises(ValidationError, match="trong thời gian cơ quan giữ chức trách"):
            row.full_clean()


class TestDissolvedAgency:
    def test_nothing_is_assigned_to_it(self) -> None:
        agency = make_agency(dissolved_on=JUL)
        row = Membership(bloc=make_bloc(), agency=agency, valid_from=OCT)
        with pytest.raises(ValidationError, match="đã giải thể") as refusal:
            row.full_clean()
        assert "agency" in refusal.value.message_dict
        with refused(by="membership_ends_when_agency_dissolved"):
            row.save()

    @pytest.mark.parametrize(("end", "is_refused"), [(JUL, False), (APR, False), (OCT, True), (None, True)])
    def test_a_membership_ends_with_it(self, end: dt.date | None, is_refused: bool) -> None:
        agency = make_agency(dissolved_on=JUL)
        row = Membership(bloc=make_bloc(), agency=agency, valid_from=JAN, valid_to=end)
        if is_refused:
            with refused(by="membership_ends_when_agency_dissolved"):
                row.save()
        else:
            row.save()

    def test_it_is_not_dissolved_under_a_membership(self) -> None:
        row = make_membership()
        with refused(by="dissolved_agency_has_no_memberships"):
            Agency.objects.filter(pk=row.agency_id).update(dissolved_on=JUL)


class TestMessages:
    """Two people may pass the same check at once; the one whom the database refuses reads a sentence."""

    def test_a_refusal_of_the_database_is_translated(self) -> None:
        agency = make_agency()
        make_membership(make_bloc(), agency)
        with (
            pytest.raises(ValidationError, match="một khối cùng cấp"),
            constraint_errors_as_validation(Membership),
            transaction.atomic(),
        ):
            make_membership(make_bloc(), agency)

    def test_a_check_is_translated(self) -> None:
        with (
            pytest.raises(ValidationError, match="Ngày kết thúc phải sau"),
            constraint_errors_as_validation(Membership),
            transaction.atomic(),
        ):
            make_membership(since=JUL, valid_to=APR)

    def test_a_refusal_that_nobody_foresaw_passes_through(self) -> None:
        make_agency(slug="so-tu-phap")
        with pytest.raises(IntegrityError), constraint_errors_as_validation(Membership), transaction.atomic():
            make_agency(slug="so-tu-phap")

    def test_every_constraint_of_ours_speaks_vietnamese(self) -> None:
        silent = [
            constraint.name
            for model in (Agency, AgencyName, Bloc, BlocName, Membership, LeadershipTerm, Representative)
            for constraint in model._meta.constraints
            if "is violated" in str(constraint.violation_error_message)
        ]
        assert silent == []


class TestTriggersOutliveMigrations:
    """SQLite makes a changed table anew, and the old table's triggers go with it."""

    @staticmethod
    def add_column(model: type[models.Model]) -> None:
        """What a later migration would do, in a way that makes SQLite copy the table."""
        state: ProjectState = MigrationLoader(connection).project_state()
        operation = migrations.AddField(model._meta.object_name, "later", models.CharField(max_length=9, default="x"))
        before = state.clone()
        operation.state_forwards("emulation", state)
        with connection.schema_editor(atomic=True) as editor:
            operation.database_forwards("emulation", editor, before, state)

    @staticmethod
    def triggers() -> set[str]:
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            else:
                cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
            return {name for (name,) in cursor.fetchall()}

    @pytest.mark.parametrize("model", [Membership, LeadershipTerm, Agency, Bloc, AgencyName])
    @pytest.mark.django_db(transaction=True)
    def test_a_new_column_keeps_every_trigger(self, model: Any) -> None:
        before = self.triggers()
        assert before
        try:
            self.add_column(model)
            assert self.triggers() == before
            if connection.vendor == "postgresql":
                return
            with connection.cursor() as cursor:
                cursor.execute("SELECT sql FROM sqlite_master WHERE type = 'trigger'")
                assert not [sql for (sql,) in cursor.fetchall() if "new__" in sql]
        finally:
            with connection.schema_editor() as editor:
                editor.execute(f"ALTER TABLE {model._meta.db_table} DROP COLUMN later")

    @pytest.mark.django_db(transaction=True)
    def test_emptying_the_database_keeps_every_trigger(self) -> None:
        """Each test of this kind ends with it; whatever order the tables are emptied in, offices go with members."""
        for _ in range(5):
            bloc, agency = make_bloc(), make_agency()
            make_membership(bloc, agency)
            make_officer(bloc, agency)
        before = self.triggers()
        call_command("flush", interactive=False, inhibit_post_migrate=True)
        assert not Membership.objects.exists()
        assert self.triggers() == before

    def test_every_table_that_a_trigger_reads_can_be_made_anew(self) -> None:
        """``ForbidWhen`` explains it: such a table needs a constraint that puts the triggers aside meanwhile."""
        ours = list(apps.get_app_config("emulation").get_models())
        texts = [
            constraint.when
            for model in ours
            for constraint in model._meta.constraints
            if isinstance(constraint, ForbidWhen)
        ]
        read = [model for model in ours if any(f"{model._meta.db_table} " in text for text in texts)]
        assert {Membership, LeadershipTerm, Agency, Bloc} <= set(read)
        unready = [
            model
            for model in read
            if not any(isinstance(constraint, TriggerConstraint) for constraint in model._meta.constraints)
        ]
        assert unready == []


class TestDeconstruction:
    @pytest.mark.parametrize(
        "constraint",
        [
            NoOverlapConstraint(fields=["bloc", "role"], name="one", violation_error_message="Trùng."),
            ForbidWhen(name="two", events=["insert"], when="NEW.id  =\n 1", violation_error_message="Không."),
        ],
    )
    def test_a_migration_gives_back_the_same_constraint(self, constraint: Any) -> None:
        _path, args, kwargs = constraint.deconstruct()
        assert type(constraint)(*args, **kwargs) == constraint

    def test_another_field_is_another_constraint(self) -> None:
        assert NoOverlapConstraint(fields=["bloc"], name="one") != NoOverlapConstraint(fields=["agency"], name="one")
