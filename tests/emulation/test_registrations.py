"""What a member may register for, and until when."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from emulation.models import Agency, EmulationYear, Registration
from emulation.registrations import create_registration, unregistered_members, withdraw_registration
from tests.emulation.factories import make_agency
from tests.emulation.year_factories import make_members, make_title, make_year

pytestmark = pytest.mark.django_db

DAY = dt.date(2018, 3, 21)


@pytest.fixture
def year() -> EmulationYear:
    year = make_year(registration_deadline=dt.date(2018, 3, 31))
    make_members(year.bloc, 2)
    return year


def member(year: EmulationYear) -> Agency:
    return year.bloc.memberships.in_order().first().agency


def attempt(year: EmulationYear, **given: Any) -> Registration:
    return create_registration(year=year, **{"agency": member(year), "registered_on": DAY} | given)


class TestRegistering:
    def test_a_member_registers_a_title(self, year: EmulationYear) -> None:
        registration = attempt(year, title=make_title())
        assert str(registration) == "Tập thể lao động xuất sắc"

    @pytest.mark.parametrize(
        ("title", "given", "field", "message"),
        [
            ({"force": "armed"}, {}, "title", "lực lượng"),
            ({"recipient_type": "individual"}, {}, "title", "loại đối tượng"),
            ({"valid_to": DAY}, {}, "title", "không có hiệu lực"),
            ({}, {"registered_on": dt.date(2018, 4, 1)}, "registered_on", "quá hạn"),
            ({}, {"registered_on": dt.date(2016, 4, 1)}, "registered_on", "ngoài chu kỳ"),
            ({}, {"person_name": "Nông Thị Mẫu"}, "__all__", "đăng ký cho tập thể thì không"),
            ({"recipient_type": "individual"}, {"recipient_type": "individual"}, "__all__", "phải ghi họ tên"),
        ],
    )
    def test_the_rules_of_the_day_are_checked(
        self, year: EmulationYear, title: dict[str, Any], given: dict[str, Any], field: str, message: str
    ) -> None:
        with pytest.raises(ValidationError, match=message) as refusal:
            attempt(year, title=make_title(**title), **given)
        assert field in refusal.value.message_dict
        assert not Registration.objects.exists()

    def test_the_day_of_the_deadline_is_in_time(self, year: EmulationYear) -> None:
        assert attempt(year, title=make_title(), registered_on=dt.date(2018, 3, 31)).pk

    def test_an_outsider_does_not_register(self, year: EmulationYear) -> None:
        with pytest.raises(ValidationError, match="không phải là thành viên"):
            attempt(year, title=make_title(), agency=make_agency("Người ngoài"))

    def test_it_aims_at_a_title_or_a_form(self, year: EmulationYear) -> None:
        with pytest.raises(ValidationError, match="không chọn cả hai"):
            attempt(year)

    def test_the_same_thing_is_registered_once(self, year: EmulationYear) -> None:
        title = make_title()
        attempt(year, title=title)
        with pytest.raises(ValidationError, match="đã được đăng ký"):
            attempt(year, title=title)

    def test_the_database_wants_exactly_one_aim(self, year: EmulationYear) -> None:
        row = Registration(year=year, agency=member(year), registered_on=DAY)
        with pytest.raises(IntegrityError, match="registration_aims_at_one_thing"), transaction.atomic():
            row.save()


class TestAfterwards:
    def test_a_withdrawn_one_stays_on_record_and_may_be_made_again(self, year: EmulationYear) -> None:
        title = make_title()
        withdraw_registration(registration=attempt(year, title=title), on=DAY)
        attempt(year, title=title)
        assert (Registration.objects.count(), Registration.objects.not_withdrawn().count()) == (2, 1)

    def test_it_is_withdrawn_once(self, year: EmulationYear) -> None:
        registration = attempt(year, title=make_title())
        withdraw_registration(registration=registration, on=DAY)
        with pytest.raises(ValidationError, match="đã được rút"):
            withdraw_registration(registration=registration, on=DAY)

    def test_individuals_are_never_public(self, year: EmulationYear) -> None:
        attempt(
            year, title=make_title(recipient_type="individual"), recipient_type="individual", person_name="Nông Thị Mẫu"
        )
        assert not Registration.objects.public().exists()

    def test_who_has_not_registered_is_plain(self, year: EmulationYear) -> None:
        attempt(year, title=make_title())
        assert [str(agency) for agency in unregistered_members(year, DAY)] == ["Cơ quan 2"]
