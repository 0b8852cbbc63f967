"""Text that can be read at arm's length, and targets that a thumb hits."""

from playwright.sync_api import Page

from tests.audit.checks.scripts import faults_of
from tests.audit.findings import Finding

RUNNING_TEXT_PX = 18
SMALLEST_TEXT_PX = 16
TARGET_PX = 44


def faults(page: Page) -> list[Finding]:
    return text_faults(page) + target_faults(page)


def text_faults(page: Page) -> list[Finding]:
    """Running text of the page's main part below 18 px; anything at all below 16 px."""
    return faults_of(page, "text_sizes", {"running": RUNNING_TEXT_PX, "smallest": SMALLEST_TEXT_PX})


def target_faults(page: Page) -> list[Finding]:
    """What is pressed is 44 px wide and high, measured by where a press is taken; links in a sentence excepted."""
    return faults_of(page, "target_sizes", TARGET_PX)
