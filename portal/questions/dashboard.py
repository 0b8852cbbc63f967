"""Dashboard sections for questions that wait for the user."""

import datetime as dt
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.accounts.models import User
from portal.core import dashboard
from portal.core.dashboard import SECTION_ROW_LIMIT, DashboardRow, DashboardSection
from portal.questions.models import Question
from portal.questions.permissions import question_roles
from portal.questions.workflow import QuestionRole, QuestionStatus


def dashboard_sections(user: User, at: dt.datetime | None = None) -> list[DashboardSection]:
    """The sections that the user's roles allow, each in one query."""
    now, rights = at or timezone.now(), question_roles(user)
    sections = []
    if rights & {QuestionRole.ANSWERER, QuestionRole.PUBLISHER}:
        sections += [
            _build_section(
                [QuestionStatus.RECEIVED],
                now,
                key="cau-hoi-moi",
                title=_("Câu hỏi mới nhận"),
                action_label=_("Xem và tiếp nhận"),
                empty_text=_("Không có câu hỏi nào mới gửi đến."),
            ),
            _build_section(
                [QuestionStatus.ACCEPTED, QuestionStatus.ASSIGNED],
                now,
                key="cau-hoi-cho-tra-loi",
                title=_("Câu hỏi chờ trả lời"),
                action_label=_("Soạn trả lời"),
                empty_text=_("Không có câu hỏi nào chờ trả lời."),
            ),
        ]
    if QuestionRole.PUBLISHER in rights:
        sections.append(
            _build_section(
                [QuestionStatus.DRAFTED],
                now,
                key="cau-hoi-cho-duyet",
                title=_("Trả lời chờ duyệt"),
                action_label=_("Đọc và công bố"),
                empty_text=_("Không có câu trả lời nào chờ duyệt."),
            )
        )
    return sections


def _build_section(states: list[QuestionStatus], now: dt.datetime, **texts: str) -> DashboardSection:
    found = list(Question.objects.with_status(states).for_dashboard()[:SECTION_ROW_LIMIT])
    total = found[0].total if found else 0
    address = reverse("admin:questions_question_changelist")
    query = urlencode({"status__in": ",".join(states)})
    more = f"{address}?{query}" if total > len(found) else ""
    return DashboardSection(rows=[_build_row(question, now) for question in found], total=total, more_url=more, **texts)


def _build_row(question: Question, now: dt.datetime) -> DashboardRow:
    return DashboardRow(
        title=question.public_subject,
        url=reverse("admin:questions_question_change", args=[question.pk]),
        actor=str(question.assignee or question.unit),
        timestamp=question.received_at,
        category=question.topic.name if question.topic else question.get_kind_display(),
        deadline=question.due_on,
        is_overdue=question.is_overdue(now),
    )


dashboard.section_sources.register(dashboard.SectionSource(dashboard_sections, position=20))
dashboard.menu_groups.register(dashboard.MenuGroup("hoi-dap", gettext_lazy("Hỏi đáp"), position=50))
dashboard.menu_items.register(dashboard.MenuItems("hoi-dap", ("questions.*",)))
