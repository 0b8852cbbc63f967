"""What apps register in a module of their own: found at first use, as Django finds ``admin.py``."""

from collections.abc import Iterator
from threading import RLock
from typing import Generic, TypeVar

from django.utils.module_loading import autodiscover_modules

Item = TypeVar("Item")


class Registry(Generic[Item]):
    """The items that apps register in their module ``module_name``, in the order of INSTALLED_APPS.

    Iterating imports ``<app>.<module_name>`` of every app first; an app without such a module registers nothing.
    """

    def __init__(self, module_name: str) -> None:
        self.module_name = module_name
        self._items: list[Item] = []
        self._is_loaded = False
        self._lock = RLock()

    def register(self, *items: Item) -> None:
        self._items.extend(items)

    def __iter__(self) -> Iterator[Item]:
        with self._lock:
            if not self._is_loaded:
                autodiscover_modules(self.module_name)
                self._is_loaded = True
        return iter(tuple(self._items))
