"""Model field of a private file: it has no public URL, only an authorising view."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.files.storage import storages
from django.db import models
from django.db.models.fields.files import FieldFile

from portal.core.content.pending_uploads import UploadField, UploadInput


def private_storage() -> Any:
    return storages["private"]


class PrivateFieldFile(FieldFile):
    @property
    def url(self) -> str:
        """The URL of the download view; empty until its row is saved."""
        return self.field.url_of(self.instance) if self.instance.pk else ""


class PrivateFileField(models.FileField):
    """A file in private storage. ``url_of`` returns, for a row, the URL of the view that checks permissions."""

    attr_class = PrivateFieldFile

    def __init__(self, *args: Any, url_of: Callable[[Any], str] = str, **kwargs: Any) -> None:
        self.url_of = url_of
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """For migrations it is a plain file field."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.FileField", args, kwargs

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        # The form field runs the validators too, so that a valid file is known when another field is invalid.
        given = {**kwargs, "form_class": UploadField, "widget": UploadInput, "validators": self._validators}
        return super().formfield(**given)
