"""The main content has the same text without JavaScript."""

from playwright.sync_api import Page

from tools.audit.checks.scripts import evaluated
from tools.audit.findings import Finding


def main_text(page: Page) -> list[str]:
    """All visible text of the main content, except of buttons, which a script may add."""
    return list(evaluated(page, "main_text"))


def faults(with_scripts: list[str], without: list[str]) -> list[Finding]:
    lost, gained = (sorted(set(one) - set(other)) for one, other in ((with_scripts, without), (without, with_scripts)))
    found = [Finding("", f"stands there only with JavaScript: “{text[:60]}”") for text in lost]
    found += [Finding("", f"stands there only without JavaScript: “{text[:60]}”") for text in gained]
    return found if with_scripts or without else [Finding("", "the main part is empty")]
