"""An article's history in the editors' room: its editions, any two of them side by side, and bringing one back."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from news import bylines, comparing, publishing, revisions, rights
from news.comparing.fields import Snapshot
from news.models import Article, ArticleRevision
from news.views import article_context
from news.workflow import Act

PAGE_SIZE = 30
# What ``?voi=`` says to compare a next version with the article that readers have now.
WITH_LIVE = "ban-dang-dang"


class HistoryMixin:
    """Gives an admin of articles the pages of this module, and leads Django's own history link to them."""

    def get_urls(self) -> list[URLPattern]:
        guarded = self.admin_site.admin_view  # type: ignore[attr-defined]  # of ModelAdmin, beside which this stands
        return [
            path("<int:pk>/lich-su/", guarded(editions), name="news_article_editions"),
            path("<int:pk>/lich-su/so-sanh/", guarded(compare), name="news_article_compare"),
            path("<int:pk>/lich-su/<int:edition>/", guarded(edition_page), name="news_article_edition"),
            path("<int:pk>/lich-su/<int:edition>/khoi-phuc/", guarded(return_to), name="news_article_return"),
            *super().get_urls(),  # type: ignore[misc]  # likewise
        ]

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        if not object_id.isdecimal():
            raise Http404
        return HttpResponseRedirect(reverse("admin:news_article_editions", args=[object_id]))


def article_seen_by(request: HttpRequest, pk: int) -> Article:
    """The article, for whoever may open it here; else 404 or 403."""
    article = get_object_or_404(Article.objects.for_page(), pk=pk)
    if not request.user.has_perm("news.view_article") or not rights.may_see(request.user, article):
        raise PermissionDenied
    return article


@require_safe
def editions(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that an article has been, newest first; with its versions and old addresses."""
    article = article_seen_by(request, pk)
    context = {
        "editions": Paginator(article.revisions.for_list(), PAGE_SIZE).get_page(request.GET.get("trang")),
        "versions": article.versions.order_by("-pk"),
        "old_addresses": article.old_addresses.order_by("-published_on", "slug"),
        "may_return": rights.may(request.user, Act.EDIT, article),
    }
    return _answer(request, "editions.html", article, _("Lịch sử bài viết"), context)


@require_safe
def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """Two editions by words: ``?tu=3&den=7``; without ``den`` the present, without ``tu`` the edition before.

    ``?voi=ban-dang-dang`` compares a next version with the article that readers have now.
    """
    article = article_seen_by(request, pk)
    newer = _edition(article, request.GET.get("den"))
    with_live = request.GET.get("voi") == WITH_LIVE
    older = None if with_live else _older(article, request.GET.get("tu"), newer)
    before = older.snapshot if older else revisions.snapshot_of(_live_of(article)) if with_live else None
    after = newer.snapshot if newer else revisions.snapshot_of(article)
    context = {
        "older": older,
        "newer": newer,
        "with_live": with_live,
        "all_editions": article.revisions.for_list(),
        "differences": _differences(before, after) if before is not None else None,
        "may_return": rights.may(request.user, Act.EDIT, article),
    }
    return _answer(request, "compare.html", article, _("So sánh hai bản"), context)


@require_safe
def edition_page(request: HttpRequest, pk: int, edition: int) -> HttpResponse:
    """An edition as readers saw it, or would have seen it."""
    article = article_seen_by(request, pk)
    revision = get_object_or_404(article.revisions.select_related("made_by"), edition=edition)
    shown = revisions.as_it_was(revision.snapshot, article)
    signers = revisions.signers_as_they_were(revision.snapshot)
    lists = {
        "by_line": bylines.pieces(signers, bylines.Source(shown.source_name, shown.source_url)),
        "gallery": revisions.gallery_as_it_was(revision.snapshot, shown),
        "attachments": revisions.attachments_as_they_were(revision.snapshot),
    }
    context = {**article_context(shown), **lists, "preview": True, "revision": revision}
    return render(request, "admin/news/article/edition.html", context)


@require_POST
def return_to(request: HttpRequest, pk: int, edition: int) -> HttpResponse:
    """Brings an edition back. The form says which edition was the newest when it was shown (``edition``)."""
    article = article_seen_by(request, pk)
    revision = get_object_or_404(article.revisions, edition=edition)
    article.edition = _number(request.POST.get("edition", ""))
    try:
        publishing.return_to(revision=revision, article=article, by=request.user)
    except ValidationError as refusal:
        for text in refusal.messages:
            messages.error(request, text)
        return HttpResponseRedirect(reverse("admin:news_article_editions", args=[pk]))
    messages.success(
        request, _("Đã khôi phục bản %(old)d; đây là bản %(new)d.") % {"old": edition, "new": article.edition}
    )
    if lost := revisions.not_brought_back(revision.snapshot, article):
        names = ", ".join(str(comparing.label_of(name)) for name in lost)
        messages.warning(request, _("Có phần đã bị xóa khỏi kho nên không lấy lại được đủ: %s.") % names)
    return HttpResponseRedirect(reverse("admin:news_article_change", args=[pk]))


def _older(article: Article, number: str | None, newer: ArticleRevision | None) -> ArticleRevision | None:
    """The edition that ``?tu=`` names, else the one before the newer one; None when there is none before."""
    if number:
        return _edition(article, number)
    return article.revisions.before(newer.edition if newer else article.edition).first()


def _edition(article: Article, number: str | None) -> ArticleRevision | None:
    """The edition of that number; None when none is named, 404 when there is no such edition."""
    if not number:
        return None
    return get_object_or_404(article.revisions.select_related("made_by"), edition=_number(number))


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise Http404
    return int(text)


def _live_of(version: Article) -> Article:
    if version.revises is None:
        raise Http404
    return version.revises


def _differences(before: Snapshot, after: Snapshot) -> list[comparing.FieldDifference]:
    return comparing.differences(before, after, revisions.names_in(before, after))


def _answer(request: HttpRequest, template: str, article: Article, title: str, context: dict[str, Any]) -> HttpResponse:
    framed = {
        **admin.site.each_context(request),
        "title": title,
        "subtitle": str(article),
        "opts": Article._meta,
        "original": article,
        **context,
    }
    return render(request, f"admin/news/article/{template}", framed)
