"""Admin mixin for autosave, presence and merging of edit conflicts in the article form."""

import uuid
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from news import autosave, conflicts
from news.forms import (
    FORM_KEY_FIELD,
    MERGE_FIELD,
    RECOVER_FIELD,
    REVISION_NUMBER_FIELD,
    form_data_from_snapshot,
    update_form_data,
)
from news.models import Article, ArticleRevision, Autosave
from news.revisions import snapshot_of
from portal.core.http.users import signed_in_user
from portal.core.text.numbers import MAX_INTEGER, parse_int

TAKE_THEIRS_FIELD = "_take"  # the fields whose value is taken from the other user's text in a merge
MERGE_BODY_FIELD, BASE_REVISION_FIELD = (
    "_join",
    "_base",
)  # how to merge a body that both changed, and the revision number that both started from


class AutosaveAdmin(admin.ModelAdmin):
    """Article admin whose form is autosaved."""

    def get_urls(self) -> list[URLPattern]:
        # Not wrapped in admin_view, which would redirect a script to the sign-in page instead of returning 401.
        pulse = require_POST(self.heartbeat)
        return [
            path("nhip/", pulse, name="news_article_heartbeat_new"),
            path("<int:pk>/nhip/", pulse, name="news_article_heartbeat"),
            path(
                "go-do/<str:key>/bo/",
                self.admin_site.admin_view(require_POST(self.delete_autosave)),
                name="news_autosave_delete",
            ),
            *super().get_urls(),
        ]

    def heartbeat(self, request: HttpRequest, pk: int | None = None) -> JsonResponse:
        """Heartbeat of an open form, every few seconds: stores the autosave, returns the other users present.

        Returns 401 when the session has expired, 403 for another user's article, 422 for invalid data.
        """
        if not request.user.is_authenticated:
            return JsonResponse({"message": _("Phiên đăng nhập đã hết.")}, status=401)
        if not self.admin_site.has_permission(request):
            return JsonResponse({"message": _("Tài khoản này không có quyền.")}, status=403)
        article = get_object_or_404(Article, pk=pk) if pk else None
        payload: dict[str, Any] = {"others": [], "newer": None}
        try:
            if "title" in request.POST:
                payload["saved_at"] = self._store_autosave(request, article)
            if article is not None:
                payload["others"] = [
                    str(person) for person in autosave.touch_presence(user=signed_in_user(request), article=article)
                ]
                payload["newer"] = _newer_revision(article, request.POST.get(REVISION_NUMBER_FIELD, ""))
        except PermissionDenied:
            return JsonResponse({"message": _("Bạn không có quyền sửa bài này.")}, status=403)
        except ValidationError as refusal:
            return JsonResponse({"message": " ".join(refusal.messages)}, status=422)
        return JsonResponse(payload)

    def _store_autosave(self, request: HttpRequest, article: Article | None) -> str:
        stored = autosave.store_autosave(
            user=signed_in_user(request),
            article=article,
            key=request.POST.get(FORM_KEY_FIELD, ""),
            base_revision_number=parse_int(request.POST.get(REVISION_NUMBER_FIELD), maximum=MAX_INTEGER) or 0,
            fields=request.POST.dict(),
        )
        return date_format(timezone.localtime(stored.saved_at), "H:i")

    def delete_autosave(self, request: HttpRequest, key: str) -> HttpResponse:
        """Deletes the user's autosave of a form."""
        autosave.delete_autosave(user=signed_in_user(request), key=key)
        self.message_user(request, _("Đã bỏ bản gõ dở."))
        back = request.POST.get("next", "")
        if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
            back = reverse("admin:news_article_changelist")
        return redirect(back)

    def _keep_typed_text(self, request: HttpRequest, pending_revision: Article) -> None:
        """Offers what was typed in the live article's form in the form of its new pending revision."""
        key = request.POST.get(FORM_KEY_FIELD, "")
        if autosave.is_form_key(key) and autosave.store_unsaved_changes(
            user=signed_in_user(request), article=pending_revision, key=key, fields=request.POST.dict()
        ):
            self.message_user(request, _("Những gì vừa gõ được giữ ở bản mới này; bấm khôi phục rồi lưu lại."))

    def already_saved_url(self, request: HttpRequest, article: Article) -> str:
        """URL of the article that this form already created, with later changes stored; prevents duplicates."""
        key = request.POST.get(FORM_KEY_FIELD, "")
        has_unsaved = autosave.store_unsaved_changes(
            user=signed_in_user(request), article=article, key=key, fields=request.POST.dict()
        )
        self.message_user(request, _("Bài đã được lưu ở lần bấm trước nên không tạo thêm bài."))
        if has_unsaved:
            self.message_user(request, _("Những gì gõ thêm từ lúc ấy được giữ ở dưới; bấm khôi phục rồi lưu lại."))
        return reverse("admin:news_article_change", args=[article.pk])

    # --- forms shown again for review --------------------------------------------------------------------------
    def restore_form_data(self, request: HttpRequest, article: Article | None) -> None:
        """Fills the form data with an autosave, or with selected fields of the other user's text."""
        if RECOVER_FIELD in request.POST:
            if not autosave.is_form_key(request.POST[RECOVER_FIELD]):
                raise Http404
            stored = get_object_or_404(
                Autosave.objects.pending(signed_in_user(request), article), key=request.POST[RECOVER_FIELD]
            )
            data = QueryDict(mutable=True)
            data.update(
                {
                    **stored.fields,
                    FORM_KEY_FIELD: stored.key,
                    REVISION_NUMBER_FIELD: str(stored.base_revision_number),
                    RECOVER_FIELD: stored.key,
                }
            )
            request.POST = data  # type: ignore[assignment]  # a QueryDict like the one it replaces
        elif MERGE_FIELD in request.POST and article is not None:
            data = request.POST.copy()
            their_data = form_data_from_snapshot(snapshot_of(article))
            chosen = set(request.POST.getlist(TAKE_THEIRS_FIELD))
            merged_body = None
            if request.POST.get(MERGE_BODY_FIELD) == "theirs":
                chosen.add("body")
            elif request.POST.get(MERGE_BODY_FIELD) == "both":
                merged_body = conflicts.merge_bodies(article, request.POST, request.POST.get(BASE_REVISION_FIELD, ""))
            update_form_data(data, {name: value for name, value in their_data.items() if _field_name(name) in chosen})
            if merged_body is not None:
                data["body"] = merged_body
            # If someone saved in between and the texts no longer merge, the next save reports the conflict again.
            is_lost = request.POST.get(MERGE_BODY_FIELD) == "both" and merged_body is None
            data[REVISION_NUMBER_FIELD] = (
                request.POST.get(BASE_REVISION_FIELD, "0") if is_lost else str(article.revision_number)
            )
            request.POST = data  # type: ignore[assignment]

    def autosave_context(self, request: HttpRequest, article: Article | None) -> dict[str, Any]:
        """Template context for autosave: form key, revision number and recoverable autosaves."""
        key = request.POST.get(FORM_KEY_FIELD) or uuid.uuid4().hex
        revision_number = request.POST.get(REVISION_NUMBER_FIELD) or (article.revision_number if article else 0)
        pending = [] if request.POST else list(Autosave.objects.pending(signed_in_user(request), article))
        return {"form_key": key, "revision_number": revision_number, "autosaves": pending}


def _field_name(name: str) -> str:
    """The model field that a form field belongs to (date and time are separate inputs)."""
    return name.removesuffix("_0").removesuffix("_1")


def _newer_revision(article: Article, base_number: str) -> dict[str, str] | None:
    """The newer revision, if another user saved the article since the form was opened; shown as a warning."""
    opened_number = parse_int(base_number, maximum=MAX_INTEGER)
    if opened_number is None or opened_number >= article.revision_number:
        return None
    newest = ArticleRevision.objects.filter(article=article).for_list().first()
    saved_by = str(newest.made_by) if newest and newest.made_by else _("người khác")
    saved_at = newest.made_at if newest else article.updated_at
    return {"by": saved_by, "at": date_format(timezone.localtime(saved_at), "H:i d/m/Y")}
