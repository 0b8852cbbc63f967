"""Drafts laid open for comment, for tests: each takes only what matters and makes up the rest."""

import datetime as dt
from typing import Any

from django.utils import timezone

from portal.consultations.models import Comment, Consultation

DAY = dt.timedelta(days=1)


def make_consultation(*, published: bool = True, **fields: Any) -> Consultation:
    """One that takes comments since yesterday and for ten days more."""
    now = timezone.now()
    values = {
        "title": "Dự thảo Quy chế quản lý cổng thông tin",
        "explanation": "<p>Mời góp ý về quy chế.</p>",
        "unit": "Văn phòng",
        "opens_at": now - DAY,
        "closes_at": now + 10 * DAY,
        "published_at": now - DAY if published else None,
        **fields,
    }
    return Consultation.objects.create(**values)


def make_closed(**fields: Any) -> Consultation:
    """One that took comments until yesterday."""
    now = timezone.now()
    return make_consultation(**{"opens_at": now - 10 * DAY, "closes_at": now - DAY, **fields})


def make_comment(consultation: Consultation, **fields: Any) -> Comment:
    values = {"name": "Nguyễn Văn A", "email": "a@example.org", "text": "Nên nói rõ thời hạn trả lời.", **fields}
    return Comment.objects.create(consultation=consultation, **values)
