"""Questions for tests: each takes only what matters to the test and makes up the rest."""

import datetime as dt
import itertools
from typing import Any

from portal.questions.models import Question
from portal.questions.services import QuestionSubmission, receive_question, run_transition
from portal.questions.workflow import QuestionAction

_number = itertools.count(1)
ANSWER = "<p>Bản giao ước được đăng ở trang của khối.</p>"
UNIT = "Thường trực Khối thi đua"


def make_letter(**fields: Any) -> QuestionSubmission:
    return QuestionSubmission(
        **{
            "name": "Nguyễn Văn A",
            "subject": f"Câu hỏi thứ {next(_number)}",
            "text": "Bản giao ước xem ở đâu?",
            "email": "nguoi.gui@example.vn",
            "phone": "0206 123 4567",
            **fields,
        }
    )


def make_question(
    *acts: QuestionAction, at: dt.datetime | None = None, answer: str = ANSWER, **fields: Any
) -> Question:
    """A question that somebody sent, and as far on its way as the acts lead."""
    question = receive_question(submission=make_letter(**fields), at=at)
    for act in acts:
        question.unit, question.answer = UNIT, answer
        run_transition(action=act, question=question, by=None, reason="Đúng quy chế.", at=at)
    return question


def make_published(at: dt.datetime | None = None, **fields: Any) -> Question:
    return make_question(
        QuestionAction.ACCEPT, QuestionAction.ASSIGN, QuestionAction.DRAFT, QuestionAction.PUBLISH, at=at, **fields
    )
