"""Services that create, rename, rearrange and dissolve blocs; each is atomic and takes a decision and a day.

The day is the first day of the new state. Errors are ValidationErrors in Vietnamese, by field where possible.
"""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from emulation import audit_log
from emulation.models import Agency, Bloc, BlocName, Decision, LeadershipTerm, Membership
from portal.accounts.models import User
from portal.audit import services as audit_services
from portal.core.db.constraints import constraint_errors_as_validation


@constraint_errors_as_validation(Bloc, BlocName)
@transaction.atomic
def create_bloc(
    *,
    slug: str,
    kind: str,
    level: str,
    name: str,
    number_label: str = "",
    name_en: str = "",
    on: dt.date,
    decision: Decision | None,
    by: User | None = None,
) -> Bloc:
    """Creates a bloc, named from its first day on; members are added by ``admit_member``."""
    bloc = Bloc(slug=slug, kind=kind, level=level)
    bloc.full_clean()
    bloc.save()
    bloc_name = _create_bloc_name(bloc, on, decision, name=name, name_en=name_en, number_label=number_label)
    detail = {"on": on, "decision": decision}
    audit_services.record(action=audit_log.BLOC_CREATED, by=by, target=bloc, title=str(bloc_name), detail=detail)
    return bloc


@constraint_errors_as_validation(BlocName)
@transaction.atomic
def rename_bloc(
    *,
    bloc: Bloc,
    name: str,
    number_label: str,
    name_en: str = "",
    on: dt.date,
    decision: Decision | None,
    by: User | None = None,
) -> BlocName:
    """Changes name or number from a day on; pages about an earlier day keep the old ones."""
    bloc = lock_bloc(bloc)
    current = _get_name_on(bloc, on)
    if current.valid_from == on:
        raise ValidationError({"on": _("Khối đã có tên mới từ chính ngày này.")})
    current.valid_to = on
    current.save()
    new = _create_bloc_name(bloc, on, decision, name=name, name_en=name_en, number_label=number_label)
    detail = {"name": new, "former_name": current, "on": on, "decision": decision}
    audit_services.record(action=audit_log.BLOC_RENAMED, by=by, target=bloc, detail=detail)
    return new


@constraint_errors_as_validation(Membership, LeadershipTerm)
@transaction.atomic
def admit_member(
    *,
    bloc: Bloc,
    agency: Agency,
    on: dt.date,
    decision: Decision | None,
    until: dt.date | None = None,
    position: int | None = None,
    by: User | None = None,
) -> Membership:
    """Adds the agency to the bloc from a day on, to the day before ``until``; in the last position by default."""
    agency, bloc = lock_agencies(agency)[0], lock_bloc(bloc)
    membership = _create_membership(bloc, agency, on, decision, until, position)
    detail = {"agency": agency, "on": on, "ends": until, "decision": decision}
    audit_services.record(action=audit_log.MEMBER_ADMITTED, by=by, target=bloc, detail=detail)
    return membership


@constraint_errors_as_validation(Membership, LeadershipTerm)
@transaction.atomic
def release_member(
    *, bloc: Bloc, agency: Agency, on: dt.date, decision: Decision | None, by: User | None = None
) -> Membership:
    """Ends the agency's membership from a day on. An agency that leads the bloc must hand over first."""
    bloc = lock_bloc(bloc)
    membership = _end_membership_of(bloc, agency, on, decision)
    detail = {"agency": agency, "on": on, "decision": decision}
    audit_services.record(action=audit_log.MEMBER_RELEASED, by=by, target=bloc, detail=detail)
    return membership


@constraint_errors_as_validation(Membership, LeadershipTerm)
@transaction.atomic
def move_member(
    *, bloc: Bloc, agency: Agency, to: Bloc, on: dt.date, decision: Decision | None, by: User | None = None
) -> Membership:
    """Moves the agency from one bloc to another on the same day, without a gap."""
    if bloc.pk == to.pk:
        raise ValidationError({"to": _("Hãy chọn một khối khác.")})
    lock_agencies(agency)
    lock_blocs(bloc, to)
    _end_membership_of(bloc, agency, on, decision)
    membership = _create_membership(to, agency, on, decision)
    detail = {"agency": agency, "to": to, "on": on, "decision": decision}
    audit_services.record(action=audit_log.MEMBER_MOVED, by=by, target=bloc, detail=detail)
    return membership


@constraint_errors_as_validation(BlocName, Membership, LeadershipTerm)
@transaction.atomic
def dissolve_bloc(*, bloc: Bloc, on: dt.date, decision: Decision | None, by: User | None = None) -> Bloc:
    """Dissolves the bloc: ends its leadership terms, memberships and name from the day on. Its history stays."""
    bloc = lock_bloc(bloc)
    current = _get_name_on(bloc, on)
    for term in LeadershipTerm.objects.of_bloc(bloc).current_or_future(on):
        end_leadership_term(term, on)
    for membership in Membership.objects.of_bloc(bloc).current_or_future(on):
        _end_membership(membership, on, decision)
    if current.valid_from == on:
        raise ValidationError({"on": _("Khối mới có tên từ chính ngày này; hãy chọn một ngày sau đó.")})
    current.valid_to = on
    current.full_clean()
    current.save()
    detail = {"on": on, "decision": decision}
    audit_services.record(action=audit_log.BLOC_DISSOLVED, by=by, target=bloc, detail=detail)
    return bloc


def lock_bloc(bloc: Bloc) -> Bloc:
    """Locks the bloc's row until the transaction ends, so that concurrent changes are serialized."""
    return lock_blocs(bloc)[0]


def lock_blocs(*blocs: Bloc) -> list[Bloc]:
    """Locks several blocs like ``lock_bloc``, ordered by primary key."""
    return list(Bloc.objects.select_for_update().filter(pk__in=[bloc.pk for bloc in blocs]).order_by("pk"))


def lock_agencies(*agencies: Agency) -> list[Agency]:
    """Locks the agencies' rows until the transaction ends; returns them in the order given.

    They are locked by primary key, and always before blocs, to prevent deadlocks.
    """
    keys = [agency.pk for agency in agencies]
    rows = {row.pk: row for row in Agency.objects.select_for_update().filter(pk__in=keys).order_by("pk")}
    return [rows[key] for key in keys]


def end_leadership_term(term: LeadershipTerm, on: dt.date) -> None:
    """Ends a leadership term and its representatives from a day on."""
    if term.valid_from >= on:
        raise ValidationError(
            {
                "on": _("%(office)s được ghi từ %(day)s, không trước ngày này. Hãy chọn ngày sau hoặc sửa ở mục đó.")
                % {"office": term, "day": f"{term.valid_from:%d/%m/%Y}"}
            }
        )
    for representative in term.representatives.current_or_future(on):
        if representative.valid_from >= on:
            raise ValidationError(
                {
                    "on": _("%(person)s được ghi là người đại diện từ %(day)s, không trước ngày này.")
                    % {"person": representative, "day": f"{representative.valid_from:%d/%m/%Y}"}
                }
            )
        representative.valid_to = on
        representative.save()
    term.valid_to = on
    term.save()


def end_memberships_and_terms(agency: Agency, on: dt.date, decision: Decision | None) -> list[Membership]:
    """Ends every membership and leadership term of an agency from a day on; returns the memberships that it ended."""
    memberships = list(Membership.objects.of_agency(agency).current_or_future(on).select_related("bloc"))
    lock_blocs(*(membership.bloc for membership in memberships))
    for term in LeadershipTerm.objects.of_agency(agency).current_or_future(on):
        end_leadership_term(term, on)
    return [_end_membership(membership, on, decision) for membership in memberships]


def _create_membership(
    bloc: Bloc,
    agency: Agency,
    on: dt.date,
    decision: Decision | None,
    until: dt.date | None = None,
    position: int | None = None,
) -> Membership:
    _get_name_on(bloc, on)
    if position is None:
        position = Membership.objects.of_bloc(bloc).next_position()
    membership = Membership(
        bloc=bloc, agency=agency, valid_from=on, valid_to=until, decision=decision, position=position
    )
    membership.full_clean()
    membership.save()
    return membership


def _end_membership_of(bloc: Bloc, agency: Agency, on: dt.date, decision: Decision | None) -> Membership:
    membership = _get_membership_on(bloc, agency, on)
    term = LeadershipTerm.objects.of_bloc(bloc).of_agency(agency).current_or_future(on).first()
    if term is not None:
        raise ValidationError(
            {
                "agency": _("Cơ quan này đang là %(role)s. Hãy bàn giao chức trách trước khi cho rời khối.")
                % {"role": term.get_role_display()}
            }
        )
    return _end_membership(membership, on, decision)


def _end_membership(membership: Membership, on: dt.date, decision: Decision | None) -> Membership:
    if membership.valid_from >= on:
        raise ValidationError(
            {
                "on": _("%(agency)s là thành viên từ %(day)s, không trước ngày này. Hãy chọn một ngày sau đó.")
                % {"agency": membership.agency, "day": f"{membership.valid_from:%d/%m/%Y}"}
            }
        )
    membership.valid_to, membership.ending_decision = on, decision
    membership.full_clean()
    membership.save()
    return membership


def _get_membership_on(bloc: Bloc, agency: Agency, on: dt.date) -> Membership:
    """Membership that ends on the day, or began on it (``_end_membership`` then raises an error that names it)."""
    memberships = Membership.objects.of_bloc_and_agency(bloc, agency)
    membership = (
        memberships.valid_on(on - dt.timedelta(days=1)).current_or_future(on).first()
        or memberships.valid_on(on).first()
    )
    if membership is None:
        raise ValidationError({"agency": _("Cơ quan này không phải là thành viên của khối vào ngày đó.")})
    return membership


def _get_name_on(bloc: Bloc, on: dt.date) -> BlocName:
    name = bloc.names.valid_on(on).first()
    if name is None:
        raise ValidationError({"on": _("Vào ngày này khối chưa được thành lập hoặc đã giải thể.")})
    return name


def _create_bloc_name(bloc: Bloc, on: dt.date, decision: Decision | None, **names: str) -> BlocName:
    row = BlocName(bloc=bloc, valid_from=on, decision=decision, **names)
    row.full_clean()
    row.save()
    return row
