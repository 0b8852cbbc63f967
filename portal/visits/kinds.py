"""What kind of page an address is; one that is no page for the public is none."""

import datetime as dt
from dataclasses import dataclass

from django.db import models
from django.urls import Resolver404
from django.utils.translation import gettext_lazy as _

from portal.kit import languages


class Kind(models.TextChoices):
    HOME = "home", _("Trang chủ")
    ARTICLE = "article", _("Bài viết")
    NEWS = "news", _("Danh sách tin")
    EMULATION = "emulation", _("Khối thi đua")
    QUESTIONS = "questions", _("Hỏi đáp")
    SEARCH = "search", _("Tìm kiếm")
    OTHER = "other", _("Trang khác")


_OF_ROOMS = {
    "news": Kind.NEWS,
    "emulation": Kind.EMULATION,
    "questions": Kind.QUESTIONS,
    "search": Kind.SEARCH,
}
_FOR_MACHINES = frozenset({"api"})


@dataclass(frozen=True)
class PageRead:
    """A page that was read; of an article the day and the slug of its address, which nobody has looked up yet."""

    kind: Kind
    published_on: dt.date | None = None
    slug: str = ""


def page_at(path: str) -> PageRead | None:
    """What stands at a path, as far as the map of addresses knows; None for what is no page of the public."""
    try:
        match = languages.match_at(path)
    except Resolver404:
        return None
    room = match.namespaces[0] if match.namespaces else ""
    if not getattr(match.func, "is_public_page", False) or room in _FOR_MACHINES:
        return None
    if match.view_name == "home":
        return PageRead(Kind.HOME)
    if match.view_name == "news:article":
        return _article_at(match.kwargs)
    return PageRead(_OF_ROOMS.get(room, Kind.OTHER)) if room else None


def _article_at(parts: dict[str, object]) -> PageRead | None:
    try:
        day = dt.date(*(int(str(parts[name])) for name in ("year", "month", "day")))
    except ValueError:
        return None
    return PageRead(Kind.ARTICLE, day, str(parts["slug"]))
