"""The words of PDF, DOCX and XLSX files, taken out by a process of its own that may neither take long nor much.

A file comes from outside and its readers are large programs: what one of them does with a bad file stays there.
"""

import logging
import subprocess
import sys
from pathlib import Path

from django.db.models.fields.files import FieldFile

from portal.kit import uploads, vietnamese
from portal.search.models import FileText

SECONDS = 20
MEMORY_BYTES = 768 * 1024 * 1024
MOST_CHARACTERS = 200_000
READABLE = {".pdf", ".docx", ".xlsx"}
_PROGRAM = Path(__file__).with_name("file_words.py")

logger = logging.getLogger(__name__)


def read_once(file: FieldFile) -> bool:
    """Takes the words out of a stored file unless that was tried before. Says whether there are any now.

    Raises nothing: what cannot be read is noted beside the file's name, and found by its name all the same.
    """
    extension = uploads.extension_of(file.name)
    if extension not in READABLE or FileText.objects.filter(name=file.name).exists():
        return False
    text, problem = _words_of(file, extension)
    if problem:
        logger.warning("No words taken out of the file %s: %s", file.name, problem)
    FileText.objects.get_or_create(name=file.name, defaults={"text": text, "problem": problem[:200]})
    return bool(text)


def _words_of(file: FieldFile, extension: str) -> tuple[str, str]:
    """The words, and what stood in the way of them."""
    try:
        with file.open("rb") as stream:
            done = subprocess.run(  # noqa: S603  # our own program; the file comes in by its standard input
                [sys.executable, "-I", str(_PROGRAM), extension, *map(str, (MOST_CHARACTERS, SECONDS, MEMORY_BYTES))],
                input=stream.read(),
                env={"LC_ALL": "C.UTF-8"},  # nothing of ours, secrets least of all
                capture_output=True,
                timeout=SECONDS,
                check=False,
            )
    except subprocess.TimeoutExpired:
        return "", f"not read within {SECONDS} seconds"
    except OSError as error:
        return "", str(error)
    if done.returncode:
        last = done.stderr.decode(errors="replace").strip().splitlines()[-1:]
        return "", last[0] if last else f"the reader ended with {done.returncode}"
    text = done.stdout.decode(errors="replace").replace("\0", " ")
    return vietnamese.nfc(text)[:MOST_CHARACTERS], ""
