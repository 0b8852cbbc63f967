"""Admin forms that are shown again with their input when saving fails, with the errors beside their fields.

Django's admin validates a form, then saves it; errors of services and of the database come after the validation. The
page is rendered again from the same request, and the error is added to those of the form.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import HttpRequest, HttpResponse

from portal.core.db.constraints import ConstraintViolation, constraint_errors_as_validation


def errors_by_field(refusal: ValidationError, form: forms.BaseForm) -> dict[str | None, list[ValidationError]]:
    """The messages of an error by form field (None: non-field errors)."""
    if isinstance(refusal, ConstraintViolation):
        about = [name for name in form.fields if name in refusal.fields]
        changed = [name for name in about if name in form.changed_data]
        return {next(iter(changed or about), None): refusal.error_list}
    found = refusal.error_dict if hasattr(refusal, "error_dict") else {NON_FIELD_ERRORS: refusal.error_list}
    placed: dict[str | None, list[ValidationError]] = {}
    for name, errors in found.items():
        placed.setdefault(name if name in form.fields else None, []).extend(errors)
    return placed


class FormWithSaveError(forms.ModelForm):
    """Mixed into a page's form after saving failed."""

    save_error: ValidationError

    def full_clean(self) -> None:
        super().full_clean()
        if self.is_bound:
            for field, errors in errors_by_field(self.save_error, self).items():
                self.add_error(field, errors)


class FormSetWithSaveError(forms.BaseModelFormSet):
    """Mixed into an inline's formset after the database refused one of its rows."""

    save_error: ValidationError

    def clean(self) -> None:
        super().clean()
        raise self.save_error


class SaveErrorsMixin(admin.ModelAdmin):
    """Shows the form again, with its input, when saving it fails."""

    def translate_constraint_errors(self) -> AbstractContextManager[None]:
        """Turns constraint errors of the page's row and of its inlines' into a ValidationError."""
        return constraint_errors_as_validation(self.model, *(inline.model for inline in self.inlines))

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            with self.translate_constraint_errors():
                return super().changeform_view(request, *args, **kwargs)
        except ValidationError as refusal:
            if request.method != "POST":
                raise
            for _name, files in request.FILES.lists():
                for file in files:
                    file.seek(0)
            request.save_error = refusal  # type: ignore[attr-defined]  # read below
            return super().changeform_view(request, *args, **kwargs)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        refusal = getattr(request, "save_error", None)
        if refusal is None or self._belongs_to_inline(request, obj, refusal):
            return form
        return type(form.__name__, (FormWithSaveError, form), {"save_error": refusal})

    def get_formsets_with_inlines(self, request: HttpRequest, obj: Any = None) -> Iterator[tuple[Any, Any]]:
        refusal = getattr(request, "save_error", None)
        for formset, inline in super().get_formsets_with_inlines(request, obj):
            if isinstance(refusal, ConstraintViolation) and inline.model is refusal.model is not self.model:
                yield type(formset.__name__, (FormSetWithSaveError, formset), {"save_error": refusal}), inline
            else:
                yield formset, inline

    def _belongs_to_inline(self, request: HttpRequest, obj: Any, refusal: ValidationError) -> bool:
        if not isinstance(refusal, ConstraintViolation) or refusal.model is self.model:
            return False
        return any(inline.model is refusal.model for inline in self.get_inline_instances(request, obj))
