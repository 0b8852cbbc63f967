"""What the controls stand on: the audit's programs, its browser, and a server of planted faults."""

import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tools.audit import browser, programs
from tools.audit.browser import DESKTOP, View, Visit
from tools.audit.pages import AuditedPage

PLANTED = Path(__file__).resolve().parent / "planted"
HEAVY_BYTES = 300 * 1024

Open = Callable[..., Visit]


class Planted(SimpleHTTPRequestHandler):
    """Pages with faults, and a file that is too heavy every time it is asked for."""

    def do_GET(self) -> None:
        if self.path != "/heavy.svg":
            super().do_GET()
            return
        image = (PLANTED / "picture.svg").read_bytes() + b" " * HEAVY_BYTES
        self.send_response(200)
        self.send_header("Content-Type", "image/svg+xml")
        self.send_header("Content-Length", str(len(image)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(image)

    def log_message(self, format: str, *args: object) -> None:  # the name is the library's
        """Says nothing."""


@pytest.fixture(scope="session")
def packages() -> Path:
    return programs.install()


@pytest.fixture(scope="session")
def planted() -> Iterator[str]:
    """The address of the planted pages."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Planted, directory=str(PLANTED)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def audit_browser() -> Iterator[Browser]:
    with browser.browser() as launched:
        yield launched


@pytest.fixture
def opened(audit_browser: Browser, planted: str) -> Iterator[Open]:
    """Opens a planted page by its name, as the audit opens a page."""
    contexts = []

    def open_page(name: str, view: View = DESKTOP, **options: object) -> Visit:
        context = browser.context_for(audit_browser, planted, view, **options)
        contexts.append(context)
        return browser.visit(context, AuditedPage(name, f"/{name}.html"))

    yield open_page
    for context in contexts:
        context.close()
