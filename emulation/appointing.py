"""Acts by which agencies take and hand over the lead of a bloc: each is whole or not at all.

The day is the first one in office. Refusals are ValidationErrors in Vietnamese, by field where one is at fault.
"""

import datetime as dt
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from emulation.models import Agency, Bloc, Decision, Officer, OfficerPerson
from emulation.rearranging import end_office, lock_bloc
from portal.kit.constraints import violations_spoken_by


@dataclass(frozen=True)
class Representative:
    """The person through whom an agency holds an office."""

    person_name: str
    post: str
    honorific: str = ""


@violations_spoken_by(Officer, OfficerPerson)
@transaction.atomic
def appoint_head(
    *,
    bloc: Bloc,
    agency: Agency,
    on: dt.date,
    decision: Decision | None = None,
    until: dt.date | None = None,
    representative: Representative | None = None,
) -> Officer:
    """The agency leads the bloc from a day on, in place of whoever led it; as deputy it steps up."""
    bloc = lock_bloc(bloc)
    _end_current(bloc, Officer.Role.HEAD, agency, on)
    own = Officer.objects.of_bloc(bloc).of_agency(agency).of_role(Officer.Role.DEPUTY).holding_on(on).first()
    if own is not None:
        end_office(own, on)
    return _take_office(bloc, agency, Officer.Role.HEAD, on, until, decision, representative)


@violations_spoken_by(Officer, OfficerPerson)
@transaction.atomic
def appoint_deputy(
    *,
    bloc: Bloc,
    agency: Agency,
    on: dt.date,
    decision: Decision | None = None,
    until: dt.date | None = None,
    representative: Representative | None = None,
) -> Officer:
    """The agency stands in for the head from a day on, in place of whoever did. The head itself hands over first."""
    bloc = lock_bloc(bloc)
    _end_current(bloc, Officer.Role.DEPUTY, agency, on)
    if Officer.objects.of_bloc(bloc).of_agency(agency).heads().holding_on(on).exists():
        raise ValidationError(
            {"agency": _("Cơ quan này đang là Trưởng khối. Hãy bàn giao chức Trưởng khối cho cơ quan khác trước.")}
        )
    return _take_office(bloc, agency, Officer.Role.DEPUTY, on, until, decision, representative)


@violations_spoken_by(Officer, OfficerPerson)
@transaction.atomic
def hand_over(
    *,
    bloc: Bloc,
    head: Agency,
    deputy: Agency | None,
    on: dt.date,
    decision: Decision | None = None,
    until: dt.date | None = None,
    head_representative: Representative | None = None,
    deputy_representative: Representative | None = None,
) -> tuple[Officer, Officer | None]:
    """The yearly rotation (luân phiên, bàn giao): both offices change on one day; without a deputy that one is vacant.

    Offices end first and begin afterwards, so the two may also swap.
    """
    bloc = lock_bloc(bloc)
    if deputy is not None and deputy.pk == head.pk:
        raise ValidationError({"deputy": _("Phó Trưởng khối phải là cơ quan khác với Trưởng khối.")})
    for office in Officer.objects.of_bloc(bloc).holding_on(on):
        end_office(office, on)
    new_head = _take_office(bloc, head, Officer.Role.HEAD, on, until, decision, head_representative, "head")
    if deputy is None:
        return new_head, None
    return new_head, _take_office(
        bloc, deputy, Officer.Role.DEPUTY, on, until, decision, deputy_representative, "deputy"
    )


@violations_spoken_by(Officer)
@transaction.atomic
def vacate_office(*, officer: Officer, on: dt.date) -> None:
    """The office ends without a successor."""
    lock_bloc(officer.bloc)
    end_office(officer, on)


@violations_spoken_by(OfficerPerson)
@transaction.atomic
def change_representative(*, officer: Officer, representative: Representative, on: dt.date) -> OfficerPerson:
    """Another person represents the same agency in the same office from a day on."""
    lock_bloc(officer.bloc)
    for person in officer.persons.holding_on(on):
        if person.valid_from == on:
            raise ValidationError({"on": _("%(person)s đã đại diện từ chính ngày này.") % {"person": person}})
        person.valid_to = on
        person.save()
    return _represent(officer, representative, on)


def _end_current(bloc: Bloc, role: str, successor: Agency, on: dt.date) -> None:
    current = Officer.objects.of_bloc(bloc).of_role(role).holding_on(on).first()
    if current is None:
        return
    if current.agency_id == successor.pk:
        raise ValidationError({"agency": _("Cơ quan này đang là %(role)s rồi.") % {"role": current.get_role_display()}})
    end_office(current, on)


def _take_office(
    bloc: Bloc,
    agency: Agency,
    role: str,
    on: dt.date,
    until: dt.date | None,
    decision: Decision | None,
    representative: Representative | None,
    field: str = "agency",
) -> Officer:
    office = Officer(bloc=bloc, agency=agency, role=role, valid_from=on, valid_to=until, decision=decision)
    try:
        office.full_clean()
    except ValidationError as error:
        if "agency" in error.error_dict and field != "agency":
            raise ValidationError({field: error.error_dict["agency"]}) from error
        raise
    office.save()
    if representative is not None:
        _represent(office, representative, on)
    return office


def _represent(office: Officer, representative: Representative, on: dt.date) -> OfficerPerson:
    person = OfficerPerson(
        officer=office,
        person_name=representative.person_name,
        post=representative.post,
        honorific=representative.honorific,
        valid_from=on,
        valid_to=office.valid_to,
    )
    person.full_clean()
    person.save()
    return person
