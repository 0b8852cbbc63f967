"""Services for the leadership of a bloc: appointment, hand-over, end; each is atomic.

The day is the first day in office. Errors are ValidationErrors in Vietnamese, by field where possible.
"""

import datetime as dt
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from emulation import audit_log
from emulation.bloc_changes import end_leadership_term, lock_bloc
from emulation.models import Agency, Bloc, Decision, LeadershipTerm, Representative
from portal.accounts.models import User
from portal.audit import services as audit_services
from portal.core.db.constraints import constraint_errors_as_validation


@dataclass(frozen=True)
class RepresentativeData:
    """Data of the person who represents an agency in its leadership term."""

    person_name: str
    post: str
    honorific: str = ""


@constraint_errors_as_validation(LeadershipTerm, Representative)
@transaction.atomic
def appoint_head(
    *,
    bloc: Bloc,
    agency: Agency,
    on: dt.date,
    decision: Decision | None = None,
    until: dt.date | None = None,
    representative: RepresentativeData | None = None,
    by: User | None = None,
) -> LeadershipTerm:
    """Makes the agency head of the bloc from a day on, in place of the former head; a deputy's own term ends."""
    bloc = lock_bloc(bloc)
    predecessor = _end_current_term(bloc, LeadershipTerm.Role.HEAD, agency, on)
    deputy_term = (
        LeadershipTerm.objects.of_bloc(bloc).of_agency(agency).of_role(LeadershipTerm.Role.DEPUTY).valid_on(on).first()
    )
    if deputy_term is not None:
        end_leadership_term(deputy_term, on)
    term = _create_term(bloc, agency, LeadershipTerm.Role.HEAD, on, until, decision, representative)
    detail = _appointment_detail(term, representative) | {"predecessor": predecessor}
    audit_services.record(action=audit_log.HEAD_APPOINTED, by=by, target=bloc, detail=detail)
    return term


@constraint_errors_as_validation(LeadershipTerm, Representative)
@transaction.atomic
def appoint_deputy(
    *,
    bloc: Bloc,
    agency: Agency,
    on: dt.date,
    decision: Decision | None = None,
    until: dt.date | None = None,
    representative: RepresentativeData | None = None,
    by: User | None = None,
) -> LeadershipTerm:
    """Makes the agency deputy from a day on, in place of the former deputy. A head must hand over first."""
    bloc = lock_bloc(bloc)
    predecessor = _end_current_term(bloc, LeadershipTerm.Role.DEPUTY, agency, on)
    if LeadershipTerm.objects.of_bloc(bloc).of_agency(agency).heads().valid_on(on).exists():
        raise ValidationError(
            {"agency": _("Cơ quan này đang là Trưởng khối. Hãy bàn giao chức Trưởng khối cho cơ quan khác trước.")}
        )
    term = _create_term(bloc, agency, LeadershipTerm.Role.DEPUTY, on, until, decision, representative)
    detail = _appointment_detail(term, representative) | {"predecessor": predecessor}
    audit_services.record(action=audit_log.DEPUTY_APPOINTED, by=by, target=bloc, detail=detail)
    return term


@constraint_errors_as_validation(LeadershipTerm, Representative)
@transaction.atomic
def hand_over_leadership(
    *,
    bloc: Bloc,
    head: Agency,
    deputy: Agency | None,
    on: dt.date,
    decision: Decision | None = None,
    until: dt.date | None = None,
    head_representative: RepresentativeData | None = None,
    deputy_representative: RepresentativeData | None = None,
    by: User | None = None,
) -> tuple[LeadershipTerm, LeadershipTerm | None]:
    """Yearly rotation (luân phiên, bàn giao): changes head and deputy on one day; the deputy is optional.

    Old terms end before new ones begin, so the two agencies may also swap.
    """
    bloc = lock_bloc(bloc)
    if deputy is not None and deputy.pk == head.pk:
        raise ValidationError({"deputy": _("Phó Trưởng khối phải là cơ quan khác với Trưởng khối.")})
    for term in LeadershipTerm.objects.of_bloc(bloc).valid_on(on):
        end_leadership_term(term, on)
    new_head = _create_term(bloc, head, LeadershipTerm.Role.HEAD, on, until, decision, head_representative, "head")
    new_deputy = None
    if deputy is not None:
        role = LeadershipTerm.Role.DEPUTY
        new_deputy = _create_term(bloc, deputy, role, on, until, decision, deputy_representative, "deputy")
    detail = _appointment_detail(new_head, head_representative) | {"deputy": deputy}
    audit_services.record(action=audit_log.LEADERSHIP_HANDED_OVER, by=by, target=bloc, detail=detail)
    return new_head, new_deputy


@constraint_errors_as_validation(LeadershipTerm)
@transaction.atomic
def end_leadership(*, leadership_term: LeadershipTerm, on: dt.date, by: User | None = None) -> LeadershipTerm:
    """Ends the leadership term without a successor."""
    bloc = lock_bloc(leadership_term.bloc)
    end_leadership_term(leadership_term, on)
    detail = {"agency": leadership_term.agency, "role": leadership_term.get_role_display(), "on": on}
    audit_services.record(action=audit_log.LEADERSHIP_ENDED, by=by, target=bloc, detail=detail)
    return leadership_term


@constraint_errors_as_validation(Representative)
@transaction.atomic
def change_representative(
    *, leadership_term: LeadershipTerm, representative: RepresentativeData, on: dt.date, by: User | None = None
) -> Representative:
    """Changes the agency's representative within the same leadership term from a day on."""
    bloc = lock_bloc(leadership_term.bloc)
    for current in leadership_term.representatives.valid_on(on):
        if current.valid_from == on:
            raise ValidationError({"on": _("%(person)s đã đại diện từ chính ngày này.") % {"person": current}})
        current.valid_to = on
        current.save()
    chosen = _create_representative(leadership_term, representative, on)
    detail = {"agency": leadership_term.agency, "role": leadership_term.get_role_display(), "person": chosen, "on": on}
    audit_services.record(action=audit_log.REPRESENTATIVE_CHANGED, by=by, target=bloc, detail=detail)
    return chosen


def _appointment_detail(term: LeadershipTerm, representative: RepresentativeData | None) -> dict[str, object]:
    """Audit log details of a new leadership term."""
    return {
        "agency": term.agency,
        "person": representative.person_name if representative else "",
        "on": term.valid_from,
        "ends": term.valid_to,
        "decision": term.decision,
    }


def _end_current_term(bloc: Bloc, role: str, successor: Agency, on: dt.date) -> Agency | None:
    """Ends the current term before a successor's begins; returns its agency."""
    current = LeadershipTerm.objects.of_bloc(bloc).of_role(role).valid_on(on).first()
    if current is None:
        return None
    if current.agency_id == successor.pk:
        raise ValidationError({"agency": _("Cơ quan này đang là %(role)s rồi.") % {"role": current.get_role_display()}})
    end_leadership_term(current, on)
    return current.agency


def _create_term(
    bloc: Bloc,
    agency: Agency,
    role: str,
    on: dt.date,
    until: dt.date | None,
    decision: Decision | None,
    representative: RepresentativeData | None,
    field: str = "agency",
) -> LeadershipTerm:
    term = LeadershipTerm(bloc=bloc, agency=agency, role=role, valid_from=on, valid_to=until, decision=decision)
    try:
        term.full_clean()
    except ValidationError as error:
        if "agency" in error.error_dict and field != "agency":
            raise ValidationError({field: error.error_dict["agency"]}) from error
        raise
    term.save()
    if representative is not None:
        _create_representative(term, representative, on)
    return term


def _create_representative(term: LeadershipTerm, representative: RepresentativeData, on: dt.date) -> Representative:
    row = Representative(
        leadership_term=term,
        person_name=representative.person_name,
        post=representative.post,
        honorific=representative.honorific,
        valid_from=on,
        valid_to=term.valid_to,
    )
    row.full_clean()
    row.save()
    return row
