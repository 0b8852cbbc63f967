"""The Django admin under the portal's name, with the portal's own sign-in page."""

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from news.models import Notice


class PortalAdminSite(AdminSite):
    site_header = _("Quản trị cổng thông tin")
    site_title = _("Quản trị")
    index_title = _("Công việc")
    site_url = "/"

    def login(self, request: HttpRequest, extra_context: dict[str, object] | None = None) -> HttpResponse:
        """Sends to the portal's sign-in, which is throttled; a signed-in person without rights goes home."""
        if request.user.is_authenticated and not self.has_permission(request):
            return redirect(reverse("home"))
        return redirect_to_login(request.GET.get("next") or reverse("admin:index"))

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """The head of every page tells how many notices wait: one query, for staff only."""
        unseen = Notice.objects.to(request.user).unseen().count() if self.has_permission(request) else 0
        return {**super().each_context(request), "unseen_count": unseen}

    def logout(self, request: HttpRequest, extra_context: dict[str, object] | None = None) -> HttpResponse:
        return redirect(reverse("accounts:sign-out"))
