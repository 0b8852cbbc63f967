"""Keyboard navigation by Tab: everything is reachable, there is no trap, and the focus is always visible."""

from playwright.sync_api import Page

from tools.audit.checks.scripts import evaluated
from tools.audit.findings import Finding

# More stops than any page has; a longer walk is a loop.
MOST_STOPS = 900
HELD_STOPS = 4


def faults(page: Page) -> list[Finding]:
    """Tabs from the start of the page to its end."""
    expected = evaluated(page, "keyboard_start")
    found: set[Finding] = set()
    seen: set[int] = set()
    held = 0
    before = -1
    for _ in range(min(MOST_STOPS, expected + 100)):
        page.keyboard.press("Tab")
        stop = evaluated(page, "keyboard_stop")
        if stop["at_end"]:
            break
        number = stop["number"]
        held = held + 1 if number == before else 0
        if held >= HELD_STOPS:
            found.add(Finding(stop["where"], "holds the focus: Tab does not lead on"))
            break
        if number in seen and number != before:
            break
        seen.add(number)
        before = number
        found.update(Finding(stop["where"], what) for what in stop["faults"])
    missed = evaluated(page, "keyboard_end", sorted(seen))
    found.update(Finding(where, "is not reached with the Tab key") for where in missed)
    return sorted(found)
