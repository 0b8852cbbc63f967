"""Acts on posts and units: each is whole or not at all, and leaves its mark in the trail.

The day ``on`` is the first one of the new state. Refusals are ValidationErrors in Vietnamese, by field where one is at
fault. A post that was entered by mistake is corrected in its form; these acts are for what really happened.
"""

import datetime as dt

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.accounts import audit
from portal.kit.constraints import violations_spoken_by
from portal.organisation.models import Official, Posting, Unit

POSTING_ENDED = "organisation.posting_ended"
HOLDER_REPLACED = "organisation.holder_replaced"
UNIT_DISSOLVED = "organisation.unit_dissolved"
ACTS = {
    POSTING_ENDED: gettext_lazy("Kết thúc giữ chức vụ"),
    HOLDER_REPLACED: gettext_lazy("Thay người giữ chức vụ"),
    UNIT_DISSOLVED: gettext_lazy("Giải thể đơn vị"),
}


@violations_spoken_by(Posting)
@transaction.atomic
def end_posting(*, posting: Posting, on: dt.date, by: AbstractBaseUser | None) -> Posting:
    """The official no longer holds the post from a day on; nobody follows."""
    lock_units(posting.unit_id)
    ended = _end(posting, on)
    audit.record(act=POSTING_ENDED, by=by, thing=ended, detail={"on": f"{on:%d/%m/%Y}"})
    return ended


@violations_spoken_by(Posting)
@transaction.atomic
def replace_holder(
    *,
    posting: Posting,
    successor: Official,
    on: dt.date,
    by: AbstractBaseUser | None,
    phone: str = "",
    email: str = "",
    area: str = "",
    area_en: str = "",
    decision_number: str = "",
    ends_other_posts: bool = False,
) -> Posting:
    """Somebody else holds the post from a day on: same unit, post, rank and marks; how to reach them is theirs.

    ``ends_other_posts``: what the successor held in the unit until then (a deputy who moves up) ends the same day.
    """
    lock_units(posting.unit_id)
    ended = _end(posting, on)
    if successor.pk == ended.official_id:
        raise ValidationError({"successor": _("Người này đang giữ chính chức vụ đó.")})
    if ends_other_posts:
        for other in Posting.objects.of_official(successor.pk).of_unit(ended.unit_id).holding_on(on):
            _end(other, on)
    begun = Posting(
        official=successor,
        unit=ended.unit,
        post=ended.post,
        post_en=ended.post_en,
        position=ended.position,
        is_leader=ended.is_leader,
        is_contact=ended.is_contact,
        is_spokesperson=ended.is_spokesperson,
        phone=phone,
        email=email,
        area=area,
        area_en=area_en,
        decision_number=decision_number,
        valid_from=on,
    )
    begun.full_clean()
    begun.save()
    detail = {"on": f"{on:%d/%m/%Y}", "predecessor": str(ended.official)}
    audit.record(act=HOLDER_REPLACED, by=by, thing=begun, detail=detail)
    return begun


@violations_spoken_by(Unit, Posting)
@transaction.atomic
def dissolve_unit(*, unit: Unit, on: dt.date, by: AbstractBaseUser | None) -> Unit:
    """The unit no longer exists from a day on, and its posts end with it. It stays on record."""
    lock_units(unit.pk)
    unit = Unit.objects.get(pk=unit.pk)
    _require_lasting(unit, on)
    if Unit.objects.below(unit.pk).reaching_beyond(on).exists():
        raise ValidationError(_("Còn đơn vị trực thuộc. Hãy giải thể hoặc chuyển các đơn vị đó trước."))
    for posting in Posting.objects.of_unit(unit.pk).reaching_beyond(on):
        _end(posting, on)
    unit.valid_to = on
    unit.full_clean()
    unit.save()
    audit.record(act=UNIT_DISSOLVED, by=by, thing=unit, detail={"on": f"{on:%d/%m/%Y}"})
    return unit


def lock_units(*keys: int) -> None:
    """Acts on the same unit wait for one another."""
    list(Unit.objects.select_for_update().filter(pk__in=keys).order_by("pk"))


def _end(posting: Posting, on: dt.date) -> Posting:
    """Looks at the row as it is now, under the lock."""
    posting = Posting.objects.select_related("official", "unit").get(pk=posting.pk)
    _require_lasting(posting, on)
    posting.valid_to = on
    posting.full_clean()
    posting.save()
    return posting


def _require_lasting(row: Posting | Unit, on: dt.date) -> None:
    """What ends on a day must have begun before, and not have ended yet."""
    told = {"row": row, "start": f"{row.valid_from:%d/%m/%Y}"}
    if on <= row.valid_from:
        raise ValidationError({"on": _("%(row)s: bắt đầu từ %(start)s, nên phải kết thúc sau ngày đó.") % told})
    if row.valid_to is not None and row.valid_to <= on:
        told["end"] = f"{row.valid_to:%d/%m/%Y}"
        raise ValidationError({"on": _("%(row)s: đã kết thúc từ %(end)s.") % told})
