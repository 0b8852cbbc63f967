"""Maps URL paths to kinds of public pages."""

import datetime as dt
from dataclasses import dataclass

from django.db import models
from django.urls import Resolver404
from django.utils.translation import gettext_lazy as _

from portal.core.text import languages


class PageKind(models.TextChoices):
    HOME = "home", _("Trang chủ")
    ARTICLE = "article", _("Bài viết")
    NEWS = "news", _("Danh sách tin")
    EMULATION = "emulation", _("Khối thi đua")
    QUESTIONS = "questions", _("Hỏi đáp")
    SEARCH = "search", _("Tìm kiếm")
    OTHER = "other", _("Trang khác")


_KIND_BY_NAMESPACE = {
    "news": PageKind.NEWS,
    "emulation": PageKind.EMULATION,
    "questions": PageKind.QUESTIONS,
    "search": PageKind.SEARCH,
}
_EXCLUDED_NAMESPACES = frozenset({"api"})


@dataclass(frozen=True)
class PageView:
    """A viewed page; for an article, the day and slug in its URL, not yet checked against the database."""

    kind: PageKind
    published_on: dt.date | None = None
    slug: str = ""


def classify_path(path: str) -> PageView | None:
    """Resolves a path by the URLconf only; None when it is not a public page."""
    try:
        match = languages.resolve_path(path)
    except Resolver404:
        return None
    namespace = match.namespaces[0] if match.namespaces else ""
    if not getattr(match.func, "is_public_page", False) or namespace in _EXCLUDED_NAMESPACES:
        return None
    if match.view_name == "home":
        return PageView(PageKind.HOME)
    if match.view_name == "news:article-detail":
        return _article_view(match.kwargs)
    return PageView(_KIND_BY_NAMESPACE.get(namespace, PageKind.OTHER)) if namespace else None


def _article_view(url_kwargs: dict[str, object]) -> PageView | None:
    try:
        day = dt.date(*(int(str(url_kwargs[name])) for name in ("year", "month", "day")))
    except ValueError:
        return None
    return PageView(PageKind.ARTICLE, day, str(url_kwargs["slug"]))
