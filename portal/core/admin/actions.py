"""Admin pages for workflow actions, with messages for violated database constraints."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
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

from portal.core.admin.action_forms import ActionForm
from portal.core.admin.save_errors import SaveErrorsMixin
from portal.core.content.editor import with_editor_csp
from portal.core.db.constraints import constraint_errors_as_validation


class ConstraintMessagesMixin(SaveErrorsMixin):
    """Shows a constraint violation as a form error instead of a 500; the form keeps its input.

    ``constraint_models`` are the models whose constraints may be violated, beside those of the page and its inlines.
    """

    constraint_models: tuple[type[models.Model], ...] = ()
    show_facets = admin.ShowFacets.NEVER

    class Media:
        css = {"all": ["css/admin-actions.css"]}

    def translate_constraint_errors(self) -> AbstractContextManager[None]:
        return constraint_errors_as_validation(
            self.model, *(inline.model for inline in self.inlines), *self.constraint_models
        )

    def delete_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            with self.translate_constraint_errors():
                return super().delete_view(request, *args, **kwargs)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return HttpResponseRedirect(request.get_full_path())

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Disables bulk deletion: what happened stays on record."""
        return {name: action for name, action in super().get_actions(request).items() if name != "delete_selected"}


class CompactTabularInline(admin.TabularInline):
    """A table of rows with autocomplete fields, without the four related-object buttons beside each."""

    extra = 0

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget.can_change_related = field.widget.can_delete_related = field.widget.can_view_related = False
        return field


class ActionAdmin(ConstraintMessagesMixin):
    """Adds a page per action at ``…/<pk>/thao-tac/<action>/`` with its form; supports files and rich text."""

    action_forms: Mapping[str, type[ActionForm]] = {}

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_action"
        view = self.admin_site.admin_view(self.action_view)
        return [path("<int:pk>/thao-tac/<slug:action>/", view, name=name), *super().get_urls()]

    @method_decorator(with_editor_csp)
    @method_decorator(require_http_methods(["GET", "POST"]))
    def action_view(self, request: HttpRequest, pk: int, action: str) -> HttpResponse:
        instance = self.get_object(request, str(pk))
        if instance is None or action not in self.action_forms:
            raise Http404(_("Không tìm thấy."))
        self.require_permission(request, instance, action)
        form = self.action_forms[action](
            *([request.POST, request.FILES] if request.method == "POST" else []),
            instance=instance,
            effective_date=timezone.localdate(),
            admin_site=self.admin_site,
            by=request.user,
        )
        back = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[instance.pk])
        if form.is_valid() and form.execute():
            self.log_change(request, instance, str(form.title))
            messages.success(request, str(form.success_message))
            return HttpResponseRedirect(back)
        context = {
            **self.admin_site.each_context(request),
            "title": form.title,
            "subtitle": str(instance),
            "opts": self.opts,
            "instance": instance,
            "form": form,
            "media": self.media + form.media,
            "back_url": back,
        }
        return TemplateResponse(request, "admin/actions/action.html", context)

    def require_permission(self, request: HttpRequest, instance: models.Model, action: str) -> None:
        """Raises PermissionDenied if the user may not perform the action."""
        raise NotImplementedError
