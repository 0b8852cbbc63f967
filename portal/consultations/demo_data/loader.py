"""Loads two demo drafts: one open for comments, one closed and summarised."""

import datetime as dt

from django.db import transaction
from django.db.models.fields.files import FieldFile
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.consultations import comments, moderation, services
from portal.consultations.models import Consultation
from portal.core.demo_data import DemoApp, RealContentExists, demo_apps
from portal.core.text import dates
from portal.documents.models import Document

UNIT = "Văn phòng cơ quan (trình diễn)"
OPEN = "Dự thảo Quy chế tiếp nhận và trả lời ý kiến của người dân trên cổng thông tin"
CLOSED = "Dự thảo sửa đổi Quy chế quản lý và cung cấp thông tin trên cổng thông tin điện tử"
_EXPLANATION = (
    "<p>Dự thảo này chỉ dùng để trình diễn. Cơ quan đề nghị góp ý vào ba điểm:</p>"
    "<ul><li>thời hạn trả lời ý kiến;</li><li>cách công bố kết quả tiếp thu;</li>"
    "<li>việc bảo vệ thông tin cá nhân của người góp ý.</li></ul>"
)
_SUMMARY = (
    "<p>Nhận được hai ý kiến. Đã tiếp thu ý kiến về lời tả cho ảnh. "
    "Ý kiến về đăng bài ngoài giờ được ghi nhận để xem xét khi sửa quy chế lần sau.</p>"
)
_OPEN_FOR, _HALF = dt.timedelta(days=60), dt.timedelta(days=10)


class RealConsultationsExist(RealContentExists):
    """Raised when the database holds real drafts, so that demo data is not mixed with them."""


def has_content() -> bool:
    return Consultation.objects.exists()


@transaction.atomic
def load(*, force: bool, stored: list[FieldFile], at: dt.datetime | None = None) -> str:
    """Adds each missing draft and yields a line about it; it stores no files.

    The open one takes comments for sixty days from the day of loading. Raises RealConsultationsExist unless ``force``.
    """
    now = at or timezone.now()
    loaders = {OPEN: _load_open, CLOSED: _load_closed}
    present = set(Consultation.objects.filter(title__in=loaders).values_list("title", flat=True))
    if not force and Consultation.objects.exclude(title__in=loaders).exists():
        raise RealConsultationsExist(_("Đã có dự thảo lấy ý kiến thật, nên không nạp dự thảo mẫu vào."))
    missing = [title for title in loaders if title not in present]
    for title in missing:
        loaders[title](now)
    return f"Consultations: {len(missing)} drafts added; {len(present)} drafts were there."


def _load_open(now: dt.datetime) -> None:
    morning = dates.start_of_day(dates.local_date(now)) + dt.timedelta(hours=8)
    opened = morning - _HALF
    draft = _draft(OPEN, opened, morning + _OPEN_FOR + dt.timedelta(hours=9))
    first = comments.submit_comment(
        consultation=draft,
        name="Nguyễn Văn A",
        organisation="Tổ dân phố mẫu",
        email="",
        text="Nên ghi rõ bao nhiêu ngày làm việc thì có câu trả lời.",
        at=opened + dt.timedelta(days=1),
    )
    moderation.show_comment(comment=first, by=None, at=opened + dt.timedelta(days=2))
    moderation.answer_comment(
        comment=first, by=None, text="Cảm ơn ý kiến. Đơn vị chủ trì sẽ bổ sung.", at=opened + dt.timedelta(days=3)
    )
    comments.submit_comment(
        consultation=draft,
        name="Trần Thị B",
        organisation="",
        email="",
        text="Đề nghị cho gửi ý kiến bằng giấy tại bộ phận một cửa.",
        at=now - dt.timedelta(hours=2),
    )


def _load_closed(now: dt.datetime) -> None:
    opened, closes = dates.start_of_day(dt.date(2026, 1, 15)), dates.start_of_day(dt.date(2026, 2, 10))
    draft = _draft(CLOSED, opened, closes)
    for name, text in (
        ("Lê Văn C", "Cần quy định mọi ảnh phải có lời tả cho người không nhìn được."),
        ("Phạm Thị D", "Nên cho đăng bài ngoài giờ hành chính."),
    ):
        submitted_at = opened + dt.timedelta(days=5)
        comment = comments.submit_comment(
            consultation=draft, name=name, organisation="", email="", text=text, at=submitted_at
        )
        moderation.show_comment(comment=comment, by=None, at=submitted_at + dt.timedelta(days=1))
    draft.summary = _SUMMARY
    # The resulting decision, if the demo data of the documents app is loaded.
    draft.outcome = Document.objects.filter(reference_key="9/qd-vp", issued_on=dt.date(2026, 2, 16)).first()
    draft.save()
    services.publish_summary(consultation=draft, by=None, at=closes + _HALF)


def _draft(title: str, opens_at: dt.datetime, closes_at: dt.datetime) -> Consultation:
    draft = Consultation(
        title=title,
        explanation=_EXPLANATION,
        unit=UNIT,
        contact="Bộ phận văn thư của cơ quan trình diễn",
        opens_at=opens_at,
        closes_at=closes_at,
    )
    draft.full_clean()
    draft.save()
    services.publish_consultation(consultation=draft, by=None, at=opens_at)
    draft.refresh_from_db()
    return draft


demo_apps.register(DemoApp(has_content, load))
