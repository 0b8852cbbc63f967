"""Acts on agencies themselves: founded, renamed, merged, split, dissolved; each rests on a decision and a day.

The day is the first one of the new state. Refusals are ValidationErrors in Vietnamese, by field where one is at fault.
"""

import datetime as dt
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from emulation.models import Agency, AgencyName, AgencyRelation, Decision, Membership, Officer
from emulation.models.agencies import slug_for
from emulation.rearranging import end_places, lock_agencies
from portal.kit.constraints import violations_spoken_by

Kind = AgencyRelation.Kind


@violations_spoken_by(Agency, AgencyName)
@transaction.atomic
def register_agency(
    *,
    name: str,
    short_name: str = "",
    initials: str = "",
    name_en: str = "",
    line: str,
    force: str,
    on: dt.date,
    decision: Decision | None = None,
    slug: str = "",
) -> Agency:
    """An agency enters the records under the name it has from a day on."""
    agency = Agency(slug=slug or slug_for(name), line=line, force=force)
    agency.full_clean()
    agency.save()
    _name(agency, on, decision, name=name, name_en=name_en, short_name=short_name, initials=initials)
    return agency


@violations_spoken_by(AgencyName)
@transaction.atomic
def rename_agency(
    *,
    agency: Agency,
    name: str,
    short_name: str = "",
    initials: str = "",
    name_en: str = "",
    on: dt.date,
    decision: Decision | None,
) -> AgencyName:
    """The agency is called otherwise from a day on; documents of earlier days keep the earlier name."""
    (agency,) = lock_agencies(agency)
    _must_exist(agency, on)
    _end_name(agency, on)
    new = _name(agency, on, decision, name=name, name_en=name_en, short_name=short_name, initials=initials)
    _relate(Kind.RENAMED, agency, None, on, decision)
    return new


@violations_spoken_by(Agency, Membership, Officer)
@transaction.atomic
def dissolve_agency(*, agency: Agency, on: dt.date, decision: Decision | None) -> Agency:
    """The agency no longer exists from a day on: its memberships and offices end with it."""
    (agency,) = lock_agencies(agency)
    _close(agency, on, decision)
    _relate(Kind.DISSOLVED, agency, None, on, decision)
    return agency


@violations_spoken_by(Agency, Membership, Officer)
@transaction.atomic
def merge_agencies(
    *,
    agencies: Sequence[Agency],
    into: Agency,
    on: dt.date,
    decision: Decision | None,
    seat_of: Agency | None = None,
) -> Agency:
    """The agencies are dissolved into another one.

    Their places in blocs end. ``seat_of`` names the one whose places the other takes over without a gap, offices
    included; where it is a member of a bloc of that level already, it keeps its own place instead. The people who
    represented the office do not come along: who represents it now is recorded anew.
    """
    if not agencies:
        raise ValidationError({"agencies": _("Hãy chọn cơ quan được sáp nhập.")})
    if into.pk in {agency.pk for agency in agencies}:
        raise ValidationError({"into": _("Một cơ quan không thể sáp nhập vào chính nó.")})
    if seat_of is not None and seat_of.pk not in {agency.pk for agency in agencies}:
        raise ValidationError({"seat_of": _("Chỉ kế thừa được vị trí của một cơ quan trong số được sáp nhập.")})
    *merged, into = lock_agencies(*agencies, into)
    _must_exist(into, on, field="into")
    for agency in merged:
        offices = list(Officer.objects.of_agency(agency).holding_on(on)) if agency == seat_of else []
        terms = [(office.bloc, office.role, office.valid_to) for office in offices]
        places = [(place.bloc, place.valid_to, place.position) for place in agency.memberships.reaching_beyond(on)]
        _close(agency, on, decision)
        _relate(Kind.MERGED_INTO, agency, into, on, decision)
        if agency == seat_of:
            _take_seat(into, places, terms, on, decision)
    return into


@violations_spoken_by(Agency, Membership, Officer)
@transaction.atomic
def split_agency(
    *,
    agency: Agency,
    into: Sequence[Agency],
    on: dt.date,
    decision: Decision | None,
    is_dissolved: bool = False,
) -> Agency:
    """Other agencies come out of one, which goes on unless ``is_dissolved``. None gets a place in a bloc by it."""
    if not into:
        raise ValidationError({"into": _("Hãy chọn cơ quan được tách ra.")})
    if agency.pk in {other.pk for other in into}:
        raise ValidationError({"into": _("Một cơ quan không thể tách ra từ chính nó.")})
    agency, *parts = lock_agencies(agency, *into)
    _must_exist(agency, on)
    for part in parts:
        _must_exist(part, on, field="into")
        _relate(Kind.SPLIT_FROM, part, agency, on, decision)
    if is_dissolved:
        _close(agency, on, decision)
        _relate(Kind.DISSOLVED, agency, None, on, decision)
    return agency


def _take_seat(
    agency: Agency,
    places: Sequence[tuple],
    terms: Sequence[tuple],
    on: dt.date,
    decision: Decision | None,
) -> None:
    for bloc, until, position in places:
        if agency.memberships.of_level(bloc.level).overlapping(on, until).exists():
            continue
        place = Membership(
            bloc=bloc, agency=agency, valid_from=on, valid_to=until, decision=decision, position=position
        )
        place.full_clean()
        place.save()
    for bloc, role, until in terms:
        office = Officer(bloc=bloc, agency=agency, role=role, valid_from=on, valid_to=until, decision=decision)
        office.full_clean()
        office.save()


def _close(agency: Agency, on: dt.date, decision: Decision | None) -> None:
    _must_exist(agency, on)
    end_places(agency, on, decision)
    _end_name(agency, on)
    agency.dissolved_on = on
    agency.full_clean()
    agency.save()


def _must_exist(agency: Agency, on: dt.date, field: str = "agency") -> None:
    if not agency.exists_on(on):
        raise ValidationError(
            {
                field: _("%(agency)s đã giải thể từ %(day)s.")
                % {"agency": agency, "day": f"{agency.dissolved_on:%d/%m/%Y}"}
            }
        )


def _end_name(agency: Agency, on: dt.date) -> None:
    current = agency.names.reaching_beyond(on).oldest_first().first()
    if current is None:
        return
    if current.valid_from >= on:
        raise ValidationError(
            {
                "on": _("Tên “%(name)s” được ghi từ %(day)s. Hãy chọn một ngày sau đó.")
                % {"name": current, "day": f"{current.valid_from:%d/%m/%Y}"}
            }
        )
    current.valid_to = on
    current.save()


def _name(agency: Agency, on: dt.date, decision: Decision | None, **words: str) -> AgencyName:
    row = AgencyName(agency=agency, valid_from=on, decision=decision, **words)
    row.full_clean()
    row.save()
    return row


def _relate(kind: str, agency: Agency, other: Agency | None, on: dt.date, decision: Decision | None) -> None:
    relation = AgencyRelation(kind=kind, agency=agency, other=other, on=on, decision=decision)
    relation.full_clean()
    relation.save()
