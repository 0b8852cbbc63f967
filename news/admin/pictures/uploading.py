"""Taking pictures in: several at once with their words, and one from the editor."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from news import picturing
from news.admin.pictures.rights import require_right
from news.models import Picture
from news.picture_forms import EditorUploadForm, PictureWordsForm, keys_of
from portal.kit import vietnamese
from portal.kit.pictures import PictureFormField

_SHOWN_NAME_LENGTH = 80


@dataclass(frozen=True)
class Taken:
    """What became of one file: a new picture, one that was there already, or none and why."""

    name: str
    picture: Picture | None = None
    is_new: bool = False
    refused: str = ""

    def as_json(self) -> dict[str, Any]:
        key = self.picture.pk if self.picture else None
        return {"name": self.name, "key": key, "isNew": self.is_new, "refused": self.refused}


class UploadingPages(admin.ModelAdmin):
    """Several files, each whole or refused by name; then their words; and the editor's own upload."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("tai-nhieu/", view(self.upload_several), name="news_picture_upload_several"),
            path("loi-ta/", view(self.write_words), name="news_picture_words"),
            path("tai-len/", view(self.upload_from_editor), name="news_picture_upload"),
            *super().get_urls(),
        ]

    @method_decorator(require_http_methods(["GET", "POST"]))
    @require_right("add_picture")
    def upload_several(self, request: HttpRequest) -> HttpResponse:
        """Takes the files of one form; a script of ours sends each by itself and asks for JSON."""
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Tải nhiều ảnh"),
            "limit": picturing.MAX_AT_ONCE,
            "refused": "",
        }
        if request.method == "GET":
            return TemplateResponse(request, "admin/news/picture/upload_several.html", context)
        files = request.FILES.getlist("file")
        wants_json = request.headers.get("Accept", "") == "application/json"
        if refused := _refusal_of_count(len(files)):
            if wants_json:
                return JsonResponse({"refused": refused}, status=400)
            return TemplateResponse(
                request, "admin/news/picture/upload_several.html", {**context, "refused": refused}, status=400
            )
        credit = vietnamese.tidy_line(request.POST.get("credit", ""))
        taken = [_take(file, credit, request) for file in files]
        if wants_json:
            return JsonResponse({"files": [one.as_json() for one in taken]})
        for one in taken:
            if one.refused:
                messages.error(request, _("Tệp “%(name)s”: %(refused)s") % {"name": one.name, "refused": one.refused})
        any_stored = any(one.picture for one in taken)
        return HttpResponseRedirect(_words_address(taken) if any_stored else request.path)

    @method_decorator(require_http_methods(["GET", "POST"]))
    @require_right("add_picture")
    def write_words(self, request: HttpRequest) -> HttpResponse:
        """The words of the pictures that ``anh`` names, in the address or in the form, if they are one's own."""
        mine = Picture.objects.changeable_by(request.user)
        given = request.POST if request.method == "POST" else request.GET
        pictures = list(mine.in_order_of(keys_of(given.getlist("anh"))))
        posted = [request.POST] if request.method == "POST" else []
        forms = [PictureWordsForm(*posted, instance=one, prefix=f"anh-{one.pk}") for one in pictures]
        if request.method == "POST":
            wrong = [form for form in forms if not form.is_valid()]
            self._keep_words(request, [form for form in forms if form not in wrong])
            if not wrong:
                return HttpResponseRedirect(reverse("admin:news_picture_changelist"))
            forms = wrong
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Viết lời tả ảnh"),
            "forms": forms,
            "present": Picture.objects.in_order_of(keys_of(request.GET.getlist("co"))),
            "credit_for_all": request.POST.get("credit_for_all", ""),
            "has_errors": request.method == "POST",
        }
        return TemplateResponse(request, "admin/news/picture/words.html", context)

    def _keep_words(self, request: HttpRequest, forms: Iterable[PictureWordsForm]) -> None:
        """What is right is kept; the credit typed once goes to each picture that has none of its own."""
        for_all = vietnamese.tidy_line(request.POST.get("credit_for_all", ""))
        kept = waiting = 0
        for form in forms:
            picture = form.instance
            picture.credit = picture.credit or for_all[: Picture._meta.get_field("credit").max_length]
            picturing.describe(picture=picture)
            kept += 1
            waiting += picture.awaits_words
        if kept:
            messages.success(request, _("Đã ghi %d ảnh.") % kept)
        if waiting:
            messages.warning(
                request, _("%d ảnh chưa có lời tả nên chưa dùng được; tìm lại bằng bộ lọc “Chưa có lời tả”.") % waiting
            )

    @method_decorator(require_POST)
    def upload_from_editor(self, request: HttpRequest) -> HttpResponse:
        """Takes one picture from the editor and answers in JSON as CKEditor expects it: the address, or why not.

        Its words come with the article's text (``picturing.adopt_words``); until then it waits for them.
        """
        if not request.user.has_perm("news.add_picture"):
            raise PermissionDenied
        form = EditorUploadForm(request.POST, request.FILES)
        if not form.is_valid():
            return _refusal(" ".join(form.errors["upload"]))
        try:
            picture = picturing.take_in(picture=Picture(file=form.cleaned_data["upload"]), by=request.user)
        except picturing.AlreadyInLibrary as known:
            picture = known.picture
        except ValidationError as error:
            return _refusal(" ".join(error.messages))
        return JsonResponse({"uploaded": 1, "fileName": picture.file.name.rpartition("/")[2], "url": picture.file.url})


def _refusal(message: str) -> JsonResponse:
    answer: dict[str, Any] = {"uploaded": 0, "error": {"message": message}}
    return JsonResponse(answer)


def _refusal_of_count(count: int) -> str:
    if not count:
        return _("Chưa chọn ảnh nào.")
    if count > picturing.MAX_AT_ONCE:
        return _("Mỗi lần tải lên nhiều nhất %(limit)d ảnh; vừa chọn %(count)d. Chưa ảnh nào được tải lên.") % {
            "limit": picturing.MAX_AT_ONCE,
            "count": count,
        }
    return ""


def _take(file: UploadedFile, credit: str, request: HttpRequest) -> Taken:
    name = vietnamese.nfc(file.name or "")[:_SHOWN_NAME_LENGTH]
    try:
        PictureFormField().clean(file)
        picture = picturing.take_in(picture=Picture(file=file, credit=credit), by=request.user)
    except picturing.AlreadyInLibrary as known:
        return Taken(name, known.picture)
    except ValidationError as error:
        return Taken(name, refused=" ".join(error.messages))
    return Taken(name, picture, is_new=True)


def _words_address(taken: list[Taken]) -> str:
    query = QueryDict(mutable=True)
    query.setlist("anh", [str(one.picture.pk) for one in taken if one.is_new and one.picture])
    query.setlist("co", [str(one.picture.pk) for one in taken if not one.is_new and one.picture])
    return f"{reverse('admin:news_picture_words')}?{query.urlencode()}"
