"""The relevance set: texts, queries with the texts that answer them, and how well a list of results does (nDCG@10).

The judgements were written by people before there was an engine; neither engine's answers went into them.
"""

import datetime as dt
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from news.models import Article, Category
from portal.core.text import dates

FOLDER = Path(__file__).parent
DEPTH = 10


@dataclass(frozen=True)
class Text:
    key: str
    day: dt.date
    category: str
    title: str
    body: str


@dataclass(frozen=True)
class Judgement:
    """A query, and how well each text answers it: 3 what was meant, 2 good as well, 1 touches on it."""

    query: str
    grades: dict[str, int]


def texts() -> list[Text]:
    found = []
    for block in (FOLDER / "corpus.txt").read_text().strip().split("\n\n"):
        head, title, body = block.split("\n", 2)
        key, day, category = (part.strip() for part in head.split("|"))
        found.append(Text(key, dt.date.fromisoformat(day), category, title, body))
    return found


def judgements() -> list[Judgement]:
    found = []
    for line in (FOLDER / "judgements.txt").read_text().splitlines():
        if line and not line.startswith("#"):
            query, _, graded = line.rpartition(" | ")
            grades = dict(part.split(":") for part in graded.split())
            found.append(Judgement(query, {key: int(grade) for key, grade in grades.items()}))
    return found


def store() -> dict[int, str]:
    """Publishes the texts; gives each article's key with the text's."""
    categories = {
        name: Category.objects.get_or_create(name=name)[0] for name in dict.fromkeys(text.category for text in texts())
    }
    stored = {}
    for text in texts():
        article = Article.objects.create(
            title=text.title,
            summary=text.body.partition(". ")[0],
            body=f"<p>{text.body}</p>",
            category=categories[text.category],
            status=Article.Status.PUBLISHED,
            published_at=dates.start_of_day(text.day) + dt.timedelta(hours=8),
        )
        stored[article.pk] = text.key
    return stored


def ndcg(answers: Sequence[str], grades: dict[str, int]) -> float:
    """Normalised discounted cumulative gain of the first ten: 1 when no order could be better."""
    best = _gain(sorted(grades.values(), reverse=True))
    return _gain([grades.get(key, 0) for key in answers]) / best


def _gain(grades: Iterable[int]) -> float:
    return sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(list(grades)[:DEPTH]))


def scores(search: Callable[[str], Sequence[str]]) -> dict[str, float]:
    """Each query's figure; ``search`` gives the keys of the texts found, best first."""
    return {judged.query: ndcg(search(judged.query), judged.grades) for judged in judgements()}


def mean(figures: Iterable[float]) -> float:
    listed = list(figures)
    return sum(listed) / len(listed)
