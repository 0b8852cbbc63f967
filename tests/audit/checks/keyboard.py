"""The page with the Tab key alone: everything is reached, nothing holds on, and one always sees where one is."""

from playwright.sync_api import Page

from tests.audit.checks.scripts import evaluated
from tests.audit.findings import Finding

# More stops than any page has; a walk that long goes round in circles.
MOST_STOPS = 900
HELD_STOPS = 4


def faults(page: Page) -> list[Finding]:
    """Walks from the head of the page to its end."""
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
