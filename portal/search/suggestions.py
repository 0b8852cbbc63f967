"""Autocomplete while typing, and spelling correction of a query."""

import itertools
import logging
import math
import string
from collections.abc import Iterable

from django.db import DatabaseError

from portal.search import index, query_parser, retrieval, tokens
from portal.search.expressions import Prefix, all_of
from portal.search.index import name_word_token
from portal.search.models import Term
from portal.search.query_parser import Query

MAX_SUGGESTIONS, MAX_NAMES = 8, 4
MIN_TYPED_LETTERS = 2
# A longer query is not corrected.
MAX_CORRECTED_WORDS = 6
MAX_CORRECTED_WORD_LENGTH = 12
OPTIONS_PER_WORD = 8
_log = logging.getLogger(__name__)
# Penalty per edit: the factor by which a correction must be more common, as a logarithm.
EDIT_COST = 4.0


def suggest(typed: str) -> list[str]:
    """Completions of the input, names first, then title words; at most three queries, and one more each second."""
    in_order = tokens.split_words(query_parser.clean_query(typed))[: query_parser.MAX_QUERY_WORDS]
    if len("".join(in_order)) < MIN_TYPED_LETTERS:
        return []
    _remove_ended_entries()
    keys = tokens.folded_forms(in_order)
    names = all_of([*map(name_word_token, keys[:-1]), Prefix(name_word_token(keys[-1]))])
    found = [entry.title for entry in retrieval.newest_entries(names, MAX_NAMES)]
    before, last = in_order[:-2], " ".join(keys[-2:])
    terms = Term.objects.starting_with(last).most_frequent_first()[: 2 * MAX_SUGGESTIONS]
    found += [" ".join((*before, term.display_form)) for term in terms if term.key != last or not found]
    as_typed = " ".join(in_order)
    unlike = {" ".join(tokens.split_words(text)): text for text in reversed(found)}
    unlike.pop(as_typed, None)
    return list(unlike.values())[::-1][:MAX_SUGGESTIONS]


def correct_query(query: Query) -> str:
    """The probable spelling, with diacritics, of a query with few results; empty when nothing better is known.

    Two queries: title words at edit distance one, then the frequencies of bigrams.
    """
    written = query.words
    if not 1 <= len(written) <= MAX_CORRECTED_WORDS:
        return ""
    _remove_ended_entries()
    keys = tokens.folded_forms(written)
    options = _candidates_by_word(keys)
    pairs = _known_bigrams(options)
    best = _most_likely_words(keys, options, pairs)
    if best == keys:
        return ""
    return " ".join(_with_diacritics(best, keys, written, options, pairs))


def _remove_ended_entries() -> None:
    """Terms of content whose end has passed must not be shown. A database that takes no writes keeps them."""
    try:
        index.remove_ended_entries()
    except DatabaseError as error:
        _log.warning("Terms of ended content were not removed: %s", type(error).__name__)


def single_edits(key: str) -> set[str]:
    """Every word at edit distance one: a deletion, insertion, substitution or transposition."""
    parts = [(key[:place], key[place:]) for place in range(len(key) + 1)]
    letters = string.ascii_lowercase
    return {
        *(left + right[1:] for left, right in parts if right),
        *(left + right[1] + right[0] + right[2:] for left, right in parts if len(right) > 1),
        *(left + letter + right[1:] for left, right in parts if right for letter in letters),
        *(left + letter + right for left, right in parts for letter in letters),
    } - {"", key}


def _candidates_by_word(keys: list[str]) -> list[dict[str, Term]]:
    """Candidates per word: itself if it is known, and the most common words at edit distance one."""
    near = [single_edits(key) | {key} if len(key) <= MAX_CORRECTED_WORD_LENGTH else {key} for key in keys]
    known = {term.key: term for term in Term.objects.of_keys(set().union(*near)).single_words()}
    options = []
    for key, some in zip(keys, near, strict=True):
        others = sorted((known[one] for one in some if one in known and one != key), key=_by_frequency)
        own = [known[key]] if key in known else []
        options.append({term.key: term for term in [*own, *others[:OPTIONS_PER_WORD]]})
    return options


def _by_frequency(term: Term) -> tuple[int, str]:
    return -term.title_count, term.key


def _known_bigrams(options: list[dict[str, Term]]) -> dict[str, Term]:
    keys = {
        f"{first} {second}"
        for here, there in itertools.pairwise(options)
        for first, second in itertools.product(here, there)
    }
    return {term.key: term for term in Term.objects.of_keys(keys)} if keys else {}


def _most_likely_words(keys: list[str], options: list[dict[str, Term]], pairs: dict[str, Term]) -> list[str]:
    """The most probable word sequence, with the penalty of each edit (Viterbi)."""
    ways: dict[str, tuple[float, list[str]]] = {"": (0.0, [])}
    for key, choice in zip(keys, options, strict=True):
        steps: dict[str, tuple[float, list[str]]] = {}
        for option in dict.fromkeys((key, *choice)):
            worth = _frequency_score(choice.get(option)) / 2 - EDIT_COST * (option != key)
            reached = (
                (score + worth + _frequency_score(pairs.get(f"{last} {option}")), way)
                for last, (score, way) in ways.items()
            )
            score, way = max(reached, key=lambda pair: pair[0])
            steps[option] = (score, [*way, option])
        ways = steps
    return max(ways.values(), key=lambda pair: pair[0])[1]


def _frequency_score(term: Term | None) -> float:
    return 2 * math.log2(1 + term.title_count) + 2 if term else 0.0


def _with_diacritics(
    best: list[str], keys: list[str], written: Iterable[str], options: list[dict[str, Term]], pairs: dict[str, Term]
) -> list[str]:
    """Restores diacritics: unchanged words as typed, corrected ones as titles write them, preferring known bigrams."""
    result = []
    for place, (now, before, typed) in enumerate(zip(best, keys, written, strict=True)):
        after_last = pairs.get(f"{best[place - 1]} {now}") if place else None
        before_next = pairs.get(f"{now} {best[place + 1]}") if place + 1 < len(best) else None
        if now == before and tokens.has_diacritics(typed):
            result.append(typed)
        elif after_last:
            result.append(after_last.display_form.split()[1])
        elif before_next:
            result.append(before_next.display_form.split()[0])
        else:
            result.append(options[place][now].display_form if now in options[place] else typed)
    return result
