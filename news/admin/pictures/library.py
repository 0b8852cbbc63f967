"""The list and the form of the picture library."""

from collections.abc import Iterable
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

from news import picturing
from news.admin.pictures.choosing import ChoosingPages
from news.admin.pictures.cutting import CuttingPages
from news.admin.pictures.showing import thumbnail
from news.admin.pictures.uploading import UploadingPages
from news.models import Picture
from news.picture_forms import PictureForm

_FACTS = ("size", "uploaded_by", "uploaded_at", "places")


class WordsFilter(admin.SimpleListFilter):
    title = gettext_lazy("lời tả")
    parameter_name = "loi-ta"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> Iterable[tuple[str, str]]:
        return [("chua", _("Chưa có lời tả")), ("trang-tri", _("Ảnh trang trí"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Picture]) -> QuerySet[Picture]:
        chosen = {"chua": queryset.awaiting_words, "trang-tri": queryset.decorative}
        return chosen.get(self.value() or "", queryset.all)()


class MineFilter(admin.SimpleListFilter):
    title = gettext_lazy("người tải lên")
    parameter_name = "cua"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> Iterable[tuple[str, str]]:
        return [("toi", _("Ảnh của tôi"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Picture]) -> QuerySet[Picture]:
        return queryset.uploaded_by_person(request.user) if self.value() == "toi" else queryset


class UseFilter(admin.SimpleListFilter):
    title = gettext_lazy("nơi dùng")
    parameter_name = "dung"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> Iterable[tuple[str, str]]:
        return [("co", _("Đang dùng")), ("chua", _("Chưa dùng ở đâu"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Picture]) -> QuerySet[Picture]:
        return {"co": queryset.in_use, "chua": queryset.unused}.get(self.value() or "", queryset.all)()


@admin.register(Picture)
class PictureAdmin(UploadingPages, ChoosingPages, CuttingPages):
    form = PictureForm
    list_display = ["preview", "words", "caption", "credit_line", "size", "uploaded_by", "uploaded_at"]
    list_display_links = ["preview", "words"]
    list_filter = [WordsFilter, MineFilter, UseFilter, "uploaded_at"]
    list_select_related = ["uploaded_by"]
    list_per_page = 50
    show_full_result_count = False
    search_fields = ["alt", "caption", "credit"]
    search_help_text = gettext_lazy(
        "Tìm trong lời tả, chú thích, nguồn, tên tệp và tên người tải lên; gõ có dấu hay không dấu đều được."
    )
    date_hierarchy = "uploaded_at"
    actions = ["remove_selected"]
    change_form_template = "admin/news/picture/change_form.html"
    change_list_template = "admin/news/picture/change_list.html"

    class Media:
        css = {"all": ["css/admin.css", "css/admin-pictures.css"]}
        js = ["js/picture-credit.js"]

    # --- the list --------------------------------------------------------------------------------------------
    @admin.display(description=gettext_lazy("xem"))
    def preview(self, picture: Picture) -> SafeString | str:
        return thumbnail(picture if picture.pk else None)

    @admin.display(description=gettext_lazy("nội dung thay thế"), ordering="alt")
    def words(self, picture: Picture) -> SafeString | str:
        if picture.awaits_words:
            return format_html('<strong class="picture-waits">{}</strong>', _("Chưa có lời tả"))
        return picture.alt or format_html("<em>{}</em>", _("Ảnh trang trí"))

    @admin.display(description=gettext_lazy("nguồn ảnh"), ordering="credit")
    def credit_line(self, picture: Picture) -> SafeString | str:
        if not picture.credit:
            return "–"
        return format_html(
            '<span>{0}</span> <button type="button" hidden class="picture-copy" data-portal-copy="{0}"'
            ' data-portal-done="{1}">{2}</button>',
            picture.credit,
            _("Đã chép"),
            _("Chép"),
        )

    @admin.display(description=gettext_lazy("cỡ"))
    def size(self, picture: Picture) -> str:
        return "{}×{}".format(*picture.shown_size)

    @admin.display(description=gettext_lazy("nơi dùng"))
    def places(self, picture: Picture) -> SafeString | str:
        uses = picturing.uses_of(picture) if picture.pk else []
        if not uses:
            return _("Chưa dùng ở đâu.")
        hidden = picturing.count_uses(picture) - len(uses)
        more = format_html("<li>{}</li>", _("và %d nơi khác") % hidden) if hidden > 0 else ""
        rows = ((use.kind, _address(use.subject), str(use.subject)) for use in uses)
        named = format_html_join("", "<li>{}: {}</li>", _linked(rows))
        return format_html('<ul class="picture-places">{}{}</ul>', named, more)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Picture], search_term: str
    ) -> tuple[QuerySet[Picture], bool]:
        found = queryset.matching(search_term)
        # What a field of a form searches goes before readers at once; what waits for words does not.
        return (found.with_words() if request.path == reverse("admin:autocomplete") else found), False

    # --- the form --------------------------------------------------------------------------------------------
    def get_fields(self, request: HttpRequest, obj: Picture | None = None) -> list[str]:
        words = ["alt", "is_decorative", "caption", "credit"]
        return ["preview", *words, *_FACTS] if obj else ["file", *words]

    def get_readonly_fields(self, request: HttpRequest, obj: Picture | None = None) -> list[str]:
        return ["preview", *_FACTS]

    def save_model(self, request: HttpRequest, obj: Picture, form: forms.ModelForm, change: bool) -> None:
        if change:
            picturing.describe(picture=obj)
        else:
            picturing.take_in(picture=obj, by=request.user)

    def add_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().add_view(request, *args, **kwargs)
        except picturing.AlreadyInLibrary as known:
            # Sent by somebody else while this form was being read.
            self.message_user(request, " ".join(known.messages), messages.WARNING)
            return HttpResponseRedirect(reverse("admin:news_picture_change", args=[known.picture.pk]))

    # --- rights ----------------------------------------------------------------------------------------------
    def has_change_permission(self, request: HttpRequest, obj: Picture | None = None) -> bool:
        return super().has_change_permission(request, obj) and (obj is None or obj.is_changeable_by(request.user))

    def has_delete_permission(self, request: HttpRequest, obj: Picture | None = None) -> bool:
        return super().has_delete_permission(request, obj) and (obj is None or obj.is_changeable_by(request.user))

    # --- removing --------------------------------------------------------------------------------------------
    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Django's own deleting in bulk asks nobody where a picture stands."""
        return {name: action for name, action in super().get_actions(request).items() if name != "delete_selected"}

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        picture = self.get_object(request, object_id)
        may = picture is not None and self.has_delete_permission(request, picture)
        if may and (refused := picturing.refusal_to_remove(picture)):
            self.message_user(request, refused, messages.ERROR)
            return HttpResponseRedirect(reverse("admin:news_picture_change", args=[picture.pk]))
        return super().delete_view(request, object_id, extra_context)

    def delete_model(self, request: HttpRequest, obj: Picture) -> None:
        picturing.remove(picture=obj)

    @admin.action(description=gettext_lazy("Xóa các ảnh đã chọn (chỉ ảnh chưa dùng)"), permissions=["delete"])
    def remove_selected(self, request: HttpRequest, queryset: QuerySet[Picture]) -> None:
        removed = 0
        for picture in queryset:
            if not self.has_delete_permission(request, picture):
                self.message_user(request, _("%s: ảnh của người khác.") % picture, messages.WARNING)
                continue
            try:
                picturing.remove(picture=picture)
            except ValidationError as error:
                self.message_user(request, f"{picture}: {' '.join(error.messages)}", messages.WARNING)
            else:
                self.log_deletions(request, [picture])
                removed += 1
        if removed:
            self.message_user(request, _("Đã xóa %d ảnh.") % removed, messages.SUCCESS)


def _address(subject: Model) -> str:
    """Where the admin shows a row; empty when it has no page."""
    try:
        return reverse(f"admin:{subject._meta.app_label}_{subject._meta.model_name}_change", args=[subject.pk])
    except NoReverseMatch:
        return ""


def _linked(rows: Iterable[tuple[str, str, str]]) -> Iterable[tuple[str, SafeString | str]]:
    for kind, address, name in rows:
        yield kind, format_html('<a href="{}">{}</a>', address, name) if address else name
