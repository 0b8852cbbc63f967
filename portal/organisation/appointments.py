"""Services for postings and units; each is atomic and writes to the audit log.

The day ``on`` is the first day of the new state. Errors are ValidationErrors in Vietnamese, by field where possible. A
posting entered by mistake is corrected in its form; these services are for real changes.
"""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.accounts.models import User
from portal.audit import services as audit_services
from portal.core.db.constraints import constraint_errors_as_validation
from portal.organisation.models import Official, Posting, Unit

POSTING_ENDED = "organisation.posting_ended"
HOLDER_REPLACED = "organisation.holder_replaced"
UNIT_DISSOLVED = "organisation.unit_dissolved"
ORGANISATION_ACTIONS = {
    POSTING_ENDED: gettext_lazy("Kết thúc giữ chức vụ"),
    HOLDER_REPLACED: gettext_lazy("Thay người giữ chức vụ"),
    UNIT_DISSOLVED: gettext_lazy("Giải thể đơn vị"),
}


@constraint_errors_as_validation(Posting)
@transaction.atomic
def end_posting(*, posting: Posting, on: dt.date, by: User | None) -> Posting:
    """Ends a posting from a day on, without a successor."""
    lock_units(posting.unit_id)
    ended_posting = _set_posting_end(posting, on)
    audit_services.record(action=POSTING_ENDED, by=by, target=ended_posting, detail={"on": f"{on:%d/%m/%Y}"})
    return ended_posting


@constraint_errors_as_validation(Posting)
@transaction.atomic
def replace_holder(
    *,
    posting: Posting,
    successor: Official,
    on: dt.date,
    by: User | None,
    phone: str = "",
    email: str = "",
    area: str = "",
    area_en: str = "",
    decision_number: str = "",
    ends_other_posts: bool = False,
) -> Posting:
    """Replaces the holder from a day on: same unit, post, rank and flags, but the successor's own contact data.

    ``ends_other_posts``: the successor's other postings in the unit (a deputy who moves up) end the same day.
    """
    lock_units(posting.unit_id)
    old_posting = _set_posting_end(posting, on)
    if successor.pk == old_posting.official_id:
        raise ValidationError({"successor": _("Người này đang giữ chính chức vụ đó.")})
    if ends_other_posts:
        for other in Posting.objects.of_official(successor.pk).of_unit(old_posting.unit_id).valid_on(on):
            _set_posting_end(other, on)
    new_posting = Posting(
        official=successor,
        unit=old_posting.unit,
        post=old_posting.post,
        post_en=old_posting.post_en,
        position=old_posting.position,
        is_leader=old_posting.is_leader,
        is_contact=old_posting.is_contact,
        is_spokesperson=old_posting.is_spokesperson,
        phone=phone,
        email=email,
        area=area,
        area_en=area_en,
        decision_number=decision_number,
        valid_from=on,
    )
    new_posting.full_clean()
    new_posting.save()
    detail = {"on": f"{on:%d/%m/%Y}", "predecessor": str(old_posting.official)}
    audit_services.record(action=HOLDER_REPLACED, by=by, target=new_posting, detail=detail)
    return new_posting


@constraint_errors_as_validation(Unit, Posting)
@transaction.atomic
def dissolve_unit(*, unit: Unit, on: dt.date, by: User | None) -> Unit:
    """Dissolves the unit and ends its postings from a day on. The row is kept."""
    lock_units(unit.pk)
    unit = Unit.objects.get(pk=unit.pk)
    _check_end_date(unit, on)
    if Unit.objects.subunits(unit.pk).current_or_future(on).exists():
        raise ValidationError(_("Còn đơn vị trực thuộc. Hãy giải thể hoặc chuyển các đơn vị đó trước."))
    for posting in Posting.objects.of_unit(unit.pk).current_or_future(on):
        _set_posting_end(posting, on)
    unit.valid_to = on
    unit.full_clean()
    unit.save()
    audit_services.record(action=UNIT_DISSOLVED, by=by, target=unit, detail={"on": f"{on:%d/%m/%Y}"})
    return unit


def lock_units(*keys: int) -> None:
    """Locks the units' rows, so that concurrent changes are serialized."""
    list(Unit.objects.select_for_update().filter(pk__in=keys).order_by("pk"))


def _set_posting_end(posting: Posting, on: dt.date) -> Posting:
    """Sets the end on the current row, under the lock."""
    posting = Posting.objects.select_related("official", "unit").get(pk=posting.pk)
    _check_end_date(posting, on)
    posting.valid_to = on
    posting.full_clean()
    posting.save()
    return posting


def _check_end_date(row: Posting | Unit, on: dt.date) -> None:
    """Raises ValidationError when the period has not begun before the day, or has already ended."""
    params = {"row": row, "start": f"{row.valid_from:%d/%m/%Y}"}
    if on <= row.valid_from:
        raise ValidationError({"on": _("%(row)s: bắt đầu từ %(start)s, nên phải kết thúc sau ngày đó.") % params})
    if row.valid_to is not None and row.valid_to <= on:
        params["end"] = f"{row.valid_to:%d/%m/%Y}"
        raise ValidationError({"on": _("%(row)s: đã kết thúc từ %(end)s.") % params})
