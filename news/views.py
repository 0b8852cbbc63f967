"""What the public reads. Every page here is the same for everybody and may be kept by anyone for a second."""

import dataclasses
import datetime as dt
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from news import bylines, linked_data, rights
from news.archive import news_calendar
from news.models import Article, Attachment, Author, Byline, Category, OldAddress, Tag, Thread
from news.querysets.articles import ArticleQuerySet
from news.workflow import KNOWN_TO_READERS
from portal.kit import dates, paging, saving, uploads
from portal.kit.addresses import root_of
from portal.kit.errors import NotFoundForReader
from portal.kit.httpcache import public_page

RELATED_COUNT = 4


@require_safe
@public_page
def article_list(request: HttpRequest) -> HttpResponse:
    """/tin-tuc/ — the news, newest first; ``?ngay=`` is the day picker's answer."""
    if "ngay" in request.GET:
        return _to_day(request.GET["ngay"])
    page = _page(request, Article.objects.published())
    today = dates.local_day(timezone.now())
    return render(
        request,
        "news/article_list.html",
        {"page": page, "calendar": news_calendar(today.year, today.month), "years": Article.objects.years()},
    )


@require_safe
@public_page
def year_archive(request: HttpRequest, year: int) -> HttpResponse:
    _check_date(year)
    months = Article.objects.counts_by_month(year)
    context = {
        "year": year,
        "months": [
            {
                "first_day": dt.date(year, month, 1),
                "count": months.get(month, 0),
                "address": reverse("news:month", args=[year, month]),
            }
            for month in range(1, 13)
        ],
        "total": sum(months.values()),
        "years": Article.objects.years(),
        "linked_data": linked_data.of_archive(root_of(request), dt.date(year, 1, 1), depth=1),
    }
    return render(request, "news/year_archive.html", context)


@require_safe
@public_page
def month_archive(request: HttpRequest, year: int, month: int) -> HttpResponse:
    _check_date(year, month)
    articles = Article.objects.published().within(dates.month_bounds(year, month))
    context = {
        "first_day": dt.date(year, month, 1),
        "page": _page(request, articles),
        "calendar": news_calendar(year, month),
        "linked_data": linked_data.of_archive(root_of(request), dt.date(year, month, 1), depth=2),
    }
    return render(request, "news/month_archive.html", context)


@require_safe
@public_page
def day_archive(request: HttpRequest, year: int, month: int, day: int) -> HttpResponse:
    """/tin-tuc/YYYY/MM/DD/ — "Các tin đã đưa ngày …"."""
    chosen = _check_date(year, month, day)
    articles = Article.objects.published().within(dates.day_bounds(chosen))
    context = {
        "day": chosen,
        "page": _page(request, articles),
        "calendar": news_calendar(year, month, chosen=chosen),
        "previous_day": Article.objects.day_before(chosen),
        "next_day": Article.objects.day_after(chosen),
        "linked_data": linked_data.of_archive(root_of(request), chosen, depth=3),
    }
    return render(request, "news/day_archive.html", context)


@require_safe
@public_page
def article_detail(request: HttpRequest, year: int, month: int, day: int, slug: str) -> HttpResponse:
    published_on = _check_date(year, month, day)
    article = _article_at(published_on, slug)
    if article is None:
        return _moved_article(published_on, slug)
    if not article.is_published():
        return _gone_article(request, article)
    shown = article_context(article)
    shown["saved"] = reverse("news:article-saved", args=[year, month, day, slug])
    context = {**shown, "linked_data": linked_data.of_article(article, shown["signers"], root_of(request))}
    return render(request, "news/article_detail.html", context)


@require_safe
@public_page
def article_saved(request: HttpRequest, year: int, month: int, day: int, slug: str) -> HttpResponse:
    """…/luu/ — the article as one file with its pictures inside, to be kept."""
    published_on = _check_date(year, month, day)
    article = _article_at(published_on, slug)
    if article is None or not article.is_published():
        return _moved_article(published_on, slug)
    context = article_context(article)
    path = article.get_absolute_url()
    return saving.answer(request, "news/article_saved.html", context, path=path, name=article.slug)


def _article_at(published_on: dt.date, slug: str) -> Article | None:
    return next(iter(Article.objects.for_page().at_address(published_on, slug).order_by()), None)


def article_context(article: Article) -> dict[str, Any]:
    """What the page of a dated article shows; the editors' preview uses the same, so that it shows exactly this."""
    around = Article.objects.around(article, related_count=RELATED_COUNT)
    return {
        "article": article,
        "signers": around.signers,
        "by_line": bylines.pieces(around.signers, bylines.Source(article.source_name, article.source_url)),
        "gallery": article.gallery.select_related("picture") if around.has_gallery else [],
        "attachments": article.attachments.present() if around.has_attachments else [],
        "corrections": list(article.corrections.newest_first()) if around.has_corrections else [],
        "newer": around.newer,
        "older": around.older,
        "alike": around.alike,
        "related": [other for other in around.related if other not in around.alike],
        "same_day": around.same_day,
        "threads": Thread.objects.of_article(article) if around.has_gatherings else [],
        "tags": Tag.objects.of_article(article) if around.has_gatherings else [],
        "saved": "",
        "preview": False,
    }


@require_safe
@public_page
def category(request: HttpRequest, slug: str) -> HttpResponse:
    chosen = get_object_or_404(Category.objects.select_related("parent"), slug=slug)
    context = {
        "category": chosen,
        "children": chosen.children.in_order() if chosen.parent_id is None else [],
        "page": _page(request, Article.objects.published().of_category(chosen)),
        "linked_data": linked_data.of_category(chosen, root_of(request)),
    }
    return render(request, "news/category.html", context)


@require_safe
@public_page
def author(request: HttpRequest, slug: str) -> HttpResponse:
    chosen = get_object_or_404(Author.objects.select_related("portrait"), slug=slug)
    page = _page(request, Byline.objects.of_author(chosen).published())
    context = {
        "author": chosen,
        "page": dataclasses.replace(page, rows=[byline.article for byline in page.rows]),
        "linked_data": linked_data.of_author(chosen, root_of(request)),
    }
    return render(request, "news/author.html", context)


@require_safe
@public_page
def threads(request: HttpRequest) -> HttpResponse:
    """/dong-su-kien/"""
    return render(request, "news/thread_list.html", {"threads": Thread.objects.read().with_news().latest_first()})


@require_safe
@public_page
def thread(request: HttpRequest, slug: str) -> HttpResponse:
    """/dong-su-kien/<slug>/"""
    chosen = get_object_or_404(Thread.objects.read().of_slug(slug))
    articles = Article.objects.published().of_thread(chosen)
    return _gathering(
        request, chosen, articles, kicker=_("Dòng sự kiện"), description=chosen.description, feed="thread-feed"
    )


@require_safe
@public_page
def tag(request: HttpRequest, slug: str) -> HttpResponse:
    """/the/<slug>/"""
    chosen = get_object_or_404(Tag.objects.read().of_slug(slug))
    articles = Article.objects.published().of_tag(chosen)
    return _gathering(request, chosen, articles, kicker=_("Thẻ"), description="", feed="tag-feed")


def _gathering(
    request: HttpRequest, chosen: Thread | Tag, articles: ArticleQuerySet, *, kicker: str, description: str, feed: str
) -> HttpResponse:
    context = {
        "gathering": chosen,
        "kicker": kicker,
        "description": description,
        "page": _page(request, articles),
        "rss": reverse(f"news:{feed}", args=[chosen.slug, "rss"]),
        "atom": reverse(f"news:{feed}", args=[chosen.slug, "atom"]),
    }
    return render(request, "news/gathering.html", context)


@require_safe
def attachment(request: HttpRequest, pk: int, name: str) -> HttpResponseBase:
    """A document of an article: for everybody once the article is public, before that for its editors."""
    found = get_object_or_404(Attachment.objects.select_related("article"), pk=pk)
    is_public = found.removed_at is None and found.article.is_published()
    if not is_public and not _may_see_unpublished(request, found.article):
        raise NotFoundForReader(_("Không có tài liệu này, hoặc tài liệu chưa được công bố."))
    response = document_response(found)
    if is_public:
        response.headers["Cache-Control"] = "public, max-age=60"
    return response


def document_response(attachment: Attachment) -> FileResponse:
    """The document itself, to be saved and not opened in place; the caller has asked who may have it."""
    kind = uploads.DOCUMENT_KINDS[uploads.extension_of(attachment.file.name)]
    response = FileResponse(
        attachment.file.open("rb"),
        as_attachment=True,
        filename=attachment.download_name,
        content_type=kind.content_type,
    )
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _may_see_unpublished(request: HttpRequest, article: Article) -> bool:
    return request.user.has_perm("news.change_article") and rights.may_see(request.user, article)


def _page(request: HttpRequest, articles: Any) -> paging.Page:
    try:
        return paging.page_of(articles, request.GET)
    except paging.NoSuchPage as error:
        raise NotFoundForReader(str(error)) from error


def _to_day(typed: str) -> HttpResponse:
    try:
        day = dates.parse_day(typed)
    except ValueError as error:
        raise NotFoundForReader(str(error), typed=typed[:40]) from error
    return redirect("news:day", day.year, day.month, day.day)


def _check_date(year: int, month: int = 1, day: int = 1) -> dt.date:
    try:
        return dates.parse_day(f"{year:04d}-{month:02d}-{day:02d}")
    except ValueError as error:
        raise NotFoundForReader(str(error)) from error


def _moved_article(published_on: dt.date, slug: str) -> HttpResponse:
    moved = OldAddress.objects.select_related("article").filter(published_on=published_on, slug=slug).first()
    if moved is None or moved.article.state_at() not in KNOWN_TO_READERS:
        raise NotFoundForReader(_("Không có bài này, hoặc bài chưa được đăng. Có thể tìm lại theo ngày đăng."))
    return redirect(moved.article, permanent=moved.article.is_published())


def _gone_article(request: HttpRequest, article: Article) -> HttpResponse:
    """What stands at the address of an article that readers had: where it went, or why it is gone (410)."""
    if article.state_at() not in KNOWN_TO_READERS:
        return _moved_article(article.published_on, article.slug)
    if article.withdrawal_target:
        return redirect(article.withdrawal_target)
    return render(request, "news/article_gone.html", {"article": article, "state": article.state_at()}, status=410)
