"""The picture library, and the view through which the editor uploads into it."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from news.models import Picture
from portal.kit import uploads
from portal.kit.pictures import PictureFormField


def thumbnail(picture: Picture | None) -> SafeString | str:
    """A small picture for lists; a dash where there is none."""
    if picture is None or not picture.file:
        return "–"
    return format_html(
        '<img class="picture-thumbnail" src="{}" alt="{}" width="96" height="{}" loading="lazy">',
        picture.file.plain_400,
        picture.text_alternative,
        round(96 * picture.height / picture.width),
    )


class EditorUploadForm(forms.Form):
    """What CKEditor sends; the text alternative is asked for by the editor's own dialog, in the article."""

    upload = PictureFormField()


@admin.register(Picture)
class PictureAdmin(admin.ModelAdmin):
    list_display = ["preview", "alt", "caption", "credit", "uploaded_by", "uploaded_at"]
    list_display_links = ["preview", "alt"]
    list_filter = ["is_decorative", "uploaded_at"]
    list_select_related = ["uploaded_by"]
    search_fields = ["alt", "caption", "credit"]
    date_hierarchy = "uploaded_at"
    fields = ["file", "preview", "alt", "is_decorative", "caption", "credit"]
    readonly_fields = ["preview"]

    class Media:
        css = {"all": ["css/admin.css"]}

    @admin.display(description=gettext_lazy("xem"))
    def preview(self, picture: Picture) -> SafeString | str:
        return thumbnail(picture if picture.pk else None)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Picture], search_term: str
    ) -> tuple[QuerySet[Picture], bool]:
        return queryset.matching(search_term), False

    def save_model(self, request: HttpRequest, obj: Picture, form: forms.ModelForm, change: bool) -> None:
        if not change:
            obj.uploaded_by = request.user
        super().save_model(request, obj, form, change)

    def get_urls(self) -> list[URLPattern]:
        upload = path("tai-len/", self.admin_site.admin_view(require_POST(self.upload)), name="news_picture_upload")
        return [upload, *super().get_urls()]

    def upload(self, request: HttpRequest) -> HttpResponse:
        """Takes one picture from the editor and answers in JSON as CKEditor expects it: the address, or why not."""
        if not request.user.has_perm("news.add_article") and not request.user.has_perm("news.change_article"):
            raise PermissionDenied
        form = EditorUploadForm(request.POST, request.FILES)
        if not form.is_valid():
            return _refusal(" ".join(form.errors["upload"]))
        file = form.cleaned_data["upload"]
        # The words come with the article's text; until then the library knows the picture by its file name.
        named = uploads.safe_name(file.name).rpartition(".")[0].replace("-", " ")
        picture = Picture(file=file, alt=_("Ảnh trong bài (%s)") % named, uploaded_by=request.user)
        try:
            picture.save()
        except ValidationError as error:
            return _refusal(" ".join(error.messages))
        return JsonResponse({"uploaded": 1, "fileName": picture.file.name.rpartition("/")[2], "url": picture.file.url})


def _refusal(message: str) -> JsonResponse:
    answer: dict[str, Any] = {"uploaded": 0, "error": {"message": message}}
    return JsonResponse(answer)
