"""Suggests targets for redirects from old URLs."""

import re

from news.models import Article
from portal.core.text import vietnamese

_SUFFIX = re.compile(r"\.(?:html?|aspx?|php|jsp)$", re.IGNORECASE)
# Old portals put a number before or after the slug.
_NUMBER = re.compile(r"^\d+-|-[a-z]?\d+$")


def suggest_target(path: str) -> str:
    """URL of the newest published article whose slug matches the end of the path; empty when there is none."""
    article = Article.objects.published().with_slugs(candidate_slugs(path)).newest_first().first()
    return article.get_absolute_url() if article else ""


def candidate_slugs(path: str) -> list[str]:
    """Possible article slugs from the last segments of a path, most likely first."""
    candidates: list[str] = []
    for part in reversed(path.split("/")[-2:]):
        slug = vietnamese.slugify(_SUFFIX.sub("", part).replace("_", "-"))
        candidates += [slug, _NUMBER.sub("", slug)]
    return [slug for slug in dict.fromkeys(candidates) if slug and not slug.isdecimal()]
