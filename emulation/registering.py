"""Acts on registrations: a member registers what it aims at, and may withdraw it."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from emulation.models import Agency, CommendationForm, EmulationTitle, EmulationYear, Registration
from portal.accounts.models import User
from portal.kit.constraints import violations_spoken_by


@transaction.atomic
def register(
    *,
    year: EmulationYear,
    agency: Agency,
    registered_on: dt.date,
    title: EmulationTitle | None = None,
    form: CommendationForm | None = None,
    subject: str = Registration.Subject.COLLECTIVE,
    person_name: str = "",
    post: str = "",
    note: str = "",
    by: User | None = None,
) -> Registration:
    """Records a registration. Raises ValidationError by field when the rules of the day do not allow it."""
    registration = Registration(
        year=year,
        agency=agency,
        title=title,
        form=form,
        subject=subject,
        person_name=person_name,
        post=post,
        registered_on=registered_on,
        note=note,
        recorded_by=by,
    )
    return store_registration(registration=registration)


@transaction.atomic
def store_registration(*, registration: Registration) -> Registration:
    """Saves a registration as a form filled it in, once it passes every check."""
    registration.full_clean()
    with violations_spoken_by(Registration):
        registration.save()
    return registration


@transaction.atomic
def withdraw_registration(*, registration: Registration, on: dt.date) -> Registration:
    """Takes a registration back; it stays on record."""
    if registration.withdrawn_on:
        raise ValidationError(_("Đăng ký này đã được rút."))
    registration.withdrawn_on = on
    registration.full_clean()
    registration.save()
    return registration


def unregistered_members(year: EmulationYear, day: dt.date) -> list[Agency]:
    """The members of a day without any standing collective registration: whom the head still waits for."""
    registered = year.registrations.public().values("agency")
    members = Agency.objects.filter(memberships__in=year.bloc.memberships.holding_on(day))
    return list(members.exclude(pk__in=registered))
