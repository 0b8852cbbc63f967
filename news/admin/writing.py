"""While the form of an article stands open: keeping what is typed, seeing who else is there, bringing texts back."""

import uuid
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from news import conflicts, writing
from news.forms import EDITION, KEY, MERGE, RECOVER, put, typed
from news.models import Article, Autosave
from news.revisions import snapshot_of

TAKE = "_take"  # the fields that a person who brings two texts together takes from the other one
JOIN, BASE = "_join", "_base"  # what becomes of a body that both changed, and the edition that both began from


class WritingAdmin(admin.ModelAdmin):
    """An article admin whose form loses nothing that is typed into it."""

    def get_urls(self) -> list[URLPattern]:
        # Not behind admin_view, which would send a script to the sign-in page instead of telling it.
        pulse = require_POST(self.pulse)
        return [
            path("nhip/", pulse, name="news_article_pulse_new"),
            path("<int:pk>/nhip/", pulse, name="news_article_pulse"),
            path(
                "go-do/<str:key>/bo/",
                self.admin_site.admin_view(require_POST(self.forget)),
                name="news_autosave_forget",
            ),
            *super().get_urls(),
        ]

    def pulse(self, request: HttpRequest, pk: int | None = None) -> JsonResponse:
        """The heartbeat of an open form, every few seconds: takes what was typed, tells who else is there.

        401 when the session has ended, 403 for somebody else's article, 422 for what no form of ours sends.
        """
        if not request.user.is_authenticated:
            return JsonResponse({"message": _("Phiên đăng nhập đã hết.")}, status=401)
        if not self.admin_site.has_permission(request):
            return JsonResponse({"message": _("Tài khoản này không có quyền.")}, status=403)
        article = get_object_or_404(Article, pk=pk) if pk else None
        answer: dict[str, Any] = {"others": [], "newer": None}
        try:
            if "title" in request.POST:
                answer["saved_at"] = self._keep(request, article)
            if article is not None:
                answer["others"] = [str(person) for person in writing.arrive(user=request.user, article=article)]
                answer["newer"] = _newer(article, request.POST.get(EDITION, ""))
        except PermissionDenied:
            return JsonResponse({"message": _("Bạn không có quyền sửa bài này.")}, status=403)
        except ValidationError as refusal:
            return JsonResponse({"message": " ".join(refusal.messages)}, status=422)
        return JsonResponse(answer)

    def _keep(self, request: HttpRequest, article: Article | None) -> str:
        edition = request.POST.get(EDITION, "")
        kept = writing.keep(
            user=request.user,
            article=article,
            key=request.POST.get(KEY, ""),
            base_edition=int(edition) if edition.isdigit() and len(edition) < 9 else 0,
            fields=request.POST.dict(),
        )
        return date_format(timezone.localtime(kept.saved_at), "H:i")

    def forget(self, request: HttpRequest, key: str) -> HttpResponse:
        """Drops what was typed and not saved; its writer does not want it."""
        writing.forget(user=request.user, key=key)
        self.message_user(request, _("Đã bỏ bản gõ dở."))
        back = request.POST.get("next", "")
        if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
            back = reverse("admin:news_article_changelist")
        return redirect(back)

    def lead_to(self, request: HttpRequest, article: Article) -> str:
        """The article that this form became before, with whatever was typed since; nothing is made twice."""
        key = request.POST.get(KEY, "")
        is_more = writing.keep_differing(user=request.user, article=article, key=key, fields=request.POST.dict())
        self.message_user(request, _("Bài đã được lưu ở lần bấm trước nên không tạo thêm bài."))
        if is_more:
            self.message_user(request, _("Những gì gõ thêm từ lúc ấy được giữ ở dưới; bấm khôi phục rồi lưu lại."))
        return reverse("admin:news_article_change", args=[article.pk])

    # --- forms that come back to be looked at ------------------------------------------------------------------
    def bring_back(self, request: HttpRequest, article: Article | None) -> None:
        """Puts into the form's data what its writer asked back: an autosave, or chosen fields of the other text."""
        if RECOVER in request.POST:
            kept = get_object_or_404(Autosave.objects.pending(request.user, article), key=request.POST[RECOVER])
            data = QueryDict(mutable=True)
            data.update({**kept.fields, KEY: kept.key, EDITION: str(kept.base_edition), RECOVER: kept.key})
            request.POST = data  # type: ignore[assignment]  # a QueryDict like the one it replaces
        elif MERGE in request.POST and article is not None:
            data = request.POST.copy()
            theirs = typed(snapshot_of(article))
            chosen = set(request.POST.getlist(TAKE))
            joined = None
            if request.POST.get(JOIN) == "theirs":
                chosen.add("body")
            elif request.POST.get(JOIN) == "both":
                joined = conflicts.join_bodies(article, request.POST, request.POST.get(BASE, ""))
            put(data, {name: value for name, value in theirs.items() if _field_of(name) in chosen})
            if joined is not None:
                data["body"] = joined
            # Where somebody saved once more meanwhile and nothing fits any longer, the next save asks again.
            is_lost = request.POST.get(JOIN) == "both" and joined is None
            data[EDITION] = request.POST.get(BASE, "0") if is_lost else str(article.edition)
            request.POST = data  # type: ignore[assignment]

    def writing_context(self, request: HttpRequest, article: Article | None) -> dict[str, Any]:
        """What the form's template needs to keep and to offer: the form's key and edition, what was typed before."""
        key = request.POST.get(KEY) or uuid.uuid4().hex
        edition = request.POST.get(EDITION) or (article.edition if article else 0)
        pending = [] if request.POST else list(Autosave.objects.pending(request.user, article))
        return {"form_key": key, "edition": edition, "pending": pending}


def _field_of(name: str) -> str:
    """The field that a part of a form belongs to (day and hour are typed apart)."""
    return name.removesuffix("_0").removesuffix("_1")


def _newer(article: Article, opened_with: str) -> dict[str, str] | None:
    """Who saved the article since the form was opened, for a warning before the writer goes on."""
    if not opened_with.isdigit() or int(opened_with) >= article.edition:
        return None
    newest = article.revisions.for_list().first()
    who = str(newest.made_by) if newest and newest.made_by else _("người khác")
    moment = newest.made_at if newest else article.updated_at
    return {"by": who, "at": date_format(timezone.localtime(moment), "H:i d/m/Y")}
