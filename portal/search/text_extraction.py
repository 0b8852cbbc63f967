"""Extracts text of PDF, DOCX and XLSX files in a separate process with time and memory limits.

Files are untrusted and their parsers are large: a crash or an exploit stays in that process.
"""

import logging

from django.db.models.fields.files import FieldFile

from portal.core import limited_process
from portal.core.content import uploads
from portal.core.text import vietnamese
from portal.search.models import FileText

LIMITS = limited_process.ProcessLimits()
MAX_FILE_TEXT_LENGTH = 200_000
READABLE_EXTENSIONS = {".pdf", ".docx", ".xlsx"}
_READER_PATH = "portal.search.file_text:extract_text"

logger = logging.getLogger(__name__)


def extract_text_once(file: FieldFile) -> bool:
    """Extracts the text of a stored file unless that was tried before. Returns whether there is text.

    Raises nothing: an error is stored with the file name, and the file is still found by its name.
    """
    extension = uploads.file_extension(file.name or "")
    if extension not in READABLE_EXTENSIONS or FileText.objects.filter(name=file.name).exists():
        return False
    text, problem = _extract_text(file, extension)
    if problem:
        logger.warning("No words taken out of the file %s: %s", file.name, problem)
    FileText.objects.get_or_create(name=file.name, defaults={"text": text, "problem": problem[:200]})
    return bool(text)


def _extract_text(file: FieldFile, extension: str) -> tuple[str, str]:
    """The text, and the error if any."""
    try:
        with file.open("rb") as stream:
            content = stream.read()
        read = limited_process.run_limited(
            _READER_PATH, content, LIMITS, extension=extension, max_length=MAX_FILE_TEXT_LENGTH
        )
    except limited_process.ReaderAborted as stopped:
        return "", stopped.detail
    except OSError as error:
        return "", str(error)
    # A PDF may contain invalid code points.
    text = read.replace("\0", " ").encode(errors="replace").decode()
    return vietnamese.canonical(text)[:MAX_FILE_TEXT_LENGTH], ""
