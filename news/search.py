"""Search sources: articles and authors."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from django.db import models
from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from news.models import Article, Attachment, Author, Byline, Category, RelatedArticle
from portal.core import search
from portal.core.search import MAX_RELATED, UNDATED, HtmlText, IndexDocument, names_and_texts, own_id, text_lines
from portal.core.text import dates


def _articles() -> models.QuerySet:
    columns = ("title", "slug", "summary", "body", "source_name", "category_id", "status", "expires_at", "goes_live_at")
    # ``to_attr`` avoids a query set per article when the prefetched rows are read.
    files = Prefetch("attachments", Attachment.objects.not_removed(), to_attr="listed_attachments")
    signers = Prefetch("bylines", Byline.objects.only("article_id", "author_id"), to_attr="listed_bylines")
    found = Article.objects.exclude(published_at=None).prefetch_related(files, signers)
    return found.only(*columns, "published_at", "published_on")


def _article_document(article: Article) -> IndexDocument | None:
    """The index document of an article, or None when it will never be public."""
    if article.published_at is None or not article.is_published(at=article.published_at):
        return None
    return IndexDocument(
        title=article.title,
        lines=text_lines(
            article.summary,
            HtmlText(article.body),
            article.source_name,
            *names_and_texts(article.listed_attachments),
        ),
        url=article.get_absolute_url(),
        sort_at=article.published_at,
        category_id=article.category_id,
        author_ids=tuple(byline.author_id for byline in article.listed_bylines),
        visible_from=article.published_at,
        visible_to=article.expires_at,
    )


def _public_article_ids(keys: list[int], at: dt.datetime) -> set[int]:
    """Checks row by row: with status and keys combined SQLite would scan all published articles."""
    rows = Article.objects.only("status", "published_at", "expires_at", "goes_live_at").in_bulk(keys)
    return {key for key, article in rows.items() if article.is_published(at)}


def _authors() -> models.QuerySet:
    return Author.objects.all()


def _author_document(author: Author) -> IndexDocument:
    return IndexDocument(
        title=author.display_name,
        lines=text_lines(author.biography),
        url=author.get_absolute_url(),
        sort_at=dates.start_of_day(UNDATED),
        is_dated=False,
    )


def _store_related(key: int, similar: Mapping[int, float]) -> None:
    RelatedArticle.objects.replace(key, similar, limit=MAX_RELATED)


def _published_ids() -> Iterable[int]:
    """From the oldest on, so that later ones find their predecessors' rows."""
    return Article.objects.published().order_by("published_at", "pk").values_list("pk", flat=True)


def _categories() -> Sequence[Category]:
    return list(Category.objects.in_order())


def _match_author_ids(name: str, count: int) -> tuple[int, ...]:
    found = Author.objects.matching(name).order_by("pk")
    return tuple(found.values_list("pk", flat=True)[:count])


search.sources.register(
    search.SearchSource(
        kind="article",
        slug="tin-bai",
        label=_("Tin, bài"),
        originals=_articles,
        build_document=_article_document,
        watched_models={
            Article: own_id,
            Attachment: lambda row: (row.article_id,),
            Byline: lambda row: (row.article_id,),
        },
        file_models={Attachment: "article_id"},
        filter_public_ids=_public_article_ids,
        is_entity=False,
        store_related=_store_related,
        related_ids=_published_ids,
        categories=_categories,
        match_author_ids=_match_author_ids,
    ),
    search.SearchSource(
        kind="author",
        slug="tac-gia",
        label=_("Tác giả"),
        originals=_authors,
        build_document=_author_document,
        watched_models={Author: own_id},
    ),
)
