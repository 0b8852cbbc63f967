"""Opening the portal's pages: one browser, one context for each width, scheme and person."""

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from tests.audit.findings import Finding
from tests.audit.pages import AuditedPage
from tests.audit.serving import Portal
from tests.browser_fixtures import ARGUMENTS, TIMEOUT_MS, chromium_path

HEIGHT = 800
# No name is looked up but this machine's: a page that asks another host fails, and nothing leaves.
THIS_MACHINE_ONLY = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"


@dataclass(frozen=True)
class View:
    """How a page is looked at."""

    width: int
    scheme: str

    def __str__(self) -> str:
        return f"{self.width} {self.scheme}"


PHONE, PHONE_DARK = View(360, "light"), View(360, "dark")
DESKTOP, DESKTOP_DARK = View(1280, "light"), View(1280, "dark")
VIEWS = (PHONE, PHONE_DARK, DESKTOP, DESKTOP_DARK)


@dataclass
class Visit:
    """A page that is open, the document that came for it, what it asked for and what the browser complained of."""

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
    """What the browser keeps of the administrator's signing in, for contexts to come."""
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
    return context


def visit(context: BrowserContext, audited: AuditedPage) -> Visit:
    """Opens the page, sends its form where a refusal is wanted, and waits until nothing more is fetched."""
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
    """What waits for the reader to come near would pass every check unseen."""
    page.evaluate(
        """() => {
          const sheet = new CSSStyleSheet();
          sheet.replaceSync("* { content-visibility: visible !important }");
          document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
        }"""
    )


def _note(visited: Visit, message: ConsoleMessage) -> None:
    # A refusal's own status is no complaint.
    if message.type == "error" and "the server responded with a status of 4" not in message.text:
        visited.complaints.append(Finding(message.location.get("url", ""), message.text))
