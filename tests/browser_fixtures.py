"""Chromium for tests: a page fails its test when the console, the policy or the network shows a fault."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Route, expect, sync_playwright

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = [
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
TIMEOUT_MS = 15_000  # a busy machine is no failure
expect.set_options(timeout=TIMEOUT_MS)

NewPage = Callable[..., Page]


@dataclass
class Faults:
    """What went wrong in the pages of one test. Patterns in ``allowed`` are faults that the test provokes."""

    seen: list[str] = field(default_factory=list)
    allowed: list[str] = field(default_factory=list)

    def unexpected(self) -> list[str]:
        return [fault for fault in self.seen if not any(re.search(pattern, fault) for pattern in self.allowed)]


def chromium_path() -> str:
    """CHROMIUM, or the first Chromium on the PATH. Raises LookupError, for a browser test never skips in silence."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if not found:
        raise LookupError("No Chromium found. Install it (apt-get install chromium) or set CHROMIUM to its path.")
    return found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    # Playwright keeps an event loop in this thread, in which Django would otherwise refuse its own database calls.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium_path(), args=[*ARGUMENTS, *sandbox])
        yield launched
        launched.close()


@pytest.fixture
def faults() -> Iterator[Faults]:
    collected = Faults()
    yield collected
    assert not collected.unexpected(), "\n".join(collected.unexpected())


@pytest.fixture
def new_page(browser: Browser, live_server: Any, faults: Faults) -> Iterator[NewPage]:
    """Opens a page in a fresh context: ``new_page(java_script_enabled=False, viewport={…})``."""
    contexts = []

    def opened(**options: Any) -> Page:
        context = browser.new_context(base_url=live_server.url, locale="vi-VN", **options)
        contexts.append(context)
        context.set_default_timeout(TIMEOUT_MS)
        context.route("**/*", lambda route: _only_to(live_server.url, route, faults))
        page = context.new_page()
        page.on("console", lambda message: _note_console(message, faults))
        page.on("pageerror", lambda error: faults.seen.append(f"script error: {error}"))
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def page(new_page: NewPage) -> Page:
    """A page of a visitor who has never been here."""
    return new_page()


def _only_to(own_address: str, route: Route, faults: Faults) -> None:
    """Lets through what goes to our own server; anything else is a fault, and never leaves this machine."""
    if urlsplit(route.request.url).netloc == urlsplit(own_address).netloc:
        route.continue_()
        return
    faults.seen.append(f"request to another host: {route.request.url}")
    route.abort()


def _note_console(message: ConsoleMessage, faults: Faults) -> None:
    """Errors, among them every breach of the Content-Security-Policy, which Chromium reports here."""
    if message.type == "error":
        faults.seen.append(f"console: {message.text} ({message.location.get('url', '')})")
