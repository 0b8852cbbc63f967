"""The guard in front of the application: a place for each request, refusals only while nobody gets through."""

import threading
from collections.abc import Iterable
from typing import Any

import pytest

from portal.core.http import service_unavailable
from portal.core.http.overload import LAST_THREAD_WAIT_SECONDS, STUCK_SECONDS, OverloadGuard, RequestSlots

SECONDS = 30  # for a thread of a test to get on, on any machine


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


class Application:
    """Answers when it is let."""

    def __init__(self) -> None:
        self.gate = threading.Event()
        self.entered = threading.Semaphore(0)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        self.entered.release()
        self.gate.wait(SECONDS)
        start_response("200 OK", [])
        return [b"trang"]


def ask(
    guard: OverloadGuard, path: str = "/", method: str = "GET", **environ: str
) -> tuple[str, dict[str, str], bytes]:
    caught: dict[str, Any] = {}

    def start_response(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> None:
        caught.update(status=status, headers=dict(headers))

    answer = guard({"REQUEST_METHOD": method, "PATH_INFO": path, **environ}, start_response)
    body = b"".join(answer)
    if hasattr(answer, "close"):
        answer.close()
    return caught["status"], caught["headers"], body


@pytest.fixture
def application() -> Application:
    return Application()


@pytest.fixture
def stuck(application: Application) -> Iterable[OverloadGuard]:
    """Both places are taken, and nobody has come to an end for long."""
    guard, clock = OverloadGuard(application, service_unavailable.wsgi_service_unavailable), Clock()
    guard.slots = RequestSlots(2, 4, clock)
    threads = [threading.Thread(target=ask, args=(guard,)) for _ in range(2)]
    for thread in threads:
        thread.start()
        assert application.entered.acquire(timeout=SECONDS)
    clock.now += STUCK_SECONDS
    yield guard
    application.gate.set()
    for thread in threads:
        thread.join(SECONDS)


class TestStuck:
    def test_the_process_says_that_it_lives(self, stuck: OverloadGuard) -> None:
        assert ask(stuck, "/livez")[::2] == ("200 OK", b"ok\n")
        assert ask(stuck, "/livez", "HEAD")[::2] == ("200 OK", b"")

    def test_others_are_refused_at_once_and_told_when_to_come_back(self, stuck: OverloadGuard) -> None:
        status, headers, body = ask(stuck, "/tin-tuc/")
        assert status == "503 Service Unavailable"
        assert headers["Retry-After"] == "10"
        assert "no-store" in headers["Cache-Control"]
        assert "tạm ngừng" in body.decode()

    def test_in_english_below_en_and_as_json_for_the_open_data(self, stuck: OverloadGuard) -> None:
        assert b'lang="en"' in ask(stuck, "/en/tin-tuc/")[2]
        assert ask(stuck, "/api/v1/articles")[1]["Content-Type"] == "application/json"

    @pytest.mark.parametrize(
        ("method", "place", "shown"),
        [("GET", "@kept", "@kept"), ("HEAD", "@kept", "@kept"), ("POST", "@kept", None), ("GET", "/quan-tri/", None)],
    )
    def test_readers_are_shown_what_nginx_keeps(
        self, stuck: OverloadGuard, method: str, place: str, shown: str | None
    ) -> None:
        """A crowd at a hanging database takes every place; the pages it wants are kept."""
        refused = ask(stuck, "/tin-tuc/", method, HTTP_X_STALE_COPIES=place)
        assert (refused[0], refused[1].get("X-Accel-Redirect")) == ("503 Service Unavailable", shown)
        assert "X-Accel-Redirect" not in ask(stuck, "/tin-tuc/", method)[1]

    def test_an_address_of_any_bytes_is_refused_too(self, stuck: OverloadGuard) -> None:
        assert ask(stuck, "/\xff\xfe")[0].startswith("503")

    def test_as_soon_as_somebody_gets_through_everybody_does(
        self, stuck: OverloadGuard, application: Application
    ) -> None:
        application.gate.set()
        assert stuck.slots is not None
        while stuck.slots._in_use:
            pass
        assert ask(stuck)[0] == "200 OK"


class TestBusy:
    def test_whoever_comes_waits_for_a_place(self, application: Application) -> None:
        guard = OverloadGuard(application, service_unavailable.wsgi_service_unavailable)
        guard.limit_concurrency(1, threads=8)
        answers: list[str] = []
        threads = [threading.Thread(target=lambda: answers.append(ask(guard)[0])) for _ in range(6)]
        for thread in threads:
            thread.start()
        application.gate.set()
        for thread in threads:
            thread.join(SECONDS)
        assert answers == ["200 OK"] * 6

    def test_the_last_free_thread_waits_less(self) -> None:
        clock = Clock()
        places = RequestSlots(1, 2, clock)
        assert places.acquire()
        clock.now += LAST_THREAD_WAIT_SECONDS
        assert not places.acquire()

    def test_a_slow_request_does_not_make_the_next_ones_late(self) -> None:
        clock = Clock()
        places = RequestSlots(2, 4, clock)
        assert places.acquire()
        clock.now += 3600
        assert places.acquire()
        assert places._last_activity_at == clock.now


class TestPlace:
    @pytest.fixture
    def guard(self) -> OverloadGuard:
        guard = OverloadGuard(lambda environ, start_response: [b"trang"], service_unavailable.wsgi_service_unavailable)
        guard.slots = RequestSlots(1, 2)
        return guard

    def taken(self, guard: OverloadGuard) -> int:
        assert guard.slots is not None
        return guard.slots._in_use

    def test_is_kept_until_the_answer_is_sent(self, guard: OverloadGuard) -> None:
        answer: Any = guard({"REQUEST_METHOD": "GET", "PATH_INFO": "/"}, lambda *args: None)
        assert self.taken(guard) == 1
        answer.close()
        answer.close()
        assert self.taken(guard) == 0

    def test_a_file_stays_the_object_that_the_server_knows(self, guard: OverloadGuard) -> None:
        class File:
            closed = False

            def __iter__(self) -> Any:
                return iter([b"tep"])

            def close(self) -> None:
                self.closed = True

        file = File()
        guard.application = lambda environ, start_response: file
        answer: Any = guard({"REQUEST_METHOD": "GET", "PATH_INFO": "/"}, lambda *args: None)
        assert answer is file
        answer.close()
        assert (file.closed, self.taken(guard)) == (True, 0)

    def test_is_left_after_a_crash(self, guard: OverloadGuard) -> None:
        def broken(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
            raise RuntimeError

        guard.application = broken
        with pytest.raises(RuntimeError):
            guard({"REQUEST_METHOD": "GET", "PATH_INFO": "/"}, lambda *args: None)
        assert self.taken(guard) == 0
