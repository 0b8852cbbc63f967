"""Service for the public: submits a comment on a draft, to be moderated by staff (``moderation``)."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.consultations.models import Comment, Consultation


@transaction.atomic
def submit_comment(
    *,
    consultation: Consultation,
    name: str,
    organisation: str,
    email: str,
    text: str,
    at: dt.datetime | None = None,
) -> Comment:
    """Stores a comment as pending moderation; the caller must have obtained consent.

    Raises ValidationError outside of the comment period.
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
