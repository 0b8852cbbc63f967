"""Admin of category scopes: administrators limit a user's role to categories, one row per category."""

from django.contrib import admin
from django.utils.translation import gettext_lazy

from news.models import CategoryScope
from portal.core.admin.autocomplete import SafeAutocompleteMixin


@admin.register(CategoryScope)
class CategoryScopeAdmin(SafeAutocompleteMixin, admin.ModelAdmin):
    list_display = ["user", "category"]
    list_display_links = ["user", "category"]
    list_filter = ["category"]
    list_select_related = ["user", "category"]
    list_per_page = 50
    search_fields = ["user__full_name", "user__username", "category__name"]
    autocomplete_fields = ["user", "category"]
    fieldsets = [
        (
            None,
            {
                "fields": ["user", "category"],
                "description": gettext_lazy(
                    "Người có ít nhất một dòng ở đây chỉ dùng được quyền biên tập, duyệt, đăng trong các chuyên mục"
                    " đã ghi và chuyên mục con của chúng. Người không có dòng nào thì phụ trách mọi chuyên mục."
                ),
            },
        )
    ]
