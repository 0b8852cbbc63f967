"""Acts on posts and units: whole or not at all, with a audit log, refusing in Vietnamese."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from portal.audit.models import AuditEntry
from portal.organisation.appointments import dissolve_unit, end_posting, replace_holder
from portal.organisation.models import Posting, Unit
from tests.factories import make_administrator
from tests.organisation.factories import LONG_AGO, make_official, make_posting, make_unit

pytestmark = pytest.mark.django_db

MAY, JUNE, JULY = (dt.date(2025, month, 1) for month in (5, 6, 7))


@pytest.fixture
def head() -> Posting:
    return make_posting(
        "Nguyễn Văn A",
        make_unit("Sở Mẫu"),
        "Giám đốc",
        post_en="Director",
        is_leader=True,
        is_spokesperson=True,
        position=1,
        phone="0206 000 0001",
        email="a@caobang.example",
    )


class TestEnding:
    def test_ends_on_the_day_and_tells_the_audit_log(self, head: Posting) -> None:
        clerk = make_administrator()
        assert end_posting(posting=head, on=JUNE, by=clerk).valid_to == JUNE
        assert Posting.objects.get().last_day == dt.date(2025, 5, 31)
        entry = AuditEntry.objects.get(action="organisation.posting_ended")
        assert (entry.user, entry.target_id, entry.detail) == (clerk, str(head.pk), {"on": "01/06/2025"})

    @pytest.mark.parametrize("day", [LONG_AGO, LONG_AGO - dt.timedelta(days=1)])
    def test_not_before_it_began(self, head: Posting, day: dt.date) -> None:
        with pytest.raises(ValidationError) as refusal:
            end_posting(posting=head, on=day, by=None)
        assert "phải kết thúc sau ngày đó" in refusal.value.message_dict["on"][0]

    def test_not_twice_but_earlier_than_planned(self, head: Posting) -> None:
        end_posting(posting=head, on=JUNE, by=None)
        for day in (JUNE, JULY):
            with pytest.raises(ValidationError, match="đã kết thúc từ 01/06/2025"):
                end_posting(posting=head, on=day, by=None)
        end_posting(posting=head, on=MAY, by=None)
        assert Posting.objects.get().valid_to == MAY


class TestReplacing:
    def test_ends_the_one_and_begins_the_other_on_one_day(self, head: Posting) -> None:
        successor = make_official("Trần Thị B")
        begun = replace_holder(
            posting=head, successor=successor, on=JUNE, by=None, phone="0206 000 0001", area="Phụ trách chung"
        )
        head.refresh_from_db()
        assert (head.valid_to, begun.valid_from, begun.valid_to) == (JUNE, JUNE, None)
        for same in ("unit", "post", "post_en", "position", "is_leader", "is_contact", "is_spokesperson"):
            assert getattr(begun, same) == getattr(head, same), same
        assert (begun.official, begun.phone, begun.email, begun.area) == (
            successor,
            "0206 000 0001",
            "",
            "Phụ trách chung",
        )
        entry = AuditEntry.objects.get(action="organisation.holder_replaced")
        assert entry.detail == {"on": "01/06/2025", "predecessor": "Nguyễn Văn A"}

    def test_a_deputy_moves_up_when_asked(self, head: Posting) -> None:
        deputy = make_posting("Trần Thị B", head.unit, "Phó Giám đốc", is_leader=True)
        elsewhere = make_posting(deputy.official, make_unit())
        replace_holder(posting=head, successor=deputy.official, on=JUNE, by=None, ends_other_posts=True)
        deputy.refresh_from_db()
        elsewhere.refresh_from_db()
        assert (deputy.valid_to, elsewhere.valid_to) == (JUNE, None)

    def test_a_deputy_keeps_the_other_post_when_not(self, head: Posting) -> None:
        deputy = make_posting("Trần Thị B", head.unit, "Phó Giám đốc", is_leader=True)
        replace_holder(posting=head, successor=deputy.official, on=JUNE, by=None)
        deputy.refresh_from_db()
        assert deputy.valid_to is None

    def test_nobody_follows_themselves(self, head: Posting) -> None:
        with pytest.raises(ValidationError) as refusal:
            replace_holder(posting=head, successor=head.official, on=JUNE, by=None)
        assert "successor" in refusal.value.message_dict

    def test_all_or_nothing(self, head: Posting) -> None:
        """The successor's own deputyship began on the very day, so it cannot end on it."""
        deputy = make_posting("Trần Thị B", head.unit, "Phó Giám đốc", since=JUNE)
        with pytest.raises(ValidationError):
            replace_holder(posting=head, successor=deputy.official, on=JUNE, by=None, ends_other_posts=True)
        head.refresh_from_db()
        assert head.valid_to is None
        assert Posting.objects.count() == 2
        assert not AuditEntry.objects.filter(action__startswith="organisation.").exists()

    def test_refuses_a_collision_in_words(self, head: Posting) -> None:
        other = make_posting("Trần Thị B", head.unit, "Giám đốc", since=JULY)
        with pytest.raises(ValidationError, match="chính chức vụ này"):
            replace_holder(posting=head, successor=other.official, on=JUNE, by=None)

    def test_not_in_a_unit_that_ended(self, head: Posting) -> None:
        dissolve_unit(unit=head.unit, on=JUNE, by=None)
        with pytest.raises(ValidationError):
            replace_holder(posting=head, successor=make_official("Trần Thị B"), on=JUNE, by=None)


class TestDissolving:
    def test_ends_the_unit_and_its_posts(self, head: Posting) -> None:
        dissolve_unit(unit=head.unit, on=JUNE, by=None)
        assert Unit.objects.get().valid_to == Posting.objects.get().valid_to == JUNE
        assert AuditEntry.objects.filter(action="organisation.unit_dissolved").count() == 1

    def test_not_from_above_others(self, head: Posting) -> None:
        make_unit(parent=head.unit)
        with pytest.raises(ValidationError, match="Còn đơn vị trực thuộc"):
            dissolve_unit(unit=head.unit, on=JUNE, by=None)

    def test_units_below_that_ended_before_do_not_stand_in_the_way(self, head: Posting) -> None:
        make_unit(parent=head.unit, valid_to=MAY)
        dissolve_unit(unit=head.unit, on=JUNE, by=None)
        assert Unit.objects.get(pk=head.unit_id).valid_to == JUNE

    def test_not_when_a_post_would_begin_afterwards(self, head: Posting) -> None:
        make_posting("Trần Thị B", head.unit, since=JULY)
        with pytest.raises(ValidationError, match="phải kết thúc sau ngày đó"):
            dissolve_unit(unit=head.unit, on=JUNE, by=None)
        assert Unit.objects.get().valid_to is None
