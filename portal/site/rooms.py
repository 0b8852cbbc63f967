"""The rooms of the portal that a menu can lead to, by their addresses, which never change."""

from django.db import models
from django.urls import Resolver404
from django.utils.translation import gettext_lazy as _

from portal.kit import languages


class Room(models.TextChoices):
    """A room and what menus call it. One that this portal does not have is neither offered nor shown."""

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
    def address(self) -> str:
        return _ADDRESSES[self]

    @property
    def is_open(self) -> bool:
        """Whether something answers there."""
        try:
            languages.match_at(self.address)
        except Resolver404:
            return False
        return True

    @classmethod
    def open_ones(cls) -> list["Room"]:
        return [room for room in cls if room.is_open]


_ADDRESSES = {
    Room.NEWS: "/tin-tuc/",
    Room.BLOCS: "/khoi-thi-dua/",
    Room.ORGANISATION: "/co-cau-to-chuc/",
    Room.LEADERS: "/lanh-dao/",
    Room.LIBRARY: "/van-ban/",
    Room.CONSULTATIONS: "/lay-y-kien/",
    Room.QUESTIONS: "/hoi-dap/",
    Room.CONTACTS: "/lien-he/",
    Room.SEARCH: "/tim-kiem/",
    Room.OPEN_DATA: "/api/",
    Room.LINKS: "/lien-ket/",
    Room.SITEMAP: "/so-do-trang/",
}
