"""Every internal link has an existing target."""

from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from urllib.parse import unquote, urldefrag, urlsplit

from tools.audit.documents import Document, without_fragment
from tools.audit.fetch import Answer, fetch, is_within
from tools.audit.findings import Finding

MOST_ADDRESSES = 600
# Maximum of URLs per path that differ only in the query string; filters have unlimited combinations.
MOST_OF_A_PATH = 4
AT_ONCE = 4
# Redirected to the sign-in page.
FOR_STAFF = ("/quan-tri/", "/ban-lam-viec/")


@dataclass
class Crawl:
    """The requested URLs, the pages that link to them, and the documents."""

    answers: dict[str, Answer | OSError] = field(default_factory=dict)
    targeting: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    documents: dict[str, Document] = field(default_factory=dict)

    def faults(self, portal: str) -> list[Finding]:
        return sorted({*self._broken(portal), *self._without_place(portal)})

    def _broken(self, portal: str) -> list[Finding]:
        return [
            Finding(_path(self._one_leading_to(address)), f"leads to {_path(address)}, which answers {_status(answer)}")
            for address, answer in self.answers.items()
            if isinstance(answer, OSError) or answer.status >= 400
        ]

    def _without_place(self, portal: str) -> list[Finding]:
        found = []
        for address, document in self.documents.items():
            for link in document.links:
                target, place = urldefrag(link)
                led_to = self.documents.get(target)
                if place and place != "top" and led_to and unquote(place) not in led_to.identifiers:
                    found.append(
                        Finding(_path(address), f"leads to #{place} of {_path(target)}, which has no such place")
                    )
        return found

    def _one_leading_to(self, address: str) -> str:
        return min(self.targeting[address], default=address)


def crawled(portal: str, start: str = "/") -> Crawl:
    """Crawls breadth first from ``start``; bounded, and each URL once."""
    crawl, paths = Crawl(), defaultdict[str, int](int)
    waiting = [f"{portal}{start}"]
    with ThreadPoolExecutor(AT_ONCE) as asking:
        while waiting:
            for address, answer in zip(waiting, asking.map(_answer, waiting), strict=True):
                crawl.answers[address] = answer
                if isinstance(answer, Answer) and answer.kind == "text/html" and answer.status == 200:
                    crawl.documents[address] = Document(address, answer.text)
            found: dict[str, None] = {}
            for address in waiting:
                document = crawl.documents.get(address)
                for target in [*document.links, *document.parts] if document else []:
                    target = without_fragment(target)
                    if is_within(target, portal) and not urlsplit(target).path.startswith(FOR_STAFF):
                        crawl.targeting[target].add(address)
                        found[target] = None
            waiting = []
            for target in found:
                path = urlsplit(target).path
                is_new = target not in crawl.answers and paths[path] < MOST_OF_A_PATH
                if is_new and len(crawl.answers) + len(waiting) < MOST_ADDRESSES:
                    paths[path] += 1
                    waiting.append(target)
    return crawl


def _answer(address: str) -> Answer | OSError:
    try:
        return fetch(address)
    except OSError as error:
        return error


def _status(answer: Answer | OSError) -> str:
    return str(answer if isinstance(answer, OSError) else answer.status)


def _path(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
