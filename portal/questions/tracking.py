"""What the sender sees of the way of their question: when what was done, not by whom, and no draft."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from portal.questions.models import Question
from portal.questions.workflow import Act, Status


@dataclass(frozen=True)
class Step:
    """One thing that was done; ``reason`` is for the sender."""

    words: str
    moment: dt.datetime
    reason: str = ""


def state_of(question: Question) -> str:
    """How far it is, for the sender; who works on it within the office is no matter of theirs."""
    words = {
        Status.RECEIVED: _("Đã nhận, chờ tiếp nhận"),
        Status.PUBLISHED: _("Đã trả lời công khai"),
        Status.REPLIED: _("Đã trả lời riêng"),
        Status.REFUSED: _("Không tiếp nhận"),
        Status.WITHDRAWN: _("Đã gỡ khỏi trang công khai"),
    }
    return words.get(question.state) or _("Đang xử lý")


def steps_of(question: Question) -> list[Step]:
    """The steps that concern the sender, the first one first; one query."""
    words = {
        Act.RECEIVE: _("Cổng đã nhận"),
        Act.ACCEPT: _("Đã được tiếp nhận"),
        Act.ASSIGN: _("Đã giao đơn vị trả lời"),
        Act.REFUSE: _("Không được tiếp nhận"),
        Act.PUBLISH: _("Đã trả lời công khai"),
        Act.REPLY: _("Đã trả lời riêng"),
        Act.WITHDRAW: _("Câu trả lời được gỡ khỏi trang công khai"),
        Act.ERASE: _("Thông tin liên hệ của Ông/Bà đã được xóa"),
    }
    return [
        Step(words[Act(event.act)], event.made_at, event.reason if event.act == Act.REFUSE else "")
        for event in question.events.in_order()
        if event.act in words
    ]
