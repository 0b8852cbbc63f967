"""What readers see of a picture: its focal point and its crop, on a page of its own."""

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from news import picturing
from news.admin.pictures.rights import changeable_picture
from news.picture_forms import CutForm


class CuttingPages(admin.ModelAdmin):
    def get_urls(self) -> list[URLPattern]:
        return [
            path("<int:pk>/cat-anh/", self.admin_site.admin_view(self.cut), name="news_picture_cut"),
            *super().get_urls(),
        ]

    @method_decorator(require_http_methods(["GET", "POST"]))
    def cut(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Marks and cuts; ``_whole`` gives readers the untouched original again."""
        picture = changeable_picture(request, pk)
        form = CutForm(*([request.POST] if request.method == "POST" else []), picture=picture)
        if form.is_valid():
            try:
                box = None if "_whole" in request.POST else form.box
                rendered = picturing.cut(picture=picture, box=box, focus=form.focus)
            except ValidationError as error:
                form.add_error(None, error)
            else:
                self.log_change(request, picture, _("Cắt ảnh, đặt điểm chính."))
                messages.success(request, _said(rendered))
                return HttpResponseRedirect(request.path)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Cắt ảnh và đặt điểm chính"),
            "subtitle": str(picture),
            "picture": picture,
            "form": form,
        }
        return TemplateResponse(request, "admin/news/picture/cut.html", context)


def _said(rendered: int) -> str:
    if not rendered:
        return _("Đã ghi.")
    return _("Đã ghi; ảnh mới đã thay vào %d bài viết.") % rendered
