"""An article's history: what it was after each change, what differs between two editions, and bringing one back."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from news import comparing
from news.bylines import Contribution, Signer
from news.comparing.blocks import Shown
from news.models import Article, ArticleRevision, Attachment, Author, Byline, Category, GalleryPicture, Picture
from news.rendering import render_body
from portal.accounts.models import User
from portal.kit import dates

# What a snapshot keeps of the article's own columns. Links are kept as keys, moments as ISO 8601.
FIELDS = (
    *("title", "slug", "summary", "body", "lead_picture", "lead_caption", "category"),
    *("source_name", "source_url", "published_at", "expires_at", "is_featured", "is_pinned"),
)
# What stands beside an article, row by row.
LISTS = ("bylines", "gallery", "attachments")
# What a return to an older edition leaves as it is: where readers find the article, and when.
_PLACE = frozenset({"slug", "published_at", "expires_at"})


def snapshot_of(article: Article) -> dict[str, Any]:
    """Everything that people wrote or chose, as JSON: ``FIELDS``, and ``LISTS``. Three queries for the lists."""
    values = {name: _plain(article, name) for name in FIELDS}
    values["bylines"] = [
        {"author": byline.author_id, "contribution": byline.contribution}
        for byline in article.bylines.order_by("position", "pk")
    ]
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
    # In one zone, or the same moment read from a form and from the database would be two.
    return value.astimezone(dt.UTC).isoformat() if isinstance(value, dt.datetime) else value


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
    """Makes the lists beside an article those of a snapshot. Files are never thrown away, so all can come back."""
    _sign_again(snapshot, article)
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


def _sign_again(snapshot: Mapping[str, Any], article: Article) -> None:
    """Snapshots from before an article could have several signers have no list of them; then they stay as they are."""
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


def _attach_again(article: Article, name: str, position: int, entry: Mapping[str, Any]) -> None:
    """A further row for a file that is kept already (a version shares its article's files)."""
    twin = Attachment.objects.filter(file=name).first()
    size = twin.size_bytes if twin else 0
    Attachment.objects.create(article=article, file=name, name=entry["name"], position=position, size_bytes=size)


# --- looking at an edition ------------------------------------------------------------------------------------


def as_it_was(snapshot: Mapping[str, Any], article: Article) -> Article:
    """A copy of the article as a snapshot has it, ready for its page; never to be saved."""
    shown = Article.objects.for_page().get(pk=article.pk)
    apply(snapshot, shown)
    shown.published_at = shown.published_at or timezone.now()
    shown.published_on = dates.local_day(shown.published_at)
    shown.body_rendered = render_body(shown.body)
    return shown


def signers_as_they_were(snapshot: Mapping[str, Any]) -> list[Signer]:
    """Who signed an edition, as far as their names are still known. One query."""
    signed = snapshot.get("bylines", [])
    found = Author.objects.in_bulk([entry["author"] for entry in signed])
    return [
        Byline(author=found[entry["author"]], contribution=entry["contribution"]).signer
        for entry in signed
        if entry["author"] in found
    ]


def gallery_as_it_was(snapshot: Mapping[str, Any], article: Article) -> list[GalleryPicture]:
    """The gallery of a snapshot, as far as its pictures still exist. Nothing is saved; one query."""
    found = Picture.objects.in_bulk([place["picture"] for place in snapshot["gallery"]])
    return [
        GalleryPicture(article=article, picture=found[place["picture"]], caption=place["caption"])
        for place in snapshot["gallery"]
        if place["picture"] in found
    ]


def attachments_as_they_were(snapshot: Mapping[str, Any]) -> list[Attachment]:
    """The attachments of a snapshot under the names they had; those taken off since are kept for this. One query."""
    found = Attachment.objects.in_bulk([entry["id"] for entry in snapshot["attachments"]])
    shown = [(found[entry["id"]], entry["name"]) for entry in snapshot["attachments"] if entry["id"] in found]
    for attachment, name in shown:
        attachment.name = name
    return [attachment for attachment, _name in shown]


def names_in(*snapshots: Mapping[str, Any]) -> comparing.Labels:
    """The names behind the keys in snapshots, for comparing them: one query for each kind."""
    keys = comparing.linked_keys(*snapshots)
    pictures = Picture.objects.in_bulk(keys["pictures"])
    return comparing.Labels(
        categories=dict(Category.objects.filter(pk__in=keys["categories"]).values_list("pk", "name")),
        authors=dict(Author.objects.filter(pk__in=keys["authors"]).values_list("pk", "display_name")),
        contributions={value: str(label) for value, label in Contribution.choices},
        pictures={pk: Shown(picture.file.plain_400, picture.text_alternative) for pk, picture in pictures.items()},
    )


def not_brought_back(snapshot: Mapping[str, Any], article: Article) -> list[str]:
    """The fields of a snapshot that its article could not take back, as what they point at is gone."""
    now = snapshot_of(article)
    wanted = {name: value for name, value in snapshot.items() if name not in _PLACE}
    return [difference.name for difference in comparing.differences(wanted, now, comparing.Labels())]
