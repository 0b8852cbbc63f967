"""The transfer size of a page: all requests with headers, on a first and a repeated visit."""

from dataclasses import dataclass

from playwright.sync_api import Browser, Page

from tools.audit.browser import View, context_for
from tools.audit.documents import Document
from tools.audit.fetch import fetch
from tools.audit.findings import Finding
from tools.audit.pages import KB, REPEAT_BYTES

# Current phones have a device pixel ratio of at least two and load the larger images.
DENSITY = {360: 2, 1280: 1}


@dataclass(frozen=True)
class Weight:
    """Transferred bytes by visit.

    Of a first visit, of the same scrolled to the end with its lazy images (which the budget is for), and of a repeated
    one.
    """

    arrival: int
    whole: int
    repeat: int


def weigh(browser: Browser, portal: str, address: str, view: View) -> Weight:
    """A first visit with an empty cache, scrolled to the end; then the same visit again."""
    context = context_for(browser, portal, view, device_scale_factor=DENSITY[view.width])
    page = context.new_page()
    scale = Scale(page)
    response = page.goto(address, wait_until="networkidle")
    document = Document(page.url, response.text() if response else "")
    # A headless browser requests no favicon; a normal one would.
    icons = sum(fetch(icon).wire_bytes for icon in document.icons if icon not in scale.asked)
    arrival = scale.take() + icons
    read_to_the_end(page)
    whole = arrival + scale.take()
    page.goto("about:blank")
    page.goto(address, wait_until="networkidle")
    repeat = scale.take()
    context.close()
    return Weight(arrival, whole, repeat)


def faults(weight: Weight, budget_bytes: int) -> list[Finding]:
    measured = (
        ("first visit, read to the end,", weight.whole, budget_bytes),
        ("repeat visit", weight.repeat, REPEAT_BYTES),
    )
    return [
        Finding("", f"{visit} weighs {taken / KB:.1f} KB, budget {budget / KB:.0f} KB")
        for visit, taken, budget in measured
        if taken > budget
    ]


class Scale:
    """Counts transferred bytes, as the browser's developer tools do."""

    def __init__(self, page: Page) -> None:
        self.asked: set[str] = set()
        self._bytes = 0
        tools = page.context.new_cdp_session(page)
        tools.send("Network.enable")
        tools.on("Network.requestWillBeSent", lambda event: self.asked.add(event["request"]["url"]))
        tools.on("Network.loadingFinished", self._add)

    def take(self) -> int:
        """The bytes since the last call."""
        taken, self._bytes = self._bytes, 0
        return taken

    def _add(self, event: dict[str, float]) -> None:
        self._bytes += int(event["encodedDataLength"])


def read_to_the_end(page: Page) -> None:
    page.evaluate(
        """async () => {
          for (let top = 0; top < document.documentElement.scrollHeight; top += innerHeight) {
            scrollTo({ top, behavior: 'instant' });
            await new Promise((done) => setTimeout(done, 60));
          }
        }"""
    )
    page.wait_for_load_state("networkidle")
