"""Finds related originals of a source, such as articles: those that share the distinctive words of title and lead.

A word weighs more the fewer titles contain it; a bigram weighs more than a word. An original is compared with the
newest that share its most distinctive bigrams, so the cost does not grow with the archive.
"""

import math
from collections.abc import Iterable

from django.utils import timezone

from portal.core.search import MAX_RELATED, SearchSource
from portal.search import tokens
from portal.search.expressions import all_of, any_of
from portal.search.index import kind_token
from portal.search.models import IndexEntry, Term
from portal.search.retrieval import newest_entry_ids

# Minimum share of an article's term weights that the other must contain.
MIN_SIMILARITY = 0.15
# Characters from the start of an article that describe its subject.
_LEAD_LENGTH = 1_200
_MAX_BIGRAMS, _MAX_CANDIDATES = 12, 60
# A bigram in so many titles is not distinctive.
_MAX_TITLE_COUNT = 400
_BIGRAM_WEIGHT, _TEXT_WEIGHT = 2.0, 0.5


def update_related(source: SearchSource, key: int) -> None:
    """Recomputes the related originals of one, and removes it where it no longer belongs."""
    if source.store_related is not None:
        source.store_related(key, find_related(source.kind, key))


def find_related(kind: str, key: int) -> dict[int, float]:
    """The most similar originals of the same kind with their similarity; at most four queries."""
    now = timezone.now()
    entry = IndexEntry.objects.of_originals(kind, [key]).visible(now).first()
    if entry is None:
        return {}
    worth = _term_weights(entry)
    pairs = sorted((term for term in worth if " " in term), key=lambda term: (-worth[term], term))[:_MAX_BIGRAMS]
    if not pairs:
        return {}
    having_one = all_of([any_of(term.replace(" ", "_") for term in pairs), kind_token(kind)])
    others = IndexEntry.objects.of_keys(newest_entry_ids(having_one, _MAX_CANDIDATES + 1, now)).exclude(pk=entry.pk)
    whole = sum(worth.values())
    likeness = {other.source_id: _shared_weight(worth, other) / whole for other in others}
    best = sorted(likeness.items(), key=lambda pair: (-pair[1], -pair[0]))[:MAX_RELATED]
    return {other: round(value, 3) for other, value in best if value >= MIN_SIMILARITY}


def _term_weights(entry: IndexEntry) -> dict[str, float]:
    """Weight by term (a word, or two separated by a space): how distinctive it is of an article."""
    title = set(_terms(entry.title))
    beginning = {term for term in _terms(entry.text[:_LEAD_LENGTH]) if " " in term}
    known = Term.objects.of_keys(title | beginning).values_list("key", "title_count")
    return {
        term: (_BIGRAM_WEIGHT if " " in term else 1.0) * (1.0 if term in title else _TEXT_WEIGHT) / math.log2(2 + count)
        for term, count in known
        if count <= _MAX_TITLE_COUNT
    }


def _shared_weight(worth: dict[str, float], other: IndexEntry) -> float:
    title, text = set(_terms(other.title)), set(_terms(other.text[:_LEAD_LENGTH]))
    return sum(
        value * (1.0 if term in title else _TEXT_WEIGHT) for term, value in worth.items() if term in title | text
    )


def _terms(text: str) -> Iterable[str]:
    keys = tokens.folded_forms(tokens.split_words(text))
    return (*keys, *(pair.replace("_", " ") for pair in tokens.bigrams(keys)))
