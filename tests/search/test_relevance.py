"""The relevance set: held to a figure, and to one answer whatever the engine.

Each engine is compared, query by query, with ``reference``, which is neither; so both give the same first ten.
"""

from collections.abc import Iterator

import pytest

from portal.search import query as search_query
from portal.search import retrieval
from portal.search.query_plan import intersect
from portal.search.retrieval import fetch_public_entries
from tests.emulation.factories import make_agency, make_bloc
from tests.emulation.year_factories import make_year
from tests.search import reference
from tests.search.relevance import judging

LEAST = 0.95


@pytest.fixture
def stored(db: None) -> dict[int, str]:
    return judging.store()


@pytest.fixture(params=["few", "crowd"])
def size(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Once as it is, and once with bounds so low that these few texts are a crowd, searched as 200,000 are."""
    if request.param == "crowd":
        monkeypatch.setattr(retrieval, "WINDOW_SIZES", (5, 20, 60))
        monkeypatch.setattr(retrieval, "LARGE_SET_SIZE", 3)
        monkeypatch.setattr(retrieval, "in_sample", intersect)
        monkeypatch.setattr(retrieval, "FINE_SAMPLE", "thi")
        monkeypatch.setattr(retrieval, "SAMPLE_INTERVALS", {**retrieval.SAMPLE_INTERVALS, "thi": 1})
        monkeypatch.setattr(retrieval, "PER_TIER", 8)
    return request.param


def answers(stored: dict[int, str], query: str) -> list[str]:
    entries = fetch_public_entries(search_query.search(query).keys[: judging.DEPTH])
    return [stored[entry.source_id] if entry.kind == "article" else entry.title for entry in entries]


def ndcg_of(stored: dict[int, str]) -> dict[str, float]:
    return judging.scores(lambda query: [key for key in answers(stored, query) if key in stored.values()])


class TestRelevance:
    def test_there_are_queries_enough_and_every_text_named_exists(self) -> None:
        assert len(judging.judgements()) >= 120
        keys = {text.key for text in judging.texts()}
        assert {key for judged in judging.judgements() for key in judged.grades} <= keys

    def test_what_was_meant_comes_first(self, stored: dict[int, str], size: str) -> None:
        figures = ndcg_of(stored)
        worst = sorted(figures.items(), key=lambda pair: pair[1])[:20]
        assert judging.mean(figures.values()) >= LEAST, worst

    def test_the_engine_answers_as_the_reference_does(
        self, stored: dict[int, str], size: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        make_agency("Sở Tư pháp")
        make_agency("Thi hành án dân sự tỉnh", initials="THADS")
        make_year(make_bloc(), 2018, theme="Thi đua yêu nước")
        queries = [judged.query for judged in judging.judgements()]
        ours = {query: answers(stored, query) for query in queries}
        reference.use(monkeypatch)
        assert ours == {query: answers(stored, query) for query in queries}


class TestMeasure:
    def test_the_best_order_is_one_and_the_worst_is_none(self) -> None:
        grades = {"a": 3, "b": 1}
        assert judging.ndcg(["a", "b"], grades) == 1
        assert judging.ndcg(["b", "a"], grades) < 1
        assert judging.ndcg(["c"], grades) == 0
