"""The micro-cache: whole public answers for a second, one rendering at a time, nothing private ever."""

import threading
from collections.abc import Callable
from typing import Any

import pytest

from portal.core.http.microcache import MAX_ENTRIES, STALE_SECONDS, MicroCache, strip_tracking_parameters

PUBLIC = [("Cache-Control", "public, max-age=0, s-maxage=1"), ("ETag", '"v1"'), ("Content-Type", "text/html")]


class Application:
    """A WSGI application that counts its renderings."""

    def __init__(self, headers: list[tuple[str, str]] = PUBLIC, status: str = "200 OK") -> None:
        self.headers, self.status = headers, status
        self.renderings = 0
        self.queries: list[str] = []
        self.gate: threading.Event | None = None

    def __call__(self, environ: dict[str, Any], start_response: Any) -> list[bytes]:
        self.renderings += 1
        self.queries.append(environ.get("QUERY_STRING", ""))
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
            [*PUBLIC, ("Vary", "Accept-Encoding, Cookie")],
        ],
    )
    def test_nothing_else_is_kept(self, headers: list[tuple[str, str]]) -> None:
        cache = MicroCache(Application(headers), 1.0)
        assert ask(cache)[2] == b"trang 1"
        assert ask(cache)[2] == b"trang 2"

    @pytest.mark.parametrize("status", ["404 Not Found", "410 Gone", "302 Found", "301 Moved Permanently"])
    def test_that_there_is_nothing_is_kept_like_a_page(self, status: str) -> None:
        cache = MicroCache(Application(status=status), 1.0)
        assert ask(cache)[2] == ask(cache)[2]
        assert ask(cache, HTTP_IF_NONE_MATCH='"v1"')[0] == status

    @pytest.mark.parametrize("status", ["500 Internal Server Error", "503 Service Unavailable", "405 Not Allowed"])
    def test_what_went_wrong_is_not(self, status: str) -> None:
        cache = MicroCache(Application(status=status), 1.0)
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
        assert len(cache._responses) == MAX_ENTRIES

    def test_zero_seconds_switch_it_off(self) -> None:
        cache = MicroCache(Application(), 0)
        assert ask(cache)[2] != ask(cache)[2]

    def test_a_new_generation_forgets_it_all(self) -> None:
        names = ["1"]
        cache = MicroCache(Application(), 60.0, generation=lambda: names[-1])
        assert ask(cache)[2] == ask(cache)[2] == b"trang 1"
        names.append("2")
        assert ask(cache)[2] == b"trang 2"


class TestHead:
    def test_is_answered_from_the_page(self) -> None:
        application = Application()
        cache = MicroCache(application, 1.0)
        ask(cache)
        status, headers, body = ask(cache, REQUEST_METHOD="HEAD")
        assert (status, headers["ETag"], body) == ("200 OK", '"v1"', b"")
        assert application.renderings == 1

    def test_leaves_no_page_without_a_body(self) -> None:
        cache = MicroCache(Application(), 1.0)
        ask(cache, REQUEST_METHOD="HEAD")
        assert ask(cache)[2] == b"trang 2"


class TestTracking:
    @pytest.mark.parametrize(
        ("query", "plain"),
        [
            ("utm_source=zalo&utm_medium=share", ""),
            ("trang=2&fbclid=IwAR", "trang=2"),
            ("gclid=1&q=a&zarsrc=30&loai=b&utm_id=7", "q=a&loai=b"),
            ("fbclid", ""),
            ("q=utm_source=1&xutm_id=2&fbclidx=3", "q=utm_source=1&xutm_id=2&fbclidx=3"),
        ],
    )
    def test_a_shared_link_is_the_page_itself(self, query: str, plain: str) -> None:
        assert strip_tracking_parameters(query) == plain
        application = Application()
        cache = MicroCache(application, 60.0)
        assert ask(cache, QUERY_STRING=query)[2] == ask(cache, QUERY_STRING=plain)[2]
        # Else a page could show what only its first reader's link said.
        assert application.queries == [plain]


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


class TestAge:
    """The cache in front of us keeps an answer from when it began to be made, not from when it was handed over."""

    def test_whoever_hands_it_on_it_is_fresh_for_the_second_in_which_it_was_begun(self) -> None:
        clock, wall = Clock(), Clock()
        wall.now = 1000.9
        cache = MicroCache(Application(), 1.0, clock, wall)
        assert ask(cache)[1]["X-Accel-Expires"] == "@1000"
        clock.now, wall.now = clock.now + 0.8, wall.now + 0.8
        assert ask(cache)[1]["X-Accel-Expires"] == "@1000"
        assert ask(cache, HTTP_IF_NONE_MATCH='"v1"')[1]["X-Accel-Expires"] == "@1000"
        clock.now, wall.now = clock.now + 0.4, wall.now + 0.4
        assert ask(cache)[1]["X-Accel-Expires"] == "@1002"

    @pytest.mark.parametrize("lifetime", [0, 1.0])
    def test_it_comes_after_what_an_older_nginx_would_not_read_otherwise(self, lifetime: float) -> None:
        names = list(ask(MicroCache(Application(), lifetime))[1])
        assert names.index("X-Accel-Expires") > names.index("Cache-Control")

    def test_of_private_answers_nothing_is_said(self) -> None:
        cache = MicroCache(Application([("Cache-Control", "private, no-store")]), 1.0)
        assert "X-Accel-Expires" not in ask(cache)[1]


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

    @pytest.fixture
    def renewing(self) -> Callable[[float], tuple[MicroCache, Application, Clock, threading.Thread]]:
        """A cache with a page of so long ago, while one thread hangs in making the next."""

        def begin(age: float) -> tuple[MicroCache, Application, Clock, threading.Thread]:
            application, clock = Application(), Clock()
            cache = MicroCache(application, 1.0, clock)
            ask(cache)
            clock.now += age
            application.gate = threading.Event()
            renderer = threading.Thread(target=ask, args=(cache,))
            renderer.start()
            while application.renderings < 2:
                pass
            return cache, application, clock, renderer

        return begin

    def test_while_one_renders_the_others_read_the_last_answer(self, renewing: Any) -> None:
        cache, application, _, renderer = renewing(1.5)
        assert ask(cache)[2] == b"trang 1"
        application.gate.set()
        renderer.join(5)
        assert ask(cache)[2] == b"trang 2"

    def test_nobody_reads_what_is_older_than_two_seconds(self, renewing: Any) -> None:
        cache, application, _, renderer = renewing(1.0 + STALE_SECONDS)
        answers: list[bytes] = []
        reader = threading.Thread(target=lambda: answers.append(ask(cache)[2]))
        reader.start()
        reader.join(0.2)
        assert (answers, STALE_SECONDS) == ([], 1.0)
        application.gate.set()
        for thread in (reader, renderer):
            thread.join(5)
        assert answers == [b"trang 2"]

    def test_who_comes_late_to_a_slow_rendering_has_it_made_anew(self, renewing: Any) -> None:
        """What was withdrawn while it hung may stand in it."""
        cache, application, clock, renderer = renewing(1.5)
        clock.now += 5
        answers: list[bytes] = []
        reader = threading.Thread(target=lambda: answers.append(ask(cache)[2]))
        reader.start()
        reader.join(0.2)
        application.gate.set()
        for thread in (reader, renderer):
            thread.join(5)
        assert answers == [b"trang 3"]

    def test_a_crash_leaves_no_one_waiting(self) -> None:
        def broken(environ: dict[str, Any], start_response: Any) -> list[bytes]:
            raise RuntimeError

        cache = MicroCache(broken, 1.0)
        for _ in range(2):
            with pytest.raises(RuntimeError):
                ask(cache)
