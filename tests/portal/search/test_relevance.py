"""The results of the relevance set, held to a figure."""

import pytest

from portal.search import asking
from portal.search.finding import entries_of
from tests.portal.search.relevance import judging

LEAST = 0.95


@pytest.fixture
def stored(db: None) -> dict[int, str]:
    return judging.store()


def answers(stored: dict[int, str], query: str) -> list[str]:
    found = asking.search(query)
    return [stored[entry.source_id] for entry in entries_of(found.keys[: judging.DEPTH]) if entry.kind == "article"]


class TestRelevance:
    def test_there_are_queries_enough(self) -> None:
        assert len(judging.judgements()) >= 120
        assert {key for judged in judging.judgements() for key in judged.grades} <= {t.key for t in judging.texts()}

    def test_what_was_meant_comes_first(self, stored: dict[int, str]) -> None:
        figures = judging.scores(lambda query: answers(stored, query))
        worst = sorted(figures.items(), key=lambda pair: pair[1])[:40]
        assert judging.mean(figures.values()) >= LEAST, worst
