"""Admin pages of a row's history: list of revisions, comparison of two, preview of one, restoring one."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.core.db.revisions import Revision
from portal.core.diff import field_diff
from portal.core.diff.field_diff import Snapshot
from portal.core.text.numbers import MAX_INTEGER, parse_int

PAGE_SIZE = 30


class RevisionHistoryAdmin(admin.ModelAdmin):
    """Adds the pages of the history and redirects Django's own history view to them.

    The model has ``revision_number`` and ``revisions``, rows of a subclass of ``Revision``. Templates of the model in
    ``admin/<app>/<model>/`` take precedence over those in ``admin/revisions/``.
    """

    history_title: str | Promise = ""

    # --- what a model defines --------------------------------------------------------------------------------
    def get_history_row(self, request: HttpRequest, pk: int) -> Any:
        """The row, if the user may read its history. Raises Http404 or PermissionDenied."""
        raise NotImplementedError

    def can_restore(self, request: HttpRequest, row: Any) -> bool:
        """Whether buttons to restore a revision are shown."""
        raise NotImplementedError

    def restore_revision(self, request: HttpRequest, row: Any, revision: Any, opened_revision_number: int) -> str:
        """Restores a revision; returns a warning, empty if everything was restored.

        ``opened_revision_number`` is the newest one when the form was shown. Raises ValidationError.
        """
        raise NotImplementedError

    def revision_page(self, request: HttpRequest, row: Any, revision: Any) -> dict[str, Any]:
        """The context of the public page with the content of a revision."""
        raise NotImplementedError

    def newer_side(self, request: HttpRequest, row: Any) -> tuple[Revision | None, Snapshot]:
        """The newer revision and its snapshot: that of ``?den=``, else the newest one."""
        number = request.GET.get("den")
        newer = find_revision(row, number) if number else row.revisions.first()
        return newer, newer.snapshot if newer else {}

    def older_side(self, request: HttpRequest, row: Any, newer: Revision | None) -> tuple[Revision | None, Snapshot]:
        """The older revision and its snapshot: that of ``?tu=``, else the one before the newer one."""
        if number := request.GET.get("tu"):
            older = find_revision(row, number)
        else:
            older = row.revisions.before(newer.revision_number if newer else row.revision_number).first()
        return older, older.snapshot if older else {}

    def snapshot_labels(self, before: Snapshot, after: Snapshot) -> field_diff.Labels:
        return field_diff.Labels()

    def list_context(self, request: HttpRequest, row: Any) -> dict[str, Any]:
        """What the list shows besides revisions."""
        return {}

    # --- pages -----------------------------------------------------------------------------------------------
    def get_urls(self) -> list[URLPattern]:
        def page(route: str, view: Callable[..., HttpResponse], name: str) -> URLPattern:
            return path(f"<int:pk>/lich-su/{route}", self.admin_site.admin_view(view), name=self._url_name(name))

        return [
            page("", self.revisions_view, "revisions"),
            page("so-sanh/", self.compare_view, "compare"),
            page("<int:number>/", self.revision_view, "revision"),
            page("<int:number>/khoi-phuc/", self.restore_view, "restore"),
            *super().get_urls(),
        ]

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        if parse_int(object_id) is None:
            raise Http404
        return self._redirect("revisions", object_id)

    @method_decorator(require_safe)
    def revisions_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """All revisions, newest first."""
        row = self.get_history_row(request, pk)
        context = {
            "title": self.history_title,
            "revisions": Paginator(row.revisions.for_list(), PAGE_SIZE).get_page(request.GET.get("trang")),
            **self.list_context(request, row),
        }
        return self._render(request, row, ["revisions.html", "list.html"], context)

    @method_decorator(require_safe)
    def compare_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Word diff of two revisions: ``?tu=3&den=7``; by default of the current one and the one before."""
        row = self.get_history_row(request, pk)
        newer, after = self.newer_side(request, row)
        older, before = self.older_side(request, row, newer)
        context = {
            "title": _("So sánh hai bản"),
            "older": older,
            "newer": newer,
            "all_revisions": row.revisions.for_list(),
            "differences": (
                field_diff.differences(before, after, self.snapshot_labels(before, after)) if before else None
            ),
        }
        return self._render(request, row, ["compare.html"], context)

    @method_decorator(require_safe)
    def revision_view(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        """A revision rendered as its public page."""
        row = self.get_history_row(request, pk)
        revision = find_revision(row, str(number))
        context = {**self.revision_page(request, row, revision), "revision": revision}
        return render(request, f"admin/{self.opts.app_label}/{self.opts.model_name}/revision.html", context)

    @method_decorator(require_POST)
    def restore_view(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        """Restores a revision. ``revision_number`` in the form is the newest revision when the form was shown."""
        row = self.get_history_row(request, pk)
        revision = find_revision(row, str(number))
        opened = parse_int(request.POST.get("revision_number", ""), maximum=MAX_INTEGER)
        if opened is None:
            raise Http404
        try:
            warning = self.restore_revision(request, row, revision, opened)
        except ValidationError as refusal:
            for text in refusal.messages:
                messages.error(request, text)
            return self._redirect("revisions", pk)
        numbers = {"old": number, "new": row.revision_number}
        messages.success(request, _("Đã khôi phục bản %(old)d; đây là bản %(new)d.") % numbers)
        if warning:
            messages.warning(request, warning)
        return self._redirect("change", pk)

    def _render(self, request: HttpRequest, row: Any, names: list[str], context: dict[str, Any]) -> HttpResponse:
        folder = f"admin/{self.opts.app_label}/{self.opts.model_name}"
        framed = {
            **self.admin_site.each_context(request),
            "subtitle": str(row),
            "opts": self.opts,
            "original": row,
            "can_restore": self.can_restore(request, row),
            **context,
        }
        return render(request, [f"{folder}/{names[0]}", f"admin/revisions/{names[-1]}"], framed)

    def _redirect(self, page: str, pk: int | str) -> HttpResponse:
        return HttpResponseRedirect(reverse(f"admin:{self._url_name(page)}", args=[pk]))

    def _url_name(self, page: str) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{page}"


def find_revision(row: Any, number: str) -> Any:
    """The revision of ``row`` (a model with ``revisions``) with that number; Http404 when there is none."""
    parsed = parse_int(number, maximum=MAX_INTEGER)
    if parsed is None:
        raise Http404
    return get_object_or_404(row.revisions.select_related("made_by"), revision_number=parsed)
