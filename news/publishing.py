"""Editorial acts: each is whole or not at all, and the only place where an article's state changes."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from news import checking
from news.checking.links import broken_links
from news.checking.stored import text_of
from news.models import Article, OldAddress
from portal.accounts.models import User


def missing_for_publication(*, summary: str, body: str, **known: Any) -> dict[str, str]:
    """What a text still lacks before readers may see it: Vietnamese messages by field name; empty when ready.

    What lacks is whatever a blocking check finds (``news.checking``); ``known`` are further fields of its ArticleText.
    """
    text = checking.ArticleText(summary=summary, body=body, **known)
    missing: dict[str, str] = {}
    for finding in checking.check(text, broken_links=broken_links, only_blocking=True):
        missing[finding.field] = f"{missing.get(finding.field, '')} {finding.message}".strip()
    return missing


@transaction.atomic
def store(*, article: Article, by: User | None) -> Article:
    """Saves an article as its editor left it. A published one that moves leaves its old address behind."""
    before = Article.objects.select_for_update().filter(pk=article.pk).first() if article.pk else None
    if before is None:
        article.created_by = by
    article.full_clean(exclude=["section"])
    article.save()
    if before is not None and before.is_published():
        _leave_address(before, article)
    return article


@transaction.atomic
def publish(*, article: Article, by: User | None, at: dt.datetime | None = None) -> Article:
    """Makes an article public from ``at`` on, else from the moment chosen for it (it may lie ahead), else from now.

    Raises ValidationError by field when something that readers need is missing.
    """
    if missing := missing_for_publication(**vars(text_of(article))):
        raise ValidationError(missing)
    article.published_at = at or article.published_at or timezone.now()
    article.status = Article.Status.PUBLISHED
    return store(article=article, by=by)


@transaction.atomic
def withdraw(*, article: Article, by: User | None) -> Article:
    """Takes an article away from readers; it stays with the editors."""
    if article.status != Article.Status.PUBLISHED:
        raise ValidationError(_("Chỉ bài đã xuất bản mới ngưng hiệu lực được."))
    article.status = Article.Status.WITHDRAWN
    return store(article=article, by=by)


def _leave_address(before: Article, now: Article) -> None:
    old, new = (before.published_on, before.slug), (now.published_on, now.slug)
    OldAddress.objects.filter(published_on=new[0], slug=new[1]).delete()
    if old != new:
        OldAddress.objects.update_or_create(published_on=old[0], slug=old[1], defaults={"article": now})
