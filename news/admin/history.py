"""Admin pages of an article's history: list of revisions, comparison of two, restoring one."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from news import bylines, permissions, revisions, services
from news.models import Article, ArticleRevision
from news.views import article_context
from news.workflow import ArticleAction
from portal.core.diff import field_diff
from portal.core.diff.field_diff import Snapshot
from portal.core.text.numbers import MAX_INTEGER, parse_int

PAGE_SIZE = 30
# Value of ``?voi=`` that compares a pending revision with the live article.
WITH_LIVE = "ban-dang-dang"


class ArticleHistoryMixin:
    """Adds the pages of this module to a ModelAdmin and redirects Django's own history view to them."""

    def get_urls(self) -> list[URLPattern]:
        guarded = self.admin_site.admin_view  # type: ignore[attr-defined]  # mixin of ModelAdmin
        return [
            path("<int:pk>/lich-su/", guarded(revision_list), name="news_article_revisions"),
            path("<int:pk>/lich-su/so-sanh/", guarded(compare_revisions), name="news_article_compare"),
            path("<int:pk>/lich-su/<int:edition>/", guarded(revision_detail), name="news_article_revision"),
            path("<int:pk>/lich-su/<int:edition>/khoi-phuc/", guarded(restore_revision), name="news_article_restore"),
            *super().get_urls(),  # type: ignore[misc]  # likewise
        ]

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        if parse_int(object_id) is None:
            raise Http404
        return HttpResponseRedirect(reverse("admin:news_article_revisions", args=[object_id]))


def get_article_for_history(request: HttpRequest, pk: int) -> Article:
    """The article, if the user may read its unpublished history.

    Raises 404 for an article that the user may not open; 403 for a public one whose history is restricted.
    """
    if not request.user.has_perm("news.view_article"):
        raise PermissionDenied
    article = get_object_or_404(Article.objects.visible_to(request.user).for_page(), pk=pk)
    if not permissions.can_view_unpublished(request.user, article):
        raise PermissionDenied
    return article


@require_safe
def revision_list(request: HttpRequest, pk: int) -> HttpResponse:
    """All revisions of an article, newest first, with its pending revisions and previous URLs."""
    article = get_article_for_history(request, pk)
    context = {
        "revisions": Paginator(article.revisions.for_list(), PAGE_SIZE).get_page(request.GET.get("trang")),
        "pending_revisions": article.pending_revisions.visible_to(request.user).order_by("-pk"),
        "previous_urls": article.previous_urls.order_by("-published_on", "slug"),
        "can_restore": permissions.can_perform(request.user, ArticleAction.EDIT, article),
    }
    return _render_history(request, "revisions.html", article, _("Lịch sử bài viết"), context)


@require_safe
def compare_revisions(request: HttpRequest, pk: int) -> HttpResponse:
    """Word diff of two revisions: ``?tu=3&den=7``; ``den`` defaults to the current one, ``tu`` to the one before.

    ``?voi=ban-dang-dang`` compares a pending revision with the live article.
    """
    article = get_article_for_history(request, pk)
    newer = _find_revision(article, request.GET.get("den"))
    with_live = request.GET.get("voi") == WITH_LIVE
    older = None if with_live else _older_revision(article, request.GET.get("tu"), newer)
    before = older.snapshot if older else revisions.snapshot_of(_live_article(article, request)) if with_live else None
    after = newer.snapshot if newer else revisions.snapshot_of(article)
    context = {
        "older": older,
        "newer": newer,
        "with_live": with_live,
        "all_revisions": article.revisions.for_list(),
        "differences": _differences(before, after) if before is not None else None,
        "can_restore": permissions.can_perform(request.user, ArticleAction.EDIT, article),
    }
    return _render_history(request, "compare.html", article, _("So sánh hai bản"), context)


@require_safe
def revision_detail(request: HttpRequest, pk: int, edition: int) -> HttpResponse:
    """A revision rendered as its public page."""
    article = get_article_for_history(request, pk)
    revision = get_object_or_404(article.revisions.select_related("made_by"), revision_number=edition)
    shown = revisions.article_from_snapshot(revision.snapshot, article)
    authors = revisions.authors_from_snapshot(revision.snapshot)
    lists = {
        "byline_parts": bylines.byline_parts(authors, bylines.BylineSource(shown.source_name, shown.source_url)),
        "gallery": revisions.gallery_from_snapshot(revision.snapshot, shown),
        "attachments": revisions.attachments_from_snapshot(revision.snapshot),
    }
    context = {**article_context(shown), **lists, "preview": True, "revision": revision}
    return render(request, "admin/news/article/revision.html", context)


@require_POST
def restore_revision(request: HttpRequest, pk: int, edition: int) -> HttpResponse:
    """Restores a revision. The form field ``edition`` holds the newest revision number when the form was shown."""
    article = get_article_for_history(request, pk)
    revision = get_object_or_404(article.revisions, revision_number=edition)
    article.revision_number = _parse_number(request.POST.get("revision_number", ""))
    try:
        services.restore_revision(revision=revision, article=article, by=request.user)
    except ValidationError as refusal:
        for text in refusal.messages:
            messages.error(request, text)
        return HttpResponseRedirect(reverse("admin:news_article_revisions", args=[pk]))
    messages.success(
        request, _("Đã khôi phục bản %(old)d; đây là bản %(new)d.") % {"old": edition, "new": article.revision_number}
    )
    if missing_fields := revisions.fields_not_restored(revision.snapshot, article):
        names = ", ".join(str(field_diff.field_label(name)) for name in missing_fields)
        messages.warning(request, _("Có phần đã bị xóa khỏi kho nên không lấy lại được đủ: %s.") % names)
    return HttpResponseRedirect(reverse("admin:news_article_change", args=[pk]))


def _older_revision(article: Article, number: str | None, newer: ArticleRevision | None) -> ArticleRevision | None:
    """The revision named by ``?tu=``, else the one before the newer one; None when there is none."""
    if number:
        return _find_revision(article, number)
    return article.revisions.before(newer.revision_number if newer else article.revision_number).first()


def _find_revision(article: Article, number: str | None) -> ArticleRevision | None:
    """The revision with that number; None when no number is given, 404 when it does not exist."""
    if not number:
        return None
    return get_object_or_404(article.revisions.select_related("made_by"), revision_number=_parse_number(number))


def _parse_number(text: str) -> int:
    number = parse_int(text, maximum=MAX_INTEGER)
    if number is None:
        raise Http404
    return number


def _live_article(pending_revision: Article, request: HttpRequest) -> Article:
    if pending_revision.revision_of is None or not permissions.can_view(request.user, pending_revision.revision_of):
        raise Http404
    return pending_revision.revision_of


def _differences(before: Snapshot, after: Snapshot) -> list[field_diff.FieldDifference]:
    return field_diff.differences(before, after, revisions.load_labels(before, after))


def _render_history(
    request: HttpRequest, template: str, article: Article, title: str, context: dict[str, Any]
) -> HttpResponse:
    framed = {
        **admin.site.each_context(request),
        "title": title,
        "subtitle": str(article),
        "opts": Article._meta,
        "original": article,
        **context,
    }
    return render(request, f"admin/news/article/{template}", framed)
