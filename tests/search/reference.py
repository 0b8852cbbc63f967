"""An engine of a dozen lines that goes through everything: what the two real ones must agree with."""

import pytest

from portal.core.search import sources
from portal.search import documents as index_documents
from portal.search import retrieval
from portal.search.expressions import AllOf, AndNot, AnyOf, Expression, Prefix
from portal.search.index import build_input
from portal.search.models import IndexEntry
from portal.search.retrieval import FacetBucket
from portal.search.sources import build_documents


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
        case AndNot():
            return fits(expression.included, tokens) and not fits(expression.excluded, tokens)
    raise AssertionError(expression)


def use(monkeypatch: pytest.MonkeyPatch) -> None:
    """Searches go through all originals from here on, with the same bounds and the same weighing."""
    known: dict[tuple[str, int], set[str]] = {}
    for source in sources:
        for key, document in build_documents(source, source.originals()).items():
            made = index_documents.build_entries({key: build_input(source, key, document)})
            known[source.kind, key] = set(made[key].tokens.split())

    def matching(search: retrieval._Search, expression: Expression) -> list[IndexEntry]:
        entries = IndexEntry.objects.visible(search.at).order_by("-sort_at", "-pk")
        if search.start or search.end:
            entries = entries.filter(is_dated=True)
        if search.start:
            entries = entries.filter(sort_at__gte=search.start)
        if search.end:
            entries = entries.filter(sort_at__lt=search.end)
        return [entry for entry in entries if fits(expression, known[entry.kind, entry.source_id])]

    def newest_by_scan(self: retrieval._Search, expression: Expression, count: int) -> list[int]:
        return [entry.pk for entry in matching(self, expression)][:count]

    def facet_buckets(self: retrieval._Search, expression: Expression) -> list[FacetBucket]:
        return [FacetBucket(entry.kind, entry.category_id, entry.year, 1) for entry in matching(self, expression)]

    monkeypatch.setattr(retrieval._Search, "newest_by_scan", newest_by_scan)
    # Whole sets at once: going back in stretches must change nothing.
    monkeypatch.setattr(retrieval._Search, "newest_by_window", newest_by_scan)
    monkeypatch.setattr(retrieval._Search, "facet_buckets", facet_buckets)
