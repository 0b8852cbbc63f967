"""Two managers at the same time: one of them wins, the other reads a sentence."""

import datetime as dt

import pytest
from django.db import connection

from emulation import constraints
from emulation.appointing import appoint_head
from emulation.models import Membership, Officer
from emulation.rearranging import admit_member
from tests.at_once import at_once
from tests.emulation.factories import make_agency, make_bloc, make_decision, make_membership

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one writer in at a time"),
]

DAY = dt.date(2019, 1, 1)


class TestTwoManagers:
    @pytest.mark.parametrize("same_bloc", [True, False], ids=["into one bloc", "into two blocs"])
    def test_adding_the_same_member_leaves_one_member_and_one_message(self, same_bloc: bool) -> None:
        agency, decision, bloc = make_agency(), make_decision(), make_bloc()
        blocs = [bloc, bloc if same_bloc else make_bloc()]
        told = at_once(
            *(lambda bloc=bloc: admit_member(bloc=bloc, agency=agency, on=DAY, decision=decision) for bloc in blocs)
        )
        assert Membership.objects.count() == 1
        assert sorted(map(bool, told)) == [False, True]
        assert "một khối cùng cấp" in "".join(told)

    def test_appointing_two_heads_leaves_one_of_them(self) -> None:
        bloc = make_bloc()
        agencies = [make_membership(bloc).agency for _ in range(2)]
        told = at_once(*(lambda agency=agency: appoint_head(bloc=bloc, agency=agency, on=DAY) for agency in agencies))
        assert Officer.objects.count() == 1
        assert sorted(map(bool, told)) == [False, True]

    def test_even_past_every_check_the_database_lets_one_through(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """As if both had looked before either wrote: no locks, no checks, only the constraint."""
        monkeypatch.setattr(constraints.NoOverlap, "validate", lambda *args, **kwargs: None)
        monkeypatch.setattr("emulation.rearranging.lock_agencies", lambda *agencies: list(agencies))
        agency, blocs = make_agency(), [make_bloc(), make_bloc()]
        told = at_once(
            *(lambda bloc=bloc: admit_member(bloc=bloc, agency=agency, on=DAY, decision=None) for bloc in blocs)
        )
        assert Membership.objects.count() == 1
        assert "một khối cùng cấp" in "".join(told)
