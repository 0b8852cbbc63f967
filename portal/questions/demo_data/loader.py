"""Loads demo questions in every state of the workflow."""

import datetime as dt
from dataclasses import dataclass

from django.db.models.fields.files import FieldFile
from django.utils import timezone

from portal.core.demo_data import DemoApp, demo_apps
from portal.questions.models import Question, Topic
from portal.questions.services import QuestionSubmission, receive_question, run_transition
from portal.questions.workflow import QuestionAction

_UNIT = "Thường trực Khối thi đua"


@dataclass(frozen=True)
class DemoQuestion:
    """A question with its age in days and its state."""

    days_ago: int
    topic: str
    subject: str
    text: str
    answer: str
    actions: tuple[QuestionAction, ...]
    is_anonymous: bool = False
    reported_path: str = ""


_PUBLIC = (QuestionAction.ACCEPT, QuestionAction.ASSIGN, QuestionAction.DRAFT, QuestionAction.PUBLISH)
QUESTIONS = (
    DemoQuestion(
        30,
        "Giao ước thi đua",
        "Bản giao ước thi đua của khối xem ở đâu?",
        "Tôi muốn đọc toàn văn bản giao ước thi đua năm nay của khối. Xin hỏi cổng đăng ở mục nào?",
        "<p>Bản giao ước được đăng ở trang của từng khối: vào mục <strong>Khối thi đua</strong>, chọn khối, chọn năm, "
        "rồi mở <em>Giao ước thi đua</em>. Trang có thể in và lưu về máy.</p>",
        _PUBLIC,
    ),
    DemoQuestion(
        21,
        "Sử dụng cổng",
        "Cách tìm tin của một ngày đã qua",
        "Tôi cần tìm lại tin về một hội nghị nhưng chỉ nhớ ngày. Có cách nào xem tin theo ngày không?",
        "<p>Ở cột bên của trang <strong>Tin tức</strong> có lịch. Chọn ngày trên lịch, hoặc gõ ngày vào ô "
        "<em>Xem tin ngày</em>, cổng sẽ hiện tất cả tin đã đưa trong ngày đó.</p>",
        _PUBLIC,
        is_anonymous=True,
    ),
    DemoQuestion(
        16,
        "Đăng ký thi đua",
        "Đơn vị mới có phải đăng ký thi đua lại không?",
        "Cơ quan tôi vừa đổi tên giữa năm. Xin hỏi bản đăng ký thi đua đã nộp theo tên cũ còn giá trị không?",
        "<p>Cổng ghi tên gọi theo từng thời kỳ nên bản đăng ký đã nộp vẫn gắn với cơ quan sau khi đổi tên. "
        "Đơn vị hãy liên hệ Thường trực Khối để được xác nhận cho trường hợp của mình.</p>",
        _PUBLIC,
    ),
    DemoQuestion(
        4,
        "Đăng ký thi đua",
        "Nộp bản đăng ký có chữ ký bằng cách nào?",
        "Xin hỏi bản đăng ký đã ký nộp bản giấy hay gửi tệp?",
        "<p>Dự thảo: đơn vị nộp theo hướng dẫn của Thường trực Khối.</p>",
        (QuestionAction.ACCEPT, QuestionAction.ASSIGN, QuestionAction.DRAFT),
    ),
    DemoQuestion(
        18, "Sử dụng cổng", "Xin bản in khổ lớn của sơ đồ khối", "Tôi cần bản in lớn.", "", (QuestionAction.ACCEPT,)
    ),
    DemoQuestion(1, "Giao ước thi đua", "Hội nghị ký giao ước năm tới", "Bao giờ hội nghị được tổ chức?", "", ()),
    DemoQuestion(1, "", "Báo lỗi trên trang", "Ảnh thứ hai của trang không hiện.", "", (), reported_path="/tin-tuc/"),
)


def has_content() -> bool:
    return Question.objects.exists()


def load(*, force: bool, stored: list[FieldFile]) -> str:
    """Loads the questions once; does nothing when there are real questions."""
    if has_content():
        return "Hỏi đáp: đã có câu hỏi, không thêm."
    for demo in QUESTIONS:
        _create_question(demo)
    return f"Hỏi đáp: {len(QUESTIONS)} câu hỏi, phản ánh."


def _create_question(demo: DemoQuestion) -> None:
    timestamp = timezone.now() - dt.timedelta(days=demo.days_ago)
    topic = Topic.objects.get_or_create(name=demo.topic)[0] if demo.topic else None
    letter = QuestionSubmission(
        name="Nguyễn Văn A",
        subject=demo.subject,
        text=demo.text,
        is_anonymous=demo.is_anonymous,
        topic=topic,
        reported_path=demo.reported_path,
    )
    question = receive_question(submission=letter, at=timestamp)
    for hours, act in enumerate(demo.actions, 1):
        question.unit, question.answer = _UNIT, demo.answer
        run_transition(action=act, question=question, by=None, at=timestamp + dt.timedelta(hours=20 * hours))


demo_apps.register(DemoApp(has_content, load))
