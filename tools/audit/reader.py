"""Checks of the visited documents and their links without a browser."""

import tempfile
from pathlib import Path

from tools.audit.checks import feeds, linked_data, links, markup
from tools.audit.crawler import Report
from tools.audit.documents import Document
from tools.audit.fetch import fetch, is_within
from tools.audit.findings import Finding
from tools.audit.server import ROOT

STYLESHEETS = ROOT / "static" / "css"


def read(packages: Path, portal: str, report: Report) -> int:
    """Adds findings on markup, stylesheets, JSON-LD, feeds and links; returns the number of crawled URLs."""
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
