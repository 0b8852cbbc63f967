"""nginx with our configuration keeps public pages readable when the portal is down, and keeps nothing private."""

import contextlib
import http.client
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

CONFIGURATION = Path(__file__).resolve().parent.parent.parent / "deploy" / "nginx.conf"
PUBLIC = "public, max-age=0, s-maxage=1, stale-while-revalidate=30, stale-if-error=86400"
ANSWERS = {"/": PUBLIC, "/quan-tri/": "private, no-store"}
# A stand-in for the portal: it only has to answer with the portal's own Cache-Control.
STAND_IN = f"""
def application(environ, start_response):
    start_response("200 OK", [("Cache-Control", {ANSWERS!r}[environ["PATH_INFO"]]), ("Content-Length", "5")])
    return [b"ready"]
"""

pytestmark = pytest.mark.skipif(not shutil.which("nginx"), reason="nginx is not installed: apt-get install nginx-light")


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def adapted(folder: Path, port: int) -> str:
    """Our file with this test's paths and one plain port, all else as it stands."""
    text = CONFIGURATION.read_text()
    plain_server = text.index("server {", text.index("listen 80;") - 40)
    text = text[:plain_server] + text[text.index("server {", plain_server + 1) :]
    text = text.replace("listen 443 ssl http2;", f"listen 127.0.0.1:{port};").replace("listen [::]:443 ssl http2;", "")
    text = re.sub(r"\s+ssl_\w+ [^;]+;", "", text)
    text = text.replace("/run/portal", str(folder)).replace("/var/cache/nginx", str(folder))
    logs = f"pid {folder}/pid; error_log {folder}/error.log; daemon off; events {{}}"
    user = "user root;" if Path("/proc/self").owner() == "root" else ""
    kept = " ".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    return f"{user} {logs} http {{ access_log off; {kept} {text} }}"


@contextlib.contextmanager
def running(*command: str | Path, cwd: Path) -> Iterator[None]:
    process = subprocess.Popen([str(part) for part in command], cwd=cwd, stdin=subprocess.DEVNULL)
    try:
        yield
    finally:
        process.terminate()
        process.wait(20)


def answer(port: int, path: str) -> tuple[int, str]:
    """The status and nginx's word on its cache; asks again while the server is starting."""
    for _ in range(100):
        with (
            contextlib.suppress(ConnectionRefusedError),
            contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=5)) as connection,
        ):
            connection.request("GET", path, headers={"Host": "portal.example.gov.vn"})
            response = connection.getresponse()
            response.read()
            return response.status, response.headers.get("X-Cache", "")
        time.sleep(0.05)
    raise AssertionError("nginx did not start")


class TestStale:
    def test_public_pages_outlive_the_portal_and_private_ones_do_not(self, tmp_path: Path) -> None:
        port = free_port()
        (tmp_path / "stand_in.py").write_text(STAND_IN)
        (tmp_path / "nginx.conf").write_text(adapted(tmp_path, port))
        gunicorn = (sys.executable, "-m", "gunicorn", "--no-control-socket", "--bind", f"unix:{tmp_path}/portal.sock")
        tested = subprocess.run(
            ["nginx", "-t", "-c", tmp_path / "nginx.conf"], capture_output=True, text=True, check=False
        )
        assert tested.returncode == 0, tested.stderr

        with running("nginx", "-c", tmp_path / "nginx.conf", cwd=tmp_path):
            with running(*gunicorn, "stand_in:application", cwd=tmp_path):
                until = time.monotonic() + 20
                while answer(port, "/")[0] != 200 and time.monotonic() < until:
                    time.sleep(0.1)
                assert answer(port, "/") == (200, "HIT")
                assert answer(port, "/quan-tri/") == (200, "MISS")
                assert answer(port, "/quan-tri/") == (200, "MISS")
            # nginx counts whole seconds, so a second may last two.
            time.sleep(2.5)
            status, cached = answer(port, "/")
            assert (status, cached) in {(200, "STALE"), (200, "UPDATING")}
            assert answer(port, "/quan-tri/")[0] == 502
