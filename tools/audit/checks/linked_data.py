"""Structured data (JSON-LD): it parses, and each node has the properties that its type needs."""

import json
from collections.abc import Iterator
from typing import Any

from tools.audit.findings import Finding

# Properties that search engines require to show a type.
REQUIRED: dict[str, tuple[str, ...]] = {
    "NewsArticle": ("headline", "datePublished", "author", "publisher", "mainEntityOfPage"),
    "BreadcrumbList": ("itemListElement",),
    "ListItem": ("position", "name"),
    "Event": ("name", "startDate", "location"),
    "WebSite": ("name", "url"),
    "Organization": ("name",),
    "GovernmentOrganization": ("name",),
    "Person": ("name",),
    "Place": ("name",),
    "Question": ("name",),
    "FAQPage": ("mainEntity",),
    "Legislation": ("name",),
}


def faults(blocks: list[str]) -> list[Finding]:
    """``blocks`` are the texts of a page's JSON-LD scripts."""
    found: list[Finding] = []
    for block in blocks:
        try:
            data = json.loads(block)
        except ValueError as error:
            found.append(Finding("", f"is no JSON: {error}"))
            continue
        if not isinstance(data, dict) or data.get("@context") not in {"https://schema.org", "https://schema.org/"}:
            found.append(Finding("", "does not name schema.org as its context"))
        found += [
            Finding(thing["@type"], f"has no {name}")
            for thing in _things(data)
            for name in REQUIRED.get(thing["@type"], ())
            if not thing.get(name)
        ]
    return found


def _things(data: Any) -> Iterator[dict[str, Any]]:
    """All nodes with a type, at any depth; a reference (``@id`` alone) has none."""
    if isinstance(data, list):
        for each in data:
            yield from _things(each)
    elif isinstance(data, dict):
        if isinstance(data.get("@type"), str):
            yield data
        for each in data.values():
            yield from _things(each)
