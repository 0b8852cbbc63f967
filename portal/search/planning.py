"""From a query to the sets of entries to ask an engine for, the most telling first. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from portal.search import initials, words
from portal.search.expressions import AllOf, AnyOf, ButNot, Expression, Prefix, all_of, any_of
from portal.search.indexing import NAMED, of_author, of_category, of_kind, of_year
from portal.search.language import Query

LEAST_TO_LEAVE_ONE_OUT, MOST_TO_LEAVE_ONE_OUT = 3, 8


@dataclass(frozen=True)
class Narrowing:
    """What the reader has chosen beside the words; a tuple of keys means any of them, None means all."""

    kind: str = ""
    category_ids: tuple[int, ...] | None = None
    author_ids: tuple[int, ...] | None = None
    year: int | None = None

    @property
    def is_impossible(self) -> bool:
        """A category or an author that does not exist."""
        return self.category_ids == () or self.author_ids == ()


@dataclass(frozen=True)
class Tier:
    """A set whose newest members are looked at. ``is_small`` when it can be asked for whole."""

    expression: Expression
    is_small: bool = False


class Plan:
    """The sets of one query within one narrowing."""

    def __init__(self, query: Query, narrowing: Narrowing) -> None:
        self._parts = [_Part(part) for part in (*query.runs, *query.phrases) if part]
        self._phrases = [_Part(part) for part in query.phrases]
        self._word_keys = list(dict.fromkeys(words.keys(query.words)))
        self._unwanted = [_all_tokens(words.keys(part)) for part in query.without]
        self._narrowing = _narrowing_tokens(narrowing)

    @property
    def everything(self) -> Expression | None:
        """Whatever has all the words and lies within the narrowing; None when nothing at all is asked."""
        wanted = [*self._wanted(), *self._narrowing]
        return self._allowed(all_of(wanted)) if wanted else None

    @property
    def nearly(self) -> Expression | None:
        """Whatever has all of the words but one: for when nothing has all."""
        keys = self._word_keys
        if not LEAST_TO_LEAVE_ONE_OUT <= len(keys) <= MOST_TO_LEAVE_ONE_OUT:
            return None
        without_one = [all_of(key for key in keys if key != left_out) for left_out in keys]
        return self._allowed(all_of([any_of(without_one), *self._narrowing]))

    def tiers(self) -> list[Tier]:
        """From the most telling set to the whole; each set once."""
        if not self._parts:
            return []
        exact = [token for part in self._parts for token in part.exact]
        pairs = [token for part in self._parts for token in part.pairs]
        title_words = [part.in_title() for part in self._parts]
        title_pairs = [f"_{token}" for token in pairs]
        title_exact = [f"_{token}" for token in exact]
        ladder = [
            Tier(all_of([*title_words, NAMED]), is_small=True),
            Tier(all_of([*title_words, *title_pairs, *title_exact])),
            Tier(all_of([*title_words, *title_pairs])),
            Tier(all_of([*self._wanted(), *pairs, *exact])),
            Tier(all_of([*self._wanted(), *pairs])),
            Tier(all_of(title_words)),
            Tier(all_of([*self._wanted(), *exact])),
        ]
        full = [
            Tier(self._allowed(all_of([tier.expression, *self._required(), *self._narrowing])), tier.is_small)
            for tier in ladder
        ]
        return list({tier.expression: tier for tier in reversed(full)}.values())[::-1]

    def _wanted(self) -> list[Expression]:
        return [*(part.anywhere() for part in self._parts), *self._required()]

    def _required(self) -> list[Expression]:
        """What stands between quotation marks must follow one another."""
        return [token for part in self._phrases for token in part.pairs]

    def _allowed(self, expression: Expression) -> Expression:
        return ButNot(expression, any_of(self._unwanted)) if self._unwanted else expression


class _Part:
    """Words that follow one another in the query."""

    def __init__(self, written: Sequence[str]) -> None:
        self.keys = words.keys(written)
        self.exact = [words.exact_of(word) + "_" for word in written if words.has_diacritics(word)]
        self.pairs = words.pairs(self.keys)
        if any(key in initials.WORDS_OF for key in self.keys):  # the other way of writing has other words and pairs
            self.exact, self.pairs = [], []

    def anywhere(self, prefix: str = "") -> Expression:
        """All of its words, or for some of them their initials, or for initials what they stand for."""
        wanted: list[Expression] = []
        rest = self.keys
        while rest:
            full, short = initials.leading(rest)
            wanted.append(any_of([_all_tokens(full, prefix), prefix + short]) if short else prefix + rest[0])
            rest = rest[1 if rest[0] == short else len(full) :]
        return all_of(wanted)

    def in_title(self) -> Expression:
        return self.anywhere("_")


def _all_tokens(keys: Sequence[str], prefix: str = "") -> Expression:
    """A phrase: its words, and each two that follow one another."""
    return all_of([prefix + token for token in (*keys, *words.pairs(list(keys)))])


def in_sample(expression: Expression, sample: str) -> Expression:
    """Those of a set that belong to a sample, asked of the tokens that these have twice (``words.SAMPLED``)."""
    return _sampled(without_implied(within(expression, sample)))


def _sampled(expression: Expression) -> Expression:
    match expression:
        case str():
            return words.SAMPLED + expression
        case Prefix(start):
            return Prefix(words.SAMPLED + start)
        case AllOf(parts):
            return AllOf(tuple(map(_sampled, parts)))
        case AnyOf(parts):
            return AnyOf(tuple(map(_sampled, parts)))
        case ButNot(wanted, unwanted):
            return ButNot(_sampled(wanted), _sampled(unwanted))


def without_implied(expression: Expression) -> Expression:
    """The same set, asked for with fewer tokens: two words in a row are both there, and what stands in the title
    stands in the entry. Common words are what costs an engine most."""
    match expression:
        case AllOf():
            parts = [without_implied(part) for part in expression.parts]
            implied = {token for part in parts if isinstance(part, str) for token in _implied_by(part)}
            return all_of(part for part in parts if part not in implied)
        case AnyOf():
            return any_of(map(without_implied, expression.parts))
        case ButNot():
            return ButNot(without_implied(expression.wanted), without_implied(expression.unwanted))
    return expression


def _implied_by(token: str) -> Iterator[str]:
    """The tokens that an entry with this one has as well (``words.tokens``)."""
    if token.startswith("__"):  # what an entry is
        return
    in_title, written = token.startswith("_"), token.removeprefix("_")
    if in_title:
        yield written
    first, _gap, second = written.partition("_")
    if second:  # a pair; a word with its marks ends with "_"
        for word in (first, second):
            yield word
            if in_title:
                yield f"_{word}"


def _narrowing_tokens(narrowing: Narrowing) -> list[Expression]:
    tokens: list[Expression] = []
    if narrowing.kind:
        tokens.append(of_kind(narrowing.kind))
    if narrowing.category_ids:
        tokens.append(any_of(map(of_category, narrowing.category_ids)))
    if narrowing.author_ids:
        tokens.append(any_of(map(of_author, narrowing.author_ids)))
    if narrowing.year is not None:
        tokens.append(of_year(narrowing.year))
    return tokens


def within(expression: Expression, tokens: Expression) -> Expression:
    """The same set, cut to what also has the tokens; an exception stays outermost, where engines are quickest."""
    if isinstance(expression, ButNot):
        return ButNot(all_of((expression.wanted, tokens)), expression.unwanted)
    return all_of((expression, tokens))
