"""Who signs which article, and for what."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from news.bylines import Contribution, Signer
from news.models.articles import Article
from news.models.authors import Author
from news.querysets.bylines import BylineQuerySet


class Byline(models.Model):
    """An author's part in an article. An article may have none, one or several, in the order in which they sign."""

    # Neither needs an index of its own: those below begin with the one and with the other.
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
    # The article's own moment, so that an author's page reads one index however much the author wrote. It decides
    # the order alone: who may read is asked of the article. ``Article.save`` keeps it true.
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
    def signer(self) -> Signer:
        return Signer(self.author.display_name, self.contribution, self.author.get_absolute_url())

    @property
    def sort_position(self) -> tuple[Any, int]:
        return self.published_at, self.article_id
