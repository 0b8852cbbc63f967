"""What the process of ``portal.core.limited_process`` is given to run in its tests."""

import os
import signal
import sys
import time
from typing import IO, Any

from portal.core.limited_process import UnreadableFile


def count(stream: IO[bytes], **arguments: Any) -> dict[str, Any]:
    return {"bytes": len(stream.read()), **arguments}


def surroundings(stream: IO[bytes], **arguments: Any) -> dict[str, Any]:
    return {
        "variables": sorted(os.environ),
        "descriptors": sorted(int(name) for name in os.listdir("/proc/self/fd"))[:-1],
        "settings": "portal.settings" in sys.modules,
    }


def refuse(stream: IO[bytes], **arguments: Any) -> None:
    raise UnreadableFile("Tệp này là đơn thuốc, không phải bài viết.")


def turn_forever(stream: IO[bytes], **arguments: Any) -> None:
    while True:
        pass


def eat_memory(stream: IO[bytes], **arguments: Any) -> int:
    return len(bytearray(2 * 1024**3))


def write_much(stream: IO[bytes], **arguments: Any) -> str:
    return "x" * 4_000_000


def crash(stream: IO[bytes], **arguments: Any) -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def stumble(stream: IO[bytes], **arguments: Any) -> None:
    raise KeyError("no such part")


def sleep_forever(stream: IO[bytes], **arguments: Any) -> None:
    time.sleep(600)


def print_and_answer(stream: IO[bytes], **arguments: Any) -> str:
    print("Xin chào")  # noqa: T201  # as a library might
    return "a\ud800b ảnh"
