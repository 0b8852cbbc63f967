"""Static pages as a tree of links, built from loaded rows without queries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from portal.core.site_map import LinkNode
from portal.core.text.languages import TranslatedStr
from portal.pages.models import Page


@dataclass(frozen=True)
class PageNavigation:
    """Links from a page to its parent, children and siblings."""

    ancestors: Sequence[LinkNode]
    children: Sequence[LinkNode]
    siblings: Sequence[LinkNode]


def build_page_tree(pages: Sequence[Page]) -> tuple[LinkNode, ...]:
    """Builds the tree; a page whose parent is missing goes below its next ancestor, or to the top."""
    paths = {page.path for page in pages}
    return _build_children("", pages, paths)


def _build_children(path: str, pages: Sequence[Page], paths: set[str]) -> tuple[LinkNode, ...]:
    return tuple(
        LinkNode(
            TranslatedStr(page.title, page.language), page.get_absolute_url(), _build_children(page.path, pages, paths)
        )
        for page in pages
        if _nearest_parent_path(page.path, paths) == path
    )


def build_page_navigation(page: Page, pages: Sequence[Page]) -> PageNavigation:
    """Builds the links of a page from the ordered pages of its subtree."""
    paths = {other.path for other in pages}
    parent_path = _nearest_parent_path(page.path, paths)
    # Top-level pages are in the menu, so siblings are only listed below another page.
    siblings = [other for other in pages if parent_path and _nearest_parent_path(other.path, paths) == parent_path]
    return PageNavigation(
        ancestors=_build_nodes(
            sorted((p for p in pages if page.path.startswith(f"{p.path}/")), key=lambda p: len(p.path))
        ),
        children=_build_nodes(other for other in pages if _nearest_parent_path(other.path, paths) == page.path),
        siblings=_build_nodes(siblings) if len(siblings) > 1 else [],
    )


def _nearest_parent_path(path: str, paths: set[str]) -> str:
    """Path of the nearest ancestor among these; empty at the top."""
    while path := path.rpartition("/")[0]:
        if path in paths:
            return path
    return ""


def _build_nodes(pages: Iterable[Page]) -> list[LinkNode]:
    return [LinkNode(TranslatedStr(page.title, page.language), page.get_absolute_url()) for page in pages]
