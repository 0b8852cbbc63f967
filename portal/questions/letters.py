"""What the sender of a question is told by e-mail, where they left an address.

Called at the end of every act, in its transaction; the letter goes out once the act is certain, and an act never fails
for a letter. No word of the sender's stands in it: a form that mails what anybody types to anybody serves spammers.
"""

import logging
import smtplib
from functools import partial

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils.translation import gettext as _

from portal.questions.models import Question
from portal.questions.workflow import Act

_log = logging.getLogger(__name__)


def tell(question: Question, act: Act, reason: str = "") -> None:
    """Tells the sender of an act that concerns them; of most they hear nothing."""
    if not question.email or (news := _news(question, act, reason)) is None:
        return
    title, *lines = news
    name = settings.SITE_IDENTITY["name"]
    text = "\n".join(
        [
            _("Kính gửi Ông/Bà,"),
            "",
            *lines,
            "",
            _("Mã theo dõi: %s") % question.spoken_code,
            _("Xem tình trạng: %s") % f"{settings.PUBLIC_ADDRESS}{question.tracking_address}",
            "",
            _("Thư này do %s tự động gửi, xin không trả lời thư.") % name,
        ]
    )
    message = EmailMessage(f"[{name}] {title}", text, to=[question.email])
    transaction.on_commit(partial(_send, message, question.pk), robust=True)


def _news(question: Question, act: Act, reason: str) -> tuple[str, ...] | None:
    """The heading and the lines of a letter about an act."""
    match act:
        case Act.RECEIVE:
            due = _("Hạn trả lời: %s.") % f"{question.due_on:%d/%m/%Y}"
            return _("Đã nhận câu hỏi, phản ánh"), _("Cổng đã nhận được câu hỏi, phản ánh của Ông/Bà."), due
        case Act.REFUSE:
            told = _("Câu hỏi, phản ánh của Ông/Bà không được tiếp nhận. Lý do:")
            return _("Câu hỏi, phản ánh không được tiếp nhận"), told, reason
        case Act.PUBLISH:
            where = f"{settings.PUBLIC_ADDRESS}{question.get_absolute_url()}"
            return _("Câu hỏi đã được trả lời"), _("Câu hỏi của Ông/Bà đã được trả lời công khai:"), where
        case Act.REPLY:
            title = _("Câu hỏi, phản ánh đã được trả lời")
            return title, _("%s trả lời:") % question.unit, "", question.answer_words
        case _:
            return None


def _send(message: EmailMessage, pk: int) -> None:
    try:
        message.send()
    except (smtplib.SMTPException, OSError, ValueError) as error:
        # The error may quote the address, so only its kind is kept.
        _log.error("The letter about question %s was not sent: %s", pk, type(error).__name__)
