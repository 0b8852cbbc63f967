"""The public's act on a draft: a comment is taken, to be looked at by staff (``moderating``)."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.consultations.models import Comment, Consultation


@transaction.atomic
def take(
    *,
    consultation: Consultation,
    name: str,
    organisation: str,
    email: str,
    text: str,
    at: dt.datetime | None = None,
) -> Comment:
    """Keeps a comment, to be looked at before readers see it; whoever calls has asked for consent.

    Raises ValidationError outside the period of the draft.
    """
    now = at or timezone.now()
    if not consultation.is_open(now):
        raise ValidationError(_("Dự thảo này hiện không nhận ý kiến."), code="not_open")
    comment = Comment(
        consultation=consultation,
        name=name,
        organisation=organisation,
        email=email,
        text=text,
        created_at=now,
        consented_at=now,
    )
    comment.full_clean()
    comment.save()
    return comment
