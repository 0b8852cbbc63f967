"""The page that sets an image's crop and focal point."""

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.core.http.users import signed_in_user
from portal.images import services
from portal.images.admin.permissions import get_changeable_image
from portal.images.forms import CropForm


class ImageCropAdmin(admin.ModelAdmin):
    def get_urls(self) -> list[URLPattern]:
        return [
            path("<int:pk>/cat-anh/", self.admin_site.admin_view(self.crop_image), name="images_image_crop"),
            *super().get_urls(),
        ]

    @method_decorator(require_http_methods(["GET", "POST"]))
    def crop_image(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Saves the crop and the focal point; ``_whole`` removes the crop."""
        image = get_changeable_image(request, pk)
        form = CropForm(*([request.POST] if request.method == "POST" else []), image=image)
        if form.is_valid():
            try:
                box = None if "_whole" in request.POST else form.crop_box
                rerendered_count = services.crop_image(
                    image=image, crop_box=box, focal_point=form.focal_point, by=signed_in_user(request)
                )
            except ValidationError as error:
                form.add_error(None, error)
            else:
                self.log_change(request, image, _("Cắt ảnh, đặt điểm chính."))
                messages.success(request, _success_message(rerendered_count))
                return HttpResponseRedirect(request.path)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Cắt ảnh và đặt điểm chính"),
            "subtitle": str(image),
            "image": image,
            "form": form,
        }
        return TemplateResponse(request, "admin/images/image/crop.html", context)


def _success_message(rendered: int) -> str:
    if not rendered:
        return _("Đã ghi.")
    return _("Đã ghi; ảnh mới đã thay vào %d bài viết.") % rendered
