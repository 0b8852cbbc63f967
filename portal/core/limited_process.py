"""Runs parsers of untrusted files in a subprocess with limits on time and memory.

Parsers of documents, spreadsheets and images are large, and some small files make them use gigabytes or hours, or
crash. The subprocess has limits on processor time, memory and output, and no access to settings, secrets or the
database. It returns JSON, which cannot carry code.

``run_limited`` is for the portal; ``_serve`` runs in the subprocess.
"""

import contextlib
import importlib
import io
import json
import logging
import math
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

from django.conf import settings as django_settings
from django.utils.translation import gettext as _

_ROOT = Path(__file__).resolve().parents[2]
_SERVE = "import sys; sys.path.insert(0, {root!r}); from portal.core import limited_process; limited_process._serve()"
_EXIT_UNREADABLE, _EXIT_OUT_OF_MEMORY = 3, 4
# The web process kills it in time; this much later it ends by itself.
_ALARM_GRACE_SECONDS = 2
# Maximum of subprocesses per web process; others wait.
_PROCESS_SLOTS = threading.BoundedSemaphore(2)

logger = logging.getLogger(__name__)


class UnreadableFile(Exception):
    """An unreadable file; the message is a Vietnamese sentence for the user."""


class ReaderAborted(UnreadableFile):
    """The subprocess exceeded a limit or crashed; ``detail`` is for the log, in English."""

    def __init__(self, detail: str, message: str) -> None:
        super().__init__(message)
        self.detail = detail


@dataclass(frozen=True)
class ProcessLimits:
    """Limits: seconds of processor time and of waiting, bytes of memory, bytes of output."""

    seconds: float = 20
    memory_bytes: int = 768 * 1024 * 1024
    output_bytes: int = 8 * 1024 * 1024


def run_limited(
    reader: str,
    content: bytes,
    limits: ProcessLimits = ProcessLimits(),
    settings: Mapping[str, Any] | None = None,
    **arguments: Any,
) -> Any:
    """The JSON result of ``reader`` ("package.module:function") for a file.

    The function gets a binary stream and ``arguments``, has no settings but those given here, and raises
    ``UnreadableFile`` to refuse the file. Raises that ``UnreadableFile``, or ``ReaderAborted`` if the subprocess
    exceeded a limit or crashed.
    """
    if not _PROCESS_SLOTS.acquire(timeout=limits.seconds):
        raise ReaderAborted("no free process", _("Máy chủ đang đọc nhiều tệp khác. Hãy thử lại sau ít phút."))
    try:
        with tempfile.TemporaryFile() as answer, tempfile.TemporaryFile() as errors:
            order = {"reader": reader, "limits": asdict(limits), "settings": settings or {}, "arguments": arguments}
            code = _run_subprocess(order, content, limits, answer, errors)
            answer.seek(0)
            errors.seek(0)
            if code in {0, _EXIT_UNREADABLE}:
                try:
                    found = json.load(answer)
                except ValueError:
                    raise _aborted_error(reader, 1, "the answer is no JSON") from None
                if code == _EXIT_UNREADABLE:
                    raise UnreadableFile(found)
                return found
            raise _aborted_error(reader, code, errors.read(100_000).decode(errors="replace"))
    finally:
        _PROCESS_SLOTS.release()


def _run_subprocess(
    order: dict[str, Any], content: bytes, limits: ProcessLimits, answer: IO[bytes], errors: IO[bytes]
) -> int:
    try:
        done = subprocess.run(  # noqa: S603  # our own program; the file is its standard input
            [sys.executable, "-I", "-c", _SERVE.format(root=str(_ROOT)), json.dumps(order)],
            input=content,
            stdout=answer,
            stderr=errors,
            env={"LC_ALL": "C.UTF-8"},  # no variables of ours, secrets least of all
            cwd="/",
            timeout=limits.seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise _limit_exceeded_error(order["reader"], f"not read within {limits.seconds:g} seconds") from None
    return done.returncode


def _aborted_error(reader: str, code: int, errors: str) -> ReaderAborted:
    if code == _EXIT_OUT_OF_MEMORY:
        return _limit_exceeded_error(reader, "more memory needed than allowed")
    last = errors.strip().splitlines()[-1:]
    detail = last[0] if last and code > 0 else f"the reader ended with {code}"
    if code < 0:  # a signal: processor time, or a crash of a library out of memory
        return _limit_exceeded_error(reader, detail)
    logger.warning("%s broke down on a file: %s", reader, detail)
    return ReaderAborted(detail, _("Tệp bị hỏng hoặc không đúng chuẩn nên không đọc được. Hãy mở tệp và lưu lại."))


def _limit_exceeded_error(reader: str, detail: str) -> ReaderAborted:
    logger.warning("%s was stopped on a file: %s", reader, detail)
    return ReaderAborted(
        detail, _("Đọc tệp này tốn quá nhiều thời gian hoặc bộ nhớ nên đã dừng. Hãy chia tệp nhỏ hơn, hoặc lưu lại.")
    )


def _serve() -> None:
    """The subprocess: reads its arguments from the command line and the file from standard input."""
    import resource  # missing on Windows, where the portal itself must start

    order = json.loads(sys.argv[1])
    limits = ProcessLimits(**order["limits"])
    seconds = max(1, round(limits.seconds))
    for kind, most in (
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_AS, limits.memory_bytes),
        (resource.RLIMIT_FSIZE, limits.output_bytes),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))
    # Ends the subprocess if the parent is gone and it waits without using processor time.
    signal.alarm(math.ceil(limits.seconds) + _ALARM_GRACE_SECONDS)
    django_settings.configure(USE_I18N=False, **order["settings"])
    module, _colon, function = order["reader"].partition(":")
    # A lone surrogate, which no database stores, becomes a question mark.
    sys.stdout.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]  # a text stream
    try:
        with contextlib.redirect_stdout(sys.stderr):  # output of libraries is no result
            read = getattr(importlib.import_module(module), function)
            found = read(io.BytesIO(sys.stdin.buffer.read()), **order["arguments"])
        sys.stdout.write(json.dumps(found, ensure_ascii=False))
        sys.stdout.flush()
    except UnreadableFile as refusal:
        sys.stdout.write(json.dumps(str(refusal), ensure_ascii=False))
        sys.exit(_EXIT_UNREADABLE)
    except MemoryError:
        sys.exit(_EXIT_OUT_OF_MEMORY)
