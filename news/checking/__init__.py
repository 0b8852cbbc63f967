"""What an editor should look at before readers do: findings over a text, each with what to do about it.

Pure: nothing here asks the database. What only the database knows (does our own address still lead anywhere?) comes in
as a function; the real one is ``news.checking.links.broken_links``.
"""

from news.checking import prose, structure
from news.checking.findings import (
    CHECKS,
    BrokenLinks,
    Finding,
    Severity,
    check,
    configured_severities,
    parse_severities,
)
from news.checking.text import ArticleText

__all__ = [
    "CHECKS",
    "ArticleText",
    "BrokenLinks",
    "Finding",
    "Severity",
    "check",
    "configured_severities",
    "parse_severities",
    "prose",
    "structure",
]
