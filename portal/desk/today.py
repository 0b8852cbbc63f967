"""What both front pages of the staff show, the desk and the admin's: what waits, what to begin, what one just did."""

import datetime as dt
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from news import desk
from portal.accounts import audit
from portal.accounts.models import AuditEntry, User
from portal.consultations import desk as consultations_desk
from portal.questions import desk as questions_desk

OWN_ACTS_COUNT = 8


@dataclass(frozen=True)
class Beginning:
    """Something that a person with a right may begin."""

    permission: str
    name: str | Promise
    page: str

    @property
    def address(self) -> str:
        return reverse(self.page)


BEGINNINGS = (
    Beginning("news.add_article", _("Viết bài"), "admin:news_article_add"),
    Beginning("news.add_article", _("Nhập từ Word"), "admin:news_article_import_word"),
    Beginning("news.add_picture", _("Tải ảnh lên"), "admin:news_picture_upload_several"),
    Beginning("news.publish_article", _("Báo cáo tin bài"), "news:report"),
    Beginning("emulation.add_blocdocument", _("Thêm văn bản của khối"), "admin:emulation_blocdocument_add"),
    Beginning("emulation.add_meeting", _("Ghi hội nghị"), "admin:emulation_meeting_add"),
    Beginning("library.add_document", _("Đăng văn bản"), "admin:library_document_add"),
    Beginning("consultations.add_consultation", _("Lấy ý kiến dự thảo"), "admin:consultations_consultation_add"),
    Beginning("site.add_page", _("Viết trang thông tin"), "admin:site_page_add"),
    Beginning("accounts.add_user", _("Thêm tài khoản"), "admin:accounts_user_add"),
)


@dataclass(frozen=True)
class OwnAct:
    """A line of one's own trail; ``address`` is empty where the thing has no form."""

    what: str | Promise
    kind: str | Promise
    title: str
    address: str
    moment: dt.datetime


@dataclass(frozen=True)
class Waiting:
    """The desk's sections, those with work in them apart from those without."""

    sections: list[desk.Section]
    total: int

    @property
    def quiet(self) -> list[desk.Section]:
        return [section for section in self.sections if not section.rows]


def waiting_for(user: User, now: dt.datetime) -> Waiting:
    """As many queries as a person's role has sections."""
    rooms = (desk, questions_desk, consultations_desk)
    sections = [section for room in rooms for section in room.waiting_for(user, now)]
    return Waiting(sections, total=sum(section.total for section in sections))


def beginnings_of(user: User) -> list[Beginning]:
    return [beginning for beginning in BEGINNINGS if user.has_perm(beginning.permission)]


def own_acts(user: User) -> list[OwnAct]:
    """What this person did last to something; signing in is no work. One query."""
    found = AuditEntry.objects.of_person(user.pk).about_something().newest_first().for_list()[:OWN_ACTS_COUNT]
    return [
        OwnAct(
            what=audit.words_of_act(entry.act),
            kind=audit.words_of_kind(entry.kind),
            title=entry.title,
            address="" if entry.act == audit.DELETED else _form_of(entry),
            moment=entry.at,
        )
        for entry in found
    ]


def _form_of(entry: AuditEntry) -> str:
    try:
        return reverse(f"admin:{entry.kind.replace('.', '_')}_change", args=[entry.thing_id])
    except NoReverseMatch:
        return ""
