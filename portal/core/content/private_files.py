"""Private files: the model field, without a public URL, and the response of the views that check permissions."""

import hashlib
from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.core.files.storage import storages
from django.db import models
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _

from portal.core.content import uploads
from portal.core.content.pending_uploads import UploadField, UploadInput
from portal.core.http.errors import NotFoundWithMessage


def private_storage() -> Any:
    return storages["private"]


class PrivateFieldFile(FieldFile):
    field: "PrivateFileField"

    @property
    def url(self) -> str:
        """The URL of the download view; empty until its row is saved."""
        return self.field.url_of(self.instance) if self.instance.pk else ""


class PrivateFileField(models.FileField):
    """A document in private storage. ``url_of`` returns, for a row, the URL of the view that checks permissions."""

    attr_class = PrivateFieldFile

    def __init__(self, *args: Any, url_of: Callable[[Any], str] = str, **kwargs: Any) -> None:
        self.url_of = url_of
        defaults: dict[str, Any] = {
            "storage": private_storage,
            "max_length": 200,
            "validators": [uploads.validate_document],
        }
        super().__init__(*args, **(defaults | kwargs))

    def run_validators(self, value: Any) -> None:
        """Validates uploads only: a stored file was validated when it came, and would be opened and left open."""
        if not (isinstance(value, FieldFile) and value and getattr(value, "_committed", True)):
            super().run_validators(value)

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        """For migrations it is a plain file field."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.FileField", args, kwargs

    def formfield(self, *args: Any, **kwargs: Any) -> forms.Field | None:
        # The form field runs the validators too, so that a valid file is known when another field is invalid.
        given = {**kwargs, "form_class": UploadField, "widget": UploadInput, "validators": self.validators}
        return super().formfield(*args, **given)


def private_file_response(request: HttpRequest, file: FieldFile) -> HttpResponseBase:
    """The file as a download that browsers neither render nor execute, or 304 if the client has it.

    The caller must have checked permissions. Raises NotFoundWithMessage when the file is missing in storage.
    """
    # A stored name never gets other content. Decided before the file is opened, so that a 304 leaves no open file.
    etag = f'"{hashlib.sha256(str(file.name).encode()).hexdigest()[:32]}"'
    if (unchanged := get_conditional_response(request, etag=etag)) is not None:
        unchanged.headers["ETag"] = etag
        return unchanged
    name = str(file.name).rpartition("/")[2]
    kind = uploads.DOCUMENT_FILE_TYPES[uploads.file_extension(name)]
    try:
        stream = file.open("rb")
    except FileNotFoundError as error:
        raise NotFoundWithMessage(_("Tệp này không còn trong kho lưu trữ.")) from error
    response = FileResponse(stream, as_attachment=True, filename=name, content_type=kind.content_type)
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["ETag"] = etag
    return response
