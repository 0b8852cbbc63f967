"""Category scopes: the categories that a user's permissions are limited to."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from news.models.categories import Category


class CategoryScope(models.Model):
    """Limits a user's role to a category and its children. A user without any scope works on all categories."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="category_scopes", verbose_name=_("tài khoản")
    )
    category = models.ForeignKey(Category, models.CASCADE, related_name="+", verbose_name=_("chuyên mục"))

    class Meta:
        verbose_name = _("phạm vi chuyên mục")
        verbose_name_plural = _("phạm vi chuyên mục")
        ordering = ["user__sort_key", "category__position"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "category"],
                name="scope_is_once",
                violation_error_message=_("Người này đã được phân chuyên mục này."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.category}"
