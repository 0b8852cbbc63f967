from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from news.models import Tag, Thread
from news.querysets.articles import with_articles_visible_to
from portal.core.admin.autocomplete import SafeAutocompleteMixin
from portal.core.admin.search import FoldedSearchAdmin
from portal.core.http.users import signed_in_user


class GroupedArticleInline(SafeAutocompleteMixin, admin.TabularInline):
    """Articles of a thread or tag, limited to those the user may open; the others are kept but not listed."""

    autocomplete_fields = ["article"]
    extra = 1

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return with_articles_visible_to(super().get_queryset(request), signed_in_user(request))


class ThreadArticleInline(GroupedArticleInline):
    model = Thread.articles.through
    verbose_name = _("bài của dòng sự kiện")
    verbose_name_plural = _("các bài của dòng sự kiện")


class TagArticleInline(GroupedArticleInline):
    model = Tag.articles.through
    verbose_name = _("bài mang thẻ này")
    verbose_name_plural = _("các bài mang thẻ này")


class ThreadOrTagAdmin(FoldedSearchAdmin):
    list_display = ["name", "slug"]
    search_fields = ["name"]


@admin.register(Thread)
class ThreadAdmin(ThreadOrTagAdmin):
    fields = ["name", "slug", "description"]
    inlines = [ThreadArticleInline]


@admin.register(Tag)
class TagAdmin(ThreadOrTagAdmin):
    fields = ["name", "slug"]
    inlines = [TagArticleInline]
