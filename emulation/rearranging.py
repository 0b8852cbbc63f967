"""Acts that found and rearrange blocs: each is whole or not at all, and rests on a decision and a day.

The day is the first one of the new state. Refusals are ValidationErrors in Vietnamese, by field where one is at fault.
"""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from emulation.models import Agency, Bloc, BlocName, Decision, Membership, Officer
from portal.kit.constraints import violations_spoken_by


@violations_spoken_by(Bloc, BlocName)
@transaction.atomic
def found_bloc(
    *,
    slug: str,
    kind: str,
    level: str,
    name: str,
    number_label: str = "",
    name_en: str = "",
    on: dt.date,
    decision: Decision | None,
) -> Bloc:
    """A new bloc, named from its first day on; members come by ``admit_member``."""
    bloc = Bloc(slug=slug, kind=kind, level=level)
    bloc.full_clean()
    bloc.save()
    _name(bloc, on, decision, name=name, name_en=name_en, number_label=number_label)
    return bloc


@violations_spoken_by(BlocName)
@transaction.atomic
def rename_bloc(
    *, bloc: Bloc, name: str, number_label: str, name_en: str = "", on: dt.date, decision: Decision | None
) -> BlocName:
    """Name or number change from a day on; the page about an earlier day keeps the old ones."""
    bloc = lock_bloc(bloc)
    current = _existing_name(bloc, on)
    if current.valid_from == on:
        raise ValidationError({"on": _("Khối đã có tên mới từ chính ngày này.")})
    current.valid_to = on
    current.save()
    return _name(bloc, on, decision, name=name, name_en=name_en, number_label=number_label)


@violations_spoken_by(Membership, Officer)
@transaction.atomic
def admit_member(
    *,
    bloc: Bloc,
    agency: Agency,
    on: dt.date,
    decision: Decision | None,
    until: dt.date | None = None,
    position: int | None = None,
) -> Membership:
    """The agency belongs to the bloc from a day on, to the day before ``until``; last in order unless told so."""
    agency, bloc = lock_agencies(agency)[0], lock_bloc(bloc)
    _existing_name(bloc, on)
    if position is None:
        position = Membership.objects.of_bloc(bloc).next_position()
    place = Membership(bloc=bloc, agency=agency, valid_from=on, valid_to=until, decision=decision, position=position)
    place.full_clean()
    place.save()
    return place


@violations_spoken_by(Membership, Officer)
@transaction.atomic
def release_member(*, bloc: Bloc, agency: Agency, on: dt.date, decision: Decision | None) -> Membership:
    """The agency no longer belongs to the bloc from a day on. An officer hands over first."""
    bloc = lock_bloc(bloc)
    place = _place_on(bloc, agency, on)
    office = Officer.objects.of_bloc(bloc).of_agency(agency).reaching_beyond(on).first()
    if office is not None:
        raise ValidationError(
            {
                "agency": _("Cơ quan này đang là %(role)s. Hãy bàn giao chức trách trước khi cho rời khối.")
                % {"role": office.get_role_display()}
            }
        )
    return _end_place(place, on, decision)


@violations_spoken_by(Membership, Officer)
@transaction.atomic
def move_member(*, bloc: Bloc, agency: Agency, to: Bloc, on: dt.date, decision: Decision | None) -> Membership:
    """The agency leaves one bloc for another on the same day, without a gap."""
    if bloc.pk == to.pk:
        raise ValidationError({"to": _("Hãy chọn một khối khác.")})
    lock_agencies(agency)
    lock_blocs(bloc, to)
    release_member(bloc=bloc, agency=agency, on=on, decision=decision)
    return admit_member(bloc=to, agency=agency, on=on, decision=decision)


@violations_spoken_by(BlocName, Membership, Officer)
@transaction.atomic
def dissolve_bloc(*, bloc: Bloc, on: dt.date, decision: Decision | None) -> None:
    """The bloc ends: its offices, memberships and name hold no longer from the day on. Its past stays."""
    bloc = lock_bloc(bloc)
    current = _existing_name(bloc, on)
    for office in Officer.objects.of_bloc(bloc).reaching_beyond(on):
        end_office(office, on)
    for place in Membership.objects.of_bloc(bloc).reaching_beyond(on):
        _end_place(place, on, decision)
    if current.valid_from == on:
        raise ValidationError({"on": _("Khối mới có tên từ chính ngày này; hãy chọn một ngày sau đó.")})
    current.valid_to = on
    current.full_clean()
    current.save()


def lock_bloc(bloc: Bloc) -> Bloc:
    """The bloc's row, held to the end of the transaction: two people who rearrange it wait for one another."""
    return lock_blocs(bloc)[0]


def lock_blocs(*blocs: Bloc) -> list[Bloc]:
    """As ``lock_bloc``, for several, taken in the order of their keys."""
    return list(Bloc.objects.select_for_update().filter(pk__in=[bloc.pk for bloc in blocs]).order_by("pk"))


def lock_agencies(*agencies: Agency) -> list[Agency]:
    """The rows of agencies, held to the end of the transaction, in the order given.

    Taken in the order of their keys, and always before blocs, so that no two acts wait for each other for ever.
    """
    keys = [agency.pk for agency in agencies]
    rows = {row.pk: row for row in Agency.objects.select_for_update().filter(pk__in=keys).order_by("pk")}
    return [rows[key] for key in keys]


def end_office(office: Officer, on: dt.date) -> None:
    """An office and whoever represents it hold no longer from a day on."""
    if office.valid_from >= on:
        raise ValidationError(
            {
                "on": _("%(office)s được ghi từ %(day)s, không trước ngày này. Hãy chọn ngày sau hoặc sửa ở mục đó.")
                % {"office": office, "day": f"{office.valid_from:%d/%m/%Y}"}
            }
        )
    for person in office.persons.reaching_beyond(on):
        if person.valid_from >= on:
            raise ValidationError(
                {
                    "on": _("%(person)s được ghi là người đại diện từ %(day)s, không trước ngày này.")
                    % {"person": person, "day": f"{person.valid_from:%d/%m/%Y}"}
                }
            )
        person.valid_to = on
        person.save()
    office.valid_to = on
    office.save()


def end_places(agency: Agency, on: dt.date, decision: Decision | None) -> list[Membership]:
    """Every membership and office of an agency holds no longer from a day on; returns the memberships ended."""
    places = list(Membership.objects.of_agency(agency).reaching_beyond(on).select_related("bloc"))
    lock_blocs(*(place.bloc for place in places))
    for office in Officer.objects.of_agency(agency).reaching_beyond(on):
        end_office(office, on)
    return [_end_place(place, on, decision) for place in places]


def _end_place(place: Membership, on: dt.date, decision: Decision | None) -> Membership:
    if place.valid_from >= on:
        raise ValidationError(
            {
                "on": _("%(agency)s là thành viên từ %(day)s, không trước ngày này. Hãy chọn một ngày sau đó.")
                % {"agency": place.agency, "day": f"{place.valid_from:%d/%m/%Y}"}
            }
        )
    place.valid_to, place.ending_decision = on, decision
    place.full_clean()
    place.save()
    return place


def _place_on(bloc: Bloc, agency: Agency, on: dt.date) -> Membership:
    """The membership that ends on the day, or that began on it (which ``_end_place`` then refuses by name)."""
    places = Membership.objects.of(bloc, agency)
    place = places.holding_on(on - dt.timedelta(days=1)).reaching_beyond(on).first() or places.holding_on(on).first()
    if place is None:
        raise ValidationError({"agency": _("Cơ quan này không phải là thành viên của khối vào ngày đó.")})
    return place


def _existing_name(bloc: Bloc, on: dt.date) -> BlocName:
    name = bloc.names.holding_on(on).first()
    if name is None:
        raise ValidationError({"on": _("Vào ngày này khối chưa được thành lập hoặc đã giải thể.")})
    return name


def _name(bloc: Bloc, on: dt.date, decision: Decision | None, **words: str) -> BlocName:
    row = BlocName(bloc=bloc, valid_from=on, decision=decision, **words)
    row.full_clean()
    row.save()
    return row
