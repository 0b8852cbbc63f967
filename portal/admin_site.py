"""The Django admin under the portal's name, with the portal's own sign-in page; what is done in it leaves a trail."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import admin
from django.contrib.admin import AdminSite, actions
from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from news import desk
from news.models import Notice
from portal import admin_menu
from portal.accounts import audit
from portal.desk import today

View = Callable[..., HttpResponseBase]


@admin.action(permissions=["delete"], description=actions.delete_selected.short_description)
def delete_selected(
    modeladmin: admin.ModelAdmin, request: HttpRequest, queryset: QuerySet[Any]
) -> HttpResponseBase | None:
    """Django's own; but its log of several rows is written in bulk, which no receiver hears of."""
    things = [audit.thing_of(row) for row in queryset] if request.POST.get("post") else []
    with transaction.atomic():
        response = actions.delete_selected(modeladmin, request, queryset)
        if response is None and len(things) > 1:
            for thing in things:
                audit.record(act=audit.DELETED, by=request.user, thing=thing)
    return response


class PortalAdminSite(AdminSite):
    site_header = _("Quản trị cổng thông tin")
    site_title = _("Quản trị")
    index_title = _("Việc hôm nay")
    site_url = "/"

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        self.add_action(delete_selected)

    def admin_view(self, view: View, cacheable: bool = False) -> View:
        """Every page of the admin runs for somebody, whom the trail names."""

        @wraps(view)
        def audited(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            with audit.within(request):
                return view(request, *args, **kwargs)

        return super().admin_view(audited, cacheable)

    def login(self, request: HttpRequest, extra_context: dict[str, object] | None = None) -> HttpResponse:
        """Sends to the portal's sign-in, which is throttled; a signed-in person without rights goes home."""
        if request.user.is_authenticated and not self.has_permission(request):
            return redirect(reverse("home"))
        return redirect_to_login(request.GET.get("next") or reverse("admin:index"))

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """The head of every page tells how many notices wait: one query, for staff only."""
        unseen = Notice.objects.to(request.user).unseen().count() if self.has_permission(request) else 0
        return {**super().each_context(request), "unseen_count": unseen}

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The desk's sections above the menu: people come here to work, not to look at tables."""
        now = timezone.now()
        shown = {
            "now": now,
            "works_on_news": desk.works_on_news(request.user),
            "waiting": today.waiting_for(request.user, now),
            "beginnings": today.beginnings_of(request.user),
            "own_acts": today.own_acts(request.user),
        }
        return super().index(request, {**shown, **(extra_context or {})})

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict[str, Any]]:
        """The menu by groups of work; an app's own page stays a list of that app."""
        apps = super().get_app_list(request, app_label)
        return apps if app_label else admin_menu.regrouped(apps, reverse("admin:index"))

    def logout(self, request: HttpRequest, extra_context: dict[str, object] | None = None) -> HttpResponse:
        return redirect(reverse("accounts:sign-out"))
