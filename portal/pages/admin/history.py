"""History of a page in the admin: its revisions, the diff of any two, a preview of each, and restoring one."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.core.diff import field_diff
from portal.core.text.numbers import MAX_INTEGER, parse_int
from portal.pages import services
from portal.pages.models import Page, PageRevision
from portal.pages.views import page_context

PAGE_SIZE = 30


class PageHistoryMixin:
    """Adds the views of this module to the pages' model admin, in place of Django's history view."""

    def get_urls(self) -> list[URLPattern]:
        guarded = self.admin_site.admin_view  # type: ignore[attr-defined]  # of ModelAdmin, the other base
        return [
            path("<int:pk>/lich-su/", guarded(revision_list), name="pages_page_revisions"),
            path("<int:pk>/lich-su/so-sanh/", guarded(compare_revisions), name="pages_page_compare"),
            path("<int:pk>/lich-su/<int:edition>/", guarded(revision_detail), name="pages_page_revision"),
            path("<int:pk>/lich-su/<int:edition>/khoi-phuc/", guarded(restore_revision), name="pages_page_restore"),
            *super().get_urls(),  # type: ignore[misc]  # likewise
        ]

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        if parse_int(object_id) is None:
            raise Http404
        return HttpResponseRedirect(reverse("admin:pages_page_revisions", args=[object_id]))


def _get_page(request: HttpRequest, pk: int) -> Page:
    if not (request.user.has_perm("pages.view_page") or request.user.has_perm("pages.change_page")):
        raise PermissionDenied
    if pk >= 2**63:
        raise Http404
    return get_object_or_404(Page.objects.select_related("parent"), pk=pk)


@require_safe
def revision_list(request: HttpRequest, pk: int) -> HttpResponse:
    """Lists all revisions of a page, newest first."""
    page = _get_page(request, pk)
    found = Paginator(page.revisions.select_related("made_by").defer("snapshot"), PAGE_SIZE)
    context = {
        "revisions": found.get_page(request.GET.get("trang")),
        "can_restore": services.can_change(request.user, page),
    }
    return _render(request, "list.html", page, _("Lịch sử trang"), context)


@require_safe
def compare_revisions(request: HttpRequest, pk: int) -> HttpResponse:
    """Word diff of two revisions: ``?tu=3&den=7``; ``den`` defaults to the newest, ``tu`` to the one before."""
    page = _get_page(request, pk)
    newer = _get_revision(page, request.GET.get("den")) or page.revisions.first()
    older = _get_revision(page, request.GET.get("tu")) or (
        _get_previous_revision(page, newer.revision_number) if newer else None
    )
    differences = (
        field_diff.differences(older.snapshot, newer.snapshot, field_diff.Labels()) if older and newer else None
    )
    context = {
        "older": older,
        "newer": newer,
        "all_revisions": page.revisions.defer("snapshot"),
        "differences": differences,
        "can_restore": services.can_change(request.user, page),
    }
    return _render(request, "compare.html", page, _("So sánh hai bản"), context)


@require_safe
def revision_detail(request: HttpRequest, pk: int, edition: int) -> HttpResponse:
    """Preview of a revision, rendered like the public page."""
    page = _get_page(request, pk)
    revision = get_object_or_404(page.revisions, revision_number=min(edition, 2**31 - 1))
    shown = services.page_at_revision(page, revision)
    context = {**page_context(request, shown, preview=True), "revision": revision}
    return render(request, "admin/pages/page/revision.html", context)


@require_POST
def restore_revision(request: HttpRequest, pk: int, edition: int) -> HttpResponse:
    """Restores a revision. ``revision_number`` in the form is the newest revision when the form was shown."""
    page = _get_page(request, pk)
    if not services.can_change(request.user, page):
        raise PermissionDenied
    revision = get_object_or_404(page.revisions, revision_number=min(edition, 2**31 - 1))
    opened_revision_number = _parse_number(request.POST.get("revision_number", ""))
    try:
        services.restore_revision(
            page=page, revision=revision, by=request.user, opened_revision_number=opened_revision_number
        )
    except ValidationError as refusal:
        for text in refusal.messages:
            messages.error(request, text)
        return HttpResponseRedirect(reverse("admin:pages_page_revisions", args=[pk]))
    messages.success(
        request, _("Đã khôi phục bản %(old)d; đây là bản %(new)d.") % {"old": edition, "new": page.revision_number}
    )
    return HttpResponseRedirect(reverse("admin:pages_page_change", args=[pk]))


def _get_previous_revision(page: Page, edition: int) -> PageRevision | None:
    return page.revisions.filter(revision_number__lt=edition).first()


def _get_revision(page: Page, number: str | None) -> PageRevision | None:
    """The revision of that number; None without a number. Raises Http404 when it does not exist."""
    return get_object_or_404(page.revisions, revision_number=_parse_number(number)) if number else None


def _parse_number(text: str) -> int:
    number = parse_int(text, maximum=MAX_INTEGER)
    if number is None:
        raise Http404
    return number


def _render(request: HttpRequest, template: str, page: Page, title: str, context: dict[str, Any]) -> HttpResponse:
    framed = {
        **admin.site.each_context(request),
        "title": title,
        "subtitle": str(page),
        "opts": Page._meta,
        "original": page,
        **context,
    }
    return render(request, f"admin/revisions/{template}", framed)
