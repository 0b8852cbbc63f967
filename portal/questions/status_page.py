"""Status page for the sender of a question: its steps with timestamps, without staff names or drafts."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from portal.questions.models import Question
from portal.questions.workflow import QuestionAction, QuestionStatus


@dataclass(frozen=True)
class StatusStep:
    """Step in the processing of a question; ``reason`` is shown to the sender."""

    label: str
    occurred_at: dt.datetime
    reason: str = ""


def get_status_label(question: Question) -> str:
    """Status label for the sender; internal assignments are not disclosed."""
    labels = {
        QuestionStatus.RECEIVED: _("Đã nhận, chờ tiếp nhận"),
        QuestionStatus.PUBLISHED: _("Đã trả lời công khai"),
        QuestionStatus.REPLIED: _("Đã trả lời riêng"),
        QuestionStatus.REFUSED: _("Không tiếp nhận"),
        QuestionStatus.WITHDRAWN: _("Đã gỡ khỏi trang công khai"),
    }
    return labels.get(question.state) or _("Đang xử lý")


def get_status_steps(question: Question) -> list[StatusStep]:
    """Steps that concern the sender, oldest first; one query."""
    labels = {
        QuestionAction.RECEIVE: _("Cổng đã nhận"),
        QuestionAction.ACCEPT: _("Đã được tiếp nhận"),
        QuestionAction.ASSIGN: _("Đã giao đơn vị trả lời"),
        QuestionAction.REFUSE: _("Không được tiếp nhận"),
        QuestionAction.PUBLISH: _("Đã trả lời công khai"),
        QuestionAction.REPLY: _("Đã trả lời riêng"),
        QuestionAction.WITHDRAW: _("Câu trả lời được gỡ khỏi trang công khai"),
        QuestionAction.ERASE: _("Thông tin liên hệ của Ông/Bà đã được xóa"),
    }
    return [
        StatusStep(
            labels[QuestionAction(event.action)],
            event.made_at,
            event.reason if event.action == QuestionAction.REFUSE else "",
        )
        for event in question.events.in_order()
        if event.action in labels
    ]
