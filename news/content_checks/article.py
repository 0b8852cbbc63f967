"""Builds the ArticleText that the checks read, from a saved article or from its form."""

import re
from collections.abc import Mapping
from typing import Any

from news.content_checks.text import ArticleText
from news.models import Article
from portal.images.models import Image

_BYLINE_AUTHOR_FIELD = re.compile(r"bylines-(\d+)-author")


def article_text(article: Article) -> ArticleText:
    """The text of a saved article. One query each for image and author unless prefetched."""
    return ArticleText(
        title=article.title,
        summary=article.summary,
        body=article.body,
        has_author=article.pk is not None and article.bylines.exists(),
        published_at=article.published_at,
        **_lead_image_fields(article.lead_image),
    )


def form_article_text(cleaned: Mapping[str, Any]) -> ArticleText:
    """The text of submitted form data, by field name. A field that the form does not have is not checked."""
    return ArticleText(
        title=cleaned.get("title"),
        summary=cleaned.get("summary"),
        body=cleaned.get("body"),
        has_author=cleaned.get("has_author"),
        published_at=cleaned.get("published_at"),
        **(_lead_image_fields(cleaned["lead_image"]) if "lead_image" in cleaned else {}),
    )


def has_byline(data: Mapping[str, str]) -> bool | None:
    """Whether a submitted form has a byline; None when the form has no byline formset."""
    if "bylines-TOTAL_FORMS" not in data:
        return None
    rows = [match[1] for name in data if (match := _BYLINE_AUTHOR_FIELD.fullmatch(name)) and data[name]]
    return any(not data.get(f"bylines-{row}-DELETE") for row in rows)


def _lead_image_fields(image: Image | None) -> dict[str, Any]:
    if image is None:
        return {"has_lead_image": False}
    alt = None if image.is_decorative else image.alt
    return {"has_lead_image": True, "lead_alt_text": alt, "lead_image_url": image.file.url if image.file else ""}
