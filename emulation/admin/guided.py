"""The guided actions that the pages of blocs and agencies share."""

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

from emulation.forms.guided import GuidedForm
from portal.kit import dates
from portal.kit.act_admin import SpokenRefusals

Row = TypeVar("Row", bound=models.Model)


class GuidedAdmin(SpokenRefusals):
    """An admin whose rows have guided actions at ``…/<pk>/thao-tac/<action>/``."""

    guided_forms: Mapping[str, type[GuidedForm]] = {}

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_guided"
        view = self.admin_site.admin_view(self.guided_view)
        return [path("<int:pk>/thao-tac/<slug:action>/", view, name=name), *super().get_urls()]

    @method_decorator(require_http_methods(["GET", "POST"]))
    def guided_view(self, request: HttpRequest, pk: int, action: str) -> HttpResponse:
        """Asks what the act needs, calls it, and leads back to where the manager came from."""
        subject = self.row_or_404(request, pk)
        if action not in self.guided_forms:
            raise Http404
        form = self.guided_forms[action](
            request.POST if request.method == "POST" else None,
            subject=subject,
            day=asked_day(request),
            site=self.admin_site,
            by=request.user,
            initial=asked_answers(request),
        )
        if form.is_valid() and form.carry_out():
            self.log_change(request, subject, f"{form.title}: {form.cleaned_data['on']:%d/%m/%Y}")
            messages.success(request, str(form.done))
            return HttpResponseRedirect(self.after_guided(request, subject, form.cleaned_data["on"]))
        context = {
            **self.admin_site.each_context(request),
            "title": form.title,
            "subtitle": str(subject),
            "opts": self.opts,
            "subject": subject,
            "form": form,
            "media": self.media + form.media,
            "back": self.after_guided(request, subject, asked_day(request)),
        }
        return TemplateResponse(request, "admin/acts/act.html", context)

    def after_guided(self, request: HttpRequest, subject: models.Model, day: dt.date) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[subject.pk])

    def row_or_404(self, request: HttpRequest, pk: int) -> Any:
        """The row, for somebody who may change it."""
        row = self.get_object(request, str(pk))
        if row is None:
            raise Http404(_("Không tìm thấy."))
        if not self.has_change_permission(request, row):
            raise PermissionDenied
        return row


def asked_day(request: HttpRequest) -> dt.date:
    """The day a manager wants to look at (``?ngay=``), today when none or no real one is given."""
    try:
        return dates.parse_day(request.GET.get("ngay", ""))
    except ValueError:
        return timezone.localdate()


def asked_answers(request: HttpRequest) -> dict[str, str]:
    """Answers that the button which led here already knows (``?co-quan=``)."""
    agency = request.GET.get("co-quan", "")
    return {"agency": agency} if agency.isdecimal() else {}


def address_on(address: str, day: dt.date) -> str:
    return f"{address}?{urlencode({'ngay': f'{day:%d/%m/%Y}'})}"
