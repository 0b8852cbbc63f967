"""The index follows every act by itself: whatever is saved or deleted is looked at again, in the same transaction.

An index is a derived copy and no act, so signals may carry it: the wings need not know that it is there. Rows changed
by ``QuerySet.update`` or in bulk send no signal; whoever writes so calls ``indexing.refresh`` or runs ``reindex``,
and a result page asks the wings again before it shows anything (``Source.still_public``).
"""

from collections.abc import Callable
from typing import Any

from django.db import models, transaction
from django.db.models.signals import post_delete, post_save

from news.models import Article, Attachment
from portal.consultations.models import ConsultationFile
from portal.library.files import KeptFile
from portal.library.models import DocumentFile
from portal.search import extracting, relating
from portal.search.indexing import refresh
from portal.search.sources import SOURCE_OF, SOURCES, Source, Touches

# The files whose words are found, each with the kind of thing it belongs to and the column that says to which.
FILES: dict[type[models.Model], tuple[str, str]] = {
    Attachment: ("article", "article_id"),
    DocumentFile: ("library", "document_id"),
    ConsultationFile: ("consult", "consultation_id"),
}


def begin() -> None:
    for source in SOURCES:
        for model, touches in source.followed.items():
            follower = _follower(source, touches)
            name = f"search {source.kind} {model._meta.label}"
            post_save.connect(follower, sender=model, weak=False, dispatch_uid=f"{name} saved")
            post_delete.connect(follower, sender=model, weak=False, dispatch_uid=f"{name} deleted")
    post_save.connect(_relate, sender=Article, dispatch_uid="search article related")
    for model in FILES:
        post_save.connect(_read_file, sender=model, dispatch_uid=f"search {model._meta.label} read")


def _follower(source: Source, touches: Touches) -> Callable[..., None]:
    def follow(instance: models.Model, raw: bool = False, **kwargs: Any) -> None:
        if raw:  # a fixture: what it points at may not be there yet; reindex comes after
            return
        if keys := [key for key in touches(instance) if key is not None]:
            refresh(source, keys)

    return follow


def _read_file(instance: Attachment | KeptFile, raw: bool = False, **kwargs: Any) -> None:
    """Once the act is safe: a file that cannot be read, or not in time, must not undo it."""
    if raw or not instance.file:
        return
    transaction.on_commit(lambda: read_file(instance), robust=True)


def _relate(instance: Article, raw: bool = False, **kwargs: Any) -> None:
    """Once the act is safe, as it adds to a page and is no part of the act."""
    if raw or instance.published_at is None:
        return
    transaction.on_commit(lambda: relating.relate(instance.pk), robust=True)


def read_file(row: Attachment | KeptFile) -> None:
    if extracting.read_once(row.file):
        kind, column = FILES[type(row)]
        refresh(SOURCE_OF[kind], [getattr(row, column)])
