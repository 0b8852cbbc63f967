"""The portal's admin site, with the portal's sign-in page; actions in it are written to the audit log."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.contrib import admin
from django.contrib.admin import AdminSite, actions
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.views.main import ERROR_FLAG, SEARCH_VAR
from django.contrib.auth.views import redirect_to_login
from django.contrib.contenttypes.models import ContentType
from django.db import DataError, models, transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.audit import services as audit_services
from portal.core import dashboard
from portal.core.admin.lookups import SafeLookupsMixin
from portal.core.content import pending_uploads
from portal.core.http.users import signed_in_user
from portal.core.text.numbers import MAX_INTEGER, parse_int
from portal.dashboard import admin_menu, panels, setup_guide, setup_views

# Maximum length of a search text; "term" is the parameter of autocomplete fields.
MAX_SEARCH_LENGTH = 300

View = Callable[..., HttpResponseBase]


_DESCRIPTION = actions.delete_selected.short_description  # type: ignore[attr-defined]  # set by its decorator


@admin.action(permissions=["delete"], description=_DESCRIPTION)
def delete_selected(
    modeladmin: admin.ModelAdmin, request: HttpRequest, queryset: QuerySet[Any]
) -> TemplateResponse | None:
    """Django's own, but row by row: the bulk log entries of Django's send no signal."""
    targets = [audit_services.target_of(row) for row in queryset] if request.POST.get("post") else []
    with transaction.atomic():
        response = actions.delete_selected(modeladmin, request, queryset)
        if response is None and len(targets) > 1:
            for target in targets:
                audit_services.record(action=audit_services.DELETED, by=signed_in_user(request), target=target)
    return response


def _truncate_search(request: HttpRequest) -> None:
    """Truncates search texts: every word adds conditions, and SQLite fails at a thousand of them."""
    for name in (SEARCH_VAR, "term"):
        if len(value := request.GET.get(name, "")) > MAX_SEARCH_LENGTH:
            query = request.GET.copy()
            query[name] = value[:MAX_SEARCH_LENGTH]
            request.GET = query  # type: ignore[assignment]  # a QueryDict like the one it replaces


def _drop_invalid_pks(request: HttpRequest) -> None:
    """Removes invalid primary keys from the rows selected in a list."""
    ticked = request.POST.getlist(ACTION_CHECKBOX_NAME) if request.method == "POST" else []
    if keys := [key for key in ticked if parse_int(key) is None]:
        sent = request.POST.copy()
        sent.setlist(ACTION_CHECKBOX_NAME, [key for key in ticked if key not in keys])
        request.POST = sent  # type: ignore[assignment]  # likewise


def _redirect_on_invalid_filters(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
    """Calls the view; redirects a list with filter values that only the database refuses, like other invalid filters.

    Django validates each filter, but the year 99999999 or a key of thirty digits fails later, when the rows are
    counted.
    """
    match = request.resolver_match
    is_list = match is not None and str(match.url_name).endswith("_changelist")
    if request.method != "GET" or not is_list or not request.GET or ERROR_FLAG in request.GET:
        return view(request, *args, **kwargs)
    try:
        with transaction.atomic():
            return view(request, *args, **kwargs)
    except (ValueError, OverflowError, DataError):
        return redirect(f"{request.path}?{ERROR_FLAG}=1")


class PortalAdminSite(AdminSite):
    site_header = _("Quản trị cổng thông tin")
    site_title = _("Quản trị")
    index_title = _("Việc hôm nay")
    site_url = "/"

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        self.add_action(delete_selected)

    def register(
        self, model_or_iterable: Any, admin_class: type[admin.ModelAdmin] | None = None, **options: Any
    ) -> None:
        """Every admin gets SafeLookupsMixin."""
        plain = admin_class or admin.ModelAdmin
        guarded = type(
            plain.__name__, (SafeLookupsMixin, plain), {"__module__": plain.__module__, "__doc__": plain.__doc__}
        )
        super().register(model_or_iterable, guarded, **options)

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Replaces Django's redirect to an object's public page, which checks no permission."""
        on_site = path(
            "r/<path:content_type_id>/<path:object_id>/", self.admin_view(self.view_on_site), name="view_on_site"
        )
        return [on_site, *setup_views.urls(self), *super().get_urls()]

    def view_on_site(self, request: HttpRequest, content_type_id: str, object_id: str) -> HttpResponse:
        """Redirects to an object's public page if the user may view it in the admin; else 404."""
        model = _model_of_content_type(content_type_id)
        if model is None or not self.is_registered(model) or not hasattr(model, "get_absolute_url"):
            raise Http404
        model_admin = self.get_model_admin(model)
        row = model_admin.get_object(request, object_id)
        if row is None or not model_admin.has_view_permission(request, row):
            raise Http404
        return redirect(row.get_absolute_url())

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Sets the audit log's request context for every admin page; pending uploads are kept for the user."""

        @wraps(view)
        def audited(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            pending_uploads.restore_uploads(request)
            with audit_services.request_context(request):
                _truncate_search(request)
                _drop_invalid_pks(request)
                response = _redirect_on_invalid_filters(view, request, *args, **kwargs)
            if response.status_code != HTTPStatus.FOUND:
                return response
            pending_uploads.delete_uploads(request)
            if back := setup_views.url_after_step(request):
                response.headers["Location"] = back
            # A script cannot see the target of a redirect (static/js/admin/form-recovery.js).
            is_script = request.method == "POST" and "X-Portal-Form" in request.headers
            return JsonResponse({"go_to": response.headers["Location"]}) if is_script else response

        return super().admin_view(audited, cacheable)

    def login(self, request: HttpRequest, extra_context: dict[str, object] | None = None) -> HttpResponse:
        """Redirects to the portal's throttled sign-in; a signed-in user without permission goes to the home page."""
        if request.user.is_authenticated and not self.has_permission(request):
            return redirect(reverse("home"))
        return redirect_to_login(request.GET.get("next") or reverse("admin:index"))

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """Adds the user's links to the dashboard's pages, with counts of unread items; for staff only."""
        links = dashboard.links_for(signed_in_user(request)) if self.has_permission(request) else []
        return {**super().each_context(request), "dashboard_links": links}

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """Shows the dashboard's sections above the menu."""
        user, now = signed_in_user(request), timezone.now()
        shown = {
            "now": now,
            "setup_guide": setup_guide.setup_guide_panel(user),
            "may_set_up": setup_guide.may_see_guide(user),
            "pending_work": panels.pending_work_for(user, now),
            "quick_actions": panels.quick_actions_for(user),
            "recent_actions": panels.recent_actions(user),
        }
        return super().index(request, {**shown, **(extra_context or {})})

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict[str, Any]]:
        """The menu by task; an app's own page stays a list of that app."""
        apps = super().get_app_list(request, app_label)
        return apps if app_label else admin_menu.group_app_list(apps, reverse("admin:index"))

    def logout(self, request: HttpRequest, extra_context: dict[str, object] | None = None) -> Any:
        return redirect(reverse("accounts:sign-out"))


def _model_of_content_type(key: str) -> type[models.Model] | None:
    """The model of a content type's key; None if there is none."""
    found = ContentType.objects.filter(pk=parse_int(key, maximum=MAX_INTEGER) or 0).first()
    return found.model_class() if found else None
