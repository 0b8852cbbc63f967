"""A process of its own for files from outside: what it answers, and what becomes of those that want too much."""

import json
import signal
import subprocess
import sys
import time
from dataclasses import asdict

import pytest

from portal.core import limited_process
from portal.core.limited_process import ProcessLimits, ReaderAborted, UnreadableFile


def call(function: str, content: bytes = b"", limits: ProcessLimits | None = None, **arguments: object) -> object:
    return limited_process.run_limited(
        f"tests.core.limited_readers:{function}", content, limits or ProcessLimits(), **arguments
    )


def test_it_answers_with_what_the_reader_found() -> None:
    assert call("count", b"abc" * 100_000, name="tệp.docx") == {"bytes": 300_000, "name": "tệp.docx"}


def test_it_refuses_with_the_readers_own_sentence() -> None:
    with pytest.raises(UnreadableFile, match="đơn thuốc") as refused:
        call("refuse")
    assert not isinstance(refused.value, ReaderAborted)


def test_it_knows_nothing_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "mot-hai-ba-bon-nam-sau-bay-tam-chin")
    assert call("surroundings") == {"variables": ["LC_ALL"], "descriptors": [0, 1, 2], "settings": False}


@pytest.mark.parametrize("seconds", [0.3, 1])
def test_one_that_takes_too_long_is_ended(seconds: float) -> None:
    started = time.monotonic()
    with pytest.raises(ReaderAborted, match="quá nhiều thời gian"):
        call("turn_forever", limits=ProcessLimits(seconds=seconds))
    assert time.monotonic() - started < 20


@pytest.mark.parametrize("function", ["eat_memory", "crash"])
def test_one_that_wants_too_much_or_crashes_is_told(function: str) -> None:
    with pytest.raises(ReaderAborted, match="bộ nhớ"):
        call(function, limits=ProcessLimits(memory_bytes=512 * 1024 * 1024))


def test_an_answer_of_no_end_is_cut_off() -> None:
    with pytest.raises(ReaderAborted):
        call("write_much", limits=ProcessLimits(output_bytes=1_000_000))


def test_one_that_breaks_down_is_told_and_the_log_knows_how() -> None:
    with pytest.raises(ReaderAborted, match="bị hỏng") as stopped:
        call("stumble")
    assert "no such part" in stopped.value.detail


def test_too_many_at_once_wait_and_are_sent_away(monkeypatch: pytest.MonkeyPatch) -> None:
    for _turn in range(2):
        assert limited_process._PROCESS_SLOTS.acquire(timeout=5)
    try:
        with pytest.raises(ReaderAborted, match="thử lại"):
            call("count", limits=ProcessLimits(seconds=0.1))
    finally:
        for _turn in range(2):
            limited_process._PROCESS_SLOTS.release()


def test_one_whose_web_process_is_gone_ends_by_itself() -> None:
    order = {
        "reader": "tests.core.limited_readers:sleep_forever",
        "limits": asdict(ProcessLimits(seconds=1)),
        "settings": {},
        "arguments": {},
    }
    program = limited_process._SERVE.format(root=str(limited_process._ROOT))
    started = time.monotonic()
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-I", "-c", program, json.dumps(order)],
        input=b"",
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == -signal.SIGALRM
    assert time.monotonic() - started < 30


def test_what_a_library_prints_is_no_part_of_the_answer_nor_is_half_a_character() -> None:
    assert call("print_and_answer") == "a?b ảnh"
