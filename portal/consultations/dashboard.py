"""Dashboard sections for consultations: comments to moderate, summaries to write."""

import datetime as dt

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.accounts.models import User
from portal.consultations.models import Comment, Consultation
from portal.core import dashboard
from portal.core.dashboard import SECTION_ROW_LIMIT, DashboardRow, DashboardSection


def dashboard_sections(user: User, at: dt.datetime) -> list[DashboardSection]:
    """One query for each section that the user's permissions allow, two if there are more rows than shown."""
    sections = []
    if user.has_perm("consultations.moderate_comment"):
        sections.append(_comments_section())
    if user.has_perm("consultations.publish_consultation"):
        sections.append(_summaries_section(at))
    return sections


def _comments_section() -> DashboardSection:
    pending = Comment.objects.pending().select_related("consultation").oldest_first()
    rows = [
        DashboardRow(
            title=str(comment),
            url=reverse("admin:consultations_comment_change", args=[comment.pk]),
            actor=comment.organisation or comment.name,
            timestamp=comment.created_at,
            category=comment.consultation.title,
        )
        for comment in pending[:SECTION_ROW_LIMIT]
    ]
    return DashboardSection(
        key="y-kien-cho-duyet",
        title=_("Ý kiến về dự thảo chờ duyệt"),
        action_label=_("Duyệt ý kiến"),
        empty_text=_("Không có ý kiến nào chờ duyệt."),
        rows=rows,
        total=len(rows) if len(rows) < SECTION_ROW_LIMIT else pending.count(),
    )


def _summaries_section(at: dt.datetime) -> DashboardSection:
    awaiting = Consultation.objects.awaiting_summary(at).soonest_closing_first()
    rows = [
        DashboardRow(
            title=consultation.title,
            url=reverse("admin:consultations_consultation_change", args=[consultation.pk]),
            actor=consultation.unit,
            timestamp=consultation.closes_at,
        )
        for consultation in awaiting[:SECTION_ROW_LIMIT]
    ]
    return DashboardSection(
        key="tong-hop-y-kien",
        title=_("Dự thảo đã hết hạn góp ý, chưa công bố tổng hợp"),
        action_label=_("Viết tổng hợp"),
        empty_text=_("Không có dự thảo nào chờ tổng hợp."),
        rows=rows,
        total=len(rows) if len(rows) < SECTION_ROW_LIMIT else awaiting.count(),
    )


dashboard.section_sources.register(dashboard.SectionSource(dashboard_sections, position=30))
dashboard.quick_actions.register(
    dashboard.QuickAction(
        "consultations.add_consultation",
        gettext_lazy("Lấy ý kiến dự thảo"),
        "admin:consultations_consultation_add",
        position=80,
    )
)
dashboard.menu_items.register(dashboard.MenuItems("van-ban", ("consultations.*",), position=10))
