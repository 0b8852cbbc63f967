"""Guessing where the content of an old address is now."""

import re

from news.models import Article
from portal.kit import vietnamese

_SUFFIX = re.compile(r"\.(?:html?|aspx?|php|jsp)$", re.IGNORECASE)
# Old portals put a number before or behind the words of an address.
_NUMBER = re.compile(r"^\d+-|-[a-z]?\d+$")


def suggest_target(path: str) -> str:
    """The newest published article whose address ends in the words of this one; empty when there is none."""
    article = Article.objects.published().with_slugs(slugs_in(path)).newest_first().first()
    return article.get_absolute_url() if article else ""


def slugs_in(path: str) -> list[str]:
    """What the last parts of a path would be as an article's slug, the likeliest first."""
    found: list[str] = []
    for part in reversed(path.split("/")[-2:]):
        slug = vietnamese.slugify(_SUFFIX.sub("", part).replace("_", "-"))
        found += [slug, _NUMBER.sub("", slug)]
    return [slug for slug in dict.fromkeys(found) if slug and not slug.isdecimal()]
