"""Search source: static pages."""

import datetime as dt

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.core import search
from portal.core.search import HtmlText, IndexDocument, ids_of, own_id, text_lines
from portal.pages.models import Page


def _pages() -> models.QuerySet:
    return Page.objects.exclude(published_at=None).defer("body_rendered")


def _page_document(page: Page) -> IndexDocument | None:
    if page.published_at is None:
        return None
    return IndexDocument(
        title=page.title,
        lines=text_lines(page.summary, HtmlText(page.body)),
        url=page.get_absolute_url(),
        sort_at=page.published_at,
        is_dated=False,
        visible_from=page.published_at,
        visible_to=page.withdrawn_at,
    )


def _public_page_ids(keys: list[int], at: dt.datetime) -> set[int]:
    return set(ids_of(Page.objects.published(at).filter(pk__in=keys)))


search.sources.register(
    search.SearchSource(
        kind="page",
        slug="trang-thong-tin",
        label=_("Trang thông tin"),
        originals=_pages,
        build_document=_page_document,
        watched_models={Page: own_id},
        filter_public_ids=_public_page_ids,
    )
)
