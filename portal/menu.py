"""The main menu: the top categories of the news, the blocs, the documents.

It is read again every few seconds, not for every page.
"""

from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from news.models import Category

CACHE_KEY = "portal.menu"
LIFETIME_SECONDS = 5


@dataclass(frozen=True)
class Entry:
    """A heading of the menu and where it leads."""

    name: str
    address: str


def main_menu(request: HttpRequest) -> dict[str, Any]:
    """Context processor: ``menu``, a list of ``Entry``. It is read only when a page shows it: one query, or none
    while the kept list is fresh, so that pages without a menu stand when the database does not."""
    return {"menu": SimpleLazyObject(entries)}


def entries() -> list[Entry]:
    return cache.get_or_set(CACHE_KEY, _read, LIFETIME_SECONDS) or []


def _read() -> list[Entry]:
    sections = [Entry(category.name, category.get_absolute_url()) for category in Category.objects.sections()]
    return [
        *sections,
        Entry(_("Khối thi đua"), reverse("emulation:bloc-list")),
        Entry(_("Văn bản"), reverse("library:list")),
    ]
