"""Pages as a tree of links. Pure: it works on rows that were read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from portal.kit.languages import Wording
from portal.site.models import Page


@dataclass(frozen=True)
class Branch:
    """A link with what stands under it."""

    title: str
    address: str
    children: tuple["Branch", ...] = ()


@dataclass(frozen=True)
class Surroundings:
    """What a page's reader can go on to: up, down and beside it."""

    trail: Sequence[Branch]
    children: Sequence[Branch]
    siblings: Sequence[Branch]


def tree_of(pages: Sequence[Page]) -> tuple[Branch, ...]:
    """All of them; one whose page above is not among them stands under the next that is, or at the top."""
    paths = {page.path for page in pages}
    return _under("", pages, paths)


def _under(path: str, pages: Sequence[Page], paths: set[str]) -> tuple[Branch, ...]:
    return tuple(
        Branch(Wording(page.title, page.language), page.get_absolute_url(), _under(page.path, pages, paths))
        for page in pages
        if _above(page.path, paths) == path
    )


def surroundings_of(page: Page, pages: Sequence[Page]) -> Surroundings:
    """Of a page among the pages of its part of the tree, in their order."""
    paths = {other.path for other in pages}
    above = _above(page.path, paths)
    # The top of the tree has the menu; lists of siblings are for what stands under one page.
    beside = [other for other in pages if above and _above(other.path, paths) == above]
    return Surroundings(
        trail=_links(sorted((p for p in pages if page.path.startswith(f"{p.path}/")), key=lambda p: len(p.path))),
        children=_links(other for other in pages if _above(other.path, paths) == page.path),
        siblings=_links(beside) if len(beside) > 1 else [],
    )


def _above(path: str, paths: set[str]) -> str:
    """The nearest path above that is among these; empty at the top."""
    while path := path.rpartition("/")[0]:
        if path in paths:
            return path
    return ""


def _links(pages: Iterable[Page]) -> list[Branch]:
    return [Branch(Wording(page.title, page.language), page.get_absolute_url()) for page in pages]
