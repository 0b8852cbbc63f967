"""While the reader types: how the words may go on. After a slip: what was probably meant."""

import itertools
import math
import string
from collections.abc import Iterable

from portal.search import finding, language, words
from portal.search.expressions import Prefix, all_of
from portal.search.indexing import of_name_word
from portal.search.language import Query
from portal.search.models import Term

MOST_SUGGESTIONS, MOST_NAMES = 8, 4
LEAST_TYPED = 2
# A longer query is no slip of the finger.
MOST_CORRECTED = 6
LONGEST_CORRECTED = 12
OPTIONS_PER_WORD = 8
# What a changed letter must be worth: so many times as common, in logarithms.
COST_OF_CHANGE = 4.0


def suggest(typed: str) -> list[str]:
    """How what is typed may go on, names first, then words of titles: at most three queries."""
    in_order = words.split(language.tidy(typed))[: language.MOST_WORDS]
    if len("".join(in_order)) < LEAST_TYPED:
        return []
    keys = words.keys(in_order)
    names = all_of([*map(of_name_word, keys[:-1]), Prefix(of_name_word(keys[-1]))])
    found = [entry.title for entry in finding.named(names, MOST_NAMES)]
    before, last = in_order[:-2], " ".join(keys[-2:])
    terms = Term.objects.beginning_with(last).commonest_first()[: 2 * MOST_SUGGESTIONS]
    found += [" ".join((*before, term.written)) for term in terms if term.key != last or not found]
    as_typed = " ".join(in_order)
    unlike = {" ".join(words.split(text)): text for text in reversed(found)}
    unlike.pop(as_typed, None)
    return list(unlike.values())[::-1][:MOST_SUGGESTIONS]


def correction(query: Query) -> str:
    """What was probably meant by words that find little, with its diacritics; empty when nothing better is known.

    Two queries: words one slip away that titles have, then how often two of them follow one another.
    """
    written = query.words
    if not 1 <= len(written) <= MOST_CORRECTED:
        return ""
    keys = words.keys(written)
    options = _options(keys)
    pairs = _pairs(options)
    best = _likeliest(keys, options, pairs)
    if best == keys:
        return ""
    return " ".join(_as_written(best, keys, written, options, pairs))


def one_slip_away(key: str) -> set[str]:
    """Every word that one letter too many, too few, wrong, or two in the wrong order make of it."""
    parts = [(key[:place], key[place:]) for place in range(len(key) + 1)]
    letters = string.ascii_lowercase
    return {
        *(left + right[1:] for left, right in parts if right),
        *(left + right[1] + right[0] + right[2:] for left, right in parts if len(right) > 1),
        *(left + letter + right[1:] for left, right in parts if right for letter in letters),
        *(left + letter + right for left, right in parts for letter in letters),
    } - {"", key}


def _options(keys: list[str]) -> list[dict[str, Term]]:
    """For each word those that may have been meant: itself when it is known, and the commonest one slip away."""
    near = [one_slip_away(key) | {key} if len(key) <= LONGEST_CORRECTED else {key} for key in keys]
    known = {term.key: term for term in Term.objects.of_keys(set().union(*near)).single()}
    options = []
    for key, some in zip(keys, near, strict=True):
        others = sorted((known[one] for one in some if one in known and one != key), key=_commonest_first)
        own = [known[key]] if key in known else []
        options.append({term.key: term for term in [*own, *others[:OPTIONS_PER_WORD]]})
    return options


def _commonest_first(term: Term) -> tuple[int, str]:
    return -term.count, term.key


def _pairs(options: list[dict[str, Term]]) -> dict[str, Term]:
    keys = {
        f"{first} {second}"
        for here, there in itertools.pairwise(options)
        for first, second in itertools.product(here, there)
    }
    return {term.key: term for term in Term.objects.of_keys(keys)} if keys else {}


def _likeliest(keys: list[str], options: list[dict[str, Term]], pairs: dict[str, Term]) -> list[str]:
    """The words that go together best, each change held against them (the way through a lattice)."""
    ways: dict[str, tuple[float, list[str]]] = {"": (0.0, [])}
    for key, choice in zip(keys, options, strict=True):
        steps: dict[str, tuple[float, list[str]]] = {}
        for option in dict.fromkeys((key, *choice)):
            worth = _worth(choice.get(option)) / 2 - COST_OF_CHANGE * (option != key)
            reached = (
                (score + worth + _worth(pairs.get(f"{last} {option}")), way) for last, (score, way) in ways.items()
            )
            score, way = max(reached, key=lambda pair: pair[0])
            steps[option] = (score, [*way, option])
        ways = steps
    return max(ways.values(), key=lambda pair: pair[0])[1]


def _worth(term: Term | None) -> float:
    return 2 * math.log2(1 + term.count) + 2 if term else 0.0


def _as_written(
    best: list[str], keys: list[str], written: Iterable[str], options: list[dict[str, Term]], pairs: dict[str, Term]
) -> list[str]:
    """With diacritics: what stays as the reader wrote it, what changes as titles write it, with its neighbour if so."""
    result = []
    for place, (now, before, typed) in enumerate(zip(best, keys, written, strict=True)):
        after_last = pairs.get(f"{best[place - 1]} {now}") if place else None
        before_next = pairs.get(f"{now} {best[place + 1]}") if place + 1 < len(best) else None
        if now == before and words.has_diacritics(typed):
            result.append(typed)
        elif after_last:
            result.append(after_last.written.split()[1])
        elif before_next:
            result.append(before_next.written.split()[0])
        else:
            result.append(options[place][now].written if now in options[place] else typed)
    return result
