"""The index: one row for everything the public may find, a derived copy that ``manage.py reindex`` can make anew."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.search.querysets import EntryQuerySet, TermQuerySet


class Entry(models.Model):
    """What is found, and what a result shows of it. What it is found *by* lies with the engine (``engines/``).

    Rows are replaced, never changed: a new wording is a new row, so that a row's key stands for one set of tokens.
    """

    class Kind(models.TextChoices):
        ARTICLE = "article", _("Tin, bài")
        LIBRARY = "library", _("Văn bản")
        CONSULTATION = "consult", _("Lấy ý kiến dự thảo")
        DOCUMENT = "document", _("Văn bản của khối")
        COVENANT = "covenant", _("Giao ước thi đua")
        YEAR = "year", _("Năm thi đua")
        BLOC = "bloc", _("Khối thi đua")
        AGENCY = "agency", _("Cơ quan, đơn vị")
        PERSON = "person", _("Người phụ trách")
        AUTHOR = "author", _("Tác giả")
        UNIT = "unit", _("Đơn vị của cơ quan")
        OFFICIAL = "official", _("Lãnh đạo, đầu mối liên hệ")
        QUESTION = "question", _("Hỏi đáp")
        PAGE = "page", _("Trang thông tin")

    kind = models.CharField(max_length=8, choices=Kind)
    source_id = models.BigIntegerField()
    # A key of news.Category, without a constraint: the copy never stands in the way of the original.
    category_id = models.BigIntegerField(null=True)
    year = models.PositiveSmallIntegerField(null=True)
    # What "newest" goes by; for an article the moment it was published.
    moment = models.DateTimeField()
    # When the public may see it; no bound is no condition.
    visible_from = models.DateTimeField(null=True)
    visible_to = models.DateTimeField(null=True)
    # Of everything below and of how it was made into tokens: tells ``reindex`` what is already right.
    digest = models.BigIntegerField()
    is_dated = models.BooleanField()
    address = models.CharField(max_length=500)
    title = models.TextField()
    text = models.TextField()

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("mục tìm kiếm")
        verbose_name_plural = _("chỉ mục tìm kiếm")
        constraints = [models.UniqueConstraint(fields=["kind", "source_id"], name="search_entry_once_per_original")]
        indexes = [models.Index(fields=["moment", "id"], name="search_entry_by_moment")]

    def __str__(self) -> str:
        return self.title


class FileText(models.Model):
    """The words of an uploaded file, taken out once: stored names never come twice."""

    name = models.CharField(max_length=200, unique=True)
    text = models.TextField(blank=True)
    # Empty when the words could be read; else what stood in the way, for whoever runs the portal.
    problem = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("chữ trong tệp")
        verbose_name_plural = _("chữ trong tệp")

    def __str__(self) -> str:
        return self.name


class Term(models.Model):
    """A word or two words of titles, with how often they come: what suggestions are made of."""

    key = models.CharField(max_length=90, unique=True)
    written = models.CharField(max_length=90)
    count = models.PositiveIntegerField()
    is_pair = models.BooleanField()

    objects = TermQuerySet.as_manager()

    class Meta:
        verbose_name = _("từ của chỉ mục")
        verbose_name_plural = _("từ của chỉ mục")

    def __str__(self) -> str:
        return self.written
