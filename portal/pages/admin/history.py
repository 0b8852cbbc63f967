"""Admin pages of a static page's history."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from portal.core.admin.revision_history import RevisionHistoryAdmin
from portal.core.http.users import signed_in_user
from portal.pages import services
from portal.pages.models import Page, PageRevision
from portal.pages.views import page_context


class PageHistoryAdmin(RevisionHistoryAdmin):
    history_title = _("Lịch sử trang")

    def get_history_row(self, request: HttpRequest, pk: int) -> Page:
        if not (request.user.has_perm("pages.view_page") or request.user.has_perm("pages.change_page")):
            raise PermissionDenied
        return get_object_or_404(Page.objects.select_related("parent"), pk=pk)

    def can_restore(self, request: HttpRequest, row: Page) -> bool:
        return services.can_change(signed_in_user(request), row)

    def restore_revision(
        self, request: HttpRequest, row: Page, revision: PageRevision, opened_revision_number: int
    ) -> str:
        if not self.can_restore(request, row):
            raise PermissionDenied
        services.restore_revision(
            page=row, revision=revision, by=signed_in_user(request), opened_revision_number=opened_revision_number
        )
        return ""

    def revision_page(self, request: HttpRequest, row: Page, revision: PageRevision) -> dict[str, Any]:
        return page_context(request, services.page_at_revision(row, revision), preview=True)
