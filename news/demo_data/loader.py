"""Loads the demo articles that ship with the portal into a database.

An article is a file in ``articles/``: TOML front matter in an HTML comment, then its body. In a body
``src="image:<key>"`` stands for an image of ``catalogue.toml``; its URL is known only after the image is stored.
"""

import datetime as dt
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Q
from django.db.models.fields.files import FieldFile
from django.utils import timezone
from django.utils.translation import gettext as _

from news import services
from news.bylines import Contribution
from news.models import Article, Attachment, Author, Byline, Category, GalleryImage, Tag, Thread
from portal.core.demo_data import DemoApp, RealContentExists, demo_apps
from portal.core.text import dates, vietnamese
from portal.images.models import Image

FOLDER = Path(__file__).parent
_UNPUBLISHED = {Article.Status.DRAFT, Article.Status.SUBMITTED, Article.Status.RETURNED}
IMAGE_CREDIT = "Tranh: Ban Biên tập"
_FRONT_MATTER = re.compile(r"<!--\n(.*?)\n-->\n(.*)", re.DOTALL)
_IMAGE_PLACEHOLDER = re.compile(r'src="image:([a-z-]+)"')


def image_content(key: str) -> bytes:
    """The JPEG file of an image of the catalogue."""
    return (FOLDER / "images" / f"{key}.jpg").read_bytes()


class RealArticlesExist(RealContentExists):
    """The database holds articles written by users; adding demo articles to them requires ``force``."""


@dataclass(frozen=True)
class DemoArticle:
    """An article parsed from its file.

    ``published_at`` is local time of Việt Nam; images and documents are given by name.
    """

    title: str
    summary: str
    published_at: dt.datetime
    category: str
    author: str
    lead_image: str
    body: str
    images_by: str = ""
    is_featured: bool = False
    is_pinned: bool = False
    status: str = Article.Status.PUBLISHED
    gallery: list[dict[str, str]] = field(default_factory=list)
    attachments: list[dict[str, str]] = field(default_factory=list)

    @property
    def slug(self) -> str:
        return vietnamese.slugify(self.title)

    @property
    def byline_parts(self) -> list[tuple[str, Contribution]]:
        """The credited authors, with their contributions."""
        if self.images_by == self.author:
            return [(self.author, Contribution.TEXT_AND_IMAGES)]
        others = [(self.images_by, Contribution.IMAGES)] if self.images_by else []
        return [(self.author, Contribution.TEXT), *others]

    @property
    def body_images(self) -> list[str]:
        return _IMAGE_PLACEHOLDER.findall(self.body)

    def body_with_urls(self, urls: dict[str, str]) -> str:
        """The body with image placeholders replaced by URLs."""
        return _IMAGE_PLACEHOLDER.sub(lambda match: f'src="{urls[match[1]]}"', self.body)


def read_article(path: Path) -> DemoArticle:
    match = _FRONT_MATTER.fullmatch(path.read_text(encoding="utf-8"))
    if match is None:
        raise ValueError(f"{path.name}: no TOML comment at the beginning")
    head = tomllib.loads(match[1])
    return DemoArticle(**{**head, "published_at": timezone.make_aware(head["published_at"])}, body=match[2].strip())


@cache
def shipped_articles() -> tuple[DemoArticle, ...]:
    """The demo articles in order of publication."""
    return tuple(
        sorted((read_article(path) for path in FOLDER.glob("articles/*.html")), key=lambda one: one.published_at)
    )


@cache
def load_catalogue() -> dict[str, Any]:
    return tomllib.loads((FOLDER / "catalogue.toml").read_text(encoding="utf-8"))


def has_content() -> bool:
    """Whether any article exists, written by users or loaded by us."""
    return Article.objects.exists()


@transaction.atomic
def load(*, force: bool, stored: list[FieldFile]) -> str:
    """Adds the missing demo articles and returns a one-line summary. Articles that users changed since are kept.

    Appends each written file to ``stored``, so that the caller can delete them when the transaction fails. Raises
    RealArticlesExist unless ``force``.
    """
    present = {demo.slug: article.pk for demo in shipped_articles() if (article := _find_article(demo)) is not None}
    if not force:
        _reject_real_articles(present.values())
    missing = [demo for demo in shipped_articles() if demo.slug not in present]
    shared = _SharedObjects(stored)
    for demo in missing:
        _create_article(demo, shared)
    _assign_threads_and_tags(missing)
    added = f"{len(missing)} articles and {shared.created_image_count} images added"
    return f"News: {added}; {len(present)} articles were there."


def _find_article(demo: DemoArticle) -> Article | None:
    """The article in the database, even if users changed its date or slug."""
    day = dates.local_date(demo.published_at)
    url_lookup = Q(published_on=day, slug=demo.slug) | Q(previous_urls__published_on=day, previous_urls__slug=demo.slug)
    if demo.status != Article.Status.PUBLISHED or demo.published_at > timezone.now():
        # An article that was never public has no PreviousUrl after its date changes.
        url_lookup |= Q(slug=demo.slug)
    return Article.objects.filter(url_lookup).first()


def _reject_real_articles(own: Iterable[int]) -> None:
    real = Article.objects.exclude(pk__in=list(own)).count()
    if real:
        raise RealArticlesExist(
            _("Cơ sở dữ liệu đang có %(count)d bài viết thật nên không nạp nội dung trình diễn.") % {"count": real}
        )


def _create_article(demo: DemoArticle, shared: "_SharedObjects") -> None:
    urls = {key: settings.MEDIA_URL + shared.image(key).file.name for key in demo.body_images}
    article = Article(
        title=demo.title,
        slug=demo.slug,
        summary=demo.summary,
        body=demo.body_with_urls(urls),
        lead_image=shared.image(demo.lead_image),
        category=shared.category(demo.category),
        published_at=demo.published_at,
        is_featured=demo.is_featured,
        is_pinned=demo.is_pinned,
    )
    if demo.status in _UNPUBLISHED:
        services.save_article(article=article, by=None)
    else:
        services.publish_article(article=article, by=None)
    if demo.status in {Article.Status.SUBMITTED, Article.Status.RETURNED}:
        services.submit_article(article=article, by=None)
    if demo.status == Article.Status.RETURNED:
        services.return_to_author(article=article, by=None, reason=_("Xin bổ sung tên đơn vị và một ảnh có lời tả."))
    if demo.status == Article.Status.WITHDRAWN:
        services.withdraw_article(article=article, by=None, note=_("Nội dung đã được thay bằng bài khác."))
    for position, (name, contribution) in enumerate(demo.byline_parts):
        Byline.objects.create(article=article, author=shared.author(name), contribution=contribution, position=position)
    for position, place in enumerate(demo.gallery):
        GalleryImage.objects.create(
            article=article, image=shared.image(place["image"]), caption=place["caption"], position=position
        )
    for position, document in enumerate(demo.attachments):
        _create_attachment(article, document, position, shared.stored)
    # Otherwise readers would see "updated" on articles of 2018, with the day of the demo.
    written_at = min(demo.published_at, timezone.now())
    Article.objects.filter(pk=article.pk).update(created_at=written_at, updated_at=written_at)


def _assign_threads_and_tags(added: list[DemoArticle]) -> None:
    """Adds the newly created articles to the threads and tags of the catalogue."""
    known = {demo.slug for demo in added}
    for kind, name in ((Thread, "threads"), (Tag, "tags")):
        for entry in load_catalogue()[name]:
            if slugs := known.intersection(entry["articles"]):
                values = {key: value for key, value in entry.items() if key != "articles"}
                thread_or_tag = kind.objects.get_or_create(slug=entry["slug"], defaults=values)[0]
                thread_or_tag.articles.add(*Article.objects.filter(slug__in=slugs))


def _create_attachment(article: Article, document: dict[str, str], position: int, stored: list[FieldFile]) -> None:
    content = ContentFile((FOLDER / "files" / document["file"]).read_bytes(), name=document["file"])
    attachment = Attachment(article=article, file=content, name=document["name"], position=position)
    attachment.full_clean()
    stored.append(attachment.file)
    attachment.save()


class _SharedObjects:
    """Objects shared by articles – categories, authors, images – fetched or created on first use."""

    def __init__(self, stored: list[FieldFile]) -> None:
        self.stored = stored
        self.created_image_count = 0
        self._images: dict[str, Image] = {}
        self._categories = _create_categories()
        self._authors = {entry["name"]: _create_author(entry) for entry in load_catalogue()["authors"]}

    def category(self, slug: str) -> Category:
        return self._categories[slug]

    def author(self, name: str) -> Author:
        return self._authors[name]

    def image(self, key: str) -> Image:
        if key not in self._images:
            stem = f"tranh-minh-hoa-{key}"
            present = Image.objects.filter(file__contains=f"/{stem}.").first()
            self._images[key] = present or self._create_image(key, stem)
        return self._images[key]

    def _create_image(self, key: str, stem: str) -> Image:
        entry = next(entry for entry in load_catalogue()["images"] if entry["key"] == key)
        image = Image(
            file=ContentFile(image_content(key), name=f"{stem}.jpg"),
            alt=entry["alt"],
            caption=entry["caption"],
            credit=IMAGE_CREDIT,
        )
        image.full_clean(exclude=["width", "height"])
        self.stored.append(image.file)
        image.save()
        self.created_image_count += 1
        return image


def _create_categories() -> dict[str, Category]:
    made: dict[str, Category] = {}
    for position, entry in enumerate(load_catalogue()["categories"], start=1):
        own = {"name": entry["name"], "position": position, "description": entry["description"]}
        parent, _created = Category.objects.get_or_create(slug=entry["slug"], defaults=own)
        made[parent.slug] = parent
        for place, child in enumerate(entry["children"], start=1):
            own = {"name": child["name"], "position": place, "parent": parent}
            made[child["slug"]], _created = Category.objects.get_or_create(slug=child["slug"], defaults=own)
    return made


def _create_author(entry: dict[str, str]) -> Author:
    own = {"display_name": entry["name"], "biography": entry.get("biography", "")}
    author, _created = Author.objects.get_or_create(slug=vietnamese.slugify(entry["name"]), defaults=own)
    return author


demo_apps.register(DemoApp(has_content, load))
