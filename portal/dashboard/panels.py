"""Panels shared by the dashboard and the admin's index: pending work, quick actions, own recent actions."""

import datetime as dt
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from news import dashboard as news_dashboard
from portal.accounts.models import User
from portal.audit import services as audit_services
from portal.audit.models import AuditEntry
from portal.consultations import dashboard as consultations_dashboard
from portal.questions import dashboard as questions_dashboard

RECENT_ACTIONS_COUNT = 8


@dataclass(frozen=True)
class QuickAction:
    """A link to start a task, for users with a permission."""

    permission: str
    name: str | Promise
    url_name: str

    @property
    def url(self) -> str:
        return reverse(self.url_name)


QUICK_ACTIONS = (
    QuickAction("news.add_article", _("Viết bài"), "admin:news_article_add"),
    QuickAction("news.add_article", _("Nhập từ Word"), "admin:news_article_import_word"),
    QuickAction("images.add_image", _("Tải ảnh lên"), "admin:images_image_upload_many"),
    QuickAction("news.publish_article", _("Báo cáo tin bài"), "news:report"),
    QuickAction("emulation.add_blocdocument", _("Thêm văn bản của khối"), "admin:emulation_blocdocument_add"),
    QuickAction("emulation.add_meeting", _("Ghi hội nghị"), "admin:emulation_meeting_add"),
    QuickAction("documents.add_document", _("Đăng văn bản"), "admin:documents_document_add"),
    QuickAction("consultations.add_consultation", _("Lấy ý kiến dự thảo"), "admin:consultations_consultation_add"),
    QuickAction("pages.add_page", _("Viết trang thông tin"), "admin:pages_page_add"),
    QuickAction("accounts.add_user", _("Thêm tài khoản"), "admin:accounts_user_add"),
)


@dataclass(frozen=True)
class RecentAction:
    """One of the user's audit log entries; ``url`` is empty if the object has no form."""

    action_label: str | Promise
    kind: str | Promise
    title: str
    url: str
    timestamp: dt.datetime


@dataclass(frozen=True)
class PendingWork:
    """The dashboard's sections, split into those with pending work and those without."""

    sections: list[news_dashboard.DashboardSection]
    total: int

    @property
    def empty_sections(self) -> list[news_dashboard.DashboardSection]:
        return [section for section in self.sections if not section.rows]


def pending_work_for(user: User, now: dt.datetime) -> PendingWork:
    """One query per section of the user's roles."""
    sources = (news_dashboard, questions_dashboard, consultations_dashboard)
    sections = [section for source in sources for section in source.dashboard_sections(user, now)]
    return PendingWork(sections, total=sum(section.total for section in sections))


def quick_actions_for(user: User) -> list[QuickAction]:
    return [quick_action for quick_action in QUICK_ACTIONS if user.has_perm(quick_action.permission)]


def recent_actions(user: User) -> list[RecentAction]:
    """The user's last actions on objects, without sign-ins. One query."""
    found = AuditEntry.objects.of_user(user.pk).with_target().newest_first().for_list()[:RECENT_ACTIONS_COUNT]
    return [
        RecentAction(
            action_label=audit_services.action_label(entry.action),
            kind=audit_services.model_label(entry.kind),
            title=entry.title,
            url="" if entry.action == audit_services.DELETED else _change_form_url(entry),
            timestamp=entry.occurred_at,
        )
        for entry in found
    ]


def _change_form_url(entry: AuditEntry) -> str:
    try:
        return reverse(f"admin:{entry.kind.replace('.', '_')}_change", args=[entry.target_id])
    except NoReverseMatch:
        return ""
