"""An article's history: what it was after each change, what differs between two editions, and bringing one back."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from news.models import Article, ArticleRevision, Attachment, GalleryPicture, Picture
from portal.accounts.models import User

# What a snapshot keeps of the article's own columns. Links are kept as keys, moments as ISO 8601.
FIELDS = (
    *("title", "slug", "summary", "body", "lead_picture", "lead_caption", "category", "author"),
    *("source_name", "source_url", "published_at", "expires_at", "is_featured", "is_pinned"),
)
# What a return to an older edition leaves as it is: where readers find the article, and when.
_PLACE = frozenset({"slug", "published_at", "expires_at"})


def snapshot_of(article: Article) -> dict[str, Any]:
    """Everything that people wrote or chose, as JSON: ``FIELDS``, and lists of ``gallery`` and ``attachments``.

    Two queries for the lists.
    """
    values = {name: _plain(article, name) for name in FIELDS}
    values["gallery"] = [
        {"picture": place.picture_id, "caption": place.caption} for place in article.gallery.order_by("position", "pk")
    ]
    values["attachments"] = [
        {"id": attachment.pk, "name": attachment.name, "file": attachment.file.name}
        for attachment in article.attachments.present().order_by("position", "pk")
    ]
    return values


def _plain(article: Article, name: str) -> Any:
    field = article._meta.get_field(name)
    value = getattr(article, field.attname)
    return value.isoformat() if isinstance(value, dt.datetime) else value


def differ(one: Article, other: Article) -> bool:
    """Whether two copies of an article differ in their own columns."""
    return any(_plain(one, name) != _plain(other, name) for name in FIELDS)


def record(*, article: Article, act: str, by: User | None, reason: str = "") -> ArticleRevision:
    """Keeps what an article is now, as its current edition."""
    return ArticleRevision.objects.create(
        article=article,
        edition=article.edition,
        made_by=by,
        act=act,
        status=article.status,
        reason=reason,
        snapshot=snapshot_of(article),
    )


def record_baseline(before: Article) -> None:
    """Keeps an article as it was before its first recorded change, so that also that can be brought back."""
    if not before.revisions.exists():
        revision = record(article=before, act=ArticleRevision.Kind.BASELINE, by=before.created_by)
        ArticleRevision.objects.filter(pk=revision.pk).update(made_at=before.updated_at)


def retake(article: Article) -> None:
    """Takes the newest edition's snapshot again, after the lists beside the article were saved."""
    newest = article.revisions.get(edition=article.edition)
    newest.snapshot = snapshot_of(article)
    newest.save(update_fields=["snapshot"])


def apply(snapshot: Mapping[str, Any], article: Article, *, names: frozenset[str] | None = None) -> None:
    """Sets an article's own columns to what a snapshot says; the caller saves.

    A link to what is gone stays as it is.
    """
    for name in FIELDS:
        if name not in snapshot or (names is not None and name not in names):
            continue
        field = article._meta.get_field(name)
        value = snapshot[name]
        if field.is_relation and value is not None and not field.related_model.objects.filter(pk=value).exists():
            continue
        if isinstance(field, models.DateTimeField) and value is not None:
            value = parse_datetime(value)
        setattr(article, field.attname, value)


def content_fields() -> frozenset[str]:
    """What a return to an older edition brings back; address and moments stay."""
    return frozenset(FIELDS) - _PLACE


def apply_lists(snapshot: Mapping[str, Any], article: Article) -> None:
    """Makes the gallery and the attachments those of a snapshot. Files are never thrown away, so all can come back."""
    article.gallery.all().delete()
    known = set(Picture.objects.filter(pk__in=[place["picture"] for place in snapshot["gallery"]]).values_list("pk"))
    GalleryPicture.objects.bulk_create(
        GalleryPicture(article=article, picture_id=place["picture"], caption=place["caption"], position=position)
        for position, place in enumerate(snapshot["gallery"])
        if (place["picture"],) in known
    )
    wanted = {entry["file"]: (position, entry) for position, entry in enumerate(snapshot["attachments"])}
    present = {attachment.file.name: attachment for attachment in article.attachments.all()}
    for name, attachment in present.items():
        position, entry = wanted.get(name, (attachment.position, {"name": attachment.name}))
        attachment.position, attachment.name = position, entry["name"]
        attachment.removed_at = None if name in wanted else attachment.removed_at or timezone.now()
        attachment.save()
    for name, (position, entry) in wanted.items():
        if name not in present:
            _attach_again(article, name, position, entry)


def _attach_again(article: Article, name: str, position: int, entry: Mapping[str, Any]) -> None:
    """A further row for a file that is kept already (a version shares its article's files)."""
    twin = Attachment.objects.filter(file=name).first()
    size = twin.size_bytes if twin else 0
    Attachment.objects.create(article=article, file=name, name=entry["name"], position=position, size_bytes=size)
