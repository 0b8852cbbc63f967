"""Form field to choose a page, as an indented tree."""

from typing import Any

from django import forms
from django.db import models
from django.http import HttpRequest

from portal.pages.models import Language, Page


class PageChoiceField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Page) -> str:
        language = "" if obj.language == Language.VIETNAMESE else f" ({obj.get_language_display()})"
        return f"{'— ' * obj.path.count('/')}{obj.title}{language}"


class PageChoiceMixin:
    """Mixin for a model admin with foreign keys to pages."""

    def formfield_for_foreignkey(self, db_field: models.ForeignKey, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.related_model is Page:
            pages = Page.objects.for_list().order_by("-language", "path")
            is_translation_source = db_field.name == "translation_of"
            kwargs["queryset"] = pages.in_language(Language.VIETNAMESE) if is_translation_source else pages
            kwargs["form_class"] = PageChoiceField
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]  # of ModelAdmin
