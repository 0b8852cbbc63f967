"""An article, saved or still in its form, as the checks read it."""

from collections.abc import Mapping
from typing import Any

from news.checking.text import ArticleText
from news.models import Article, Picture


def text_of(article: Article) -> ArticleText:
    """What is saved. One query each for picture and author unless they were read along."""
    return ArticleText(
        title=article.title,
        summary=article.summary,
        body=article.body,
        has_author=article.author is not None,
        published_at=article.published_at,
        **_of_lead(article.lead_picture),
    )


def text_of_form(cleaned: Mapping[str, Any]) -> ArticleText:
    """What stands in a form, by the fields' names. A field that the form does not have is not asked about."""
    return ArticleText(
        title=cleaned.get("title"),
        summary=cleaned.get("summary"),
        body=cleaned.get("body"),
        has_author=cleaned["author"] is not None if "author" in cleaned else None,
        published_at=cleaned.get("published_at"),
        **(_of_lead(cleaned["lead_picture"]) if "lead_picture" in cleaned else {}),
    )


def _of_lead(picture: Picture | None) -> dict[str, Any]:
    if picture is None:
        return {"has_lead_picture": False}
    alt = None if picture.is_decorative else picture.alt
    return {"has_lead_picture": True, "lead_alt": alt, "lead_address": picture.file.url if picture.file else ""}
