"""Services that create, rename, merge, split and dissolve agencies; each takes a decision and a day.

The day is the first day of the new state. Errors are ValidationErrors in Vietnamese, by field where possible.
"""

import datetime as dt
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from emulation import audit_log
from emulation.bloc_changes import end_memberships_and_terms, lock_agencies
from emulation.models import Agency, AgencyName, AgencyRelation, Decision, LeadershipTerm, Membership
from emulation.models.agencies import generate_agency_slug
from portal.accounts.models import User
from portal.audit import services as audit_services
from portal.core.db.constraints import constraint_errors_as_validation

RelationKind = AgencyRelation.Kind


@constraint_errors_as_validation(Agency, AgencyName)
@transaction.atomic
def create_agency(
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
    by: User | None = None,
) -> Agency:
    """Creates an agency with the name it has from a day on."""
    agency = Agency(slug=slug or generate_agency_slug(name), line=line, force=force)
    agency.full_clean()
    agency.save()
    agency_name = _create_agency_name(
        agency, on, decision, name=name, name_en=name_en, short_name=short_name, initials=initials
    )
    detail = {"on": on, "decision": decision}
    audit_services.record(action=audit_log.AGENCY_CREATED, by=by, target=agency, title=str(agency_name), detail=detail)
    return agency


@constraint_errors_as_validation(AgencyName)
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
    by: User | None = None,
) -> AgencyName:
    """Changes the agency's name from a day on; documents of earlier days keep the earlier name."""
    (agency,) = lock_agencies(agency)
    _validate_exists_on(agency, on)
    former = _end_current_name(agency, on)
    new = _create_agency_name(
        agency, on, decision, name=name, name_en=name_en, short_name=short_name, initials=initials
    )
    _create_relation(RelationKind.RENAMED, agency, None, on, decision)
    detail = {"name": new, "former_name": former, "on": on, "decision": decision}
    audit_services.record(action=audit_log.AGENCY_RENAMED, by=by, target=agency, title=str(new), detail=detail)
    return new


@constraint_errors_as_validation(Agency, Membership, LeadershipTerm)
@transaction.atomic
def dissolve_agency(*, agency: Agency, on: dt.date, decision: Decision | None, by: User | None = None) -> Agency:
    """Dissolves the agency from a day on and ends its memberships and leadership terms."""
    (agency,) = lock_agencies(agency)
    _dissolve(agency, on, decision)
    _create_relation(RelationKind.DISSOLVED, agency, None, on, decision)
    audit_services.record(
        action=audit_log.AGENCY_DISSOLVED, by=by, target=agency, detail={"on": on, "decision": decision}
    )
    return agency


@constraint_errors_as_validation(Agency, Membership, LeadershipTerm)
@transaction.atomic
def merge_agencies(
    *,
    agencies: Sequence[Agency],
    into: Agency,
    on: dt.date,
    decision: Decision | None,
    inherit_from: Agency | None = None,
    by: User | None = None,
) -> Agency:
    """Dissolves the agencies and records them as merged into another one.

    Their memberships end. ``inherit_from`` names the agency whose memberships and leadership terms the target takes
    over without a gap; where the target already is a member of a bloc of that level, it keeps its own membership.
    Representatives are not copied: they must be recorded anew.
    """
    if not agencies:
        raise ValidationError({"agencies": _("Hãy chọn cơ quan được sáp nhập.")})
    if into.pk in {agency.pk for agency in agencies}:
        raise ValidationError({"into": _("Một cơ quan không thể sáp nhập vào chính nó.")})
    if inherit_from is not None and inherit_from.pk not in {agency.pk for agency in agencies}:
        raise ValidationError({"inherit_from": _("Chỉ kế thừa được vị trí của một cơ quan trong số được sáp nhập.")})
    *merged, into = lock_agencies(*agencies, into)
    _validate_exists_on(into, on, field="into")
    for agency in merged:
        current_terms = list(LeadershipTerm.objects.of_agency(agency).valid_on(on)) if agency == inherit_from else []
        terms = [(term.bloc, term.role, term.valid_to) for term in current_terms]
        memberships = [
            (membership.bloc, membership.valid_to, membership.position)
            for membership in agency.memberships.current_or_future(on)
        ]
        _dissolve(agency, on, decision)
        _create_relation(RelationKind.MERGED_INTO, agency, into, on, decision)
        if agency == inherit_from:
            _take_over_memberships(into, memberships, terms, on, decision)
        # One audit log entry for each dissolved agency, so that each one's history shows the merger.
        detail = {"into": into, "on": on, "decision": decision}
        audit_services.record(action=audit_log.AGENCIES_MERGED, by=by, target=agency, detail=detail)
    return into


@constraint_errors_as_validation(Agency, Membership, LeadershipTerm)
@transaction.atomic
def split_agency(
    *,
    agency: Agency,
    into: Sequence[Agency],
    on: dt.date,
    decision: Decision | None,
    is_dissolved: bool = False,
    by: User | None = None,
) -> Agency:
    """Records new agencies split off from one, which is dissolved if ``is_dissolved``. Creates no memberships."""
    if not into:
        raise ValidationError({"into": _("Hãy chọn cơ quan được tách ra.")})
    if agency.pk in {other.pk for other in into}:
        raise ValidationError({"into": _("Một cơ quan không thể tách ra từ chính nó.")})
    agency, *parts = lock_agencies(agency, *into)
    _validate_exists_on(agency, on)
    for part in parts:
        _validate_exists_on(part, on, field="into")
        _create_relation(RelationKind.SPLIT_FROM, part, agency, on, decision)
    if is_dissolved:
        _dissolve(agency, on, decision)
        _create_relation(RelationKind.DISSOLVED, agency, None, on, decision)
    is_dissolved_label = _("có") if is_dissolved else ""
    detail = {"agency": parts, "on": on, "decision": decision, "is_dissolved": is_dissolved_label}
    audit_services.record(action=audit_log.AGENCY_SPLIT, by=by, target=agency, detail=detail)
    return agency


def _take_over_memberships(
    agency: Agency,
    memberships: Sequence[tuple],
    terms: Sequence[tuple],
    on: dt.date,
    decision: Decision | None,
) -> None:
    for bloc, until, position in memberships:
        if agency.memberships.of_level(bloc.level).overlapping(on, until).exists():
            continue
        membership = Membership(
            bloc=bloc, agency=agency, valid_from=on, valid_to=until, decision=decision, position=position
        )
        membership.full_clean()
        membership.save()
    for bloc, role, until in terms:
        term = LeadershipTerm(bloc=bloc, agency=agency, role=role, valid_from=on, valid_to=until, decision=decision)
        term.full_clean()
        term.save()


def _dissolve(agency: Agency, on: dt.date, decision: Decision | None) -> None:
    _validate_exists_on(agency, on)
    end_memberships_and_terms(agency, on, decision)
    _end_current_name(agency, on)
    agency.dissolved_on = on
    agency.full_clean()
    agency.save()


def _validate_exists_on(agency: Agency, on: dt.date, field: str = "agency") -> None:
    if not agency.exists_on(on):
        raise ValidationError(
            {
                field: _("%(agency)s đã giải thể từ %(day)s.")
                % {"agency": agency, "day": f"{agency.dissolved_on:%d/%m/%Y}"}
            }
        )


def _end_current_name(agency: Agency, on: dt.date) -> AgencyName | None:
    """Returns the name that ended."""
    current = agency.names.current_or_future(on).oldest_first().first()
    if current is None:
        return None
    if current.valid_from >= on:
        raise ValidationError(
            {
                "on": _("Tên “%(name)s” được ghi từ %(day)s. Hãy chọn một ngày sau đó.")
                % {"name": current, "day": f"{current.valid_from:%d/%m/%Y}"}
            }
        )
    current.valid_to = on
    current.save()
    return current


def _create_agency_name(agency: Agency, on: dt.date, decision: Decision | None, **names: str) -> AgencyName:
    row = AgencyName(agency=agency, valid_from=on, decision=decision, **names)
    row.full_clean()
    row.save()
    return row


def _create_relation(kind: str, agency: Agency, other: Agency | None, on: dt.date, decision: Decision | None) -> None:
    relation = AgencyRelation(kind=kind, agency=agency, other=other, occurred_on=on, decision=decision)
    relation.full_clean()
    relation.save()
