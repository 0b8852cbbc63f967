"""A page's history: its editions, any two of them side by side, each as readers saw it, and bringing one back."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from news import comparing
from portal.site import editing
from portal.site.models import Page, PageRevision
from portal.site.views import page_context

PAGE_SIZE = 30


class HistoryMixin:
    """Gives the admin of pages the views of this module, and leads Django's own history link to them."""

    def get_urls(self) -> list[URLPattern]:
        guarded = self.admin_site.admin_view  # type: ignore[attr-defined]  # of ModelAdmin, beside which this stands
        return [
            path("<int:pk>/lich-su/", guarded(editions), name="site_page_editions"),
            path("<int:pk>/lich-su/so-sanh/", guarded(compare), name="site_page_compare"),
            path("<int:pk>/lich-su/<int:edition>/", guarded(edition_page), name="site_page_edition"),
            path("<int:pk>/lich-su/<int:edition>/khoi-phuc/", guarded(return_to), name="site_page_return"),
            *super().get_urls(),  # type: ignore[misc]  # likewise
        ]

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        if not (object_id.isascii() and object_id.isdecimal()):
            raise Http404
        return HttpResponseRedirect(reverse("admin:site_page_editions", args=[object_id]))


def _seen_by(request: HttpRequest, pk: int) -> Page:
    if not (request.user.has_perm("site.view_page") or request.user.has_perm("site.change_page")):
        raise PermissionDenied
    if pk >= 2**63:
        raise Http404
    return get_object_or_404(Page.objects.select_related("parent"), pk=pk)


@require_safe
def editions(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that a page has been, newest first."""
    page = _seen_by(request, pk)
    found = Paginator(page.revisions.select_related("made_by").defer("snapshot"), PAGE_SIZE)
    context = {
        "editions": found.get_page(request.GET.get("trang")),
        "may_return": editing.may_change(request.user, page),
    }
    return _answer(request, "list.html", page, _("Lịch sử trang"), context)


@require_safe
def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """Two editions by words: ``?tu=3&den=7``; without ``den`` the newest, without ``tu`` the one before."""
    page = _seen_by(request, pk)
    newer = _edition(page, request.GET.get("den")) or page.revisions.first()
    older = _edition(page, request.GET.get("tu")) or (_before(page, newer.edition) if newer else None)
    known = comparing.differences(older.snapshot, newer.snapshot, comparing.Labels()) if older and newer else None
    context = {
        "older": older,
        "newer": newer,
        "all_editions": page.revisions.defer("snapshot"),
        "differences": known,
        "may_return": editing.may_change(request.user, page),
    }
    return _answer(request, "compare.html", page, _("So sánh hai bản"), context)


@require_safe
def edition_page(request: HttpRequest, pk: int, edition: int) -> HttpResponse:
    """An edition as readers saw it, or would have seen it."""
    page = _seen_by(request, pk)
    revision = get_object_or_404(page.revisions, edition=min(edition, 2**31 - 1))
    shown = editing.as_it_was(page, revision)
    context = {**page_context(request, shown, preview=True), "revision": revision}
    return render(request, "admin/site/page/edition.html", context)


@require_POST
def return_to(request: HttpRequest, pk: int, edition: int) -> HttpResponse:
    """Brings an edition back. The form says which edition was the newest when it was shown (``edition``)."""
    page = _seen_by(request, pk)
    if not editing.may_change(request.user, page):
        raise PermissionDenied
    revision = get_object_or_404(page.revisions, edition=min(edition, 2**31 - 1))
    opened = _number(request.POST.get("edition", ""))
    try:
        editing.restore(page=page, revision=revision, by=request.user, opened_edition=opened)
    except ValidationError as refusal:
        for text in refusal.messages:
            messages.error(request, text)
        return HttpResponseRedirect(reverse("admin:site_page_editions", args=[pk]))
    messages.success(
        request, _("Đã khôi phục bản %(old)d; đây là bản %(new)d.") % {"old": edition, "new": page.edition}
    )
    return HttpResponseRedirect(reverse("admin:site_page_change", args=[pk]))


def _before(page: Page, edition: int) -> PageRevision | None:
    return page.revisions.filter(edition__lt=edition).first()


def _edition(page: Page, number: str | None) -> PageRevision | None:
    """The edition of that number; None when none is named, 404 when there is no such edition."""
    return get_object_or_404(page.revisions, edition=_number(number)) if number else None


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise Http404
    return int(text)


def _answer(request: HttpRequest, template: str, page: Page, title: str, context: dict[str, Any]) -> HttpResponse:
    framed = {
        **admin.site.each_context(request),
        "title": title,
        "subtitle": str(page),
        "opts": Page._meta,
        "original": page,
        **context,
    }
    return render(request, f"admin/editions/{template}", framed)
