"""Nothing is lost on narrow screens, at 200 %, with spaced text or with forced colours."""

from playwright.sync_api import Page

from tests.audit.checks.scripts import evaluated, faults_of
from tests.audit.findings import Finding

# 320 px is 1280 px at 400 %, 640 px the same at 200 % (WCAG 1.4.4, 1.4.10).
NARROW, HALF = 320, 640


def sideways_faults(page: Page) -> list[Finding]:
    """What makes the page as it stands wider than its window."""
    return faults_of(page, "sideways")


def zoom_faults(page: Page) -> list[Finding]:
    """The same at 320 px and at 200 %, and with the browser's text size doubled; leaves the page as it was."""
    before = page.viewport_size
    assert before
    found = []
    for width in (NARROW, HALF):
        page.set_viewport_size({"width": width, "height": before["height"]})
        found += [Finding(fault.where, f"at {width} px: {fault.what}") for fault in sideways_faults(page)]
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    found += [Finding(fault.where, f"text doubled: {fault.what}") for fault in sideways_faults(page)]
    page.evaluate("document.documentElement.style.fontSize = ''")
    page.set_viewport_size(before)
    return found


def spacing_faults(page: Page) -> list[Finding]:
    """Text cut off, or the page made wider, by the spacing of WCAG 1.4.12."""
    evaluated(page, "text_spacing", True)
    found = faults_of(page, "clipped") + sideways_faults(page)
    evaluated(page, "text_spacing", False)
    return [Finding(fault.where, f"text spaced: {fault.what}") for fault in found]


def forced_colour_faults(page: Page) -> list[Finding]:
    """Text that keeps colours of its own, or a control without an edge, where the reader's colours are forced."""
    page.emulate_media(forced_colors="active")
    found = faults_of(page, "forced_colours")
    page.emulate_media(forced_colors="none")
    return [Finding(fault.where, f"forced colours: {fault.what}") for fault in found]
