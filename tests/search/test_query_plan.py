"""Sets asked for with fewer tokens, or of a sample only, are the same sets."""

from zlib import crc32

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from portal.search import retrieval
from portal.search import tokens as search_tokens
from portal.search.expressions import AllOf, AndNot, Expression, Prefix, all_of, any_of
from portal.search.index import FINE_SAMPLE, SAMPLE_INTERVALS
from portal.search.models import IndexEntry
from portal.search.query_plan import in_sample, remove_implied_tokens
from portal.search.tokens import SAMPLE_PREFIX
from tests.factories import make_article
from tests.search.reference import fits

SYLLABLES = ["thi", "đua", "hoà", "hòa", "tỉnh", "tinh"]
texts = st.lists(st.sampled_from(SYLLABLES), max_size=5).map(" ".join)
TOKENS = sorted(search_tokens.tokens(" ".join(SYLLABLES), " ".join(reversed(SYLLABLES))) | {"__karticle"})
expressions: st.SearchStrategy[Expression] = st.recursive(
    st.sampled_from(TOKENS) | st.sampled_from(["t", "_t", "d"]).map(Prefix),
    lambda inner: (
        st.lists(inner, min_size=1, max_size=4).map(all_of)
        | st.lists(inner, min_size=1, max_size=3).map(any_of)
        | st.builds(AndNot, inner, inner)
    ),
    max_leaves=8,
)


class TestWithoutImplied:
    @given(expressions, texts, texts)
    def test_the_set_stays_the_same(self, expression: Expression, title: str, text: str) -> None:
        tokens = search_tokens.tokens(title, text)
        assert fits(remove_implied_tokens(expression), tokens) == fits(expression, tokens)

    def test_a_phrase_is_asked_for_by_its_pairs(self) -> None:
        phrase = all_of(["an", "ninh", "trật", "an_ninh", "ninh_trật"])
        assert remove_implied_tokens(phrase) == AllOf(("an_ninh", "ninh_trật"))

    def test_a_title_is_asked_for_once(self) -> None:
        assert remove_implied_tokens(all_of(["thi", "_thi", "__karticle"])) == AllOf(("_thi", "__karticle"))


class TestInSample:
    @given(expressions, texts, texts)
    def test_asks_of_sampled_entries_what_was_asked_of_all(self, expression: Expression, title: str, text: str) -> None:
        material = search_tokens.TokenSource(title, text, metadata_tokens=frozenset({FINE_SAMPLE}), is_sampled=True)
        tokens = set(search_tokens.token_strings([material])[0].split())
        plain = {token for token in tokens if not token.startswith(SAMPLE_PREFIX)}
        assert fits(in_sample(expression, FINE_SAMPLE), tokens) == fits(expression, plain)

    @pytest.mark.django_db
    def test_finds_those_that_stand_for_all(self) -> None:
        sampled = next(
            key for key in range(1, 2_000) if crc32(f"article:{key}".encode()) % SAMPLE_INTERVALS[FINE_SAMPLE] == 0
        )
        for key in (sampled, sampled + 1):
            make_article(pk=key, title=f"Hội nghị {key}")
        search = retrieval._Search(retrieval.Query(), retrieval.Filters(), timezone.now())
        found = IndexEntry.objects.of_keys(search.newest_by_scan(in_sample("hoi", FINE_SAMPLE), 100))
        assert [row.source_id for row in found] == [sampled]
