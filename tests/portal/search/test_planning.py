"""Sets asked for with fewer tokens, or of a sample only, are the same sets."""

from zlib import crc32

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from portal.search import finding, words
from portal.search.expressions import AllOf, ButNot, Expression, Prefix, all_of, any_of
from portal.search.indexing import FINE, ONE_IN
from portal.search.models import Entry
from portal.search.planning import in_sample, without_implied
from portal.search.words import SAMPLED
from tests.factories import make_article
from tests.portal.search.reference import fits

SYLLABLES = ["thi", "đua", "hoà", "hòa", "tỉnh", "tinh"]
texts = st.lists(st.sampled_from(SYLLABLES), max_size=5).map(" ".join)
TOKENS = sorted(words.tokens(" ".join(SYLLABLES), " ".join(reversed(SYLLABLES))) | {"__karticle"})
expressions: st.SearchStrategy[Expression] = st.recursive(
    st.sampled_from(TOKENS) | st.sampled_from(["t", "_t", "d"]).map(Prefix),
    lambda inner: (
        st.lists(inner, min_size=1, max_size=4).map(all_of)
        | st.lists(inner, min_size=1, max_size=3).map(any_of)
        | st.builds(ButNot, inner, inner)
    ),
    max_leaves=8,
)


class TestWithoutImplied:
    @given(expressions, texts, texts)
    def test_the_set_stays_the_same(self, expression: Expression, title: str, text: str) -> None:
        tokens = words.tokens(title, text)
        assert fits(without_implied(expression), tokens) == fits(expression, tokens)

    def test_a_phrase_is_asked_for_by_its_pairs(self) -> None:
        phrase = all_of(["an", "ninh", "trật", "an_ninh", "ninh_trật"])
        assert without_implied(phrase) == AllOf(("an_ninh", "ninh_trật"))

    def test_a_title_is_asked_for_once(self) -> None:
        assert without_implied(all_of(["thi", "_thi", "__karticle"])) == AllOf(("_thi", "__karticle"))


class TestInSample:
    @given(expressions, texts, texts)
    def test_asks_of_sampled_entries_what_was_asked_of_all(self, expression: Expression, title: str, text: str) -> None:
        material = words.Material(title, text, facts=frozenset({FINE}), is_sampled=True)
        tokens = set(words.lines([material])[0].split())
        plain = {token for token in tokens if not token.startswith(SAMPLED)}
        assert fits(in_sample(expression, FINE), tokens) == fits(expression, plain)

    @pytest.mark.django_db
    def test_finds_those_that_stand_for_all(self) -> None:
        sampled = next(key for key in range(1, 2_000) if crc32(f"article:{key}".encode()) % ONE_IN[FINE] == 0)
        for key in (sampled, sampled + 1):
            make_article(pk=key, title=f"Hội nghị {key}")
        search = finding._Search(finding.Query(), finding.Narrowing(), timezone.now())
        found = Entry.objects.of_keys(search.newest_of(in_sample("hoi", FINE), 100))
        assert [row.source_id for row in found] == [sampled]
