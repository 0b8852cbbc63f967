"""Bylines: authors credited on an article, with their contribution."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from news.bylines import BylineAuthor, Contribution
from news.models.articles import Article
from news.models.authors import Author
from news.querysets.bylines import BylineQuerySet


class Byline(models.Model):
    """An author credited on an article. An article has any number of bylines, in display order."""

    # Foreign keys without an index of their own: the composite indexes below start with them.
    article = models.ForeignKey(
        Article, models.CASCADE, related_name="bylines", db_index=False, verbose_name=_("bài viết")
    )
    author = models.ForeignKey(
        Author, models.PROTECT, related_name="bylines", db_index=False, verbose_name=_("tác giả")
    )
    contribution = models.CharField(
        _("phần việc"), max_length=20, choices=Contribution, default=Contribution.TEXT, db_default=Contribution.TEXT
    )
    position = models.PositiveSmallIntegerField(_("thứ tự"), default=0)
    # Copy of the article's ``published_at``, so that an author's page reads one index. Used for ordering only;
    # visibility is checked on the article. ``Article.save`` keeps it in sync.
    published_at = models.DateTimeField(null=True, editable=False)

    objects = BylineQuerySet.as_manager()

    class Meta:
        verbose_name = _("tên ký")
        verbose_name_plural = _("ký tên")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "author"],
                name="byline_names_an_author_once",
                violation_error_message=_("Mỗi tác giả chỉ ký một lần trong một bài; hãy chọn “Bài và ảnh” nếu cần."),
            ),
        ]
        indexes = [models.Index("author", "published_at", "article", name="byline_of_author")]

    def __str__(self) -> str:
        return f"{self.get_contribution_display()}: {self.author}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.published_at = self.article.published_at
        super().save(*args, **kwargs)

    @property
    def byline_author(self) -> BylineAuthor:
        return BylineAuthor(self.author.display_name, self.contribution, self.author.get_absolute_url())

    @property
    def sort_position(self) -> tuple[Any, int]:
        return self.published_at, self.article_id
