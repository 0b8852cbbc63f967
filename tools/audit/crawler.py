"""Visits all pages once per view and runs every check that needs a rendered page."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Error, Page

from tools.audit.browser import (
    DESKTOP,
    DESKTOP_LARGEST,
    PHONE,
    PHONE_DARK,
    PHONE_LARGEST,
    VIEWS,
    View,
    Visit,
    context_for,
    session_of,
    visit,
)
from tools.audit.checks import head, hosts, keyboard, language, reflow, sizes, without_javascript
from tools.audit.checks.accessibility import Axe
from tools.audit.findings import Finding
from tools.audit.pages import AuditedPage
from tools.audit.server import Portal

Check = Callable[[Page], list[Finding]]


@dataclass
class Report:
    """Findings by page and check, each with the views in which it occurred; and the documents of the visits."""

    faults: dict[tuple[str, str, Finding], set[str]] = field(default_factory=dict)
    documents: dict[str, str] = field(default_factory=dict)
    main_texts: dict[str, list[str]] = field(default_factory=dict)
    absent: set[str] = field(default_factory=set)

    def add(self, page: str, check: str, findings: Iterable[Finding], view: str = "") -> None:
        for finding in findings:
            self.faults.setdefault((page, check, finding), set()).add(view)


def checks_in(view: View, axe: Axe) -> dict[str, Check]:
    """The checks for this view. Those that change the page come last and restore it."""
    chosen: dict[str, Check] = {"axe": axe.faults, "sideways": reflow.sideways_faults}
    if view in {PHONE, DESKTOP}:
        chosen |= {"sizes": sizes.faults, "language": language.faults, "spacing": reflow.spacing_faults}
    if view in {PHONE_LARGEST, DESKTOP_LARGEST}:
        chosen |= {"sizes": sizes.faults, "spacing": reflow.spacing_faults}
    if view in {PHONE, PHONE_LARGEST}:
        chosen["head"] = head.faults
    if view == DESKTOP:
        chosen |= {
            "zoom": reflow.zoom_faults,
            "forced colours": reflow.forced_colour_faults,
        }
    if view in {DESKTOP, PHONE_DARK}:
        chosen["keyboard"] = keyboard.faults
    return chosen


def walk(
    browser: Browser,
    portal: Portal,
    pages: Iterable[AuditedPage],
    axe: Axe,
    report: Report,
    screenshots: Path | None = None,
) -> None:
    """Visits every page in every view; adds the findings, and screenshots if wanted."""
    pages = list(pages)
    session = session_of(browser, portal)
    for view in VIEWS:
        visitors = {
            signed_in: context_for(browser, portal.address, view, **({"storage_state": session} if signed_in else {}))
            for signed_in in (False, True)
        }
        for audited in pages:
            if audited.name in report.absent:
                continue
            try:
                visited = visit(visitors[audited.signed_in], audited)
                look(visited, audited, view, portal.address, axe, report)
                if screenshots and audited.name not in report.absent:
                    take(visited.page, screenshots / f"{'-'.join((audited.name, *str(view).split()))}.png")
                visited.page.close()
            except Error as failure:
                # A page that hangs must not stop the audit of the others.
                report.add(audited.name, "visit", [Finding("", failure.message.partition("\n")[0])], str(view))
        for context in visitors.values():
            context.close()


def look(visited: Visit, audited: AuditedPage, view: View, portal: str, axe: Axe, report: Report) -> None:
    if audited.awaited and visited.status == 404:
        report.absent.add(audited.name)
        return
    if visited.status != audited.status:
        report.add(audited.name, "status", [Finding("", f"answers {visited.status}, not {audited.status}")])
    report.documents.setdefault(audited.name, visited.document)
    if view == DESKTOP:
        report.main_texts[audited.name] = without_javascript.main_text(visited.page)
    # First the console messages of the page itself: checks try things that its CSP refuses.
    report.add(audited.name, "console", visited.complaints, str(view))
    report.add(audited.name, "hosts", hosts.faults(visited.asked, portal), str(view))
    for name, check in checks_in(view, axe).items():
        report.add(audited.name, name, check(visited.page), str(view))


def walk_without_javascript(browser: Browser, portal: Portal, pages: Iterable[AuditedPage], report: Report) -> None:
    """Compares the text of public pages without JavaScript with that of the first visit."""
    context = context_for(browser, portal.address, DESKTOP, java_script_enabled=False)
    for audited in pages:
        if audited.is_public and audited.name not in report.absent:
            visited = visit(context, audited)
            text = without_javascript.main_text(visited.page)
            report.add(
                audited.name,
                "without JavaScript",
                without_javascript.faults(report.main_texts.get(audited.name, []), text),
            )
            visited.page.close()
    context.close()


def take(page: Page, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    page.evaluate("scrollTo(0, 0)")
    page.screenshot(path=path, full_page=True)
