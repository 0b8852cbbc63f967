"""Guided actions shared by the admin of blocs and of agencies."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from emulation.forms.guided import DecisionActionForm
from portal.core.admin.actions import ConstraintMessagesMixin
from portal.core.text import dates
from portal.core.text.numbers import parse_int

Row = TypeVar("Row", bound=models.Model)


class DecisionActionAdmin(ConstraintMessagesMixin):
    """Model admin with guided actions at ``…/<pk>/thao-tac/<action>/``."""

    action_forms: Mapping[str, type[DecisionActionForm]] = {}

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_action"
        view = self.admin_site.admin_view(self.action_view)
        return [path("<int:pk>/thao-tac/<slug:action>/", view, name=name), *super().get_urls()]

    @method_decorator(require_http_methods(["GET", "POST"]))
    def action_view(self, request: HttpRequest, pk: int, action: str) -> HttpResponse:
        """Shows the form of an action, executes it, and redirects to the page the user came from."""
        instance = self.get_changeable_or_404(request, pk)
        if action not in self.action_forms:
            raise Http404
        form = self.action_forms[action](
            request.POST if request.method == "POST" else None,
            instance=instance,
            effective_date=get_requested_day(request),
            admin_site=self.admin_site,
            by=request.user,
            initial=get_prefilled_values(request),
        )
        if form.is_valid() and form.execute():
            self.log_change(request, instance, f"{form.title}: {form.cleaned_data['on']:%d/%m/%Y}")
            messages.success(request, str(form.success_message))
            return HttpResponseRedirect(self.get_success_url(request, instance, form.cleaned_data["on"]))
        context = {
            **self.admin_site.each_context(request),
            "title": form.title,
            "subtitle": str(instance),
            "opts": self.opts,
            "instance": instance,
            "form": form,
            "media": self.media + form.media,
            "back_url": self.get_success_url(request, instance, get_requested_day(request)),
        }
        return TemplateResponse(request, "admin/actions/action.html", context)

    def get_success_url(self, request: HttpRequest, instance: models.Model, day: dt.date) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[instance.pk])

    def get_changeable_or_404(self, request: HttpRequest, pk: int) -> Any:
        """Returns the row if the user may change it. Raises Http404 or PermissionDenied."""
        row = self.get_object(request, str(pk))
        if row is None:
            raise Http404(_("Không tìm thấy."))
        if not self.has_change_permission(request, row):
            raise PermissionDenied
        return row


def get_requested_day(request: HttpRequest) -> dt.date:
    """Returns the day in ``?ngay=``; today when it is missing or invalid."""
    try:
        return dates.parse_date(request.GET.get("ngay", ""))
    except ValueError:
        return timezone.localdate()


def get_prefilled_values(request: HttpRequest) -> dict[str, str]:
    """Initial form values from the query string of the button that linked here (``?co-quan=``)."""
    agency = request.GET.get("co-quan", "")
    return {} if parse_int(agency) is None else {"agency": agency}


def url_for_day(url: str, day: dt.date) -> str:
    return f"{url}?{urlencode({'ngay': f'{day:%d/%m/%Y}'})}"
