"""Feeds as readers' programs take them."""

from lxml import etree

from tests.audit.findings import Finding
from tests.news.feed_rules import atom_faults, rss_faults


def faults(document: bytes) -> list[Finding]:
    """What RSS 2.0 or RFC 4287 would not have."""
    try:
        root = etree.fromstring(document)
    except etree.XMLSyntaxError as error:
        return [Finding("", f"is no XML: {error}")]
    rules = rss_faults if root.tag == "rss" else atom_faults
    return [Finding("", fault) for fault in rules(document)]
