"""Admin pages for workflow actions, with messages for violated database constraints."""

import datetime as dt
from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import PermissionDenied, ValidationError
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
from portal.core.http.users import signed_in_user


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

    def get_viewable_or_404(self, request: HttpRequest, pk: int) -> Any:
        """The row, if the user may view it. Raises Http404 or PermissionDenied."""
        row = self._get_or_404(request, pk)
        if not self.has_view_permission(request, row):
            raise PermissionDenied
        return row

    def get_changeable_or_404(self, request: HttpRequest, pk: int) -> Any:
        """The row, if the user may change it. Raises Http404 or PermissionDenied."""
        row = self._get_or_404(request, pk)
        if not self.has_change_permission(request, row):
            raise PermissionDenied
        return row

    def _get_or_404(self, request: HttpRequest, pk: int) -> Any:
        row = self.get_object(request, str(pk))
        if row is None:
            raise Http404(_("Không tìm thấy."))
        return row

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

    @method_decorator(require_http_methods(["GET", "POST"]))
    def action_view(self, request: HttpRequest, pk: int, action: str) -> HttpResponse:
        """Shows the form of an action, executes it, and redirects to ``action_return_url``."""
        form_class = self.action_forms.get(action)
        if form_class is None:
            raise Http404(_("Không tìm thấy."))
        view = with_editor_csp(self._action_view) if form_class.has_editor() else self._action_view
        return view(request, pk, action)

    def _action_view(self, request: HttpRequest, pk: int, action: str) -> HttpResponse:
        instance = self._get_or_404(request, pk)
        self.require_permission(request, instance, action)
        day = self.effective_date(request)
        form = self.action_forms[action](
            *([request.POST, request.FILES] if request.method == "POST" else []),
            instance=instance,
            effective_date=day,
            admin_site=self.admin_site,
            by=signed_in_user(request),
            initial=self.action_initial(request),
        )
        if form.is_valid() and form.execute():
            self.log_change(request, instance, form.log_message)
            messages.success(request, str(form.success_message))
            return HttpResponseRedirect(self.action_return_url(request, instance, form.cleaned_data.get("on") or day))
        context = {
            **self.admin_site.each_context(request),
            "title": form.title,
            "subtitle": str(instance),
            "opts": self.opts,
            "instance": instance,
            "form": form,
            "media": self.media + form.media,
            "back_url": self.action_return_url(request, instance, day),
        }
        return TemplateResponse(request, "admin/actions/action.html", context)

    def require_permission(self, request: HttpRequest, instance: models.Model, action: str) -> None:
        """Raises PermissionDenied if the user may not perform the action."""
        if not self.has_change_permission(request, instance):
            raise PermissionDenied

    def effective_date(self, request: HttpRequest) -> dt.date:
        """The date that the form takes as its default."""
        return timezone.localdate()

    def action_initial(self, request: HttpRequest) -> dict[str, Any]:
        """Initial values of the form."""
        return {}

    def action_return_url(self, request: HttpRequest, instance: models.Model, day: dt.date) -> str:
        """Where the user returns to; ``day`` is the date of the action."""
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[instance.pk])
