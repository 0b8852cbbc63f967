"""Writing, previewing and publishing articles."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from news import publishing
from news.admin import checks, word
from news.admin.pictures import thumbnail
from news.forms import ArticleForm
from news.models import Article, Attachment, GalleryPicture
from news.rendering import render_body
from news.views import article_context
from portal.kit import dates
from portal.kit.editor import with_editor_policy


class GalleryInline(admin.TabularInline):
    model = GalleryPicture
    autocomplete_fields = ["picture"]
    extra = 0


class AttachmentInline(admin.TabularInline):
    model = Attachment
    fields = ["file", "name", "position"]
    extra = 0


@admin.register(Article)
class ArticleAdmin(admin.ModelAdmin):
    form = ArticleForm
    inlines = [GalleryInline, AttachmentInline]
    change_form_template = "admin/news/article/change_form.html"
    list_display = ["picture", "title", "category", "author", "state", "published_at", "is_featured", "is_pinned"]
    list_display_links = ["picture", "title"]
    list_filter = ["status", "category", ("author", admin.RelatedOnlyFieldListFilter), "published_at", "is_featured"]
    list_per_page = 50
    show_full_result_count = False
    date_hierarchy = "published_at"
    ordering = ["-created_at"]
    view_on_site = False
    search_fields = ["title"]
    search_help_text = gettext_lazy("Tìm trong tiêu đề, sapo và nguồn tin; gõ có dấu hay không dấu đều được.")
    autocomplete_fields = ["lead_picture", "author"]
    actions = ["publish_selected", "withdraw_selected"]
    fieldsets = [
        (None, {"fields": ["title", "summary", "body"]}),
        (gettext_lazy("Ảnh đại diện"), {"fields": ["lead_picture", "lead_caption"]}),
        (gettext_lazy("Xếp loại và ký tên"), {"fields": ["category", "author", "source_name", "source_url"]}),
        (gettext_lazy("Đăng"), {"fields": ["state", "published_at", "slug", "is_featured", "is_pinned"]}),
    ]
    readonly_fields = ["state"]

    class Media:
        css = {"all": ["css/admin.css"]}

    # --- the list --------------------------------------------------------------------------------------------
    @admin.display(description=gettext_lazy("ảnh"))
    def picture(self, article: Article) -> SafeString | str:
        return thumbnail(article.lead_picture)

    @admin.display(description=gettext_lazy("trạng thái"), ordering="status")
    def state(self, article: Article) -> str:
        if article.status == Article.Status.PUBLISHED and not article.is_published():
            return _("Hẹn giờ đăng")
        return article.get_status_display()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        queryset = super().get_queryset(request)
        return queryset.for_admin_list() if request.resolver_match.url_name.endswith("_changelist") else queryset

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Article], search_term: str
    ) -> tuple[QuerySet[Article], bool]:
        return queryset.matching(search_term), False

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """What readers have seen is withdrawn, never deleted."""
        return super().has_delete_permission(request, obj) and (obj is None or obj.status == Article.Status.DRAFT)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """No deleting in bulk, where a published article could slip in."""
        return {name: action for name, action in super().get_actions(request).items() if name != "delete_selected"}

    @admin.action(description=gettext_lazy("Xuất bản các bài đã chọn"), permissions=["publish"])
    def publish_selected(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        self._act_on_each(request, queryset, publishing.publish, _("Đã xuất bản %d bài."))

    @admin.action(description=gettext_lazy("Ngưng hiệu lực các bài đã chọn"), permissions=["publish"])
    def withdraw_selected(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        self._act_on_each(request, queryset, publishing.withdraw, _("Đã ngưng hiệu lực %d bài."))

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("news.publish_article")

    def _act_on_each(self, request: HttpRequest, queryset: QuerySet[Article], act: Any, done_message: str) -> None:
        done = 0
        for article in Article.objects.filter(pk__in=queryset.values("pk")).select_related("category"):
            try:
                act(article=article, by=request.user)
            except ValidationError as error:
                self.message_user(request, f"{article.title}: {' '.join(error.messages)}", messages.WARNING)
            else:
                done += 1
        if done:
            self.message_user(request, done_message % done, messages.SUCCESS)

    # --- the form --------------------------------------------------------------------------------------------
    @method_decorator(with_editor_policy)
    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if {"_publish", "_withdraw"} & set(request.POST) and not self.has_publish_permission(request):
            raise PermissionDenied
        return super().changeform_view(request, *args, **kwargs)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        article = kwargs.get("obj")
        context["checks"] = checks.report_on(article)
        context["may_publish"] = self.has_publish_permission(request)
        context["is_live"] = article is not None and article.status == Article.Status.PUBLISHED
        return super().render_change_form(request, context, *args, **kwargs)

    def get_readonly_fields(self, request: HttpRequest, obj: Article | None = None) -> list[str]:
        """Once public, an article's place and state change only by those who may publish."""
        readonly = list(super().get_readonly_fields(request, obj))
        if not self.has_publish_permission(request):
            readonly += ["is_featured", "is_pinned"]
        return readonly

    def has_change_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        if obj is not None and obj.status == Article.Status.PUBLISHED and not self.has_publish_permission(request):
            return False
        return super().has_change_permission(request, obj)

    def save_model(self, request: HttpRequest, obj: Article, form: forms.ModelForm, change: bool) -> None:
        if "_publish" in request.POST:
            publishing.publish(article=obj, by=request.user)
        elif "_withdraw" in request.POST:
            publishing.withdraw(article=obj, by=request.user)
        else:
            publishing.store(article=obj, by=request.user)

    def response_add(self, request: HttpRequest, obj: Article, post_url_continue: str | None = None) -> HttpResponse:
        return self._stay(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: Article) -> HttpResponse:
        return self._stay(request, obj) or super().response_change(request, obj)

    def _stay(self, request: HttpRequest, article: Article) -> HttpResponse | None:
        """After publishing or withdrawing the editor stays with the article and reads what happened."""
        if "_publish" in request.POST:
            live = article.is_published()
            text = _("Bài đã lên trang.") if live else _("Bài sẽ tự lên trang khi đến giờ đã hẹn.")
            self.message_user(request, text, messages.SUCCESS)
        elif "_withdraw" in request.POST:
            self.message_user(request, _("Bài đã ngưng hiệu lực; người đọc không còn thấy."), messages.SUCCESS)
        else:
            return None
        return HttpResponseRedirect(reverse("admin:news_article_change", args=[article.pk]))

    # --- the preview -----------------------------------------------------------------------------------------
    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(require_http_methods(["GET", "POST"])(self.preview))
        return [
            path("xem-truoc/", view, name="news_article_preview_new"),
            path("<int:pk>/xem-truoc/", view, name="news_article_preview"),
            *word.urls(self.admin_site),
            *checks.urls(self.admin_site),
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
