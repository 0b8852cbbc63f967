"""The page header must leave most of the screen to the content."""

from playwright.sync_api import Page

from tools.audit.checks.scripts import faults_of
from tools.audit.findings import Finding

# Of a phone's screen (360 × 740), at every text size.
MOST_OF_SCREEN = 0.30
SCREEN_PX = 740


def faults(page: Page) -> list[Finding]:
    """A header that takes more than 30 % of a phone's screen; a control in it that is covered."""
    return faults_of(page, "head", MOST_OF_SCREEN * SCREEN_PX)
