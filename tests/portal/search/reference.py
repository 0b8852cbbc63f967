"""An engine of a dozen lines that goes through everything: what the two real ones must agree with."""

import pytest

from portal.search import finding, making
from portal.search.expressions import AllOf, AnyOf, ButNot, Expression, Prefix
from portal.search.finding import Group
from portal.search.indexing import order_of
from portal.search.models import Entry
from portal.search.sources import SOURCES


def fits(expression: Expression, tokens: set[str]) -> bool:
    match expression:
        case str():
            return expression in tokens
        case Prefix():
            return any(token.startswith(expression.start) for token in tokens)
        case AllOf():
            return all(fits(part, tokens) for part in expression.parts)
        case AnyOf():
            return any(fits(part, tokens) for part in expression.parts)
        case ButNot():
            return fits(expression.wanted, tokens) and not fits(expression.unwanted, tokens)
    raise AssertionError(expression)


def use(monkeypatch: pytest.MonkeyPatch) -> None:
    """Searches go through all originals from here on, with the same bounds and the same weighing."""
    known: dict[tuple[str, int], set[str]] = {}
    for source in SOURCES:
        for original in source.originals():
            if (draft := source.draft(original)) is not None:
                made = making.make({original.pk: order_of(source.kind, original.pk, draft)})
                known[source.kind, original.pk] = set(made[original.pk].tokens.split())

    def matching(search: finding._Search, expression: Expression) -> list[Entry]:
        entries = Entry.objects.visible(search.at).order_by("-moment", "-pk")
        if search.start or search.end:
            entries = entries.filter(is_dated=True)
        if search.start:
            entries = entries.filter(moment__gte=search.start)
        if search.end:
            entries = entries.filter(moment__lt=search.end)
        return [entry for entry in entries if fits(expression, known[entry.kind, entry.source_id])]

    def newest_of(self: finding._Search, expression: Expression, count: int) -> list[int]:
        return [entry.pk for entry in matching(self, expression)][:count]

    def groups(self: finding._Search, expression: Expression) -> list[Group]:
        return [Group(entry.kind, entry.category_id, entry.year, 1) for entry in matching(self, expression)]

    monkeypatch.setattr(finding._Search, "newest_of", newest_of)
    # Whole sets at once: going back in stretches must change nothing.
    monkeypatch.setattr(finding._Search, "newest", newest_of)
    monkeypatch.setattr(finding._Search, "groups", groups)
