"""Admin pages that call acts, and that tell as sentences what the database refuses."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.kit.act_forms import ActForm
from portal.kit.constraints import violations_spoken_by
from portal.kit.editor import with_editor_policy


class SpokenRefusals(admin.ModelAdmin):
    """An admin page that tells what the database refuses, instead of breaking down.

    ``spoken`` are the models whose constraints may speak: those of the page and of its inlines.
    """

    spoken: tuple[type[models.Model], ...] = ()
    show_facets = admin.ShowFacets.NEVER

    class Media:
        css = {"all": ["css/admin-acts.css"]}

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._spoken(request, super().changeform_view, request, *args, **kwargs)

    def delete_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._spoken(request, super().delete_view, request, *args, **kwargs)

    def _spoken(
        self, request: HttpRequest, view: Callable[..., HttpResponse], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        try:
            with violations_spoken_by(*self.spoken):
                return view(*args, **kwargs)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return HttpResponseRedirect(request.get_full_path())

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """No deleting in bulk: what happened stays on record."""
        return {name: action for name, action in super().get_actions(request).items() if name != "delete_selected"}


class PlainInline(admin.TabularInline):
    """A table of rows that points at others by search boxes alone, without four buttons beside each."""

    extra = 0

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget.can_change_related = field.widget.can_delete_related = field.widget.can_view_related = False
        return field


class ActingAdmin(SpokenRefusals):
    """Each act has a page at ``…/<pk>/thao-tac/<act>/`` that asks what it needs; files and rich text included."""

    act_forms: Mapping[str, type[ActForm]] = {}

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
        return TemplateResponse(request, "admin/acts/act.html", context)

    def require_right(self, request: HttpRequest, subject: models.Model, act: str) -> None:
        """Raises PermissionDenied for somebody who may not carry out the act."""
        raise NotImplementedError
