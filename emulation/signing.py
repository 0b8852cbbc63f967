"""Acts on a covenant: drawing it up, signing it, sealing it with the last signature, and correcting a sealed one."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

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
from portal.kit.constraints import violations_spoken_by
from portal.kit.signatures import SigningCapacity


@transaction.atomic
def draw_up_covenant(
    *,
    year: EmulationYear,
    title: str,
    signed_on: dt.date,
    commitments: str,
    legal_bases: str = "",
    place: str = "",
) -> Covenant:
    """A covenant whose parties are the bloc's members on the day it is to be signed."""
    covenant = Covenant(
        year=year, title=title, signed_on=signed_on, commitments=commitments, legal_bases=legal_bases, place=place
    )
    covenant.full_clean()
    covenant.save()
    invite_members(covenant=covenant)
    return covenant


@transaction.atomic
def invite_members(*, covenant: Covenant) -> list[CovenantParty]:
    """Makes every member of the day of signing a party, those that are already one left as they are."""
    covenant = _locked(covenant)
    present = set(covenant.parties.values_list("agency", flat=True))
    members = Membership.objects.of_bloc(covenant.year.bloc).holding_on(covenant.signed_on).in_order()
    added = []
    for membership in members.select_related("agency"):
        if membership.agency_id not in present:
            party = CovenantParty(covenant=covenant, agency=membership.agency)
            party.full_clean()
            party.save()
            added.append(party)
    return added


def unsigned_parties(covenant: Covenant) -> list[CovenantParty]:
    """The parties that have not signed yet, in the covenant's order."""
    signed = covenant.signatures.values("agency")
    return list(covenant.parties.exclude(agency__in=signed).select_related("agency"))


def agencies_to_sign(covenant: Covenant) -> QuerySet[Agency]:
    """The agencies of the parties that have not signed yet."""
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

    Raises ValidationError by field when the agency is no party or has signed already, or the covenant is sealed.
    """
    covenant = _locked(covenant)
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
    with violations_spoken_by(CovenantSignature, Covenant):
        signature.save()
        if not unsigned_parties(covenant):
            _seal(covenant)
    return signature


@transaction.atomic
def withdraw_signature(*, signature: CovenantSignature) -> None:
    """Takes back a signature recorded by mistake; only while the covenant is not sealed."""
    _locked(signature.covenant)
    signature.delete()


@transaction.atomic
def correct_covenant(*, covenant: Covenant, signed_on: dt.date) -> Covenant:
    """A new covenant with the words, targets and parties of a sealed one, to be corrected, signed and sealed anew.

    The sealed one stays as it is, and stays the one that holds until the new one is sealed.
    """
    if Covenant.objects.correcting(covenant).exists():
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
    invite_members(covenant=correction)
    return correction


def _locked(covenant: Covenant) -> Covenant:
    """The stored covenant, held until the transaction ends, so that two signatures cannot both be "not the last"."""
    return Covenant.objects.select_for_update(of=("self",)).select_related("year__bloc").get(pk=covenant.pk)


def _seal(covenant: Covenant) -> None:
    covenant.sealed_at = timezone.now()
    covenant.seal_digest = covenant.digest()
    covenant.save(update_fields=["sealed_at", "seal_digest"])
