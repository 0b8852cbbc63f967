"""Reflow: nothing is lost on narrow screens, at 200 % zoom, with text spacing or in forced colours."""

from playwright.sync_api import Page

from tools.audit.checks.scripts import evaluated, faults_of
from tools.audit.findings import Finding

# 320 px is 1280 px at 400 %, 640 px the same at 200 % (WCAG 1.4.4, 1.4.10).
NARROW, HALF = 320, 640


def sideways_faults(page: Page) -> list[Finding]:
    """Elements that cause horizontal scrolling."""
    return faults_of(page, "sideways")


def zoom_faults(page: Page) -> list[Finding]:
    """The same at 320 px and at 200 %, and with the browser's text size doubled; restores the page."""
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
    """Text cut off, or horizontal scrolling, with the text spacing of WCAG 1.4.12."""
    evaluated(page, "text_spacing", True)
    found = faults_of(page, "clipped") + sideways_faults(page)
    evaluated(page, "text_spacing", False)
    return [Finding(fault.where, f"text spaced: {fault.what}") for fault in found]


def forced_colour_faults(page: Page) -> list[Finding]:
    """In forced colours: text that keeps its own colours, or a control without a border."""
    page.emulate_media(forced_colors="active")
    found = faults_of(page, "forced_colours")
    page.emulate_media(forced_colors="none")
    return [Finding(fault.where, f"forced colours: {fault.what}") for fault in found]
