"""The news as open data: articles, categories, authors, threads and tags."""

import datetime as dt
from typing import Annotated

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Field, Query, Schema

from news.models import Article, Author, Category, Picture, Tag, Thread
from portal.api.answers import PageOf, Reference, page_by_key, page_of_newest
from portal.api.parameters import Day, Key, KeyRows, NewestRows, Slug
from portal.api.service import NEWS, WrongQuestion, resource
from portal.kit import dates
from portal.kit.addresses import absolute, absolute_html, root_of


class PictureAnswer(Schema):
    url: str
    width: int
    height: int
    alt: str
    caption: str
    credit: str


class Source(Schema):
    """Where a piece was taken from."""

    name: str
    url: str


class ArticleAnswer(Schema):
    id: int
    title: str
    summary: str
    url: str
    api_url: str
    published_at: dt.datetime
    changed_at: dt.datetime
    category: Reference
    authors: list[Reference]
    source: Source | None
    lead_picture: PictureAnswer | None


class AttachmentAnswer(Schema):
    name: str
    kind: str
    size_bytes: int
    url: str


class WholeArticle(ArticleAnswer):
    """With everything that its page shows; addresses in the text are whole."""

    body_html: str
    gallery: list[PictureAnswer]
    attachments: list[AttachmentAnswer]
    threads: list[Reference]
    tags: list[Reference]


class CategoryAnswer(Reference):
    description: str
    parent: str | None
    articles_url: str


class AuthorAnswer(Reference):
    biography: str
    articles_url: str


class GatheringAnswer(Reference):
    """A story thread, or a tag (which has no description)."""

    description: str
    articles_url: str


class ArticleFilters(NewestRows):
    category: Annotated[Slug | None, Field(description="Địa chỉ của chuyên mục; gồm cả chuyên mục con.")] = None
    author: Annotated[Slug | None, Field(description="Địa chỉ của tác giả.")] = None
    thread: Annotated[Slug | None, Field(description="Địa chỉ của dòng sự kiện.")] = None
    tag: Annotated[Slug | None, Field(description="Địa chỉ của thẻ.")] = None
    since: Annotated[Day | None, Field(description="Đăng từ ngày này.")] = None
    until: Annotated[Day | None, Field(description="Đăng đến hết ngày này.")] = None


@resource("/articles", PageOf[ArticleAnswer], name="articles", summary="Các bài đã đăng, mới trước cũ sau", part=NEWS)
def articles(request: HttpRequest, asked: Query[ArticleFilters]) -> object:
    found = Article.objects.published()
    if asked.category is not None:
        found = found.of_category(get_object_or_404(Category, slug=asked.category))
    if asked.author is not None:
        found = found.by_author(get_object_or_404(Author.objects.read(), slug=asked.author))
    if asked.thread is not None:
        found = found.of_thread(get_object_or_404(Thread.objects.read(), slug=asked.thread))
    if asked.tag is not None:
        found = found.of_tag(get_object_or_404(Tag.objects.read(), slug=asked.tag))
    if asked.since or asked.until:
        found = found.within(_bounds(asked.since, asked.until))
    root = root_of(request)
    return page_of_newest(request, found.for_feed(with_body=False), asked, lambda row: article_answer(row, root))


@resource("/articles/{key}", WholeArticle, name="article", summary="Một bài đã đăng, toàn văn", part=NEWS)
def article(request: HttpRequest, key: Key) -> object:
    found = get_object_or_404(Article.objects.published().for_feed(with_body=True), pk=key)
    root = root_of(request)
    return {
        **article_answer(found, root),
        "body_html": absolute_html(found.body_rendered, absolute(found.get_absolute_url(), root)),
        "gallery": [
            _picture(place.picture, root, caption=place.caption) for place in found.gallery.select_related("picture")
        ],
        "attachments": [
            {
                "name": attachment.name,
                "kind": attachment.extension,
                "size_bytes": attachment.size_bytes,
                "url": root + attachment.get_absolute_url(),
            }
            for attachment in found.attachments.present()
        ],
        "threads": [reference(thread, root) for thread in found.threads.all()],
        "tags": [reference(tag, root) for tag in found.tags.all()],
    }


@resource("/categories", PageOf[CategoryAnswer], name="categories", summary="Các chuyên mục", part=NEWS)
def categories(request: HttpRequest, asked: Query[KeyRows]) -> object:
    root = root_of(request)

    def give(category: Category) -> dict[str, object]:
        return {
            **reference(category, root),
            "description": category.description,
            "parent": category.parent.slug if category.parent else None,
            "articles_url": _articles(root, "category", category.slug),
        }

    return page_by_key(request, Category.objects.select_related("parent"), asked, give)


@resource("/authors", PageOf[AuthorAnswer], name="authors", summary="Các tác giả có bài đã đăng", part=NEWS)
def authors(request: HttpRequest, asked: Query[KeyRows]) -> object:
    root = root_of(request)

    def give(author: Author) -> dict[str, object]:
        return {
            **reference(author, root),
            "biography": author.biography,
            "articles_url": _articles(root, "author", author.slug),
        }

    return page_by_key(request, Author.objects.read(), asked, give)


@resource("/threads", PageOf[GatheringAnswer], name="threads", summary="Các dòng sự kiện có bài đã đăng", part=NEWS)
def threads(request: HttpRequest, asked: Query[KeyRows]) -> object:
    root = root_of(request)

    def give(thread: Thread) -> dict[str, object]:
        articles_url = _articles(root, "thread", thread.slug)
        return {**reference(thread, root), "description": thread.description, "articles_url": articles_url}

    return page_by_key(request, Thread.objects.read(), asked, give)


@resource("/tags", PageOf[GatheringAnswer], name="tags", summary="Các thẻ có bài đã đăng", part=NEWS)
def tags(request: HttpRequest, asked: Query[KeyRows]) -> object:
    root = root_of(request)

    def give(tag: Tag) -> dict[str, object]:
        return {**reference(tag, root), "description": "", "articles_url": _articles(root, "tag", tag.slug)}

    return page_by_key(request, Tag.objects.read(), asked, give)


def article_answer(found: Article, root: str) -> dict[str, object]:
    picture = found.lead_picture
    return {
        "id": found.pk,
        "title": found.title,
        "summary": found.summary,
        "url": root + found.get_absolute_url(),
        "api_url": root + reverse("api:article", args=[found.pk]),
        "published_at": timezone.localtime(found.published_at),
        "changed_at": timezone.localtime(found.changed_at),
        "category": reference(found.category, root),
        "authors": [reference(byline.author, root) for byline in found.bylines.all()],
        "source": {"name": found.source_name, "url": found.source_url} if found.source_name else None,
        "lead_picture": _picture(picture, root, caption=found.lead_caption) if picture else None,
    }


def reference(row: Category | Author | Thread | Tag, root: str) -> dict[str, object]:
    return {"name": str(row), "slug": row.slug, "url": root + row.get_absolute_url()}


def _picture(picture: Picture, root: str, *, caption: str) -> dict[str, object]:
    return {
        "url": absolute(picture.file.url, root),
        "width": picture.width,
        "height": picture.height,
        "alt": picture.text_alternative,
        "caption": caption or picture.caption,
        "credit": picture.credit,
    }


def _articles(root: str, name: str, slug: str) -> str:
    return f"{root}{reverse('api:articles')}?{name}={slug}"


def _bounds(since: dt.date | None, until: dt.date | None) -> dates.Bounds:
    first, last = since or dt.date(dates.FIRST_YEAR, 1, 1), until or dt.date(dates.LAST_YEAR, 12, 31)
    if first > last:
        raise WrongQuestion("until", _("Ngày cuối đứng trước ngày đầu."))
    return dates.Bounds(dates.start_of(first), dates.day_bounds(last).end)
