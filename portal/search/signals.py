"""Signal receivers that update the index in the same transaction whenever an indexed object is saved or deleted.

The index is derived data, so signals are acceptable: the apps need not know about it. ``QuerySet.update`` and bulk
writes send no signal; their callers call ``index.refresh_entries`` or run ``reindex``, and a result page checks
visibility with the apps again (``SearchSource.filter_public_ids``).
"""

from collections.abc import Callable
from typing import Any

from django.db import models, transaction
from django.db.models.signals import post_delete, post_save

from news.models import Article, Attachment
from portal.consultations.models import ConsultationFile
from portal.core.content.attached_files import AttachedFile
from portal.documents.models import DocumentFile
from portal.search import related, text_extraction
from portal.search.index import refresh_entries
from portal.search.sources import SOURCES, SOURCES_BY_KIND, AffectedIds, SearchSource

# Models of files whose text is indexed, each with the kind of object it belongs to and its foreign key column.
TEXT_FILE_MODELS: dict[type[models.Model], tuple[str, str]] = {
    Attachment: ("article", "article_id"),
    DocumentFile: ("library", "document_id"),
    ConsultationFile: ("consult", "consultation_id"),
}


def connect_signals() -> None:
    for source in SOURCES:
        for model, affected_ids in source.watched_models.items():
            receiver = _refresh_receiver(source, affected_ids)
            name = f"search {source.kind} {model._meta.label}"
            post_save.connect(receiver, sender=model, weak=False, dispatch_uid=f"{name} saved")
            post_delete.connect(receiver, sender=model, weak=False, dispatch_uid=f"{name} deleted")
    post_save.connect(_update_related_on_commit, sender=Article, dispatch_uid="search article related")
    for model in TEXT_FILE_MODELS:
        post_save.connect(_extract_text_on_commit, sender=model, dispatch_uid=f"search {model._meta.label} read")


def _refresh_receiver(source: SearchSource, affected_ids: AffectedIds) -> Callable[..., None]:
    def follow(instance: models.Model, raw: bool = False, **kwargs: Any) -> None:
        if raw:  # a fixture: related rows may be missing; run reindex afterwards
            return
        if keys := [key for key in affected_ids(instance) if key is not None]:
            refresh_entries(source, keys)

    return follow


def _extract_text_on_commit(instance: AttachedFile, raw: bool = False, **kwargs: Any) -> None:
    """After commit: a file that is unreadable or times out must not roll back the action."""
    if raw or not instance.file:
        return
    transaction.on_commit(lambda: extract_file_text(instance), robust=True)


def _update_related_on_commit(instance: Article, raw: bool = False, **kwargs: Any) -> None:
    """After commit, because related articles are not part of the action."""
    if raw or instance.published_at is None:
        return
    transaction.on_commit(lambda: related.update_related(instance.pk), robust=True)


def extract_file_text(row: AttachedFile) -> None:
    if text_extraction.extract_text_once(row.file):
        kind, column = TEXT_FILE_MODELS[type(row)]
        refresh_entries(SOURCES_BY_KIND[kind], [getattr(row, column)])
