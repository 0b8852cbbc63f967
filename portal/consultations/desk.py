"""What waits on the desk of whoever looks after consultations: comments to look at, summaries to write."""

import datetime as dt

from django.urls import reverse
from django.utils.translation import gettext as _

from news.desk import SHOWN_COUNT, Row, Section
from portal.accounts.models import User
from portal.consultations.models import Comment, Consultation


def waiting_for(user: User, at: dt.datetime) -> list[Section]:
    """A query for each section that the person's rights give, two where more waits than is shown; none for others."""
    sections = []
    if user.has_perm("consultations.moderate_comment"):
        sections.append(_comments())
    if user.has_perm("consultations.publish_consultation"):
        sections.append(_summaries(at))
    return sections


def _comments() -> Section:
    pending = Comment.objects.pending().select_related("consultation").oldest_first()
    rows = [
        Row(
            title=str(comment),
            address=reverse("admin:consultations_comment_change", args=[comment.pk]),
            who=comment.organisation or comment.name,
            moment=comment.created_at,
            category=comment.consultation.title,
        )
        for comment in pending[:SHOWN_COUNT]
    ]
    return Section(
        key="y-kien-cho-duyet",
        title=_("Ý kiến về dự thảo chờ duyệt"),
        action=_("Duyệt ý kiến"),
        empty=_("Không có ý kiến nào chờ duyệt."),
        rows=rows,
        total=len(rows) if len(rows) < SHOWN_COUNT else pending.count(),
    )


def _summaries(at: dt.datetime) -> Section:
    awaiting = Consultation.objects.awaiting_summary(at).soonest_closing_first()
    rows = [
        Row(
            title=consultation.title,
            address=reverse("admin:consultations_consultation_change", args=[consultation.pk]),
            who=consultation.unit,
            moment=consultation.closes_at,
        )
        for consultation in awaiting[:SHOWN_COUNT]
    ]
    return Section(
        key="tong-hop-y-kien",
        title=_("Dự thảo đã hết hạn góp ý, chưa công bố tổng hợp"),
        action=_("Viết tổng hợp"),
        empty=_("Không có dự thảo nào chờ tổng hợp."),
        rows=rows,
        total=len(rows) if len(rows) < SHOWN_COUNT else awaiting.count(),
    )
