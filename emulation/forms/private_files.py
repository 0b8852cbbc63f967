"""The file box of the admin for private files, which have no public address."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.contrib.admin.widgets import AdminFileWidget
from django.db import models


class LinkedFile(NamedTuple):
    """What the box shows of the stored file: its name, leading to a view that authorises."""

    name: str
    url: str

    def __str__(self) -> str:
        return self.name


class PrivateFileWidget(AdminFileWidget):
    """``address`` gives, for the row that holds the file, the view through which it leaves."""

    def __init__(self, address: Callable[[models.Model], str], attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.address = address

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        if context["widget"]["is_initial"]:
            stored = context["widget"]["value"]
            file_name = stored.name.rpartition("/")[2]
            context["widget"]["value"] = LinkedFile(file_name, self.address(stored.instance))
        return context
