"""Models whose changes invalidate cached public pages.

The search index invalidates them for all that it indexes (``portal.search.index``); these models are not indexed. A new
row hides nothing that was visible, so it invalidates nothing: cached pages should stay available for an outage.
"""

from typing import Any

from django.db import models
from django.db.models.signals import post_delete, post_save

from emulation.models import Meeting, Membership, Milestone, Registration
from news.models import Category, Correction, GalleryImage, Tag, Thread
from portal.consultations.models import Comment
from portal.core.http import cache_generation
from portal.documents.models import DocumentKind, DocumentRelation, IssuingBody, SubjectArea
from portal.images.models import Image
from portal.pages.models import Link, LinkGroup, MenuEntry, SiteIdentity
from portal.questions.models import Topic

INVALIDATING_MODELS: tuple[type[models.Model], ...] = (
    *(Category, Correction, GalleryImage, Image, Tag, Thread),
    *(Meeting, Membership, Milestone, Registration),
    *(DocumentKind, SubjectArea, IssuingBody, DocumentRelation),
    *(Comment, Topic),
    *(Link, LinkGroup, MenuEntry, SiteIdentity),
)


def connect_signals() -> None:
    for model in INVALIDATING_MODELS:
        name = f"copies of pages with {model._meta.label}"
        post_save.connect(_invalidate_on_update, sender=model, dispatch_uid=f"{name} saved")
        post_delete.connect(_invalidate_on_delete, sender=model, dispatch_uid=f"{name} deleted")


def _invalidate_on_update(created: bool, raw: bool = False, **kwargs: Any) -> None:
    if not created and not raw:
        cache_generation.invalidate_on_commit()


def _invalidate_on_delete(**kwargs: Any) -> None:
    cache_generation.invalidate_on_commit()
