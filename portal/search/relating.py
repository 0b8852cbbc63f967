"""Which articles tell of the same things: those that share the telling words of a title and a beginning.

A word tells the more, the fewer titles have it; two words in a row tell more than one. What an article is compared
with are the newest that have any of its most telling pairs, so that it costs the same however many articles there are.
"""

import math
from collections.abc import Iterable

from django.utils import timezone

from news.models import RelatedArticle
from portal.search import words
from portal.search.expressions import all_of, any_of
from portal.search.finding import newest_among
from portal.search.indexing import of_kind
from portal.search.models import Entry, Term

MOST_RELATED = 5
# How much of what tells an article apart must stand in the other too.
LEAST_LIKENESS = 0.15
# Where an article says what it is about.
_BEGINNING = 1_200
_TELLING_PAIRS, _COMPARED = 12, 60
# A pair that so many titles have says little.
_COMMON = 400
_PAIR, _IN_TEXT = 2.0, 0.5


def relate(key: int) -> None:
    """Finds the neighbours of one article anew, and takes it away from those it no longer belongs to."""
    RelatedArticle.objects.replace(key, neighbours(key), most=MOST_RELATED)


def neighbours(key: int) -> dict[int, float]:
    """The articles most like one of them, with how like they are: at most four queries."""
    now = timezone.now()
    entry = Entry.objects.of_originals(Entry.Kind.ARTICLE, [key]).visible(now).first()
    if entry is None:
        return {}
    worth = _worth_of(entry)
    pairs = sorted((term for term in worth if " " in term), key=lambda term: (-worth[term], term))[:_TELLING_PAIRS]
    if not pairs:
        return {}
    having_one = all_of([any_of(term.replace(" ", "_") for term in pairs), of_kind(Entry.Kind.ARTICLE)])
    others = Entry.objects.of_keys(newest_among(having_one, _COMPARED + 1, now)).exclude(pk=entry.pk)
    whole = sum(worth.values())
    likeness = {other.source_id: _shared(worth, other) / whole for other in others}
    best = sorted(likeness.items(), key=lambda pair: (-pair[1], -pair[0]))[:MOST_RELATED]
    return {other: round(value, 3) for other, value in best if value >= LEAST_LIKENESS}


def _worth_of(entry: Entry) -> dict[str, float]:
    """By term (a word, or two with a blank between them) how much it tells of an article."""
    title = set(_terms(entry.title))
    beginning = {term for term in _terms(entry.text[:_BEGINNING]) if " " in term}
    known = Term.objects.of_keys(title | beginning).values_list("key", "count")
    return {
        term: (_PAIR if " " in term else 1.0) * (1.0 if term in title else _IN_TEXT) / math.log2(2 + count)
        for term, count in known
        if count <= _COMMON
    }


def _shared(worth: dict[str, float], other: Entry) -> float:
    title, text = set(_terms(other.title)), set(_terms(other.text[:_BEGINNING]))
    return sum(value * (1.0 if term in title else _IN_TEXT) for term, value in worth.items() if term in title | text)


def _terms(text: str) -> Iterable[str]:
    keys = words.keys(words.split(text))
    return (*keys, *(pair.replace("_", " ") for pair in words.pairs(keys)))
