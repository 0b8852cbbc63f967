"""Content checks of an article before publication: findings, each with advice on how to fix it.

No database access. What only the database knows (whether an internal link is broken) is passed in as a function; the
real one is ``news.content_checks.links.find_broken_links``.
"""

from news.content_checks import prose, structure
from news.content_checks.findings import (
    CHECKS,
    BrokenLinkFinder,
    Finding,
    Severity,
    check,
    configured_severities,
    parse_severities,
)
from news.content_checks.text import ArticleText

__all__ = [
    "CHECKS",
    "ArticleText",
    "BrokenLinkFinder",
    "Finding",
    "Severity",
    "check",
    "configured_severities",
    "parse_severities",
    "prose",
    "structure",
]
