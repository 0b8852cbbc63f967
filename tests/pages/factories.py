"""Rows of the site for tests."""

import datetime as dt
from typing import Any

from django.core.cache import cache

from portal.core.text import dates
from portal.pages import cached_reads
from portal.pages.models import MenuEntry, Page
from portal.pages.services import save_page

LONG_AGO = dates.start_of_day(dt.date(2018, 3, 27))


def look_again() -> None:
    """As after the few seconds for which identity, menu and addresses are kept."""
    cache.delete_many([cached_reads.IDENTITY_KEY, cached_reads.MENU_KEY, cached_reads.PATHS_KEY])


def make_page(title: str = "Giới thiệu", *, published: bool = True, by: Any = None, **fields: Any) -> Page:
    """A page as the act stores it, its first revision kept; a draft when not ``published``."""
    values = {"body": "<p>Nội dung của trang.</p>", "published_at": LONG_AGO if published else None}
    page = save_page(page=Page(title=title, **{**values, **fields}), by=by)
    look_again()
    return page


def make_entry(title: str, **fields: Any) -> MenuEntry:
    entry = MenuEntry(title=title, **fields)
    entry.full_clean()
    entry.save()
    look_again()
    return entry
