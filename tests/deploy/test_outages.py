"""What readers get when the database hangs or is away, or the cache is: never a hang, never a 500, never a 404.

Started as it is shipped; the bounds are generous, for machines are busy.
"""

import contextlib
import http.client
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg2
import pytest

from tests.deploy.gunicorn_server import ROOT, Served, black_hole, environment, free_port, make_manifest, relay, served

# One worker, so that it is the one that hangs.
ONE_WORKER = {"WEB_WORKERS": "1", "WEB_THREADS": "2", "MICROCACHE_SECONDS": "0"}
SERVER = os.environ.get("TEST_DATABASE_URL", "")
on_postgresql = pytest.mark.skipif(not SERVER.startswith("postgres"), reason="SQLite has no server that could hang")


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """On a database server that accepts and never answers."""
    folder = tmp_path_factory.mktemp("silent")
    with (
        black_hole() as port,
        served(folder, DATABASE_URL=f"postgres://nobody@127.0.0.1:{port}/none", **ONE_WORKER) as portal,
    ):
        yield portal


class TestSilentServer:
    def test_every_kind_of_address_answers_503_and_says_when_to_come_back(self, portal: Served) -> None:
        for path in ("/", "/tin-tuc/", "/gioi-thieu/", "/khong-co/", "/quan-tri/", "/en/", "/en/about/"):
            answer = portal.get(path, Cookie="sessionid=mot-phien-da-mo")
            assert (answer.status, answer.headers.get("retry-after")) == (503, "10"), path
            assert "no-store" in answer.headers["cache-control"]
            assert answer.seconds < 40

    def test_in_the_language_of_the_address(self, portal: Served) -> None:
        assert 'lang="vi"' in (vietnamese := portal.get("/tin-tuc/").body)
        assert "Cổng thông tin tạm ngừng" in vietnamese
        assert 'lang="en"' in (english := portal.get("/en/tin-tuc/").body)
        assert "out of service" in english

    def test_as_json_for_the_open_data(self, portal: Served) -> None:
        answer = portal.get("/api/v1/articles")
        assert (answer.status, answer.headers["content-type"]) == (503, "application/json")
        assert "detail" in answer.body

    def test_whoever_comes_together_does_not_wait_for_one_another(self, portal: Served) -> None:
        answers = portal.get_all([f"/tin-tuc/?trang={number}" for number in range(30)])
        assert {answer.status for answer in answers} == {503}
        assert max(answer.seconds for answer in answers) < 50

    def test_the_process_says_that_it_lives_meanwhile(self, portal: Served) -> None:
        crowd = threading.Thread(target=portal.get_all, args=(["/tin-tuc/"] * 30,))
        crowd.start()
        answers = [portal.get("/livez") for _ in range(10)]
        crowd.join()
        assert {(answer.status, answer.body) for answer in answers} == {(200, "ok\n")}
        assert max(answer.seconds for answer in answers) < 20

    def test_it_is_not_ready_and_says_what_is_wrong(self, portal: Served) -> None:
        answer = portal.get("/readyz")
        assert answer.status == 503
        assert "database: failed OperationalError" in answer.body
        assert answer.seconds < 40
        assert '"database": {"state": "failed"' in portal.get("/readyz", Accept="application/json").body

    def test_the_log_has_a_line_and_no_traceback(self, portal: Served) -> None:
        portal.get("/")
        assert "503: OperationalError" in (log := portal.log.read_text())
        assert "Traceback" not in log


class TestAbsentServer:
    def test_nobody_listening_is_a_503_at_once(self, tmp_path: Path) -> None:
        with served(tmp_path, DATABASE_URL=f"postgres://nobody@127.0.0.1:{free_port()}/none", **ONE_WORKER) as portal:
            assert portal.get("/gioi-thieu/").status == 503
            assert portal.get("/readyz").status == 503


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a database with its tables, of this module's own."""
    folder = tmp_path_factory.mktemp("database")
    with made_on_server() if SERVER.startswith("postgres") else contextlib.nullcontext("") as made:
        address = made or f"sqlite:///{folder / 'portal.sqlite3'}"
        migrate = [sys.executable, "manage.py", "migrate", "--verbosity=0"]
        subprocess.run(migrate, cwd=ROOT, env=environment(folder, DATABASE_URL=address), check=True)
        yield address


@contextlib.contextmanager
def made_on_server() -> Iterator[str]:
    name, base = f"outages_{os.getpid()}", SERVER.rpartition("/")[0]
    with contextlib.closing(psycopg2.connect(f"{base}/postgres")) as server:
        server.autocommit = True
        with server.cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
            cursor.execute(f"CREATE DATABASE {name}")
            try:
                yield f"{base}/{name}"
            finally:
                cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@contextlib.contextmanager
def a_portal(folder: Path, database: str, **variables: str) -> Iterator[Served]:
    make_manifest(folder / "static")
    with served(folder, DATABASE_URL=database, **ONE_WORKER, **variables) as portal:
        yield portal


@pytest.mark.each_database
class TestAbsentCache:
    def test_pages_come_from_the_database_and_limits_let_through(self, tmp_path: Path, database: str) -> None:
        cache = f"redis://127.0.0.1:{free_port()}/0"
        with a_portal(tmp_path, database, CACHE_URL=cache, API_REQUESTS_PER_MINUTE="1") as portal:
            for path in (
                "/",
                "/tin-tuc/",
                "/tim-kiem/?q=a",
                "/api/v1/articles",
                "/api/v1/articles",
                "/thong-ke-truy-cap/",
            ):
                assert portal.get(path).status == 200, path
            assert portal.get("/khong-co/").status == 404
            ready = portal.get("/readyz")
            assert (ready.status, ready.body.splitlines()[0]) == (200, "degraded")
            assert "cache: degraded" in ready.body
            assert portal.log.read_text().count("The cache does not answer") == 1

    def test_a_silent_one_costs_a_second_and_not_each_page(self, tmp_path: Path, database: str) -> None:
        with black_hole() as port, a_portal(tmp_path, database, CACHE_URL=f"redis://127.0.0.1:{port}/0") as portal:
            answers = [portal.get("/tin-tuc/") for _ in range(5)]
            assert {answer.status for answer in answers} == {200}
            assert max(answer.seconds for answer in answers) < 40


@pytest.mark.each_database
class TestHangingDisk:
    def test_a_worker_whose_places_are_all_stuck_gives_way_to_a_new_one(self, tmp_path: Path, database: str) -> None:
        limits = {"DATABASE_READ_TIMEOUT_SECONDS": "1", "REQUEST_TIMEOUT_SECONDS": "2"}
        (tmp_path / "media").mkdir()
        hangs = tmp_path / "media" / "anh.png"
        os.mkfifo(hangs)  # whoever opens it waits for a writer
        with a_portal(tmp_path, database, **limits) as portal:
            crowd = [threading.Thread(target=_read_or_not, args=(portal, "/media/anh.png")) for _ in range(2)]
            for reader in crowd:
                reader.start()
            assert _until(lambda: portal.get("/tin-tuc/").status == 503)
            assert portal.get("/livez").status == 200
            assert _until(lambda: portal.get("/tin-tuc/").status == 200)
            for reader in crowd:
                reader.join()
            assert "gives way to a new one" in portal.log.read_text()


@pytest.mark.each_database
@on_postgresql
class TestHangingStatements:
    def test_a_lock_that_is_held_ends_in_a_503_and_then_in_pages(self, tmp_path: Path, database: str) -> None:
        with a_portal(tmp_path, database, DATABASE_READ_TIMEOUT_SECONDS="2") as portal:
            assert portal.get("/tin-tuc/").status == 200
            with contextlib.closing(psycopg2.connect(database)) as other, other.cursor() as cursor:
                cursor.execute("LOCK TABLE news_article IN ACCESS EXCLUSIVE MODE")
                answers = portal.get_all(["/tin-tuc/"] * 6)
                assert {answer.status for answer in answers} == {503}
                assert max(answer.seconds for answer in answers) < 50
                assert portal.get("/livez").status == 200
                other.rollback()
            assert portal.get("/tin-tuc/").status == 200

    def test_a_server_that_falls_silent_is_cut_off(self, tmp_path: Path, database: str) -> None:
        with (
            relay(database) as line,
            a_portal(tmp_path, line.leads_to(database), DATABASE_READ_TIMEOUT_SECONDS="2") as portal,
        ):
            assert {answer.status for answer in portal.get_all(["/tin-tuc/"] * 4)} == {200}
            line.falls_silent()
            answers = portal.get_all(["/tin-tuc/"] * 6)
            assert {answer.status for answer in answers} == {503}
            assert max(answer.seconds for answer in answers) < 50
            assert portal.get("/livez").status == 200
            line.speaks_again()
            assert _until(lambda: portal.get("/tin-tuc/").status == 200)


def _until(holds: Callable[[], bool]) -> bool:
    until = time.monotonic() + 120
    while time.monotonic() < until:
        with contextlib.suppress(OSError, http.client.HTTPException):  # while one worker goes and the next comes
            if holds():
                return True
        time.sleep(0.5)
    return False


def _read_or_not(portal: Served, path: str) -> None:
    with contextlib.suppress(OSError, http.client.HTTPException):
        portal.get(path, timeout=120)
