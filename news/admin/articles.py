"""Article admin: form, preview, workflow buttons and autosave."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.messages import get_messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from news import autosave, bylines, conflicts, permissions, services
from news.admin import checks, preview_links, word
from news.admin.autosave import AutosaveAdmin
from news.admin.bylines import BylineInline
from news.admin.filters import OwnArticlesFilter, StateFilter, state_badge
from news.admin.history import ArticleHistoryAdmin
from news.admin.workflow import ArticleWorkflowAdmin, input_fields, success_message
from news.forms import FORM_KEY_FIELD, MERGE_FIELD, RECOVER_FIELD, ArticleActionForm, ArticleForm, parse_action
from news.models import Article, ArticleRevision, Attachment, GalleryImage
from news.preview_links import can_create as may_share
from news.views import article_context
from news.workflow import STATES_WITH_PUBLIC_URL, ArticleAction, ArticleState
from portal.accounts.models import User
from portal.core.admin.lists import is_changelist
from portal.core.admin.search import FoldedSearchAdmin
from portal.core.content.editor import warn_about_dropped_images, with_editor_csp
from portal.core.http.users import signed_in_user
from portal.core.text import dates
from portal.images.admin import ImagePickerMixin, thumbnail
from portal.images.body_html import render_body


class GalleryInline(ImagePickerMixin, admin.TabularInline):
    model = GalleryImage
    autocomplete_fields = ["image"]
    extra = 0


class AttachmentInline(admin.TabularInline):
    model = Attachment
    fields = ["file", "name", "position"]
    extra = 0
    # The template is in the sibling file; portal/dashboard/admin_site.py links to a row's page when the model has a
    # list view.
    view_on_site = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Attachment]:
        return super().get_queryset(request).filter(removed_at=None)


@dataclass(frozen=True)
class SavedForm:
    """What became of a submitted form.

    ``article`` is that of the form, ``shown`` the one to show next: of a merged pending revision the live one.
    ``previous_url`` is the public URL before, empty if there was none; after ``needs_reload`` the open page is stale.
    """

    action: ArticleAction
    article: Article
    shown: Article
    previous_url: str
    needs_reload: bool

    @property
    def has_moved(self) -> bool:
        return not self.shown.is_pending_revision and self.previous_url not in {"", self.shown.get_absolute_url()}


@admin.register(Article)
class ArticleAdmin(ImagePickerMixin, ArticleHistoryAdmin, ArticleWorkflowAdmin, AutosaveAdmin, FoldedSearchAdmin):
    form = ArticleForm
    inlines = [BylineInline, GalleryInline, AttachmentInline]
    change_form_template = "admin/news/article/change_form.html"
    list_display = ["image", "title", "state", "category", "byline", "published_at"]
    list_display_links = ["image", "title"]
    list_filter = [
        StateFilter,
        OwnArticlesFilter,
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
    autocomplete_fields = ["lead_image"]
    fieldsets = [
        (None, {"fields": ["title", "summary", "body"]}),
        (gettext_lazy("Ảnh đại diện"), {"fields": ["lead_image", "lead_caption"]}),
        (gettext_lazy("Xếp loại và nguồn"), {"fields": ["category", "source_name", "source_url"]}),
        (
            gettext_lazy("Đăng"),
            {"fields": ["state", "published_at", "expires_at", "slug", "is_featured", "is_pinned"]},
        ),
    ]
    readonly_fields = ["state"]
    # Fields that only users with the publish permission may change.
    publisher_only_fields = ("published_at", "expires_at", "is_featured", "is_pinned")

    class Media:
        css = {"all": ["css/admin.css", "css/admin-article.css"]}

    # --- changelist ------------------------------------------------------------------------------------------
    @admin.display(description=gettext_lazy("ảnh"))
    def image(self, article: Article) -> SafeString | str:
        return thumbnail(article.lead_image)

    @admin.display(description=gettext_lazy("tác giả"))
    def byline(self, article: Article) -> str:
        return bylines.byline_text(byline.byline_author for byline in article.bylines.all())

    @admin.display(description=gettext_lazy("trạng thái"), ordering="status")
    def state(self, article: Article) -> SafeString | str:
        return state_badge(article) if article.pk else _("Bài mới")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        articles = Article.objects.visible_to(signed_in_user(request)).order_by(*self.get_ordering(request))
        return articles.for_admin_list() if is_changelist(request) else articles

    # --- permissions -----------------------------------------------------------------------------------------
    def has_view_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return super().has_view_permission(request, obj) and (
            obj is None or permissions.can_view(signed_in_user(request), obj)
        )

    def has_change_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return super().has_change_permission(request, obj) and (
            obj is None or permissions.can_perform(signed_in_user(request), ArticleAction.EDIT, obj)
        )

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """Articles are never deleted; use the trash or withdraw them."""
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Article | None = None) -> list[str]:
        readonly = list(super().get_readonly_fields(request, obj))
        if not request.user.has_perm("news.publish_article"):
            readonly += self.publisher_only_fields
        return readonly

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> forms.ModelChoiceField | None:
        if db_field.name == "category":
            kwargs["queryset"] = permissions.assignable_categories(signed_in_user(request))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    # --- form ------------------------------------------------------------------------------------------------
    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, *args, **kwargs)
        form.request = request
        return form

    @method_decorator(with_editor_csp)
    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if request.method == "POST":
            self._check_action_allowed(request, object_id)
        try:
            if request.method == "POST" and object_id is None:
                self._check_not_already_saved(request)
            return super().changeform_view(request, object_id, form_url, extra_context)
        except autosave.AlreadySaved as before:
            return self._already_saved_response(request, before.article)
        except ValidationError as refusal:
            # Nothing was saved; the form is shown again with the submitted values and the error.
            request.action_error = refusal  # type: ignore[attr-defined]  # read by ArticleForm.clean
            return super().changeform_view(request, object_id, form_url, extra_context)

    def _check_action_allowed(self, request: HttpRequest, object_id: str | None) -> None:
        """Rejects an action that the user is not permitted to run, before validating the form."""
        article = self.get_object(request, object_id) if object_id else Article()
        self.restore_form_data(request, article if object_id else None)
        if article is None or {RECOVER_FIELD, MERGE_FIELD} & set(request.POST):
            return
        try:
            action = parse_action(request.POST)
        except ValidationError:
            return  # the form shows the error
        if (
            action != ArticleAction.EDIT
            and not permissions.can_perform(signed_in_user(request), action, article)
            and not self._has_edit_conflict(request, article)
        ):
            raise PermissionDenied

    def _check_not_already_saved(self, request: HttpRequest) -> None:
        """Detects a resubmitted form whose article already exists, before validation: its fields may be stale."""
        article = autosave.article_for_key(user=signed_in_user(request), key=request.POST.get(FORM_KEY_FIELD, ""))
        if article is not None:
            raise autosave.AlreadySaved(article)

    def _already_saved_response(self, request: HttpRequest, article: Article) -> HttpResponse:
        url = self.already_saved_url(request, article)
        if not _wants_json(request):
            return HttpResponseRedirect(url)
        return _saved_json(article, url)

    def _has_edit_conflict(self, request: HttpRequest, article: Article) -> bool:
        """Whether another user saved the article since; the form then shows both texts instead of a plain error."""
        return bool(article.pk) and ArticleForm(request.POST, instance=article).has_edit_conflict

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        # Read from the database: the form's own instance carries the submitted values.
        article = Article.objects.get(pk=kwargs["obj"].pk) if kwargs.get("obj") else None
        user = signed_in_user(request)
        form = context["adminform"].form
        if request.method == "POST" and _wants_json(request):
            errors = {name: list(found) for name, found in form.errors.items()}
            is_conflict = form.has_error("__all__", "outdated")
            return JsonResponse({"saved": False, "errors": errors}, status=409 if is_conflict else 422)
        context |= self.autosave_context(request, article)
        context |= self._actions_context(request, article)
        context["checks"] = checks.check_article(article)
        context["is_live"] = article is not None and article.is_published()
        context["can_edit"] = article is None or permissions.can_perform(user, ArticleAction.EDIT, article)
        context["can_view_history"] = article is not None and permissions.can_view_unpublished(user, article)
        context["can_share"] = article is not None and may_share(user, article)
        context["conflict"] = None
        context["is_redisplayed"] = form.has_error("__all__", "shown-again")
        if context["is_redisplayed"]:
            context["errors"] = None
        elif article is not None and form.has_error("__all__", "outdated"):
            context["conflict"] = conflicts.find_conflict(article, form.data, context["revision_number"])
            context["revision_number"] = article.revision_number
        return super().render_change_form(request, context, *args, **kwargs)

    def _actions_context(self, request: HttpRequest, article: Article | None) -> dict[str, Any]:
        """The buttons: actions permitted to the user in the article's state, with the input fields of each."""
        subject, user = article or Article(), signed_in_user(request)
        # A submitted form is shown again with its data; otherwise the form is unbound.
        form = ArticleActionForm(request.POST if any(name.startswith("act-") for name in request.POST) else None)
        actions = [action for action in permissions.allowed_actions_for(user, subject) if action != ArticleAction.EDIT]
        state = subject.state_at()
        fields_by_action = {
            action: input_fields(action, state, is_pending_revision=subject.is_pending_revision) for action in actions
        }
        needs_acknowledging = (
            subject.revision_of is not None and subject.revision_of.revision_number != subject.base_revision_number
        )
        return {
            "simple_actions": [
                action
                for action in actions
                if not fields_by_action[action] and action not in {ArticleAction.PUBLISH, ArticleAction.SUBMIT}
            ],
            "primary_actions": [
                action for action in actions if action in {ArticleAction.PUBLISH, ArticleAction.SUBMIT}
            ],
            "actions_with_input": [
                (action, [form[name] for name in fields_by_action[action]])
                for action in actions
                if fields_by_action[action]
            ],
            "acknowledge_field": form["acknowledged"]
            if needs_acknowledging and ArticleAction.PUBLISH in actions
            else None,
            "correction_fields": [form["correction"], form["is_minor"]] if article and article.is_published() else [],
            "last_return": ArticleRevision.objects.filter(article=article).returned_to_author().first()
            if article and state == ArticleState.RETURNED
            else None,
            "live_article": subject.revision_of if _can_view_live(user, subject) else None,
            "pending_revision": _find_pending_revision(user, article),
        }

    def log_addition(self, request: HttpRequest, obj: Article, message: Any) -> Any:
        """No-op: the services write a more detailed audit log than Django's LogEntry."""

    def log_change(self, request: HttpRequest, obj: Article, message: Any) -> Any:
        """No-op: the services write the audit log."""

    def construct_change_message(self, request: HttpRequest, form: Any, formsets: Any, add: bool = False) -> Any:
        """Nothing, as no LogEntry is written."""
        return []

    def save_model(self, request: HttpRequest, obj: Article, form: forms.ModelForm, change: bool) -> None:
        """No-op: ``save_related`` saves the whole form by one service call."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        request.saved_form = self._save_form(request, form, formsets)  # type: ignore[attr-defined]  # read by _respond

    def _save_form(self, request: HttpRequest, form: Any, formsets: Any) -> SavedForm:
        """Runs the action of the pressed button on the article with its bylines, gallery and attachments."""
        article, user, key = form.instance, signed_in_user(request), request.POST.get(FORM_KEY_FIELD, "")
        is_new, previous_url = not article.pk, _known_public_url(article)
        action, action_form = parse_action(request.POST), ArticleActionForm(request.POST)
        if not action_form.is_valid():
            raise ValidationError([error for errors in action_form.errors.values() for error in errors])
        if is_new:
            autosave.lock_form_key(user=user, key=key)

        def save_formsets(_saved: Article) -> None:
            form.save_m2m()
            for formset in formsets:
                _save_formset(formset)

        shown = services.run_action(
            action, article=article, by=user, action_input=action_form.action_input(), save_related=save_formsets
        )
        if is_new:
            autosave.mark_saved(user=user, key=key, article=article)
        elif action == ArticleAction.CREATE_PENDING_REVISION:
            self._keep_typed_text(request, shown)
        else:
            autosave.delete_autosave(user=user, key=key)
        needs_reload = is_new or any(formset.has_changed() for formset in formsets)
        return SavedForm(action, article, shown, previous_url, needs_reload)

    def response_add(self, request: HttpRequest, obj: Article, post_url_continue: str | None = None) -> HttpResponse:
        return self._respond(request) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: Article) -> HttpResponse:
        return self._respond(request) or super().response_change(request, obj)

    def _respond(self, request: HttpRequest) -> HttpResponse | None:
        """JSON for a script; after an action, a redirect to the article so that the user reads the messages."""
        saved: SavedForm = request.saved_form  # type: ignore[attr-defined]  # set by save_related
        wants_json, leaves = _wants_json(request), "_save" in request.POST
        is_edit = saved.action == ArticleAction.EDIT
        if wants_json:
            list(get_messages(request))  # Django's messages are not for a page that is not reloaded
        if saved.has_moved:
            places = {"old": saved.previous_url, "new": saved.shown.get_absolute_url()}
            text = _("Bài đã đổi địa chỉ: ai mở %(old)s sẽ được chuyển đến %(new)s.") % places
            self.message_user(request, text, messages.INFO)
        if not is_edit or (wants_json and leaves):
            self.message_user(request, success_message(saved.action, saved.shown), messages.SUCCESS)
        url = self.url_after_action(saved.shown, request)
        if not wants_json:
            return None if is_edit else HttpResponseRedirect(url)
        stays = is_edit and not (leaves or saved.has_moved or saved.needs_reload)
        if not stays:
            warn_about_dropped_images(request)
        return _saved_json(saved.article, "" if stays else reverse("admin:news_article_changelist") if leaves else url)

    # --- preview ---------------------------------------------------------------------------------------------
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
        """The public page of the article: of the saved row (GET) or of the submitted form (POST)."""
        article = get_object_or_404(Article.objects.for_page(), pk=pk) if pk else None
        if not (self.has_view_permission(request, article) if article else self.has_add_permission(request)):
            raise PermissionDenied
        if request.method == "POST":
            form = self.get_form(request, article, change=article is not None)(
                request.POST, request.FILES, instance=article
            )
            if not form.is_valid():
                return render(request, "admin/news/article/preview_invalid.html", {"form": form}, status=422)
            article = form.save(commit=False)
            article.body_rendered = render_body(article.body)
        if article is None:
            raise Http404
        article.published_at = article.published_at or timezone.now()
        article.published_on = dates.local_date(article.published_at)
        return render(request, "news/article_detail.html", {**article_context(article), "preview": True})


def _known_public_url(article: Article) -> str:
    """Public URL of the saved article (of the live one for a pending revision); empty when it was never public."""
    if not article.pk:
        return ""
    before = Article.objects.without_pending_revisions().filter(pk=article.revision_of_id or article.pk).first()
    return before.get_absolute_url() if before and before.state_at() in STATES_WITH_PUBLIC_URL else ""


def _save_formset(formset: Any) -> None:
    """Keeps a removed attachment for the history; other rows are saved as Django does."""
    if formset.model is not Attachment:
        formset.save()
        return
    formset.save(commit=False)
    for attachment in formset.new_objects + [changed for changed, _fields in formset.changed_objects]:
        attachment.save()
    for attachment in formset.deleted_objects:
        attachment.removed_at = timezone.now()
        attachment.save(update_fields=["removed_at"])


def _saved_json(article: Article, url: str) -> JsonResponse:
    """The answer to a script; ``url`` is where it goes, empty to stay on the page."""
    saved_at = date_format(timezone.localtime(article.updated_at), "H:i")
    return JsonResponse({"saved": True, "revision_number": article.revision_number, "saved_at": saved_at, "go_to": url})


def _can_view_live(user: User, article: Article) -> bool:
    return article.revision_of is not None and permissions.can_view(user, article.revision_of)


def _find_pending_revision(user: User, article: Article | None) -> Article | None:
    """The pending revision of a live article, if the user may open it; public pages never mention it."""
    if article is None or article.is_pending_revision:
        return None
    return article.pending_revisions.visible_to(user).open_for_editing().first()


def _wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept") == "application/json"
