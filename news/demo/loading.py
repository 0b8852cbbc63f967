"""Reads the demonstration articles that ship with the portal and brings them into a database.

An article is a file of ``articles/``: a comment of TOML, then its body. In a body ``src="picture:<key>"`` stands
for a picture of ``catalogue.toml``; its address is known only once it is stored.
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

from news import publishing
from news.bylines import Contribution
from news.demo import drawing
from news.models import Article, Attachment, Author, Byline, Category, GalleryPicture, Picture, Tag, Thread
from portal.kit import dates, vietnamese

FOLDER = Path(__file__).parent
PICTURE_CREDIT = "Tranh: Ban Biên tập"
_FRONT_MATTER = re.compile(r"<!--\n(.*?)\n-->\n(.*)", re.DOTALL)
_PICTURE_ADDRESS = re.compile(r'src="picture:([a-z-]+)"')


class HoldsRealArticles(Exception):
    """The database holds articles that people wrote; mixing demonstration news into them must be asked for."""


@dataclass(frozen=True)
class DemoArticle:
    """An article as its file tells it. ``at`` is a moment of Việt Nam; pictures and documents go by their names."""

    title: str
    summary: str
    at: dt.datetime
    category: str
    author: str
    lead: str
    body: str
    pictures_by: str = ""
    featured: bool = False
    pinned: bool = False
    status: str = Article.Status.PUBLISHED
    gallery: list[dict[str, str]] = field(default_factory=list)
    attachments: list[dict[str, str]] = field(default_factory=list)

    @property
    def slug(self) -> str:
        return vietnamese.slugify(self.title)

    @property
    def signed_by(self) -> list[tuple[str, Contribution]]:
        """Who signs, and for what."""
        if self.pictures_by == self.author:
            return [(self.author, Contribution.TEXT_AND_PICTURES)]
        others = [(self.pictures_by, Contribution.PICTURES)] if self.pictures_by else []
        return [(self.author, Contribution.TEXT), *others]

    @property
    def body_pictures(self) -> list[str]:
        return _PICTURE_ADDRESS.findall(self.body)

    def body_with(self, addresses: dict[str, str]) -> str:
        """The body with the address of each picture in place of its key."""
        return _PICTURE_ADDRESS.sub(lambda match: f'src="{addresses[match[1]]}"', self.body)


def read_article(path: Path) -> DemoArticle:
    match = _FRONT_MATTER.fullmatch(path.read_text(encoding="utf-8"))
    if match is None:
        raise ValueError(f"{path.name}: no TOML comment at the beginning")
    head = tomllib.loads(match[1])
    return DemoArticle(**{**head, "at": timezone.make_aware(head["at"])}, body=match[2].strip())


@cache
def shipped_articles() -> tuple[DemoArticle, ...]:
    """The articles in the order in which they went out."""
    return tuple(sorted((read_article(path) for path in FOLDER.glob("articles/*.html")), key=lambda one: one.at))


@cache
def catalogue() -> dict[str, Any]:
    return tomllib.loads((FOLDER / "catalogue.toml").read_text(encoding="utf-8"))


def has_content() -> bool:
    """Whether there is any article, real or ours."""
    return Article.objects.exists()


@transaction.atomic
def load(*, force: bool, stored: list[FieldFile]) -> str:
    """Adds what is not there yet and says in one line what that was. What people changed since stays as they left it.

    Each file is put on ``stored`` as it is written, so that the caller can remove them when the transaction fails.
    Raises HoldsRealArticles unless ``force``.
    """
    present = {demo.slug: article.pk for demo in shipped_articles() if (article := _find(demo)) is not None}
    if not force:
        _refuse_real_articles(present.values())
    missing = [demo for demo in shipped_articles() if demo.slug not in present]
    shelf = _Shelf(stored)
    for demo in missing:
        _add_article(demo, shelf)
    _gather(missing)
    return f"News: {len(missing)} articles and {shelf.drawn_count} pictures added; {len(present)} articles were there."


def _find(demo: DemoArticle) -> Article | None:
    """The article as it stands now, wherever people have moved it."""
    day = dates.local_day(demo.at)
    address = Q(published_on=day, slug=demo.slug) | Q(old_addresses__published_on=day, old_addresses__slug=demo.slug)
    if demo.status != Article.Status.PUBLISHED or demo.at > timezone.now():
        # An article that was never public leaves no old address behind when its day changes.
        address |= Q(slug=demo.slug)
    return Article.objects.filter(address).first()


def _refuse_real_articles(own: Iterable[int]) -> None:
    real = Article.objects.exclude(pk__in=list(own)).count()
    if real:
        raise HoldsRealArticles(
            _("Cơ sở dữ liệu đang có %(count)d bài viết thật nên không nạp nội dung trình diễn.") % {"count": real}
        )


def _add_article(demo: DemoArticle, shelf: "_Shelf") -> None:
    addresses = {key: settings.MEDIA_URL + shelf.picture(key).file.name for key in demo.body_pictures}
    article = Article(
        title=demo.title,
        slug=demo.slug,
        summary=demo.summary,
        body=demo.body_with(addresses),
        lead_picture=shelf.picture(demo.lead),
        category=shelf.category(demo.category),
        published_at=demo.at,
        is_featured=demo.featured,
        is_pinned=demo.pinned,
    )
    if demo.status == Article.Status.DRAFT:
        publishing.store(article=article, by=None)
    else:
        publishing.publish(article=article, by=None)
    if demo.status == Article.Status.WITHDRAWN:
        publishing.withdraw(article=article, by=None, note=_("Nội dung đã được thay bằng bài khác."))
    for position, (name, contribution) in enumerate(demo.signed_by):
        Byline.objects.create(article=article, author=shelf.author(name), contribution=contribution, position=position)
    for position, place in enumerate(demo.gallery):
        GalleryPicture.objects.create(
            article=article, picture=shelf.picture(place["picture"]), caption=place["caption"], position=position
        )
    for position, document in enumerate(demo.attachments):
        _attach(article, document, position, shelf.stored)
    # Readers should not be told that news of 2018 was edited on the day of the demonstration.
    written_at = min(demo.at, timezone.now())
    Article.objects.filter(pk=article.pk).update(created_at=written_at, updated_at=written_at)


def _gather(added: list[DemoArticle]) -> None:
    """Articles that were just added take their places in the threads and under the tags of the catalogue."""
    known = {demo.slug for demo in added}
    for kind, name in ((Thread, "threads"), (Tag, "tags")):
        for entry in catalogue()[name]:
            if slugs := known.intersection(entry["articles"]):
                values = {key: value for key, value in entry.items() if key != "articles"}
                gathering = kind.objects.get_or_create(slug=entry["slug"], defaults=values)[0]
                gathering.articles.add(*Article.objects.filter(slug__in=slugs))


def _attach(article: Article, document: dict[str, str], position: int, stored: list[FieldFile]) -> None:
    content = ContentFile((FOLDER / "files" / document["file"]).read_bytes(), name=document["file"])
    attachment = Attachment(article=article, file=content, name=document["name"], position=position)
    attachment.full_clean()
    stored.append(attachment.file)
    attachment.save()


class _Shelf:
    """What the articles share — headings, by-lines, pictures — each found or made when first asked for."""

    def __init__(self, stored: list[FieldFile]) -> None:
        self.stored = stored
        self.drawn_count = 0
        self._pictures: dict[str, Picture] = {}
        self._categories = _put_up_categories()
        self._authors = {entry["name"]: _put_up_author(entry) for entry in catalogue()["authors"]}

    def category(self, slug: str) -> Category:
        return self._categories[slug]

    def author(self, name: str) -> Author:
        return self._authors[name]

    def picture(self, key: str) -> Picture:
        if key not in self._pictures:
            stem = f"tranh-minh-hoa-{key}"
            present = Picture.objects.filter(file__contains=f"/{stem}.").first()
            self._pictures[key] = present or self._hang_up(key, stem)
        return self._pictures[key]

    def _hang_up(self, key: str, stem: str) -> Picture:
        entry = next(entry for entry in catalogue()["pictures"] if entry["key"] == key)
        picture = Picture(
            file=ContentFile(drawing.jpeg(key), name=f"{stem}.jpg"),
            alt=entry["alt"],
            caption=entry["caption"],
            credit=PICTURE_CREDIT,
        )
        picture.full_clean(exclude=["width", "height"])
        self.stored.append(picture.file)
        picture.save()
        self.drawn_count += 1
        return picture


def _put_up_categories() -> dict[str, Category]:
    made: dict[str, Category] = {}
    for position, entry in enumerate(catalogue()["categories"], start=1):
        own = {"name": entry["name"], "position": position, "description": entry["description"]}
        parent, _created = Category.objects.get_or_create(slug=entry["slug"], defaults=own)
        made[parent.slug] = parent
        for place, child in enumerate(entry["children"], start=1):
            own = {"name": child["name"], "position": place, "parent": parent}
            made[child["slug"]], _created = Category.objects.get_or_create(slug=child["slug"], defaults=own)
    return made


def _put_up_author(entry: dict[str, str]) -> Author:
    own = {"display_name": entry["name"], "biography": entry.get("biography", "")}
    author, _created = Author.objects.get_or_create(slug=vietnamese.slugify(entry["name"]), defaults=own)
    return author
