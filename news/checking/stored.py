"""An article, saved or still in its form, as the checks read it."""

import re
from collections.abc import Mapping
from typing import Any

from news.checking.text import ArticleText
from news.models import Article, Picture

_SIGNED = re.compile(r"bylines-(\d+)-author")


def text_of(article: Article) -> ArticleText:
    """What is saved. One query each for picture and author unless they were read along."""
    return ArticleText(
        title=article.title,
        summary=article.summary,
        body=article.body,
        has_author=article.pk is not None and article.bylines.exists(),
        published_at=article.published_at,
        **_of_lead(article.lead_picture),
    )


def text_of_form(cleaned: Mapping[str, Any]) -> ArticleText:
    """What stands in a form, by the fields' names. A field that the form does not have is not asked about."""
    return ArticleText(
        title=cleaned.get("title"),
        summary=cleaned.get("summary"),
        body=cleaned.get("body"),
        has_author=cleaned.get("has_author"),
        published_at=cleaned.get("published_at"),
        **(_of_lead(cleaned["lead_picture"]) if "lead_picture" in cleaned else {}),
    )


def is_signed(data: Mapping[str, str]) -> bool | None:
    """Whether a posted form names somebody who signs; None when the form has no place for it."""
    if "bylines-TOTAL_FORMS" not in data:
        return None
    rows = [match[1] for name in data if (match := _SIGNED.fullmatch(name)) and data[name]]
    return any(not data.get(f"bylines-{row}-DELETE") for row in rows)


def _of_lead(picture: Picture | None) -> dict[str, Any]:
    if picture is None:
        return {"has_lead_picture": False}
    alt = None if picture.is_decorative else picture.alt
    return {"has_lead_picture": True, "lead_alt": alt, "lead_address": picture.file.url if picture.file else ""}
