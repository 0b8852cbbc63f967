"""Text sizes and target sizes."""

from playwright.sync_api import Page

from tools.audit.checks.scripts import faults_of
from tools.audit.findings import Finding

RUNNING_TEXT_PX = 18
SMALLEST_TEXT_PX = 16
TARGET_PX = 44


def faults(page: Page) -> list[Finding]:
    return text_faults(page) + target_faults(page)


def text_faults(page: Page) -> list[Finding]:
    """Running text of the main content below 18 px; any text below 16 px."""
    return faults_of(page, "text_sizes", {"running": RUNNING_TEXT_PX, "smallest": SMALLEST_TEXT_PX})


def target_faults(page: Page) -> list[Finding]:
    """Targets smaller than 44 × 44 px, measured by hit area; links in a sentence are exempt."""
    return faults_of(page, "target_sizes", TARGET_PX)
