from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from news.models import Tag, Thread
from portal.kit.autocomplete import SelectsByKey


class ThreadArticleInline(SelectsByKey, admin.TabularInline):
    model = Thread.articles.through
    autocomplete_fields = ["article"]
    extra = 1
    verbose_name = _("bài của dòng sự kiện")
    verbose_name_plural = _("các bài của dòng sự kiện")


class TagArticleInline(SelectsByKey, admin.TabularInline):
    model = Tag.articles.through
    autocomplete_fields = ["article"]
    extra = 1
    verbose_name = _("bài mang thẻ này")
    verbose_name_plural = _("các bài mang thẻ này")


class GatheringAdmin(admin.ModelAdmin):
    list_display = ["name", "slug"]
    search_fields = ["name"]

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        return queryset.matching(search_term), False


@admin.register(Thread)
class ThreadAdmin(GatheringAdmin):
    fields = ["name", "slug", "description"]
    inlines = [ThreadArticleInline]


@admin.register(Tag)
class TagAdmin(GatheringAdmin):
    fields = ["name", "slug"]
    inlines = [TagArticleInline]
