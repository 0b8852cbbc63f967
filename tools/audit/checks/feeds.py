"""Validates feeds."""

from lxml import etree

from tests.news.feed_rules import atom_faults, rss_faults
from tools.audit.findings import Finding


def faults(document: bytes) -> list[Finding]:
    """Violations of RSS 2.0 or RFC 4287."""
    try:
        root = etree.fromstring(document)
    except etree.XMLSyntaxError as error:
        return [Finding("", f"is no XML: {error}")]
    rules = rss_faults if root.tag == "rss" else atom_faults
    return [Finding("", fault) for fault in rules(document)]
