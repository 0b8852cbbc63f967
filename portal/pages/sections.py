"""Sections of the site that a menu can link to, by their fixed URLs."""

from django.db import models
from django.urls import Resolver404
from django.utils.translation import gettext_lazy as _

from portal.core.text import languages


class SiteSection(models.TextChoices):
    """Section of the site with its menu label. A section that is not installed is neither offered nor shown."""

    NEWS = "news", _("Tin tức")
    BLOCS = "blocs", _("Khối thi đua")
    ORGANISATION = "organisation", _("Cơ cấu tổ chức")
    LEADERS = "leaders", _("Lãnh đạo")
    LIBRARY = "library", _("Văn bản")
    CONSULTATIONS = "consultations", _("Lấy ý kiến dự thảo")
    QUESTIONS = "questions", _("Hỏi đáp")
    CONTACTS = "contacts", _("Liên hệ")
    SEARCH = "search", _("Tìm kiếm")
    OPEN_DATA = "open-data", _("Dữ liệu mở")
    LINKS = "links", _("Liên kết")
    SITEMAP = "sitemap", _("Sơ đồ trang")

    @property
    def url(self) -> str:
        return _SECTION_URLS[self]

    @property
    def is_available(self) -> bool:
        """Whether the URL resolves."""
        try:
            languages.resolve_path(self.url)
        except Resolver404:
            return False
        return True

    @classmethod
    def available(cls) -> list["SiteSection"]:
        return [section for section in cls if section.is_available]


_SECTION_URLS = {
    SiteSection.NEWS: "/tin-tuc/",
    SiteSection.BLOCS: "/khoi-thi-dua/",
    SiteSection.ORGANISATION: "/co-cau-to-chuc/",
    SiteSection.LEADERS: "/lanh-dao/",
    SiteSection.LIBRARY: "/van-ban/",
    SiteSection.CONSULTATIONS: "/lay-y-kien/",
    SiteSection.QUESTIONS: "/hoi-dap/",
    SiteSection.CONTACTS: "/lien-he/",
    SiteSection.SEARCH: "/tim-kiem/",
    SiteSection.OPEN_DATA: "/api/",
    SiteSection.LINKS: "/lien-ket/",
    SiteSection.SITEMAP: "/so-do-trang/",
}
