"""Public news pages. Identical for every visitor and cacheable for one second."""

import dataclasses
import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from news import bylines, permissions, structured_data
from news.calendar import news_calendar
from news.models import Article, Attachment, Author, Byline, Category, PreviousUrl, Tag, Thread
from news.querysets.articles import ArticleQuerySet
from news.workflow import STATES_WITH_PUBLIC_URL
from portal.core.content import offline_copy
from portal.core.content.private_files import private_file_response
from portal.core.http.absolute_urls import base_url
from portal.core.http.caching import public_file, public_page
from portal.core.http.errors import NotFoundWithMessage
from portal.core.http.pagination import paginate_or_404
from portal.core.text import dates

RELATED_COUNT = 4


@require_safe
@public_page
def article_list(request: HttpRequest) -> HttpResponse:
    """/tin-tuc/ — the news, newest first; a valid ``?ngay=`` redirects to that day, an invalid one is shown again."""
    typed, day_error = request.GET.get("ngay"), ""
    if typed is not None:
        try:
            day = dates.parse_date(typed)
        except ValueError as error:
            day_error = str(error)
        else:
            return redirect("news:day-archive", day.year, day.month, day.day)
    today = dates.local_date(timezone.now())
    context = {
        "page": paginate_or_404(Article.objects.published(), request.GET),
        "calendar": news_calendar(today.year, today.month),
        "years": Article.objects.years(),
        "typed": (typed or "")[: dates.MAX_DATE_LENGTH],
        "complaint": day_error,
    }
    return render(request, "news/article_list.html", context)


@require_safe
@public_page
def year_archive(request: HttpRequest, year: int) -> HttpResponse:
    _parse_date(year)
    months = Article.objects.counts_by_month(year)
    context = {
        "year": year,
        "months": [
            {
                "first_day": dt.date(year, month, 1),
                "count": months.get(month, 0),
                "url": reverse("news:month-archive", args=[year, month]),
            }
            for month in range(1, 13)
        ],
        "total": sum(months.values()),
        "years": Article.objects.years(),
        "linked_data": structured_data.archive_json_ld(base_url(request), dt.date(year, 1, 1), depth=1),
    }
    return render(request, "news/year_archive.html", context)


@require_safe
@public_page
def month_archive(request: HttpRequest, year: int, month: int) -> HttpResponse:
    _parse_date(year, month)
    articles = Article.objects.published().published_within(dates.month_bounds(year, month))
    context = {
        "first_day": dt.date(year, month, 1),
        "page": paginate_or_404(articles, request.GET),
        "calendar": news_calendar(year, month),
        "linked_data": structured_data.archive_json_ld(base_url(request), dt.date(year, month, 1), depth=2),
    }
    return render(request, "news/month_archive.html", context)


@require_safe
@public_page
def day_archive(request: HttpRequest, year: int, month: int, day: int) -> HttpResponse:
    """/tin-tuc/YYYY/MM/DD/ — "Các tin đã đưa ngày …"."""
    chosen = _parse_date(year, month, day)
    articles = Article.objects.published().published_within(dates.day_bounds(chosen))
    context = {
        "day": chosen,
        "page": paginate_or_404(articles, request.GET),
        "calendar": news_calendar(year, month, chosen=chosen),
        "previous_day": Article.objects.day_before(chosen),
        "next_day": Article.objects.day_after(chosen),
        "linked_data": structured_data.archive_json_ld(base_url(request), chosen, depth=3),
    }
    return render(request, "news/day_archive.html", context)


@require_safe
@public_page
def article_detail(request: HttpRequest, year: int, month: int, day: int, slug: str) -> HttpResponse:
    published_on = _parse_date(year, month, day)
    article = _find_article(published_on, slug)
    if article is None:
        return _redirect_previous_url(request, published_on, slug)
    if not article.is_published():
        return _gone_response(request, article)
    shown = article_context(article)
    shown["offline_copy_url"] = reverse("news:article-offline-copy", args=[year, month, day, slug])
    context = {**shown, "linked_data": structured_data.article_json_ld(article, shown["authors"], base_url(request))}
    return render(request, "news/article_detail.html", context)


@require_safe
@public_page
def article_offline_copy(request: HttpRequest, year: int, month: int, day: int, slug: str) -> HttpResponse:
    """…/luu/ — offline copy: the article as one file with its images inlined."""
    published_on = _parse_date(year, month, day)
    article = _find_article(published_on, slug)
    if article is None or not article.is_published():
        return _redirect_previous_url(request, published_on, slug)
    context = article_context(article)
    path = article.get_absolute_url()
    return offline_copy.offline_copy_response(
        request, "news/article_offline_copy.html", context, path=path, name=article.slug
    )


def _find_article(published_on: dt.date, slug: str) -> Article | None:
    return next(iter(Article.objects.for_page().at_url(published_on, slug).order_by()), None)


def article_context(article: Article) -> dict[str, Any]:
    """Template context of an article page; the admin preview uses the same, so that both match."""
    context = Article.objects.with_neighbours(article, related_count=RELATED_COUNT)
    return {
        "article": article,
        "authors": context.authors,
        "byline_parts": bylines.byline_parts(
            context.authors, bylines.BylineSource(article.source_name, article.source_url)
        ),
        "gallery": article.gallery.select_related("image") if context.has_gallery else [],
        "attachments": article.attachments.not_removed() if context.has_attachments else [],
        "corrections": list(article.corrections.newest_first()) if context.has_corrections else [],
        "newer": context.newer,
        "older": context.older,
        "similar": context.similar,
        "related": [other for other in context.related if other not in context.similar],
        "same_day": context.same_day,
        "threads": Thread.objects.of_article(article) if context.has_threads_and_tags else [],
        "tags": Tag.objects.of_article(article) if context.has_threads_and_tags else [],
        "offline_copy_url": "",
        "preview": False,
    }


@require_safe
@public_page
def category_detail(request: HttpRequest, slug: str) -> HttpResponse:
    chosen = get_object_or_404(Category.objects.select_related("parent"), slug=slug)
    context = {
        "category": chosen,
        "children": chosen.children.in_order() if chosen.parent_id is None else [],
        "page": paginate_or_404(Article.objects.published().of_category(chosen), request.GET),
        "linked_data": structured_data.category_json_ld(chosen, base_url(request)),
    }
    return render(request, "news/category.html", context)


@require_safe
@public_page
def author_detail(request: HttpRequest, slug: str) -> HttpResponse:
    chosen = get_object_or_404(Author.objects.select_related("portrait"), slug=slug)
    page = paginate_or_404(Byline.objects.of_author(chosen).published(), request.GET)
    context = {
        "author": chosen,
        "page": dataclasses.replace(page, rows=[byline.article for byline in page.rows]),
        "linked_data": structured_data.author_json_ld(chosen, base_url(request)),
    }
    return render(request, "news/author.html", context)


@require_safe
@public_page
def thread_list(request: HttpRequest) -> HttpResponse:
    """/dong-su-kien/"""
    return render(
        request,
        "news/thread_list.html",
        {"threads": Thread.objects.with_public_articles().with_article_counts().latest_first()},
    )


@require_safe
@public_page
def thread_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """/dong-su-kien/<slug>/"""
    chosen = get_object_or_404(Thread.objects.with_public_articles().of_slug(slug))
    articles = Article.objects.published().of_thread(chosen)
    return _thread_or_tag_page(
        request, chosen, articles, kicker=_("Dòng sự kiện"), description=chosen.description, feed="thread-feed"
    )


@require_safe
@public_page
def tag_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """/the/<slug>/"""
    chosen = get_object_or_404(Tag.objects.with_public_articles().of_slug(slug))
    articles = Article.objects.published().of_tag(chosen)
    return _thread_or_tag_page(request, chosen, articles, kicker=_("Thẻ"), description="", feed="tag-feed")


def _thread_or_tag_page(
    request: HttpRequest, chosen: Thread | Tag, articles: ArticleQuerySet, *, kicker: str, description: str, feed: str
) -> HttpResponse:
    context = {
        "thread_or_tag": chosen,
        "kicker": kicker,
        "description": description,
        "page": paginate_or_404(articles, request.GET),
        "rss": reverse(f"news:{feed}", args=[chosen.slug, "rss"]),
        "atom": reverse(f"news:{feed}", args=[chosen.slug, "atom"]),
    }
    return render(request, "news/thread_or_tag.html", context)


@require_safe
@public_file
def attachment_download(request: HttpRequest, pk: int, name: str) -> HttpResponseBase:
    """Download of an attachment: for everybody once the article is public, before that for its editors."""
    document = get_object_or_404(Attachment.objects.select_related("article"), pk=pk)
    is_public = document.removed_at is None and document.article.is_published()
    if not is_public and not _can_view_unpublished(request, document.article):
        raise NotFoundWithMessage(_("Không có tài liệu này, hoặc tài liệu chưa được công bố."))
    return private_file_response(request, document.file)


def _can_view_unpublished(request: HttpRequest, article: Article) -> bool:
    user = request.user
    return (
        user.is_authenticated
        and user.has_perm("news.change_article")
        and permissions.can_view_unpublished(user, article)
    )


def _parse_date(year: int, month: int = 1, day: int = 1) -> dt.date:
    try:
        return dates.parse_date(f"{year:04d}-{month:02d}-{day:02d}")
    except ValueError as error:
        raise NotFoundWithMessage(str(error)) from error


def _redirect_previous_url(request: HttpRequest, published_on: dt.date | None, slug: str) -> HttpResponse:
    """Response at a previous URL of an article: a redirect, or 410 with the reason.

    A withdrawn article's current URL is not disclosed: it may never have been public.
    """
    known = PreviousUrl.objects.select_related("article")
    previous_url = known.filter(published_on=published_on, slug=slug).first() if published_on is not None else None
    if previous_url is None or previous_url.article.state_at() not in STATES_WITH_PUBLIC_URL:
        raise NotFoundWithMessage(_("Không có bài này, hoặc bài chưa được đăng. Có thể tìm lại theo ngày đăng."))
    if not previous_url.article.is_published():
        return _gone_response(request, previous_url.article)
    return redirect(previous_url.article, permanent=True)


def _gone_response(request: HttpRequest, article: Article) -> HttpResponse:
    """Response at the URL of an article that was public: redirect to its target, or 410 with the explanation."""
    if article.state_at() not in STATES_WITH_PUBLIC_URL:
        return _redirect_previous_url(request, article.published_on, article.slug)
    if article.withdrawal_target:
        return redirect(article.withdrawal_target)
    context = {"article": article, "title": article.revisions.last_public_title(article), "state": article.state_at()}
    return render(request, "news/article_gone.html", context, status=410)
