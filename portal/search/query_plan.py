"""Turns a query into a plan: the sets of entries to request from an engine, most relevant first. No database access."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from portal.search import abbreviations
from portal.search import tokens as search_tokens
from portal.search.expressions import AllOf, AndNot, AnyOf, Expression, Prefix, all_of, any_of
from portal.search.index import ENTITY_TOKEN, author_token, category_token, kind_token, year_token
from portal.search.query_parser import Query

MIN_WORDS_FOR_PARTIAL_MATCH, MAX_WORDS_FOR_PARTIAL_MATCH = 3, 8


@dataclass(frozen=True)
class Filters:
    """The selected filters; a tuple of keys means any of them, None means all."""

    kind: str = ""
    category_ids: tuple[int, ...] | None = None
    author_ids: tuple[int, ...] | None = None
    year: int | None = None

    @property
    def matches_nothing(self) -> bool:
        """A category or an author that does not exist."""
        return self.category_ids == () or self.author_ids == ()


@dataclass(frozen=True)
class Tier:
    """A set whose newest entries are ranked. ``is_small`` when it can be fetched completely."""

    expression: Expression
    is_small: bool = False


class QueryPlan:
    """The sets of one query with its filters."""

    def __init__(self, query: Query, filters: Filters) -> None:
        self._parts = [_QueryPart(part) for part in (*query.word_sequences, *query.phrases) if part]
        self._phrases = [_QueryPart(part) for part in query.phrases]
        self._word_keys = list(dict.fromkeys(search_tokens.folded_forms(query.words)))
        self._excluded = [_phrase_expression(search_tokens.folded_forms(part)) for part in query.excluded_phrases]
        self._filters = _filter_tokens(filters)

    @property
    def full_match(self) -> Expression | None:
        """Entries with all words that pass the filters; None for an empty query."""
        wanted = [*self._required_expressions(), *self._filters]
        return self._without_excluded(all_of(wanted)) if wanted else None

    @property
    def partial_match(self) -> Expression | None:
        """Entries with all words but one: the fallback when none has all."""
        keys = self._word_keys
        if not MIN_WORDS_FOR_PARTIAL_MATCH <= len(keys) <= MAX_WORDS_FOR_PARTIAL_MATCH:
            return None
        without_one = [all_of(key for key in keys if key != left_out) for left_out in keys]
        return self._without_excluded(all_of([any_of(without_one), *self._filters]))

    def tiers(self) -> list[Tier]:
        """From the most relevant set to the complete one, without duplicates."""
        if not self._parts:
            return []
        exact = [token for part in self._parts for token in part.exact]
        pairs = [token for part in self._parts for token in part.pairs]
        title_words = [part.in_title() for part in self._parts]
        title_pairs = [f"_{token}" for token in pairs]
        title_exact = [f"_{token}" for token in exact]
        ladder = [
            Tier(all_of([*title_words, ENTITY_TOKEN]), is_small=True),
            Tier(all_of([*title_words, *title_pairs, *title_exact])),
            Tier(all_of([*title_words, *title_pairs])),
            Tier(all_of([*self._required_expressions(), *pairs, *exact])),
            Tier(all_of([*self._required_expressions(), *pairs])),
            Tier(all_of(title_words)),
            Tier(all_of([*self._required_expressions(), *exact])),
        ]
        full = [
            Tier(
                self._without_excluded(all_of([tier.expression, *self._phrase_tokens(), *self._filters])), tier.is_small
            )
            for tier in ladder
        ]
        return list({tier.expression: tier for tier in reversed(full)}.values())[::-1]

    def _required_expressions(self) -> list[Expression]:
        return [*(part.in_any_field() for part in self._parts), *self._phrase_tokens()]

    def _phrase_tokens(self) -> list[Expression]:
        """Quoted words must be consecutive."""
        return [token for part in self._phrases for token in part.pairs]

    def _without_excluded(self, expression: Expression) -> Expression:
        return AndNot(expression, any_of(self._excluded)) if self._excluded else expression


class _QueryPart:
    """Consecutive words of the query."""

    def __init__(self, written: Sequence[str]) -> None:
        self.keys = search_tokens.folded_forms(written)
        self.exact = [search_tokens.exact_form(word) + "_" for word in written if search_tokens.has_diacritics(word)]
        self.pairs = search_tokens.bigrams(self.keys)
        if any(
            key in abbreviations.WORDS_BY_ABBREVIATION for key in self.keys
        ):  # the other form has different words and bigrams
            self.exact, self.pairs = [], []

    def in_any_field(self, prefix: str = "") -> Expression:
        """All of its words; words may be replaced by their abbreviation, and an abbreviation by its expansion."""
        wanted: list[Expression] = []
        rest = self.keys
        while rest:
            full, short = abbreviations.match_leading(rest)
            wanted.append(any_of([_phrase_expression(full, prefix), prefix + short]) if short else prefix + rest[0])
            rest = rest[1 if rest[0] == short else len(full) :]
        return all_of(wanted)

    def in_title(self) -> Expression:
        return self.in_any_field("_")


def _phrase_expression(keys: Sequence[str], prefix: str = "") -> Expression:
    """A phrase: its words and its bigrams."""
    return all_of([prefix + token for token in (*keys, *search_tokens.bigrams(list(keys)))])


def in_sample(expression: Expression, sample: str) -> Expression:
    """The expression limited to a sample, using the duplicate tokens of sampled entries (``tokens.SAMPLE_PREFIX``)."""
    return _sampled(remove_implied_tokens(intersect(expression, sample)))


def _sampled(expression: Expression) -> Expression:
    match expression:
        case str():
            return search_tokens.SAMPLE_PREFIX + expression
        case Prefix(start):
            return Prefix(search_tokens.SAMPLE_PREFIX + start)
        case AllOf(parts):
            return AllOf(tuple(map(_sampled, parts)))
        case AnyOf(parts):
            return AnyOf(tuple(map(_sampled, parts)))
        case AndNot(wanted, unwanted):
            return AndNot(_sampled(wanted), _sampled(unwanted))


def remove_implied_tokens(expression: Expression) -> Expression:
    """An equivalent conjunction with fewer tokens: a bigram implies its words, a title token implies the text token.

    Common words are the most expensive for an engine.
    """
    match expression:
        case AllOf():
            parts = [remove_implied_tokens(part) for part in expression.parts]
            implied = {token for part in parts if isinstance(part, str) for token in _implied_by(part)}
            return all_of(part for part in parts if part not in implied)
        case AnyOf():
            return any_of(map(remove_implied_tokens, expression.parts))
        case AndNot():
            return AndNot(remove_implied_tokens(expression.included), remove_implied_tokens(expression.excluded))
    return expression


def _implied_by(token: str) -> Iterator[str]:
    """The tokens that an entry with this one also has (``tokens.tokens``)."""
    if token.startswith("__"):  # a metadata token
        return
    in_title, written = token.startswith("_"), token.removeprefix("_")
    if in_title:
        yield written
    first, _gap, second = written.partition("_")
    if second:  # a bigram; an exact word ends with "_"
        for word in (first, second):
            yield word
            if in_title:
                yield f"_{word}"


def _filter_tokens(filters: Filters) -> list[Expression]:
    tokens: list[Expression] = []
    if filters.kind:
        tokens.append(kind_token(filters.kind))
    if filters.category_ids:
        tokens.append(any_of(map(category_token, filters.category_ids)))
    if filters.author_ids:
        tokens.append(any_of(map(author_token, filters.author_ids)))
    if filters.year is not None:
        tokens.append(year_token(filters.year))
    return tokens


def intersect(expression: Expression, tokens: Expression) -> Expression:
    """Intersects with tokens; an exclusion stays outermost, where engines are fastest."""
    if isinstance(expression, AndNot):
        return AndNot(all_of((expression.included, tokens)), expression.excluded)
    return all_of((expression, tokens))
