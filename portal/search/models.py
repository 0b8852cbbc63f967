"""Search index: one row per public object, derived data that ``manage.py reindex`` can rebuild."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.search.querysets import EntryQuerySet, TermQuerySet


class IndexEntry(models.Model):
    """An indexed object with the data of its search result. Its tokens are stored by the engine (``engines/``).

    Rows are replaced, never updated: a row's primary key always stands for one set of tokens.
    """

    # Of the search source (portal.core.search).
    kind = models.CharField(max_length=8)
    source_id = models.BigIntegerField()
    # Key of a category of the source, without a constraint: derived data never blocks changes of the original.
    category_id = models.BigIntegerField(null=True)
    year = models.PositiveSmallIntegerField(null=True)
    # Timestamp for sorting by "newest"; for an article its publication.
    sort_at = models.DateTimeField()
    # Start of public visibility; null means no limit.
    visible_from = models.DateTimeField(null=True)
    visible_to = models.DateTimeField(null=True)
    # Digest of all fields below and of the tokenizer version: ``reindex`` skips up-to-date entries.
    digest = models.BigIntegerField()
    is_dated = models.BooleanField()
    url = models.CharField(max_length=500)
    title = models.TextField()
    text = models.TextField()

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("mục tìm kiếm")
        verbose_name_plural = _("chỉ mục tìm kiếm")
        constraints = [
            models.UniqueConstraint(fields=["kind", "source_id"], name="search_indexentry_once_per_original")
        ]
        indexes = [
            models.Index(fields=["sort_at", "id"], name="search_indexentry_by_sort_at"),
            models.Index(
                fields=["visible_to"], condition=models.Q(visible_to__isnull=False), name="search_indexentry_by_end"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class FileText(models.Model):
    """Extracted text of an uploaded file, extracted once: stored file names are never reused."""

    name = models.CharField(max_length=200, unique=True)
    text = models.TextField(blank=True)
    # Empty on success; else the error, for administrators.
    problem = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("chữ trong tệp")
        verbose_name_plural = _("chữ trong tệp")

    def __str__(self) -> str:
        return self.name


class Term(models.Model):
    """A word or bigram of titles with its frequency, for suggestions."""

    key = models.CharField(max_length=90, unique=True)
    display_form = models.CharField(max_length=90)
    title_count = models.PositiveIntegerField()
    is_bigram = models.BooleanField()

    objects = TermQuerySet.as_manager()

    class Meta:
        verbose_name = _("từ của chỉ mục")
        verbose_name_plural = _("từ của chỉ mục")

    def __str__(self) -> str:
        return self.display_form
