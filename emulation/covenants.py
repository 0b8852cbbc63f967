"""Services for covenants: drafting, signing, sealing with the last signature, correcting a sealed one."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from emulation import audit_log
from emulation.models import (
    Agency,
    Covenant,
    CovenantParty,
    CovenantSignature,
    EmulationYear,
    Membership,
    TargetIndicator,
)
from portal.accounts.models import User
from portal.audit import services as audit_services
from portal.core.db.constraints import constraint_errors_as_validation
from portal.core.text.signatures import SigningCapacity


@transaction.atomic
def draft_covenant(
    *,
    year: EmulationYear,
    title: str,
    signed_on: dt.date,
    commitments: str,
    legal_bases: str = "",
    place: str = "",
    by: User | None = None,
) -> Covenant:
    """Creates a covenant whose parties are the bloc's members on the planned day of signing."""
    covenant = Covenant(
        year=year, title=title, signed_on=signed_on, commitments=commitments, legal_bases=legal_bases, place=place
    )
    covenant.full_clean()
    covenant.save()
    parties = _add_member_parties(_lock_covenant(covenant))
    _write_audit_log(audit_log.COVENANT_DRAFTED, covenant, by, agency=[party.agency for party in parties])
    return covenant


@transaction.atomic
def add_missing_parties(*, covenant: Covenant, by: User | None = None) -> list[CovenantParty]:
    """Adds every member on the day of signing as a party; existing parties stay unchanged."""
    covenant = _lock_covenant(covenant)
    added = _add_member_parties(covenant)
    _write_audit_log(audit_log.PARTIES_ADDED, covenant, by, agency=[party.agency for party in added])
    return added


def _add_member_parties(covenant: Covenant) -> list[CovenantParty]:
    present = set(covenant.parties.values_list("agency", flat=True))
    members = Membership.objects.of_bloc(covenant.year.bloc).valid_on(covenant.signed_on).in_order()
    added = []
    for membership in members.select_related("agency"):
        if membership.agency_id not in present:
            party = CovenantParty(covenant=covenant, agency=membership.agency)
            party.full_clean()
            party.save()
            added.append(party)
    return added


def unsigned_parties(covenant: Covenant) -> list[CovenantParty]:
    """Parties that have not signed yet, in the covenant's order."""
    signed = covenant.signatures.values("agency")
    return list(covenant.parties.exclude(agency__in=signed).select_related("agency"))


def agencies_awaiting_signature(covenant: Covenant) -> QuerySet[Agency]:
    """Agencies of the parties that have not signed yet."""
    return Agency.objects.filter(
        pk__in=covenant.parties.exclude(agency__in=covenant.signatures.values("agency")).values("agency")
    )


@transaction.atomic
def sign_covenant(
    *,
    covenant: Covenant,
    agency: Agency,
    post: str,
    signed_on: dt.date,
    person_name: str = "",
    capacity: str = SigningCapacity.ON_BEHALF,
    signed_time: dt.time | None = None,
    copy: File | None = None,
    by: User | None = None,
) -> CovenantSignature:
    """Records a party's signature; the last one seals the covenant in the same transaction.

    Raises ValidationError by field when the agency is not a party or has already signed, or the covenant is sealed.
    """
    covenant = _lock_covenant(covenant)
    signature = CovenantSignature(
        covenant=covenant,
        agency=agency,
        person_name=person_name,
        post=post,
        capacity=capacity,
        signed_on=signed_on,
        signed_time=signed_time,
        copy=copy or "",
        recorded_by=by,
    )
    signature.full_clean()
    with constraint_errors_as_validation(CovenantSignature, Covenant):
        signature.save()
        _write_audit_log(audit_log.COVENANT_SIGNED, covenant, by, agency=agency, signer=str(signature), on=signed_on)
        if not unsigned_parties(covenant):
            _seal_covenant(covenant)
            _write_audit_log(audit_log.COVENANT_SEALED, covenant, by)
    return signature


@transaction.atomic
def withdraw_signature(*, signature: CovenantSignature, by: User | None = None) -> Covenant:
    """Deletes a signature recorded by mistake, while the covenant is not sealed; returns the covenant."""
    covenant = _lock_covenant(signature.covenant)
    agency, signer = signature.agency, str(signature)
    signature.delete()
    _write_audit_log(audit_log.SIGNATURE_WITHDRAWN, covenant, by, agency=agency, signer=signer)
    return covenant


@transaction.atomic
def correct_covenant(*, covenant: Covenant, signed_on: dt.date, by: User | None = None) -> Covenant:
    """Creates a new covenant with the text, targets and parties of a sealed one, to be corrected and signed anew.

    The sealed covenant is not changed and stays in force until the new one is sealed.
    """
    if Covenant.objects.superseding(covenant).exists():
        raise ValidationError(_("Bản này đã có bản thay thế; hãy sửa bản thay thế đó."))
    correction = Covenant(
        year=covenant.year,
        title=covenant.title,
        legal_bases=covenant.legal_bases,
        commitments=covenant.commitments,
        place=covenant.place,
        signed_on=signed_on,
        supersedes=covenant,
    )
    correction.full_clean()
    correction.save()
    for target in covenant.targets.all():
        TargetIndicator.objects.create(
            covenant=correction,
            text=target.text,
            unit=target.unit,
            planned_value=target.planned_value,
            position=target.position,
        )
    parties = _add_member_parties(_lock_covenant(correction))
    named = [party.agency for party in parties]
    _write_audit_log(audit_log.COVENANT_CORRECTED, correction, by, agency=named, on=signed_on)
    return correction


def _write_audit_log(act: str, covenant: Covenant, by: User | None, **detail: object) -> None:
    """Writes the audit log entry, with bloc and year in its details because titles repeat."""
    audit_services.record(action=act, by=by, target=covenant, detail={"year": covenant.year, **detail})


def _lock_covenant(covenant: Covenant) -> Covenant:
    """Locks the stored covenant until the transaction ends, so that concurrent signatures still seal it."""
    return Covenant.objects.select_for_update(of=("self",)).select_related("year__bloc").get(pk=covenant.pk)


def _seal_covenant(covenant: Covenant) -> None:
    covenant.sealed_at = timezone.now()
    covenant.seal_digest = covenant.compute_digest()
    covenant.save(update_fields=["sealed_at", "seal_digest"])
