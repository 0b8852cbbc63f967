"""Keeps files of an invalid form in private storage until the form is submitted again.

A browser does not send a file again by itself. A valid file of an invalid form is stored for its sender, and the form
shown again has a signed token instead (``UploadInput``), which stands in for the file. No other user can use the token;
after a day it expires and the file is deleted.
"""

import datetime as dt
import secrets
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, NamedTuple

from django import forms
from django.contrib.admin.widgets import AdminFileWidget
from django.core import signing
from django.core.files.storage import Storage, storages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from portal.core.content import uploads

FOLDER = "cho-gui-lai"
LIFETIME = dt.timedelta(days=1)
# Maximum of pending files per user; beyond it the file has to be selected again.
MAX_FILES_PER_USER = 30
TOKEN_SUFFIX, DROP_SUFFIX = "__kept", "__kept-drop"


class PersistedUpload(UploadedFile):
    """A file from an earlier submission of the form."""

    def __init__(self, *, token: str, path: str, **described: Any) -> None:
        super().__init__(**described)
        self.token, self.path = token, path


def storage() -> Storage:
    return storages["private"]


def restore_uploads(request: HttpRequest) -> None:
    """Adds the files of the form's tokens to ``request.FILES``, and sets the uploader of all files."""
    if request.method != "POST" or not request.user.is_authenticated:
        return
    for name in [name for name in request.POST if name.endswith(TOKEN_SUFFIX)]:
        field = name.removesuffix(TOKEN_SUFFIX)
        if request.FILES.getlist(field) or request.POST.get(field + DROP_SUFFIX):
            continue
        with suppress(signing.BadSignature, OSError):
            request.FILES.appendlist(field, _open_upload(request.POST[name], request.user.pk))
    for files in request.FILES.lists():
        for file in files[1]:
            file.uploader_id = request.user.pk  # type: ignore[attr-defined]  # read by UploadField


def delete_uploads(request: HttpRequest) -> None:
    """Deletes the pending files of a form that was accepted."""
    for _name, files in request.FILES.lists():
        for file in files:
            if isinstance(file, PersistedUpload):
                storage().delete(file.path)


def store_upload(file: UploadedFile, sender: int) -> str:
    """Stores a file for its sender; returns its token."""
    if isinstance(file, PersistedUpload):
        return file.token
    delete_expired_uploads()
    if len(list(_upload_paths(sender))) >= MAX_FILES_PER_USER:
        return ""
    file.seek(0)
    name = uploads.safe_filename(file.name or "")
    path = storage().save(f"{FOLDER}/{sender}/{secrets.token_hex(8)}-{name}", file)
    file.seek(0)
    described = {"path": path, "name": file.name, "content_type": file.content_type}
    return signing.dumps(described, salt=_salt(sender))


def delete_expired_uploads(at: dt.datetime | None = None) -> int:
    """Deletes pending files older than ``LIFETIME``; returns their number."""
    limit = (at or timezone.now()) - LIFETIME
    removed = 0
    for sender in _list_folder(FOLDER)[0]:
        for path in _upload_paths(sender):
            with suppress(OSError):
                if storage().get_modified_time(path) < limit:
                    storage().delete(path)
                    removed += 1
    return removed


def _open_upload(token: str, sender: int) -> PersistedUpload:
    described = signing.loads(token, salt=_salt(sender), max_age=LIFETIME)
    path = described["path"]
    return PersistedUpload(
        token=token,
        path=path,
        file=storage().open(path),
        name=described["name"],
        content_type=described["content_type"],
        size=storage().size(path),
    )


def _salt(sender: int) -> str:
    return f"retained-upload.{sender}"


def _upload_paths(sender: int | str) -> Iterator[str]:
    for name in _list_folder(f"{FOLDER}/{sender}")[1]:
        yield f"{FOLDER}/{sender}/{name}"


def _list_folder(folder: str) -> tuple[list[str], list[str]]:
    try:
        return storage().listdir(folder)
    except OSError:
        return [], []


class UploadFieldValue(NamedTuple):
    """Value of the widget after an error: the stored file, if any, and the selected one."""

    stored: Any
    submitted: Any


class UploadInput(AdminFileWidget):
    """A file input that shows the stored file's name, and the file already selected in an invalid form."""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        stored, chosen = (value.stored, value.submitted) if isinstance(value, UploadFieldValue) else (value, None)
        context = super().get_context(name, stored, attrs)
        widget = context["widget"]
        if widget["is_initial"]:
            widget["stored"] = {"name": stored.name.rpartition("/")[2], "url": stored.url}
        if chosen is not None and (token := store_upload(chosen, chosen.uploader_id)):
            widget["kept"] = {"name": chosen.name, "size": chosen.size, "token": token}
            widget["kept_name"], widget["drop_name"] = name + TOKEN_SUFFIX, name + DROP_SUFFIX
        return context

    def _render(self, template_name: str, context: dict[str, Any], renderer: Any = None) -> SafeString:
        """Uses a template of the project, which the form renderer does not search."""
        box = super()._render(  # type: ignore[misc]  # not in the stubs
            "django/forms/widgets/input.html", {"widget": {**context["widget"], "value": None}}, renderer
        )
        return render_to_string("admin/upload_input.html", {**context, "box": box})


class UploadField(forms.FileField):
    """A file field whose files survive an invalid form: it validates them before the other fields."""

    widget = UploadInput

    def clean(self, data: Any, initial: Any = None) -> Any:
        cleaned = super().clean(data, initial)
        if isinstance(data, UploadedFile):
            data.is_validated = True  # type: ignore[attr-defined]  # read by bound_data
        return cleaned

    def bound_data(self, data: Any, initial: Any) -> Any:
        """The widget's value in an invalid form; Django's own drops the selected file."""
        is_sound = getattr(data, "is_validated", False) and hasattr(data, "uploader_id")
        return UploadFieldValue(initial, data) if is_sound else initial
