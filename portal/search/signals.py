"""Signal receivers that update the index in the same transaction whenever an indexed object is saved or deleted.

The index is derived data, so signals are acceptable: the apps need not know about it. ``QuerySet.update`` and bulk
writes send no signal; their callers call ``index.refresh_entries`` or run ``reindex``, and a result page checks
visibility with the apps again (``SearchSource.filter_public_ids``).
"""

from collections.abc import Callable
from typing import Any

from django.db import models, transaction
from django.db.models.signals import post_delete, post_save

from portal.core.search import AffectedIds, SearchSource, sources
from portal.search import related, text_extraction
from portal.search.index import refresh_entries
from portal.search.sources import file_models


def connect_signals() -> None:
    for source in sources:
        for model, affected_ids in source.watched_models.items():
            receiver = _refresh_receiver(source, affected_ids)
            name = f"search {source.kind} {model._meta.label}"
            post_save.connect(receiver, sender=model, weak=False, dispatch_uid=f"{name} saved")
            post_delete.connect(receiver, sender=model, weak=False, dispatch_uid=f"{name} deleted")
        if source.store_related is not None:
            receiver = _related_receiver(source)
            original = source.originals().model
            post_save.connect(receiver, sender=original, weak=False, dispatch_uid=f"search {source.kind} related")
    for model in file_models():
        post_save.connect(_extract_text_on_commit, sender=model, dispatch_uid=f"search {model._meta.label} read")


def _refresh_receiver(source: SearchSource, affected_ids: AffectedIds) -> Callable[..., None]:
    def follow(instance: models.Model, raw: bool = False, **kwargs: Any) -> None:
        if raw:  # a fixture: related rows may be missing; run reindex afterwards
            return
        if keys := [key for key in affected_ids(instance) if key is not None]:
            refresh_entries(source, keys)

    return follow


def _extract_text_on_commit(instance: Any, raw: bool = False, **kwargs: Any) -> None:
    """After commit: a file that is unreadable or times out must not roll back the action."""
    if raw or not instance.file:
        return
    transaction.on_commit(lambda: extract_file_text(instance), robust=True)


def _related_receiver(source: SearchSource) -> Callable[..., None]:
    """After commit, because related originals are not part of the action."""

    def follow(instance: models.Model, raw: bool = False, **kwargs: Any) -> None:
        if not raw:
            transaction.on_commit(lambda: related.update_related(source, instance.pk), robust=True)

    return follow


def extract_file_text(row: Any) -> None:
    """Extracts and indexes the text of a file; ``row`` is of one of ``file_models``."""
    if text_extraction.extract_text_once(row.file):
        source, column = file_models()[type(row)]
        refresh_entries(source, [getattr(row, column)])
