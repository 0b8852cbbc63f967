"""E-mails to the sender of a question, if they gave an address.

Called at the end of every service, in its transaction; the e-mail is sent on commit, and an action never fails because
of it. It contains no text of the sender: a form that mails any text to any address would be abused for spam.
"""

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import gettext as _

from portal.core import emails
from portal.questions.models import Question
from portal.questions.workflow import QuestionAction


def notify_sender(question: Question, action: QuestionAction, reason: str = "") -> None:
    """Sends an e-mail for an action that concerns the sender; most actions send none."""
    if not question.email or (content := _email_content(question, action, reason)) is None:
        return
    title, *lines = content
    name = settings.SITE_IDENTITY["name"]
    text = "\n".join(
        [
            _("Kính gửi Ông/Bà,"),
            "",
            *lines,
            "",
            _("Mã theo dõi: %s") % question.formatted_code,
            _("Xem tình trạng: %s") % f"{settings.BASE_URL}{question.tracking_url}",
            "",
            _("Thư này do %s tự động gửi, xin không trả lời thư.") % name,
        ]
    )
    message = EmailMessage(f"[{name}] {title}", text, to=[question.email])
    emails.send_on_commit(message, about=f"The letter about question {question.pk}")


def _email_content(question: Question, action: QuestionAction, reason: str) -> tuple[str, ...] | None:
    """Subject and lines of the e-mail for an action."""
    match action:
        case QuestionAction.RECEIVE:
            due = _("Hạn trả lời: %s.") % f"{question.due_on:%d/%m/%Y}"
            return _("Đã nhận câu hỏi, phản ánh"), _("Cổng đã nhận được câu hỏi, phản ánh của Ông/Bà."), due
        case QuestionAction.REFUSE:
            intro = _("Câu hỏi, phản ánh của Ông/Bà không được tiếp nhận. Lý do:")
            return _("Câu hỏi, phản ánh không được tiếp nhận"), intro, reason
        case QuestionAction.PUBLISH:
            url = f"{settings.BASE_URL}{question.get_absolute_url()}"
            return _("Câu hỏi đã được trả lời"), _("Câu hỏi của Ông/Bà đã được trả lời công khai:"), url
        case QuestionAction.REPLY:
            title = _("Câu hỏi, phản ánh đã được trả lời")
            return title, _("%s trả lời:") % question.unit, "", question.answer_text
        case _:
            return None
