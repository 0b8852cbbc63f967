"""Demonstration content: an app registers a DemoApp in its ``demo_data/loader.py``."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from django.db.models.fields.files import FieldFile

from portal.core.registry import Registry


class RealContentExists(Exception):
    """The database holds content written by users; adding demonstration content to it requires ``force``."""


class DemoLoader(Protocol):
    """Loads one app's demonstration content and returns a one-line summary; stored files are appended to ``stored``."""

    def __call__(self, *, force: bool, stored: list[FieldFile]) -> str: ...


@dataclass(frozen=True)
class DemoApp:
    """An app that has demonstration content. It may build upon that of apps before it in INSTALLED_APPS."""

    has_content: Callable[[], bool]
    load: DemoLoader


demo_apps: Registry[DemoApp] = Registry("demo_data.loader")
