"""The micro-cache: whole public answers for a second, one rendering at a time, nothing private ever."""

import threading
from typing import Any

import pytest

from portal.microcache import MAX_ENTRIES, MicroCache

PUBLIC = [("Cache-Control", "public, max-age=0, s-maxage=1"), ("ETag", '"v1"'), ("Content-Type", "text/html")]


class Application:
    """A WSGI application that counts its renderings."""

    def __init__(self, headers: list[tuple[str, str]] = PUBLIC, status: str = "200 OK") -> None:
        self.headers, self.status = headers, status
        self.renderings = 0
        self.gate: threading.Event | None = None

    def __call__(self, environ: dict[str, Any], start_response: Any) -> list[bytes]:
        self.renderings += 1
        count = self.renderings
        if self.gate:
            self.gate.wait(5)
        start_response(self.status, self.headers)
        return [f"trang {count}".encode()]


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def ask(cache: MicroCache, path: str = "/", **environ: str) -> tuple[str, dict[str, str], bytes]:
    caught: dict[str, Any] = {}

    def start_response(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> None:
        caught.update(status=status, headers=dict(headers))

    request = {"REQUEST_METHOD": "GET", "PATH_INFO": path, "HTTP_HOST": "portal.test", **environ}
    body = b"".join(cache(request, start_response))
    return caught["status"], caught["headers"], body


class TestKeeping:
    def test_a_public_page_is_rendered_once_a_second(self) -> None:
        application, clock = Application(), Clock()
        cache = MicroCache(application, 1.0, clock)
        assert ask(cache)[2] == ask(cache)[2] == b"trang 1"
        clock.now += 1.1
        assert ask(cache)[2] == b"trang 2"

    @pytest.mark.parametrize(
        "headers",
        [
            [("Cache-Control", "private, no-store")],
            [],
            [*PUBLIC, ("Set-Cookie", "sessionid=1")],
        ],
    )
    def test_nothing_else_is_kept(self, headers: list[tuple[str, str]]) -> None:
        cache = MicroCache(Application(headers), 1.0)
        assert ask(cache)[2] == b"trang 1"
        assert ask(cache)[2] == b"trang 2"

    def test_errors_are_not_kept(self) -> None:
        cache = MicroCache(Application(status="404 Not Found"), 1.0)
        assert ask(cache)[2] != ask(cache)[2]

    @pytest.mark.parametrize(
        "other",
        [
            {"QUERY_STRING": "trang=2"},
            {"HTTP_HOST": "other.test"},
            {"HTTP_ACCEPT_ENCODING": "gzip"},
            {"HTTP_X_FORWARDED_PROTO": "https"},
        ],
    )
    def test_different_requests_have_different_answers(self, other: dict[str, str]) -> None:
        cache = MicroCache(Application(), 1.0)
        assert ask(cache)[2] != ask(cache, **other)[2]

    def test_posts_go_through(self) -> None:
        cache = MicroCache(Application(), 1.0)
        assert ask(cache, REQUEST_METHOD="POST")[2] != ask(cache, REQUEST_METHOD="POST")[2]

    def test_the_number_of_kept_answers_is_bounded(self) -> None:
        cache = MicroCache(Application(), 1.0)
        for number in range(MAX_ENTRIES + 50):
            ask(cache, f"/{number}")
        assert len(cache._answers) == MAX_ENTRIES

    def test_zero_seconds_switch_it_off(self) -> None:
        cache = MicroCache(Application(), 0)
        assert ask(cache)[2] != ask(cache)[2]


class TestConditionalRequests:
    @pytest.mark.parametrize("known", ['"v1"', 'W/"v1"', '"x", "v1"'])
    def test_who_has_the_page_gets_no_second_copy(self, known: str) -> None:
        cache = MicroCache(Application(), 1.0)
        ask(cache)
        status, headers, body = ask(cache, HTTP_IF_NONE_MATCH=known)
        assert (status, body) == ("304 Not Modified", b"")
        assert headers["ETag"] == '"v1"'

    def test_who_has_another_page_gets_this_one(self) -> None:
        assert ask(MicroCache(Application(), 1.0), HTTP_IF_NONE_MATCH='"v0"')[2] == b"trang 1"


class TestRush:
    def run_together(self, cache: MicroCache, application: Application, count: int) -> list[bytes]:
        answers: list[bytes] = []
        threads = [threading.Thread(target=lambda: answers.append(ask(cache)[2])) for _ in range(count)]
        application.gate = threading.Event()
        for thread in threads:
            thread.start()
        application.gate.set()
        for thread in threads:
            thread.join(5)
        return answers

    def test_a_rush_on_a_new_page_costs_one_rendering(self) -> None:
        application = Application()
        answers = self.run_together(MicroCache(application, 60.0), application, 8)
        assert answers == [b"trang 1"] * 8
        assert application.renderings == 1

    def test_while_one_renders_the_others_read_the_last_answer(self) -> None:
        application, clock = Application(), Clock()
        cache = MicroCache(application, 1.0, clock)
        ask(cache)
        clock.now += 2
        application.gate = threading.Event()
        renderer = threading.Thread(target=ask, args=(cache,))
        renderer.start()
        while application.renderings < 2:
            pass
        assert ask(cache)[2] == b"trang 1"
        application.gate.set()
        renderer.join(5)
        assert ask(cache)[2] == b"trang 2"

    def test_a_crash_leaves_no_one_waiting(self) -> None:
        def broken(environ: dict[str, Any], start_response: Any) -> list[bytes]:
            raise RuntimeError

        cache = MicroCache(broken, 1.0)
        for _ in range(2):
            with pytest.raises(RuntimeError):
                ask(cache)
