"""The part of the desk that tells which questions wait for a person."""

import datetime as dt
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from news.desk import SHOWN_COUNT, Row, Section
from portal.accounts.models import User
from portal.questions.models import Question
from portal.questions.rights import rights_of
from portal.questions.workflow import Right, Status


def waiting_for(user: User, at: dt.datetime | None = None) -> list[Section]:
    """The sections that this person's role gives them, each of one query."""
    now, rights = at or timezone.now(), rights_of(user)
    sections = []
    if rights & {Right.ANSWERER, Right.PUBLISHER}:
        sections += [
            _section(
                [Status.RECEIVED],
                now,
                key="cau-hoi-moi",
                title=_("Câu hỏi mới nhận"),
                action=_("Xem và tiếp nhận"),
                empty=_("Không có câu hỏi nào mới gửi đến."),
            ),
            _section(
                [Status.ACCEPTED, Status.ASSIGNED],
                now,
                key="cau-hoi-cho-tra-loi",
                title=_("Câu hỏi chờ trả lời"),
                action=_("Soạn trả lời"),
                empty=_("Không có câu hỏi nào chờ trả lời."),
            ),
        ]
    if Right.PUBLISHER in rights:
        sections.append(
            _section(
                [Status.DRAFTED],
                now,
                key="cau-hoi-cho-duyet",
                title=_("Trả lời chờ duyệt"),
                action=_("Đọc và công bố"),
                empty=_("Không có câu trả lời nào chờ duyệt."),
            )
        )
    return sections


def _section(states: list[Status], now: dt.datetime, **said: str) -> Section:
    found = list(Question.objects.in_states(states).for_desk()[:SHOWN_COUNT])
    total = found[0].total if found else 0
    address = reverse("admin:questions_question_changelist")
    query = urlencode({"status__in": ",".join(states)})
    more = f"{address}?{query}" if total > len(found) else ""
    return Section(rows=[_row(question, now) for question in found], total=total, more=more, **said)


def _row(question: Question, now: dt.datetime) -> Row:
    return Row(
        title=question.public_subject,
        address=reverse("admin:questions_question_change", args=[question.pk]),
        who=str(question.assignee or question.unit),
        moment=question.received_at,
        category=question.topic.name if question.topic else question.get_kind_display(),
        deadline=question.due_on,
        is_overdue=question.is_overdue(now),
    )
