"""Models whose changes invalidate cached public pages.

The search index invalidates them for all that it indexes (``portal.search.index``). An app names its other models that
public pages show in ``page_dependencies`` of its AppConfig. A new row hides nothing that was visible, so it invalidates
nothing: cached pages should stay available for an outage.
"""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models.signals import post_delete, post_save

from portal.core.http import cache_generation


def invalidating_models() -> Iterator[type[models.Model]]:
    for config in apps.get_app_configs():
        for name in getattr(config, "page_dependencies", ()):
            yield config.get_model(name)


def connect_signals() -> None:
    for model in invalidating_models():
        name = f"copies of pages with {model._meta.label}"
        post_save.connect(_invalidate_on_update, sender=model, dispatch_uid=f"{name} saved")
        post_delete.connect(_invalidate_on_delete, sender=model, dispatch_uid=f"{name} deleted")


def _invalidate_on_update(created: bool, raw: bool = False, **kwargs: Any) -> None:
    if not created and not raw:
        cache_generation.invalidate_on_commit()


def _invalidate_on_delete(**kwargs: Any) -> None:
    cache_generation.invalidate_on_commit()
