"""Changelist column and filters for the state of an article."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from news.models import Article
from news.querysets.articles import ArticleQuerySet
from news.workflow import ArticleState
from portal.core.admin.filters import OptionsFilter


def state_badge(article: Article) -> SafeString:
    """The state as text; the colour only repeats it."""
    state = article.state_at()
    return format_html('<span class="state-badge state-badge--{}">{}</span>', state.value, state.label)


class StateFilter(admin.SimpleListFilter):
    """Filters by current state. Articles in the trash are listed only when that state is selected."""

    title = gettext_lazy("trạng thái")
    parameter_name = "trang-thai"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(ArticleState.choices)

    def queryset(self, request: HttpRequest, queryset: Any) -> ArticleQuerySet:
        value = self.value()
        return queryset.in_state(ArticleState(value)) if value in ArticleState.values else queryset.not_discarded()


class OwnArticlesFilter(OptionsFilter):
    """Filters the user's own articles."""

    title = gettext_lazy("người viết")
    parameter_name = "cua"

    options = {"toi": (gettext_lazy("Bài của tôi"), lambda rows, request: rows.written_by(request.user))}
