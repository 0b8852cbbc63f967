"""List and form of the image library."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core.admin.filters import OptionsFilter
from portal.core.http.users import signed_in_user
from portal.images import services
from portal.images.admin.chooser import ImageChooserAdmin
from portal.images.admin.crop import ImageCropAdmin
from portal.images.admin.permissions import can_view_row
from portal.images.admin.thumbnails import thumbnail
from portal.images.admin.uploads import ImageUploadAdmin
from portal.images.forms import ImageForm
from portal.images.models import Image

_INFO_FIELDS = ("size", "uploaded_by", "uploaded_at", "use_list")


class AltTextFilter(OptionsFilter):
    title = gettext_lazy("lời tả")
    parameter_name = "loi-ta"
    options = {
        "chua": (gettext_lazy("Chưa có lời tả"), lambda rows, _request: rows.needing_alt_text()),
        "trang-tri": (gettext_lazy("Ảnh trang trí"), lambda rows, _request: rows.decorative()),
    }


class OwnImagesFilter(OptionsFilter):
    title = gettext_lazy("người tải lên")
    parameter_name = "cua"
    options = {"toi": (gettext_lazy("Ảnh của tôi"), lambda rows, request: rows.uploaded_by_user(request.user))}


class UsageFilter(OptionsFilter):
    title = gettext_lazy("nơi dùng")
    parameter_name = "dung"
    options = {
        "co": (gettext_lazy("Đang dùng"), lambda rows, _request: rows.in_use()),
        "chua": (gettext_lazy("Chưa dùng ở đâu"), lambda rows, _request: rows.unused()),
    }


@admin.register(Image)
class ImageAdmin(ImageUploadAdmin, ImageChooserAdmin, ImageCropAdmin):
    form = ImageForm
    list_display = ["preview", "alt_text_column", "caption", "credit_line", "size", "uploaded_by", "uploaded_at"]
    list_display_links = ["preview", "alt_text_column"]
    list_filter = [AltTextFilter, OwnImagesFilter, UsageFilter, "uploaded_at"]
    list_select_related = ["uploaded_by"]
    list_per_page = 50
    show_full_result_count = False
    search_fields = ["alt", "caption", "credit"]
    search_help_text = gettext_lazy(
        "Tìm trong lời tả, chú thích, nguồn, tên tệp và tên người tải lên; gõ có dấu hay không dấu đều được."
    )
    date_hierarchy = "uploaded_at"
    actions = ["remove_selected"]
    change_form_template = "admin/images/image/change_form.html"
    change_list_template = "admin/images/image/change_list.html"

    class Media:
        css = {"all": ["css/admin.css", "css/admin-images.css"]}
        js = ["js/admin/copy-image-credit.js"]

    # --- the list --------------------------------------------------------------------------------------------
    @admin.display(description=gettext_lazy("xem"))
    def preview(self, image: Image) -> SafeString | str:
        return thumbnail(image if image.pk else None)

    @admin.display(description=gettext_lazy("nội dung thay thế"), ordering="alt")
    def alt_text_column(self, image: Image) -> SafeString | str:
        if image.needs_alt_text:
            return format_html('<strong class="image-missing-alt">{}</strong>', _("Chưa có lời tả"))
        return image.alt or format_html("<em>{}</em>", _("Ảnh trang trí"))

    @admin.display(description=gettext_lazy("nguồn ảnh"), ordering="credit")
    def credit_line(self, image: Image) -> SafeString | str:
        if not image.credit:
            return "–"
        return format_html(
            '<span>{0}</span> <button type="button" hidden class="image-copy-credit" data-portal-copy-text="{0}"'
            ' data-portal-done="{1}">{2}</button>',
            image.credit,
            _("Đã chép"),
            _("Chép"),
        )

    @admin.display(description=gettext_lazy("cỡ"))
    def size(self, image: Image) -> str:
        return "{}×{}".format(*image.display_size)

    @admin.display(description=gettext_lazy("nơi dùng"))
    def use_list(self, image: Image) -> SafeString | str:
        uses = services.find_uses(image) if image.pk else []
        if not uses:
            return _("Chưa dùng ở đâu.")
        visible = [use for use in uses if can_view_row(image.viewing_request, use.subject)]  # type: ignore[attr-defined]  # set by get_object
        left = services.count_uses(image) - len(uses)
        more: SafeString | str = format_html("<li>{}</li>", _("và %d nơi khác") % left) if left > 0 else ""
        if len(visible) < len(uses):  # not even their number is shown
            more = format_html("<li>{}</li>", _("nơi bạn không mở được"))
        rows = ((use.kind, _change_url(use.subject), str(use.subject)) for use in visible)
        named = format_html_join("", "<li>{}: {}</li>", _link_names(rows))
        return format_html('<ul class="image-usages">{}{}</ul>', named, more)

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        found = queryset.matching(search_term)
        # Fields of a form publish the image at once, so their search excludes images without alt text.
        return (found.ready_to_publish() if request.path == reverse("admin:autocomplete") else found), False

    # --- the form --------------------------------------------------------------------------------------------
    def get_fields(self, request: HttpRequest, obj: Image | None = None) -> Any:
        text_fields = ["alt", "is_decorative", "caption", "credit"]
        return ["preview", *text_fields, *_INFO_FIELDS] if obj else ["file", *text_fields]

    def get_readonly_fields(self, request: HttpRequest, obj: Image | None = None) -> list[str]:
        return ["preview", *_INFO_FIELDS]

    def save_model(self, request: HttpRequest, obj: Image, form: forms.ModelForm, change: bool) -> None:
        if change:
            services.describe_image(image=obj, by=signed_in_user(request))
        else:
            services.add_image(image=obj, by=signed_in_user(request))

    def add_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().add_view(request, *args, **kwargs)
        except services.DuplicateImage as known:
            # Another user uploaded the same file while this form was submitted.
            self.message_user(request, " ".join(known.messages), messages.WARNING)
            return HttpResponseRedirect(reverse("admin:images_image_change", args=[known.image.pk]))

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Image | None:
        image: Image | None = super().get_object(request, object_id, from_field)
        if image is not None:
            image.viewing_request = request  # type: ignore[attr-defined]  # read by the uses
        return image

    # --- rights ----------------------------------------------------------------------------------------------
    def has_change_permission(self, request: HttpRequest, obj: Image | None = None) -> bool:
        return super().has_change_permission(request, obj) and (
            obj is None or obj.is_changeable_by(signed_in_user(request))
        )

    def has_delete_permission(self, request: HttpRequest, obj: Image | None = None) -> bool:
        return super().has_delete_permission(request, obj) and (
            obj is None or obj.is_changeable_by(signed_in_user(request))
        )

    # --- removing --------------------------------------------------------------------------------------------
    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Django's own bulk deletion does not check where an image is used."""
        return {name: action for name, action in super().get_actions(request).items() if name != "delete_selected"}

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        image = self.get_object(request, object_id)
        if image is not None and self.has_delete_permission(request, image):
            error = services.deletion_error(image, partial(can_view_row, request))
            if error:
                self.message_user(request, error, messages.ERROR)
                return HttpResponseRedirect(reverse("admin:images_image_change", args=[image.pk]))
        return super().delete_view(request, object_id, extra_context)

    def delete_model(self, request: HttpRequest, obj: Image) -> None:
        services.delete_image(image=obj, by=signed_in_user(request), can_view=partial(can_view_row, request))

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        """The service writes the audit log; a deleted image has no history page."""

    @admin.action(description=gettext_lazy("Xóa các ảnh đã chọn (chỉ ảnh chưa dùng)"), permissions=["delete"])
    def remove_selected(self, request: HttpRequest, queryset: QuerySet[Image]) -> None:
        removed = 0
        for image in queryset:
            if not self.has_delete_permission(request, image):
                self.message_user(request, _("%s: ảnh của người khác.") % image, messages.WARNING)
                continue
            try:
                services.delete_image(image=image, by=signed_in_user(request), can_view=partial(can_view_row, request))
            except ValidationError as error:
                self.message_user(request, f"{image}: {' '.join(error.messages)}", messages.WARNING)
            else:
                removed += 1
        if removed:
            self.message_user(request, _("Đã xóa %d ảnh.") % removed, messages.SUCCESS)


def _change_url(subject: Model) -> str:
    """The admin URL of a row; empty if it has none."""
    try:
        return reverse(f"admin:{subject._meta.app_label}_{subject._meta.model_name}_change", args=[subject.pk])
    except NoReverseMatch:
        return ""


def _link_names(rows: Iterable[tuple[str, str, str]]) -> Iterable[tuple[str, SafeString | str]]:
    for kind, url, name in rows:
        yield kind, format_html('<a href="{}">{}</a>', url, name) if url else name
