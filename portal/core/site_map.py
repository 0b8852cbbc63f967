"""Parts of the site map for readers: an app registers its parts in its ``site_map.py``."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise

from portal.core.registry import Registry


@dataclass(frozen=True)
class LinkNode:
    """Link with its children."""

    title: str
    url: str
    children: tuple["LinkNode", ...] = ()


@dataclass(frozen=True)
class SiteMapPart:
    """Links below a heading; the part is left out while there are none. ``slug`` is the HTML id of the heading."""

    slug: str
    heading: str | Promise
    links: Callable[[], Sequence[LinkNode]]


parts: Registry[SiteMapPart] = Registry("site_map")
