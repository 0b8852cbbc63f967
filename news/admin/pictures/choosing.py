"""Choosing a picture of the library: the page that the editor's dialog and the fields of a form open."""

import re
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from news.admin.pictures.rights import require_right
from news.models import Picture
from news.picture_forms import keys_of
from portal.kit import paging
from portal.kit.autocomplete import KeySelect, SelectsByKey

PAGE_SIZE = 24
# CKEditor names the function to call back by a number; nothing else goes into the page.
_FUNCTION = re.compile(r"\d{1,9}", re.ASCII)


class ChoosingPages(admin.ModelAdmin):
    """Newest first, found without diacritics; what waits for words is shown but chosen only for a text."""

    def get_urls(self) -> list[URLPattern]:
        return [
            path("chon/", self.admin_site.admin_view(self.choose), name="news_picture_choose"),
            *super().get_urls(),
        ]

    @method_decorator(require_GET)
    @require_right("view_picture")
    def choose(self, request: HttpRequest) -> HttpResponse:
        words = request.GET.get("q", "").strip()
        function = request.GET.get("CKEditorFuncNum", "")
        kept = {"q": words, "CKEditorFuncNum": function if _FUNCTION.fullmatch(function) else ""}
        keep = urlencode({name: value for name, value in kept.items() if value})
        try:
            page = paging.page_of(Picture.objects.matching(words), request.GET, PAGE_SIZE)
        except paging.NoSuchPage:
            return HttpResponseRedirect(f"{request.path}?{keep}")
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Chọn ảnh trong thư viện"),
            "is_popup": True,
            "pictures": page.rows,
            "newer": page.newer and f"{page.newer}&{keep}",
            "older": page.older and f"{page.older}&{keep}",
            "words": words,
            "function": kept["CKEditorFuncNum"],
        }
        return TemplateResponse(request, "admin/news/picture/choose.html", context)


class PictureSelect(KeySelect):
    """Django's own search for a picture, which a script of ours gives a button that opens the library."""

    @property
    def media(self) -> forms.Media:
        own = forms.Media(css={"all": ["css/admin-pictures.css"]}, js=["js/picture-field.js"])
        return super().media + own

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        # Django's own widget falls over what is no key; the field says that it is none.
        keys = keys_of([value])
        context = super().get_context(name, keys[0] if keys else None, attrs)
        given = context["widget"]["attrs"]
        given["data-portal-picture-field"] = reverse("admin:news_picture_choose")
        given["data-portal-choose"] = _("Chọn trong thư viện")
        chosen = Picture.objects.in_order_of(keys).first()
        given["data-portal-shown"] = chosen.file.plain_400 if chosen else ""
        return context


class PicksPictures(SelectsByKey):
    """For an admin or an inline with ``autocomplete_fields`` that point at pictures."""

    def formfield_for_foreignkey(self, db_field: models.ForeignKey, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.related_model is Picture and db_field.name in self.autocomplete_fields:
            kwargs["widget"] = PictureSelect(db_field, self.admin_site, using=kwargs.get("using"))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
