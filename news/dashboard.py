"""What news shows on the dashboard and in the admin's menu."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db.models import Count, Window
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from news import dashboard_sections, dashboard_views, notices
from news.models import Article, Category, Notice
from portal.accounts.models import User
from portal.core import dashboard

NEWEST_NOTICES_COUNT = 4


def _everybody(user: User) -> bool:
    return True


def _unread_count(user: User) -> int:
    return Notice.objects.to(user).unseen().count()


def _notices_panel(user: User, now: dt.datetime) -> dict[str, Any]:
    unseen = Notice.objects.to(user).unseen().newest_first().for_list()
    newest = list(unseen.annotate(total=Window(Count("pk")))[:NEWEST_NOTICES_COUNT])
    return {"newest_notices": notices.with_titles(newest), "unseen_count": newest[0].total if newest else 0}


def _changes_panel(user: User, now: dt.datetime) -> dict[str, Any] | None:
    if not dashboard_sections.can_edit_news(user):
        return None
    return {"changes": dashboard_sections.recent_changes(user)}


dashboard.section_sources.register(dashboard.SectionSource(dashboard_sections.dashboard_sections, position=10))
dashboard.panels.register(
    dashboard.Panel("news/dashboard/notices_panel.html", _notices_panel, position=10),
    dashboard.Panel("news/dashboard/changes_panel.html", _changes_panel, position=30),
)
dashboard.pages.register(
    dashboard.DashboardPage("lich/", dashboard_views.calendar, "calendar"),
    dashboard.DashboardPage("thong-bao/", dashboard_views.notice_list, "notice-list"),
    dashboard.DashboardPage("thong-bao/da-doc/", dashboard_views.notices_seen, "notice-mark-seen"),
)
dashboard.links.register(
    dashboard.DashboardLink(
        "dashboard:calendar",
        _("Lịch đăng bài"),
        dashboard_sections.can_edit_news,
        position=10,
        index_label=_("Lịch đăng bài của tháng"),
    ),
    dashboard.DashboardLink(
        "dashboard:notice-list", _("Thông báo"), _everybody, position=20, unread_count=_unread_count
    ),
    dashboard.DashboardLink(
        "admin:news_article_add", _("Viết bài mới"), lambda user: user.has_perm("news.add_article"), position=30
    ),
)
dashboard.quick_actions.register(
    dashboard.QuickAction("news.add_article", _("Viết bài"), "admin:news_article_add", position=10),
    dashboard.QuickAction("news.add_article", _("Nhập từ Word"), "admin:news_article_import_word", position=20),
    dashboard.QuickAction("news.publish_article", _("Báo cáo tin bài"), "news:report", position=40),
)
dashboard.menu_groups.register(dashboard.MenuGroup("tin-bai", _("Tin bài"), position=10))
dashboard.menu_items.register(
    dashboard.MenuItems(
        "tin-bai",
        ("news.Article", "news.Category", "news.Thread", "news.Tag", "news.Author", "news.CategoryScope"),
    )
)
# A set to begin with; an agency unticks and renames.
STARTING_CATEGORIES = (
    ("tin-hoat-dong", _("Tin hoạt động")),
    ("chi-dao-dieu-hanh", _("Chỉ đạo, điều hành")),
    ("thong-bao", _("Thông báo")),
    ("thi-dua-khen-thuong", _("Thi đua, khen thưởng")),
    ("cai-cach-hanh-chinh", _("Cải cách hành chính")),
    ("chuyen-doi-so", _("Chuyển đổi số")),
    ("pho-bien-phap-luat", _("Phổ biến, giáo dục pháp luật")),
    ("nguoi-tot-viec-tot", _("Người tốt, việc tốt")),
)


def _create_categories(chosen: Collection[str], by: User) -> int:
    names = dict(STARTING_CATEGORIES)
    for position, slug in enumerate(chosen):
        Category.objects.create(name=str(names[slug]), slug=slug, position=position)
    return len(chosen)


dashboard.setup_steps.register(
    dashboard.SetupStep(
        key="chuyen-muc",
        title=_("Chuyên mục của tin bài"),
        text=_("Mỗi bài thuộc một chuyên mục, nên cần ít nhất một chuyên mục trước bài đầu tiên."),
        permission="news.add_category",
        url=lambda: reverse("admin:news_category_changelist"),
        is_done=Category.objects.exists,
        position=30,
        options=lambda: list(STARTING_CATEGORIES),
        create=_create_categories,
    ),
    dashboard.SetupStep(
        key="bai-dau-tien",
        title=_("Bài đầu tiên"),
        text=_("Viết và xuất bản một tin, rồi xem nó ở trang chủ."),
        permission="news.add_article",
        url=lambda: reverse("admin:news_article_add"),
        is_done=lambda: Article.objects.published().exists(),
        position=80,
    ),
)
