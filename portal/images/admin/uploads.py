"""Image uploads: several at once with alt texts, and single ones from the editor."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from portal.core.admin import bulk
from portal.core.content.image_processing import ImageUploadFormField
from portal.core.http.users import signed_in_user
from portal.core.text import vietnamese
from portal.images import services
from portal.images.admin.permissions import can_use_editor, require_permission
from portal.images.forms import EditorUploadForm, ImageAltTextForm, parse_keys
from portal.images.models import Image

_MAX_NAME_LENGTH = 80


@dataclass(frozen=True)
class UploadResult:
    """The result for one file: a new image, a duplicate, or an error."""

    name: str
    image: Image | None = None
    is_new: bool = False
    refused: str = ""

    def as_json(self) -> dict[str, Any]:
        key = self.image.pk if self.image else None
        return {"name": self.name, "key": key, "isNew": self.is_new, "refused": self.refused}


class ImageUploadAdmin(admin.ModelAdmin):
    """Several files, each saved or refused by itself; then their alt texts; and the editor's own upload."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("tai-nhieu/", view(self.upload_many), name="images_image_upload_many"),
            path("loi-ta/", view(self.edit_alt_texts), name="images_image_alt_texts"),
            # Without admin_view, which would redirect a script to the sign-in page instead of returning 401.
            path("tai-len/", require_POST(self.upload_from_editor), name="images_image_upload"),
            *super().get_urls(),
        ]

    @method_decorator(require_http_methods(["GET", "POST"]))
    @require_permission("add_image")
    def upload_many(self, request: HttpRequest) -> HttpResponse:
        """Uploads the files of one form; our script sends them one by one and asks for JSON."""
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Tải nhiều ảnh"),
            "limit": services.MAX_UPLOADS,
            "refused": "",
        }
        if request.method == "GET":
            return TemplateResponse(request, "admin/images/image/bulk_upload.html", context)
        files = request.FILES.getlist("file")
        wants_json = request.headers.get("Accept", "") == "application/json"
        if error := _upload_count_error(len(files)):
            if wants_json:
                return JsonResponse({"refused": error}, status=400)
            return TemplateResponse(
                request, "admin/images/image/bulk_upload.html", {**context, "refused": error}, status=400
            )
        credit = vietnamese.normalize_line(request.POST.get("credit", ""))
        results = [_store_upload(file, credit, request) for file in files]
        if wants_json:
            return JsonResponse({"files": [one.as_json() for one in results]})
        for one in results:
            if one.refused:
                messages.error(request, _("Tệp “%(name)s”: %(refused)s") % {"name": one.name, "refused": one.refused})
        any_stored = any(one.image for one in results)
        return HttpResponseRedirect(_alt_text_url(results) if any_stored else request.path)

    @method_decorator(require_http_methods(["GET", "POST"]))
    @require_permission("add_image")
    def edit_alt_texts(self, request: HttpRequest) -> HttpResponse:
        """The alt texts of the images in ``anh``, in the query string or in the form, if the user may change them."""
        mine = Image.objects.changeable_by(signed_in_user(request))
        data = request.POST if request.method == "POST" else request.GET
        images = list(mine.in_pk_order(parse_keys(data.getlist("anh"))))
        posted = request.POST if request.method == "POST" else None
        forms = [ImageAltTextForm(posted, instance=one, prefix=f"anh-{one.pk}") for one in images]
        if request.method == "POST":
            wrong = [form for form in forms if not form.is_valid()]
            self._save_alt_texts(request, [form for form in forms if form not in wrong])
            if not wrong:
                return HttpResponseRedirect(reverse("admin:images_image_changelist"))
            forms = wrong
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Viết lời tả ảnh"),
            "forms": forms,
            "existing_images": Image.objects.in_pk_order(parse_keys(request.GET.getlist("co"))),
            "credit_for_all": request.POST.get("credit_for_all", ""),
            "has_errors": request.method == "POST",
        }
        return TemplateResponse(request, "admin/images/image/alt_texts.html", context)

    def _save_alt_texts(self, request: HttpRequest, forms: Iterable[ImageAltTextForm]) -> None:
        """Saves the valid alt texts; the shared credit is set on each image without one."""
        for_all = vietnamese.normalize_line(request.POST.get("credit_for_all", ""))
        kept = waiting = 0
        for form in forms:
            image = form.instance
            image.credit = image.credit or for_all[: Image._meta.get_field("credit").max_length]
            services.describe_image(image=image, by=signed_in_user(request))
            kept += 1
            waiting += image.needs_alt_text
        if kept:
            messages.success(request, _("Đã ghi %d ảnh.") % kept)
        if waiting:
            messages.warning(
                request, _("%d ảnh chưa có lời tả nên chưa dùng được; tìm lại bằng bộ lọc “Chưa có lời tả”.") % waiting
            )

    def upload_from_editor(self, request: HttpRequest) -> HttpResponse:
        """Uploads one image and responds with JSON as CKEditor expects: its URL, or an error.

        401 if the session has expired, 403 for a user without a form with the editor.
        """
        if not request.user.is_authenticated:
            return _error_response(_("Phiên đăng nhập đã hết. Hãy đăng nhập lại rồi chèn lại ảnh."), status=401)
        if not self.admin_site.has_permission(request) or not can_use_editor(request.user):
            return _error_response(
                _("Tài khoản của bạn không được tải ảnh lên. Hãy nhờ quản trị cấp quyền."), status=403
            )
        return self.admin_site.admin_view(self._store_editor_upload)(request)

    def _store_editor_upload(self, request: HttpRequest) -> HttpResponse:
        """The alt text comes with the article's text (``services.adopt_alt_texts``); until then the image has none."""
        form = EditorUploadForm(request.POST, request.FILES)
        if not form.is_valid():
            return _error_response(" ".join(map(str, form.errors["upload"])))
        try:
            image = services.add_image(
                image=Image(file=form.cleaned_data["upload"], is_from_editor=True), by=signed_in_user(request)
            )
        except services.DuplicateImage as known:
            image = known.image
        except Exception as error:  # noqa: BLE001  # the editor reads JSON only, and shows the message in its dialog
            return _error_response(bulk.failure_message(error))
        return JsonResponse({"uploaded": 1, "fileName": image.file.name.rpartition("/")[2], "url": image.file.url})


def _error_response(message: str, status: int = 200) -> JsonResponse:
    answer: dict[str, Any] = {"uploaded": 0, "error": {"message": message}}
    return JsonResponse(answer, status=status)


def _upload_count_error(count: int) -> str:
    if not count:
        return _("Chưa chọn ảnh nào.")
    if count > services.MAX_UPLOADS:
        return _("Mỗi lần tải lên nhiều nhất %(limit)d ảnh; vừa chọn %(count)d. Chưa ảnh nào được tải lên.") % {
            "limit": services.MAX_UPLOADS,
            "count": count,
        }
    return ""


def _store_upload(file: UploadedFile, credit: str, request: HttpRequest) -> UploadResult:
    name = vietnamese.nfc(file.name or "")[:_MAX_NAME_LENGTH]
    try:
        ImageUploadFormField().clean(file)
        image = services.add_image(image=Image(file=file, credit=credit), by=signed_in_user(request))
    except services.DuplicateImage as known:
        return UploadResult(name, known.image)
    except Exception as error:  # noqa: BLE001  # reported for this file, so that the others are saved
        return UploadResult(name, refused=bulk.failure_message(error))
    return UploadResult(name, image, is_new=True)


def _alt_text_url(taken: list[UploadResult]) -> str:
    query = QueryDict(mutable=True)
    query.setlist("anh", [str(one.image.pk) for one in taken if one.is_new and one.image])
    query.setlist("co", [str(one.image.pk) for one in taken if not one.is_new and one.image])
    return f"{reverse('admin:images_image_alt_texts')}?{query.urlencode()}"
