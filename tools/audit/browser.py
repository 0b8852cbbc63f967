"""Opens the portal's pages: one browser, one context for each width, colour scheme and user."""

import contextlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from tests.browser_fixtures import ARGUMENTS, TIMEOUT_MS, chromium_path
from tools.audit.findings import Finding
from tools.audit.pages import AuditedPage
from tools.audit.server import Portal

HEIGHT = 800
# No host but localhost is resolved: a page's request to another host fails, and nothing leaves this machine.
THIS_MACHINE_ONLY = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"

# Stored reading preferences; on pages without them the browser's own font size is set to the same (tokens.css).
_CHOOSE_LETTERS = """
  localStorage.setItem("portalText", %(letters)s);
  document.addEventListener("DOMContentLoaded", () => {
    if (!document.querySelector("[data-portal-reading-preferences]")) document.documentElement.style.fontSize = "150%%";
  });
"""


@dataclass(frozen=True)
class View:
    """Viewport and preferences with which a page is visited."""

    width: int
    scheme: str
    # The text size that the reader chose, as static/js/public/apply-reading-preferences.js stores it.
    letters: str = ""

    def __str__(self) -> str:
        return " ".join(filter(None, (str(self.width), self.scheme, self.letters)))


PHONE, PHONE_DARK = View(360, "light"), View(360, "dark")
DESKTOP, DESKTOP_DARK = View(1280, "light"), View(1280, "dark")
LARGEST = "larger"
PHONE_LARGEST, DESKTOP_LARGEST = View(360, "light", LARGEST), View(1280, "light", LARGEST)
VIEWS = (PHONE, PHONE_DARK, DESKTOP, DESKTOP_DARK, PHONE_LARGEST, DESKTOP_LARGEST)


@dataclass
class Visit:
    """An open page, its document, its requests and its console messages."""

    page: Page
    status: int = 0
    document: str = ""
    asked: list[str] = field(default_factory=list)
    complaints: list[Finding] = field(default_factory=list)


@contextlib.contextmanager
def browser() -> Iterator[Browser]:
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=chromium_path(), args=[*ARGUMENTS, *sandbox, THIS_MACHINE_ONLY]
        )
        yield launched
        launched.close()


def session_of(browser: Browser, portal: Portal) -> Any:
    """The storage state of the administrator's session, for later contexts."""
    context = context_for(browser, portal.address, DESKTOP)
    page = context.new_page()
    page.goto("/dang-nhap/")
    page.locator("input[name=username]").fill(portal.username)
    page.locator("input[name=password]").fill(portal.password)
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/ban-lam-viec/")
    state = context.storage_state()
    context.close()
    return state


def context_for(browser: Browser, address: str, view: View, **options: Any) -> BrowserContext:
    context = browser.new_context(
        base_url=address,
        locale="vi-VN",
        viewport={"width": view.width, "height": HEIGHT},
        color_scheme=view.scheme,  # type: ignore[arg-type]  # "light" or "dark"
        reduced_motion="reduce",
        **options,
    )
    context.set_default_timeout(TIMEOUT_MS)
    if view.letters:
        context.add_init_script(_CHOOSE_LETTERS % {"letters": json.dumps(view.letters)})
    return context


def visit(context: BrowserContext, audited: AuditedPage) -> Visit:
    """Opens the page, submits its form where an error page is wanted, and waits until the network is idle."""
    visited = Visit(page := context.new_page())
    page.on("request", lambda request: visited.asked.append(request.url))
    page.on("console", lambda message: _note(visited, message))
    page.on("pageerror", lambda error: visited.complaints.append(Finding("", f"script error: {error}")))
    response = page.goto(audited.address, wait_until="load")
    if audited.refused_by and response is not None and response.ok:
        with page.expect_navigation(wait_until="load") as sent:
            page.locator(audited.refused_by).first.click()
        response = sent.value
    page.wait_for_load_state("networkidle")
    lay_out_everything(page)
    if response is not None:
        visited.status, visited.document = response.status, response.text()
    return visited


def lay_out_everything(page: Page) -> None:
    """Loads lazy content, which would pass every check unseen."""
    page.evaluate(
        """() => {
          const sheet = new CSSStyleSheet();
          sheet.replaceSync("* { content-visibility: visible !important }");
          document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
        }"""
    )


def _note(visited: Visit, message: ConsoleMessage) -> None:
    # The status of an error page is expected.
    if message.type == "error" and "the server responded with a status of 4" not in message.text:
        visited.complaints.append(Finding(message.location.get("url", ""), message.text))
