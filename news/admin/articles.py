"""Writing, previewing and publishing articles."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.messages import get_messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from news import bylines, conflicts, publishing, revisions, rights, writing
from news.admin import checks, preview_links, word
from news.admin.acting import ActingAdmin, done_message, fields_for
from news.admin.bylines import BylineInline
from news.admin.history import HistoryMixin
from news.admin.pictures import PicksPictures, thumbnail
from news.admin.states import MineFilter, StateFilter, badge
from news.admin.writing import WritingAdmin
from news.forms import KEY, MERGE, RECOVER, ActForm, ArticleForm, act_in
from news.models import Article, Attachment, GalleryPicture
from news.preview_links import may_make as may_share
from news.rendering import render_body
from news.views import article_context
from news.workflow import KNOWN_TO_READERS, Act, State
from portal.kit import dates
from portal.kit.editor import with_editor_policy


class GalleryInline(PicksPictures, admin.TabularInline):
    model = GalleryPicture
    autocomplete_fields = ["picture"]
    extra = 0


class AttachmentInline(admin.TabularInline):
    model = Attachment
    fields = ["file", "name", "position"]
    extra = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet[Attachment]:
        return super().get_queryset(request).present()


@admin.register(Article)
class ArticleAdmin(PicksPictures, HistoryMixin, ActingAdmin, WritingAdmin):
    form = ArticleForm
    inlines = [BylineInline, GalleryInline, AttachmentInline]
    change_form_template = "admin/news/article/change_form.html"
    list_display = ["picture", "title", "state", "category", "by_line", "published_at"]
    list_display_links = ["picture", "title"]
    list_filter = [
        StateFilter,
        MineFilter,
        "category",
        ("bylines__author", admin.RelatedOnlyFieldListFilter),
        "published_at",
        "is_featured",
    ]
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    date_hierarchy = "published_at"
    ordering = ["-created_at"]
    view_on_site = False
    search_fields = ["title"]
    search_help_text = gettext_lazy("Tìm trong tiêu đề, sapo và nguồn tin; gõ có dấu hay không dấu đều được.")
    autocomplete_fields = ["lead_picture"]
    fieldsets = [
        (None, {"fields": ["title", "summary", "body"]}),
        (gettext_lazy("Ảnh đại diện"), {"fields": ["lead_picture", "lead_caption"]}),
        (gettext_lazy("Xếp loại và nguồn"), {"fields": ["category", "source_name", "source_url"]}),
        (
            gettext_lazy("Đăng"),
            {"fields": ["state", "published_at", "expires_at", "slug", "is_featured", "is_pinned"]},
        ),
    ]
    readonly_fields = ["state"]
    # What only those who publish decide.
    publishers_fields = ("published_at", "expires_at", "is_featured", "is_pinned")

    class Media:
        css = {"all": ["css/admin.css", "css/admin-article.css"]}

    # --- the list --------------------------------------------------------------------------------------------
    @admin.display(description=gettext_lazy("ảnh"))
    def picture(self, article: Article) -> SafeString | str:
        return thumbnail(article.lead_picture)

    @admin.display(description=gettext_lazy("tác giả"))
    def by_line(self, article: Article) -> str:
        return bylines.text(byline.signer for byline in article.bylines.all())

    @admin.display(description=gettext_lazy("trạng thái"), ordering="status")
    def state(self, article: Article) -> SafeString | str:
        return badge(article) if article.pk else _("Bài mới")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        queryset = super().get_queryset(request).visible_to(request.user)
        return queryset.for_admin_list() if request.resolver_match.url_name.endswith("_changelist") else queryset

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Article], search_term: str
    ) -> tuple[QuerySet[Article], bool]:
        return queryset.matching(search_term), False

    # --- who may what ----------------------------------------------------------------------------------------
    def has_view_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return super().has_view_permission(request, obj) and (obj is None or rights.may_see(request.user, obj))

    def has_change_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return super().has_change_permission(request, obj) and (obj is None or rights.may(request.user, Act.EDIT, obj))

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """Nothing is deleted: there is the trash, and withdrawing."""
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Article | None = None) -> list[str]:
        readonly = list(super().get_readonly_fields(request, obj))
        if not request.user.has_perm("news.publish_article"):
            readonly += self.publishers_fields
        return readonly

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> forms.ModelChoiceField | None:
        if db_field.name == "category":
            kwargs["queryset"] = rights.categories_for(request.user)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    # --- the form --------------------------------------------------------------------------------------------
    def get_form(self, request: HttpRequest, obj: Article | None = None, **kwargs: Any) -> type[ArticleForm]:
        form = super().get_form(request, obj, **kwargs)
        form.request = request
        return form

    @method_decorator(with_editor_policy)
    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if request.method == "POST":
            self._refuse_early(request, object_id)
        try:
            if request.method == "POST" and object_id is None:
                self._refuse_twice(request)
            return super().changeform_view(request, object_id, form_url, extra_context)
        except writing.AlreadySaved as before:
            return self._answer_again(request, before.article)
        except ValidationError as refusal:
            # Nothing was saved; the form comes back with all that was typed and says why.
            request.refused_act = refusal  # type: ignore[attr-defined]  # read by ArticleForm.clean
            return super().changeform_view(request, object_id, form_url, extra_context)

    def _refuse_early(self, request: HttpRequest, object_id: str | None) -> None:
        """An act that this person may not do now is refused before anything is looked at."""
        article = self.get_object(request, object_id) if object_id else Article()
        self.bring_back(request, article if object_id else None)
        if article is None or {RECOVER, MERGE} & set(request.POST):
            return
        try:
            act = act_in(request.POST)
        except ValidationError:
            return  # the form says so
        if act != Act.EDIT and not rights.may(request.user, act, article) and not self._was_overtaken(request, article):
            raise PermissionDenied

    def _refuse_twice(self, request: HttpRequest) -> None:
        """A form that became an article is told so before it is looked at: its fields may no longer be valid."""
        article = writing.made_from(user=request.user, key=request.POST.get(KEY, ""))
        if article is not None:
            raise writing.AlreadySaved(article)

    def _answer_again(self, request: HttpRequest, article: Article) -> HttpResponse:
        address = self.lead_to(request, article)
        if not _wants_json(request):
            return HttpResponseRedirect(address)
        saved_at = date_format(timezone.localtime(article.updated_at), "H:i")
        return JsonResponse({"saved": True, "edition": article.edition, "saved_at": saved_at, "go_to": address})

    def _was_overtaken(self, request: HttpRequest, article: Article) -> bool:
        """A colleague was quicker: the form shows both texts instead of a bare refusal."""
        return bool(article.pk) and ArticleForm(request.POST, instance=article).was_overtaken

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        # What the database has: the form's own instance carries what was typed.
        article = Article.objects.get(pk=kwargs["obj"].pk) if kwargs.get("obj") else None
        form = context["adminform"].form
        if request.method == "POST" and _wants_json(request):
            errors = {name: list(found) for name, found in form.errors.items()}
            is_conflict = form.has_error("__all__", "outdated")
            return JsonResponse({"saved": False, "errors": errors}, status=409 if is_conflict else 422)
        context |= self.writing_context(request, article)
        context |= self._acts_context(request, article)
        context["checks"] = checks.report_on(article)
        context["is_live"] = article is not None and article.is_published()
        context["may_edit"] = article is None or rights.may(request.user, Act.EDIT, article)
        context["may_share"] = article is not None and may_share(request.user, article)
        context["conflict"] = None
        context["shown_again"] = form.has_error("__all__", "shown-again")
        if context["shown_again"]:
            context["errors"] = None
        elif article is not None and form.has_error("__all__", "outdated"):
            context["conflict"] = conflicts.conflict_of(article, form.data, context["edition"])
            context["edition"] = article.edition
        return super().render_change_form(request, context, *args, **kwargs)

    def _acts_context(self, request: HttpRequest, article: Article | None) -> dict[str, Any]:
        """The buttons: what this person may do to the article in its state, with the fields each act asks for."""
        subject = article or Article()
        # What was bound is shown again; else empty.
        form = ActForm(request.POST if any(name.startswith("act-") for name in request.POST) else None)
        acts = [act for act in rights.acts_for(request.user, subject) if act != Act.EDIT]
        state = subject.state_at()
        asked = {act: fields_for(act, state, is_version=subject.is_version) for act in acts}
        needs_acknowledging = subject.is_version and subject.revises.edition != subject.revises_edition
        return {
            "plain_acts": [act for act in acts if not asked[act] and act not in {Act.PUBLISH, Act.SUBMIT}],
            "main_acts": [act for act in acts if act in {Act.PUBLISH, Act.SUBMIT}],
            "speaking_acts": [(act, [form[name] for name in asked[act]]) for act in acts if asked[act]],
            "acknowledge": form["acknowledged"] if needs_acknowledging and Act.PUBLISH in acts else None,
            "correction": [form["correction"], form["is_minor"]] if article and article.is_published() else [],
            "returned_for": article.revisions.returns().first() if article and state == State.RETURNED else None,
            "live_article": subject.revises if subject.is_version else None,
            "next_version": article.versions.in_the_works().first() if article and not article.is_version else None,
        }

    def log_addition(self, request: HttpRequest, obj: Article, message: Any) -> None:
        """The acts write the trail, in more words than the framework's log has."""

    def log_change(self, request: HttpRequest, obj: Article, message: Any) -> None:
        """The acts write the trail."""

    def save_model(self, request: HttpRequest, obj: Article, form: forms.ModelForm, change: bool) -> None:
        request.left_address = self._address_known_to_readers(obj)  # type: ignore[attr-defined]  # read by _answer
        words = ActForm(request.POST)
        if not words.is_valid():
            raise ValidationError([error for errors in words.errors.values() for error in errors])
        act = act_in(request.POST)
        if not change:
            writing.claim(user=request.user, key=request.POST.get(KEY, ""))
        if obj.is_version and act == Act.PUBLISH:
            # The text is saved first, and with it what stands beside it (save_related); then it takes its place.
            publishing.store(article=obj, by=request.user)
        else:
            publishing.perform(act, article=obj, by=request.user, words=words.words())

    def _address_known_to_readers(self, article: Article) -> str:
        """Where readers find the saved article (for a version: the live one) now; empty when they never could."""
        before = Article.objects.main_rows().filter(pk=article.revises_id or article.pk).first() if article.pk else None
        return before.get_absolute_url() if before and before.state_at() in KNOWN_TO_READERS else ""

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """An attachment taken off is kept for the history; the rest is saved as the framework does."""
        if formset.model is not Attachment:
            formset.save()
            return
        formset.save(commit=False)
        for attachment in formset.new_objects + [changed for changed, _fields in formset.changed_objects]:
            attachment.save()
        for attachment in formset.deleted_objects:
            attachment.removed_at = timezone.now()
            attachment.save(update_fields=["removed_at"])

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        article = form.instance
        revisions.retake(article)
        request.shown_next = article  # type: ignore[attr-defined]  # read by the responses below
        if article.is_version and act_in(request.POST) == Act.PUBLISH:
            words = ActForm(request.POST)
            words.is_valid()
            request.shown_next = publishing.perform(  # type: ignore[attr-defined]
                Act.PUBLISH, article=article, by=request.user, words=words.words()
            )
        if change:
            writing.forget(user=request.user, key=request.POST.get(KEY, ""))
        else:
            writing.settle(user=request.user, key=request.POST.get(KEY, ""), article=article)
        request.lists_changed = any(formset.has_changed() for formset in formsets)  # type: ignore[attr-defined]

    def response_add(self, request: HttpRequest, obj: Article, post_url_continue: str | None = None) -> HttpResponse:
        return self._answer(request, obj, is_new=True) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: Article) -> HttpResponse:
        return self._answer(request, obj, is_new=False) or super().response_change(request, obj)

    def _answer(self, request: HttpRequest, article: Article, *, is_new: bool) -> HttpResponse | None:
        """To a script: what was saved. After an act: the article again, so that its editor reads what happened."""
        act = act_in(request.POST)
        shown: Article = request.shown_next  # type: ignore[attr-defined]
        address = self.place_after(shown, request)
        left: str = request.left_address  # type: ignore[attr-defined]
        has_moved = not shown.is_version and left not in {"", shown.get_absolute_url()}
        if _wants_json(request):
            list(get_messages(request))  # the framework's own words are not for a page that stays where it is
        if has_moved:
            places = {"old": left, "new": shown.get_absolute_url()}
            text = _("Bài đã đổi địa chỉ: ai mở %(old)s sẽ được chuyển đến %(new)s.") % places
            self.message_user(request, text, messages.INFO)
        if _wants_json(request):
            if act != Act.EDIT:
                self.message_user(request, done_message(act, shown), messages.SUCCESS)
            stays = act == Act.EDIT and not is_new and not has_moved and not request.lists_changed  # type: ignore[attr-defined]
            saved_at = date_format(timezone.localtime(article.updated_at), "H:i")
            answer = {
                "saved": True,
                "edition": article.edition,
                "saved_at": saved_at,
                "go_to": "" if stays else address,
            }
            return JsonResponse(answer)
        if act == Act.EDIT:
            return None
        self.message_user(request, done_message(act, shown), messages.SUCCESS)
        return HttpResponseRedirect(address)

    # --- the preview -----------------------------------------------------------------------------------------
    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(require_http_methods(["GET", "POST"])(self.preview))
        return [
            *word.urls(self.admin_site),
            *checks.urls(self.admin_site),
            path("xem-truoc/", view, name="news_article_preview_new"),
            path("<int:pk>/xem-truoc/", view, name="news_article_preview"),
            *preview_links.urls(self.admin_site),
            *super().get_urls(),
        ]

    @method_decorator(transaction.atomic)
    def preview(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        """The page exactly as readers will see it: of what is saved (GET) or of what stands in the form (POST)."""
        article = get_object_or_404(Article.objects.for_page(), pk=pk) if pk else None
        if not (self.has_view_permission(request, article) if article else self.has_add_permission(request)):
            raise PermissionDenied
        if request.method == "POST":
            form = self.get_form(request, article, change=article is not None)(
                request.POST, request.FILES, instance=article
            )
            if not form.is_valid():
                return render(request, "admin/news/article/preview_refused.html", {"form": form}, status=422)
            article = form.save(commit=False)
            article.body_rendered = render_body(article.body)
        if article is None:
            raise Http404
        article.published_at = article.published_at or timezone.now()
        article.published_on = dates.local_day(article.published_at)
        return render(request, "news/article_detail.html", {**article_context(article), "preview": True})


def _wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept") == "application/json"
