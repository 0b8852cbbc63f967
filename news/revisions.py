"""Article history: records revisions, compares them and restores one."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from news.bylines import BylineAuthor, Contribution
from news.models import Article, ArticleRevision, Attachment, Author, Byline, Category, GalleryImage
from portal.accounts.models import User
from portal.core.db.revisions import snapshot_value
from portal.core.diff import field_diff
from portal.core.diff.html_blocks import DiffImage
from portal.core.text import dates
from portal.images.body_html import render_body
from portal.images.models import Image

# The article's own columns in a snapshot. Foreign keys are stored as keys, timestamps as ISO 8601.
SNAPSHOT_FIELDS = (
    *("title", "slug", "summary", "body", "lead_image", "lead_caption", "category"),
    *("source_name", "source_url", "published_at", "expires_at", "is_featured", "is_pinned"),
)
# Related rows of an article in a snapshot.
SNAPSHOT_LISTS = ("bylines", "gallery", "attachments")
# Columns that restoring an older revision does not change: URL and publication times.
_PUBLICATION_FIELDS = frozenset({"slug", "published_at", "expires_at"})


def snapshot_of(article: Article) -> dict[str, Any]:
    """Everything that users entered, as JSON: ``SNAPSHOT_FIELDS`` and ``SNAPSHOT_LISTS``.

    Three queries for the lists.
    """
    values = {name: _json_value(article, name) for name in SNAPSHOT_FIELDS}
    values["bylines"] = [
        {"author": byline.author_id, "contribution": byline.contribution}
        for byline in article.bylines.order_by("position", "pk")
    ]
    values["gallery"] = [
        {"image": place.image_id, "caption": place.caption} for place in article.gallery.order_by("position", "pk")
    ]
    values["attachments"] = [
        {"id": attachment.pk, "name": attachment.name, "file": attachment.file.name}
        for attachment in article.attachments.not_removed().order_by("position", "pk")
    ]
    return values


def article_field(name: str) -> models.Field:
    """An article's own column. Raises TypeError for the name of another relation."""
    field = Article._meta.get_field(name)
    if not isinstance(field, models.Field):
        raise TypeError(f"{name} is no column of an article")
    return field


def linked_rows(field: models.Field) -> models.QuerySet[models.Model]:
    """The rows that a foreign key may point to."""
    linked = field.related_model
    if not (isinstance(linked, type) and issubclass(linked, models.Model)):
        raise TypeError(f"{field.name} is no foreign key")
    return linked._default_manager.all()


def _json_value(article: Article, name: str) -> Any:
    return snapshot_value(getattr(article, article_field(name).attname))


def fields_differ(one: Article, other: Article) -> bool:
    """Whether two copies of an article differ in their own columns."""
    return any(_json_value(one, name) != _json_value(other, name) for name in SNAPSHOT_FIELDS)


def record_revision(
    *, article: Article, action: str, by: User | None, reason: str = "", at: dt.datetime | None = None
) -> ArticleRevision:
    """Records the article's current state as a revision with its current number."""
    return ArticleRevision.objects.create(
        article=article,
        revision_number=article.revision_number,
        made_at=at or timezone.now(),
        made_by=by,
        action=action,
        status=article.status,
        reason=reason,
        snapshot=snapshot_of(article),
    )


def record_baseline(before: Article) -> None:
    """Records an article before its first tracked change, so that this state can be restored too."""
    if not before.revisions.exists():
        revision = record_revision(article=before, action=ArticleRevision.Kind.BASELINE, by=before.created_by)
        ArticleRevision.objects.filter(pk=revision.pk).update(made_at=before.updated_at)


def refresh_snapshot(article: Article) -> None:
    """Updates the newest revision's snapshot after the related rows were saved."""
    newest = article.revisions.get(revision_number=article.revision_number)
    newest.snapshot = snapshot_of(article)
    newest.save(update_fields=["snapshot"])


def apply_snapshot(snapshot: Mapping[str, Any], article: Article, *, names: frozenset[str] | None = None) -> None:
    """Sets an article's own columns from a snapshot; the caller saves.

    A foreign key to a deleted row keeps its current value.
    """
    for name in SNAPSHOT_FIELDS:
        if name not in snapshot or (names is not None and name not in names):
            continue
        field = article_field(name)
        value = snapshot[name]
        if field.is_relation and value is not None and not linked_rows(field).filter(pk=value).exists():
            continue
        if isinstance(field, models.DateTimeField) and value is not None:
            value = parse_datetime(value)
        setattr(article, field.attname, value)


def content_fields() -> frozenset[str]:
    """The snapshot fields that a restore applies; URL and publication times are left out."""
    return frozenset(SNAPSHOT_FIELDS) - _PUBLICATION_FIELDS


def apply_snapshot_lists(snapshot: Mapping[str, Any], article: Article, *, at: dt.datetime | None = None) -> None:
    """Makes the related rows of an article match a snapshot. Files are never deleted, so all can be restored."""
    _restore_bylines(snapshot, article)
    article.gallery.all().delete()
    existing_ids = set(Image.objects.filter(pk__in=[place["image"] for place in snapshot["gallery"]]).values_list("pk"))
    GalleryImage.objects.bulk_create(
        GalleryImage(article=article, image_id=place["image"], caption=place["caption"], position=position)
        for position, place in enumerate(snapshot["gallery"])
        if (place["image"],) in existing_ids
    )
    wanted_by_file = {entry["file"]: (position, entry) for position, entry in enumerate(snapshot["attachments"])}
    present = {attachment.file.name: attachment for attachment in article.attachments.all()}
    for name, attachment in present.items():
        position, entry = wanted_by_file.get(name, (attachment.position, {"name": attachment.name}))
        attachment.position, attachment.name = position, entry["name"]
        attachment.removed_at = None if name in wanted_by_file else attachment.removed_at or at or timezone.now()
        attachment.save()
    for name, (position, entry) in wanted_by_file.items():
        if name not in present:
            _restore_attachment(article, name, position, entry)


def _restore_bylines(snapshot: Mapping[str, Any], article: Article) -> None:
    """Snapshots older than multiple bylines have no list of them; then the bylines are unchanged."""
    if "bylines" not in snapshot:
        return
    article.bylines.all().delete()
    known = Author.objects.in_bulk([signed["author"] for signed in snapshot["bylines"]])
    for position, signed in enumerate(snapshot["bylines"]):
        if signed["author"] in known:
            Byline.objects.create(
                article=article,
                author=known[signed["author"]],
                contribution=signed["contribution"],
                position=position,
            )


def _restore_attachment(article: Article, name: str, position: int, entry: Mapping[str, Any]) -> None:
    """Creates a row for a file that is already stored (a pending revision shares its article's files)."""
    sibling = Attachment.objects.filter(file=name).first()
    size = sibling.size_bytes if sibling else 0
    Attachment.objects.create(article=article, file=name, name=entry["name"], position=position, size_bytes=size)


# --- display of a revision ------------------------------------------------------------------------------------


def article_from_snapshot(snapshot: Mapping[str, Any], article: Article) -> Article:
    """An unsaved copy of the article with a snapshot's values, for rendering its page."""
    shown = Article.objects.for_page().get(pk=article.pk)
    apply_snapshot(snapshot, shown)
    shown.published_at = shown.published_at or timezone.now()
    shown.published_on = dates.local_date(shown.published_at)
    shown.body_rendered = render_body(shown.body)
    return shown


def authors_from_snapshot(snapshot: Mapping[str, Any]) -> list[BylineAuthor]:
    """The authors of a snapshot that still exist. One query."""
    signed = snapshot.get("bylines", [])
    found = Author.objects.in_bulk([entry["author"] for entry in signed])
    return [
        Byline(author=found[entry["author"]], contribution=entry["contribution"]).byline_author
        for entry in signed
        if entry["author"] in found
    ]


def gallery_from_snapshot(snapshot: Mapping[str, Any], article: Article) -> list[GalleryImage]:
    """The gallery of a snapshot, without deleted images. Nothing is saved; one query."""
    found = Image.objects.in_bulk([place["image"] for place in snapshot["gallery"]])
    return [
        GalleryImage(article=article, image=found[place["image"]], caption=place["caption"])
        for place in snapshot["gallery"]
        if place["image"] in found
    ]


def attachments_from_snapshot(snapshot: Mapping[str, Any]) -> list[Attachment]:
    """The attachments of a snapshot under their former names; removed files are kept for this. One query."""
    found = Attachment.objects.in_bulk([entry["id"] for entry in snapshot["attachments"]])
    shown = [(found[entry["id"]], entry["name"]) for entry in snapshot["attachments"] if entry["id"] in found]
    for attachment, name in shown:
        attachment.name = name
    return [attachment for attachment, _name in shown]


def load_labels(*snapshots: Mapping[str, Any]) -> field_diff.Labels:
    """Labels of the foreign keys in snapshots, for comparison: one query per model."""
    keys = field_diff.referenced_ids(*snapshots)
    images = Image.objects.in_bulk(keys["images"])
    return field_diff.Labels(
        categories=dict(Category.objects.filter(pk__in=keys["categories"]).values_list("pk", "name")),
        authors=dict(Author.objects.filter(pk__in=keys["authors"]).values_list("pk", "display_name")),
        contributions={value: str(label) for value, label in Contribution.choices},
        images={pk: DiffImage(image.file.plain_400, image.alt_text) for pk, image in images.items()},
    )


def fields_not_restored(snapshot: Mapping[str, Any], article: Article) -> list[str]:
    """The snapshot fields that cannot be restored because their related row was deleted."""
    now = snapshot_of(article)
    wanted = {name: value for name, value in snapshot.items() if name not in _PUBLICATION_FIELDS}
    return [difference.name for difference in field_diff.differences(wanted, now, field_diff.Labels())]
