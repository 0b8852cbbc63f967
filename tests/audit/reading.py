"""What is told of the documents the walk brought, and of what they lead to, without a browser."""

import tempfile
from pathlib import Path

from tests.audit.checks import feeds, linked_data, links, markup
from tests.audit.documents import Document
from tests.audit.fetching import fetch, is_within
from tests.audit.findings import Finding
from tests.audit.serving import ROOT
from tests.audit.walking import Report

STYLESHEETS = ROOT / "static" / "css"


def read(packages: Path, portal: str, report: Report) -> int:
    """Adds the faults of markup, stylesheets, JSON-LD, feeds and links; returns how many addresses were crawled."""
    check_markup(packages, report)
    documents = {name: Document(f"{portal}/", text) for name, text in report.documents.items()}
    for name, document in documents.items():
        report.add(name, "linked data", linked_data.faults(document.linked_data))
    for address in sorted({feed for document in documents.values() for feed in document.feeds}):
        if not is_within(address, portal):
            report.add("feeds", "feeds", [Finding(address, "is of another host")])
            continue
        answer = fetch(address)
        found = feeds.faults(answer.body) if answer.status == 200 else [Finding("", f"answers {answer.status}")]
        report.add(address.removeprefix(portal), "feeds", found)
    crawl = links.crawled(portal)
    report.add("links", "links", crawl.faults(portal))
    return len(crawl.answers)


def check_markup(packages: Path, report: Report) -> None:
    files = {f"{name}.html": text for name, text in report.documents.items()}
    files |= {path.name: path.read_text() for path in sorted(STYLESHEETS.glob("*.css"))}
    with tempfile.TemporaryDirectory() as folder:
        for file, found in markup.faults(packages, Path(folder), files).items():
            report.add(file.removesuffix(".html"), "Nu HTML checker", found)
