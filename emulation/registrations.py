"""Services for registrations: a member registers for an award, or withdraws the registration."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from emulation import audit_log
from emulation.models import Agency, CommendationForm, EmulationTitle, EmulationYear, Registration
from portal.accounts.models import User
from portal.audit import services as audit_services
from portal.core.db.constraints import constraint_errors_as_validation


@transaction.atomic
def create_registration(
    *,
    year: EmulationYear,
    agency: Agency,
    registered_on: dt.date,
    title: EmulationTitle | None = None,
    form: CommendationForm | None = None,
    recipient_type: str = Registration.RecipientType.COLLECTIVE,
    person_name: str = "",
    post: str = "",
    note: str = "",
    by: User | None = None,
) -> Registration:
    """Creates a registration. Raises ValidationError by field when the rules of the day do not allow it."""
    registration = Registration(
        year=year,
        agency=agency,
        title=title,
        form=form,
        recipient_type=recipient_type,
        person_name=person_name,
        post=post,
        registered_on=registered_on,
        note=note,
        recorded_by=by,
    )
    return save_registration(registration=registration, by=by)


@transaction.atomic
def save_registration(*, registration: Registration, by: User | None = None) -> Registration:
    """Validates and saves a registration from a form."""
    is_new = registration._state.adding
    registration.full_clean()
    with constraint_errors_as_validation(Registration):
        registration.save()
    _write_audit_log(audit_log.REGISTRATION_CREATED if is_new else audit_log.REGISTRATION_CHANGED, registration, by)
    return registration


@transaction.atomic
def withdraw_registration(*, registration: Registration, on: dt.date, by: User | None = None) -> Registration:
    """Withdraws a registration; the row is kept."""
    if registration.withdrawn_on:
        raise ValidationError(_("Đăng ký này đã được rút."))
    registration.withdrawn_on = on
    registration.full_clean()
    registration.save()
    _write_audit_log(audit_log.REGISTRATION_WITHDRAWN, registration, by, on=on)
    return registration


def _write_audit_log(act: str, registration: Registration, by: User | None, **detail: object) -> None:
    """Writes the audit log entry, without the name of an individual, which is private."""
    base_detail = {
        "year": registration.year,
        "agency": registration.agency,
        "recipient_type": registration.get_recipient_type_display(),
    }
    audit_services.record(action=act, by=by, target=registration, detail=base_detail | detail)


def unregistered_members(year: EmulationYear, day: dt.date) -> list[Agency]:
    """Members on a day without a valid collective registration."""
    registered = year.registrations.public().values("agency")
    members = Agency.objects.filter(memberships__in=year.bloc.memberships.valid_on(day))
    return list(members.exclude(pk__in=registered))
