"""API of the news: articles, categories, authors, threads and tags."""

import datetime as dt
from typing import Annotated

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Field, Query, Schema

from news.models import Article, Author, Category, Tag, Thread
from portal.core.api.parameters import IdPageParams, IsoDate, NewestFirstPageParams, PrimaryKey, Slug
from portal.core.api.responses import PaginatedSchema, ReferenceSchema, paginate_by_id, paginate_newest_first
from portal.core.api.service import InvalidQuery, register_resource
from portal.core.http.absolute_urls import absolute_url, base_url, make_urls_absolute
from portal.core.text import dates
from portal.images.models import Image

# OpenAPI tag of all resources of this app.
TAG = "Tin tức"


class ImageSchema(Schema):
    url: str
    width: int
    height: int
    alt: str
    caption: str
    credit: str


class ArticleSourceSchema(Schema):
    """The original source of an article."""

    name: str
    url: str


class ArticleSchema(Schema):
    id: int
    title: str
    summary: str
    url: str
    api_url: str
    published_at: dt.datetime
    changed_at: dt.datetime
    category: ReferenceSchema
    authors: list[ReferenceSchema]
    source: ArticleSourceSchema | None
    lead_image: ImageSchema | None


class AttachmentSchema(Schema):
    name: str
    kind: str
    size_bytes: int
    url: str


class ArticleDetailSchema(ArticleSchema):
    """An article with everything that its page shows; URLs in the body are absolute."""

    body_html: str
    gallery: list[ImageSchema]
    attachments: list[AttachmentSchema]
    threads: list[ReferenceSchema]
    tags: list[ReferenceSchema]


class CategorySchema(ReferenceSchema):
    description: str
    parent: str | None
    articles_url: str


class AuthorSchema(ReferenceSchema):
    biography: str
    articles_url: str


class ThreadOrTagSchema(ReferenceSchema):
    """A story thread, or a tag (which has no description)."""

    description: str
    articles_url: str


class ArticleFilters(NewestFirstPageParams):
    category: Annotated[Slug | None, Field(description="Địa chỉ của chuyên mục; gồm cả chuyên mục con.")] = None
    author: Annotated[Slug | None, Field(description="Địa chỉ của tác giả.")] = None
    thread: Annotated[Slug | None, Field(description="Địa chỉ của dòng sự kiện.")] = None
    tag: Annotated[Slug | None, Field(description="Địa chỉ của thẻ.")] = None
    since: Annotated[IsoDate | None, Field(description="Đăng từ ngày này.")] = None
    until: Annotated[IsoDate | None, Field(description="Đăng đến hết ngày này.")] = None


@register_resource(
    "/articles",
    PaginatedSchema[ArticleSchema],
    name="articles",
    summary="Các bài đã đăng, mới trước cũ sau",
    tag=TAG,
)
def list_articles(request: HttpRequest, params: Query[ArticleFilters]) -> object:
    found = Article.objects.published()
    if params.category is not None:
        found = found.of_category(get_object_or_404(Category, slug=params.category))
    if params.author is not None:
        found = found.by_author(get_object_or_404(Author.objects.with_public_articles(), slug=params.author))
    if params.thread is not None:
        found = found.of_thread(get_object_or_404(Thread.objects.with_public_articles(), slug=params.thread))
    if params.tag is not None:
        found = found.of_tag(get_object_or_404(Tag.objects.with_public_articles(), slug=params.tag))
    if params.since or params.until:
        found = found.published_within(_date_bounds(params.since, params.until))
    root = base_url(request)
    return paginate_newest_first(
        request, found.for_feed(with_body=False), params, lambda row: serialize_article(row, root)
    )


@register_resource("/articles/{key}", ArticleDetailSchema, name="article", summary="Một bài đã đăng, toàn văn", tag=TAG)
def get_article(request: HttpRequest, key: PrimaryKey) -> object:
    found = get_object_or_404(Article.objects.published().for_feed(with_body=True), pk=key)
    root = base_url(request)
    return {
        **serialize_article(found, root),
        "body_html": make_urls_absolute(found.body_rendered, absolute_url(found.get_absolute_url(), root)),
        "gallery": [
            _serialize_image(place.image, root, caption=place.caption)
            for place in found.gallery.select_related("image")
        ],
        "attachments": [
            {
                "name": attachment.name,
                "kind": attachment.extension,
                "size_bytes": attachment.size_bytes,
                "url": root + attachment.get_absolute_url(),
            }
            for attachment in found.attachments.not_removed()
        ],
        "threads": [serialize_reference(thread, root) for thread in found.threads.all()],
        "tags": [serialize_reference(tag, root) for tag in found.tags.all()],
    }


@register_resource("/categories", PaginatedSchema[CategorySchema], name="categories", summary="Các chuyên mục", tag=TAG)
def list_categories(request: HttpRequest, params: Query[IdPageParams]) -> object:
    root = base_url(request)

    def serialize(category: Category) -> dict[str, object]:
        return {
            **serialize_reference(category, root),
            "description": category.description,
            "parent": category.parent.slug if category.parent else None,
            "articles_url": _articles_url(root, "category", category.slug),
        }

    return paginate_by_id(request, Category.objects.select_related("parent"), params, serialize)


@register_resource(
    "/authors", PaginatedSchema[AuthorSchema], name="authors", summary="Các tác giả có bài đã đăng", tag=TAG
)
def list_authors(request: HttpRequest, params: Query[IdPageParams]) -> object:
    root = base_url(request)

    def serialize(author: Author) -> dict[str, object]:
        return {
            **serialize_reference(author, root),
            "biography": author.biography,
            "articles_url": _articles_url(root, "author", author.slug),
        }

    return paginate_by_id(request, Author.objects.with_public_articles(), params, serialize)


@register_resource(
    "/threads",
    PaginatedSchema[ThreadOrTagSchema],
    name="threads",
    summary="Các dòng sự kiện có bài đã đăng",
    tag=TAG,
)
def list_threads(request: HttpRequest, params: Query[IdPageParams]) -> object:
    root = base_url(request)

    def serialize(thread: Thread) -> dict[str, object]:
        articles_url = _articles_url(root, "thread", thread.slug)
        return {**serialize_reference(thread, root), "description": thread.description, "articles_url": articles_url}

    return paginate_by_id(request, Thread.objects.with_public_articles(), params, serialize)


@register_resource("/tags", PaginatedSchema[ThreadOrTagSchema], name="tags", summary="Các thẻ có bài đã đăng", tag=TAG)
def list_tags(request: HttpRequest, params: Query[IdPageParams]) -> object:
    root = base_url(request)

    def serialize(tag: Tag) -> dict[str, object]:
        return {
            **serialize_reference(tag, root),
            "description": "",
            "articles_url": _articles_url(root, "tag", tag.slug),
        }

    return paginate_by_id(request, Tag.objects.with_public_articles(), params, serialize)


def serialize_article(article: Article, root: str) -> dict[str, object]:
    image = article.lead_image
    return {
        "id": article.pk,
        "title": article.title,
        "summary": article.summary,
        "url": root + article.get_absolute_url(),
        "api_url": root + reverse("api:article", args=[article.pk]),
        "published_at": timezone.localtime(article.published_at),
        "changed_at": timezone.localtime(article.changed_at),
        "category": serialize_reference(article.category, root),
        "authors": [serialize_reference(byline.author, root) for byline in article.bylines.all()],
        "source": {"name": article.source_name, "url": article.source_url} if article.source_name else None,
        "lead_image": _serialize_image(image, root, caption=article.lead_caption) if image else None,
    }


def serialize_reference(row: Category | Author | Thread | Tag, root: str) -> dict[str, object]:
    return {"name": str(row), "slug": row.slug, "url": root + row.get_absolute_url()}


def _serialize_image(image: Image, root: str, *, caption: str) -> dict[str, object]:
    return {
        "url": absolute_url(image.file.url, root),
        "width": image.width,
        "height": image.height,
        "alt": image.alt_text,
        "caption": caption or image.caption,
        "credit": image.credit,
    }


def _articles_url(root: str, filter_name: str, slug: str) -> str:
    return f"{root}{reverse('api:articles')}?{filter_name}={slug}"


def _date_bounds(since: dt.date | None, until: dt.date | None) -> dates.DateTimeRange:
    first, last = since or dt.date(dates.FIRST_YEAR, 1, 1), until or dt.date(dates.LAST_YEAR, 12, 31)
    if first > last:
        raise InvalidQuery("until", _("Ngày cuối đứng trước ngày đầu."))
    return dates.DateTimeRange(dates.start_of_day(first), dates.day_bounds(last).end)
