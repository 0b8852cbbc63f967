"""Parses a Word document in a separate process with time and memory limits."""

import base64
import io
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import File

from news.importers import word
from news.importers.result import InMemoryImage, ParsedArticle, UnreadableFile
from portal.core import limited_process
from portal.core.content import uploads

# The images of a document are returned with its text.
LIMITS = limited_process.ProcessLimits(seconds=20, memory_bytes=1024**3, output_bytes=128 * 1024 * 1024)
_READER_PATH = "news.importers.word_process:read_serialized"
# Settings that the parsers read; the process has no others.
_SETTING_NAMES = ("ATTACHMENT_MAX_BYTES", "IMAGE_MAX_BYTES", "IMAGE_MAX_PIXELS")


def read(file: File, origin: str) -> ParsedArticle:
    """As ``word.read``; also raises UnreadableFile when a limit is exceeded."""
    try:
        uploads.validate_size(file, settings.ATTACHMENT_MAX_BYTES)
    except ValidationError as error:
        raise UnreadableFile(" ".join(error.messages)) from error
    file.seek(0)
    setting_values = {name: getattr(settings, name) for name in _SETTING_NAMES}
    found = limited_process.run_limited(
        _READER_PATH, file.read(), LIMITS, setting_values, name=file.name, origin=origin
    )
    word_images = {
        key: InMemoryImage(name, base64.b64decode(content)) for key, (name, content) in found.pop("images").items()
    }
    warnings = tuple(found.pop("warnings"))
    return ParsedArticle(
        **found,
        origin=origin,
        published_at=None,
        images=word_images,
        warnings=warnings,
        is_draft=True,
        allows_missing_text=True,
    )


def read_serialized(stream: io.BytesIO, *, name: str, origin: str) -> dict[str, Any]:
    """Entry point in the separate process."""
    found = word.read(File(stream, name=name), origin)
    return {
        "title": found.title,
        "body_html": found.body_html,
        "author": found.author,
        "summary": found.summary,
        "warnings": found.warnings,
        "images": {
            key: (held.name, base64.b64encode(held.content).decode())
            for key, held in found.images.items()
            if isinstance(held, InMemoryImage)
        },
    }
