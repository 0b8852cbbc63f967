"""Two managers at the same time: one of them wins, the other reads a sentence."""

import datetime as dt
import time
from threading import Event

import pytest
from django.db import connection, transaction

from emulation.bloc_changes import admit_member
from emulation.leadership import appoint_head
from emulation.models import LeadershipTerm, Membership
from portal.core.db import periods
from tests.concurrency import at_once
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
        assert LeadershipTerm.objects.count() == 1
        assert sorted(map(bool, told)) == [False, True]

    def test_even_past_every_check_the_database_lets_one_through(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """As if both had looked before either wrote: no locks, no checks, only the constraint."""
        monkeypatch.setattr(periods.NoOverlapConstraint, "validate", lambda *args, **kwargs: None)
        monkeypatch.setattr("emulation.bloc_changes.lock_agencies", lambda *agencies: list(agencies))
        agency, blocs = make_agency(), [make_bloc(), make_bloc()]
        one_has_written = Event()

        def first() -> None:
            # Two that wait for each other would be a deadlock, so the second begins once this one has written.
            with transaction.atomic():
                admit_member(bloc=blocs[0], agency=agency, on=DAY, decision=None)
                one_has_written.set()
                _wait_for_a_blocked_statement()

        def second() -> None:
            assert one_has_written.wait(10)
            admit_member(bloc=blocs[1], agency=agency, on=DAY, decision=None)

        told = at_once(first, second)
        assert Membership.objects.count() == 1
        assert told[0] == ""
        assert "một khối cùng cấp" in told[1]


def _wait_for_a_blocked_statement() -> None:
    """Returns once another connection waits for a row that this one holds; fails after ten seconds."""
    patience = time.monotonic() + 10
    while time.monotonic() < patience:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT 1 FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid)) LIMIT 1"
            )
            if cursor.fetchone():
                return
        time.sleep(0.02)
    raise AssertionError("nobody waited")
