"""Admin pages whose forms have the editor."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator

from portal.core.content.editor import with_editor_csp


class RichTextAdmin(admin.ModelAdmin):
    """Relaxes the Content-Security-Policy of the add and change pages; must be the first base class."""

    @method_decorator(with_editor_csp)
    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().changeform_view(request, *args, **kwargs)
