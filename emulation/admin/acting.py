"""Admin pages whose rows have acts of a bloc's year: signing, versions, circulation, withdrawal."""

from collections.abc import Mapping

from django.contrib import messages
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from emulation.admin.guided import SpokenRefusals
from emulation.forms.year_acts import YearActForm
from portal.kit.editor import with_editor_policy


class ActingAdmin(SpokenRefusals):
    """Each act has a page at ``…/<pk>/thao-tac/<act>/`` that asks what it needs; files and rich text included."""

    act_forms: Mapping[str, type[YearActForm]] = {}

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_act"
        view = self.admin_site.admin_view(self.act_view)
        return [path("<int:pk>/thao-tac/<slug:act>/", view, name=name), *super().get_urls()]

    @method_decorator(with_editor_policy)
    @method_decorator(require_http_methods(["GET", "POST"]))
    def act_view(self, request: HttpRequest, pk: int, act: str) -> HttpResponse:
        subject = self.get_object(request, str(pk))
        if subject is None or act not in self.act_forms:
            raise Http404(_("Không tìm thấy."))
        self.require_right(request, subject, act)
        form = self.act_forms[act](
            *([request.POST, request.FILES] if request.method == "POST" else []),
            subject=subject,
            day=timezone.localdate(),
            site=self.admin_site,
            by=request.user,
        )
        back = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[subject.pk])
        if form.is_valid() and form.carry_out():
            self.log_change(request, subject, str(form.title))
            messages.success(request, str(form.done))
            return HttpResponseRedirect(back)
        context = {
            **self.admin_site.each_context(request),
            "title": form.title,
            "subtitle": str(subject),
            "opts": self.opts,
            "subject": subject,
            "form": form,
            "media": self.media + form.media,
            "back": back,
        }
        return TemplateResponse(request, "admin/emulation/act.html", context)

    def require_right(self, request: HttpRequest, subject: models.Model, act: str) -> None:
        """Raises PermissionDenied for somebody who may not carry out the act."""
        raise NotImplementedError
