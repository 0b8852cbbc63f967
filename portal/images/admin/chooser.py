"""The image chooser: a page opened by the editor's dialog and by form fields."""

import re
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from portal.core.admin.autocomplete import SafeAutocompleteMixin, SafeAutocompleteSelect
from portal.core.http import pagination
from portal.core.http.users import signed_in_user
from portal.images.admin.permissions import can_use_editor
from portal.images.forms import parse_keys
from portal.images.models import Image

PAGE_SIZE = 24
# CKEditor passes the number of its callback; nothing else is put into the page.
_FUNCTION_NUMBER = re.compile(r"\d{1,9}", re.ASCII)


class ImageChooserAdmin(admin.ModelAdmin):
    """Newest first, searchable without diacritics; images without alt text can be chosen for rich text only."""

    def get_urls(self) -> list[URLPattern]:
        return [
            path("chon/", self.admin_site.admin_view(self.choose), name="images_image_choose"),
            *super().get_urls(),
        ]

    @method_decorator(require_GET)
    def choose(self, request: HttpRequest) -> HttpResponse:
        if not (request.user.has_perm("images.view_image") or can_use_editor(signed_in_user(request))):
            raise PermissionDenied
        search_term = request.GET.get("q", "").strip()
        function = request.GET.get("CKEditorFuncNum", "")
        params = {"q": search_term, "CKEditorFuncNum": function if _FUNCTION_NUMBER.fullmatch(function) else ""}
        querystring = urlencode({name: value for name, value in params.items() if value})
        try:
            page = pagination.paginate(Image.objects.matching(search_term), request.GET, PAGE_SIZE)
        except pagination.InvalidPage:
            return HttpResponseRedirect(f"{request.path}?{querystring}")
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Chọn ảnh trong thư viện"),
            "is_popup": True,
            "images": page.rows,
            "newer_url": page.newer and f"{page.newer}&{querystring}",
            "older_url": page.older and f"{page.older}&{querystring}",
            "search_term": search_term,
            "callback_number": params["CKEditorFuncNum"],
        }
        return TemplateResponse(request, "admin/images/image/chooser.html", context)


class ImageSelect(SafeAutocompleteSelect):
    """Django's autocomplete for an image, with a button, added by our script, that opens the chooser."""

    @property
    def media(self) -> forms.Media:
        own = forms.Media(css={"all": ["css/admin-images.css"]}, js=["js/admin/image-field.js"])
        return super().media + own

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        # Django's widget raises for an invalid key; the field reports it.
        keys = parse_keys([value])
        context = super().get_context(name, keys[0] if keys else None, attrs)
        given = context["widget"]["attrs"]
        given["data-portal-image-field"] = reverse("admin:images_image_choose")
        given["data-portal-choose"] = _("Chọn trong thư viện")
        chosen = Image.objects.in_pk_order(keys).first()
        given["data-portal-preview-url"] = chosen.file.plain_400 if chosen else ""
        return context


class ImagePickerMixin(SafeAutocompleteMixin):
    """For an admin or an inline with ``autocomplete_fields`` that refer to images."""

    def formfield_for_foreignkey(self, db_field: models.ForeignKey, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.related_model is Image and db_field.name in self.autocomplete_fields:
            kwargs["widget"] = ImageSelect(db_field, self.admin_site, using=kwargs.get("using"))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
