"""What the home page shows of the blocs: where each stands in the newest year it has a record of."""

import datetime as dt
from dataclasses import dataclass

from emulation.models import EmulationYear, Milestone

BLOC_COUNT = 4


@dataclass(frozen=True)
class YearCard:
    """A bloc's newest year. ``next_step`` is the first planned step still to come; ``covenant_year`` the newest year
    with a covenant that the public may read. Both are None where there is none."""

    year: EmulationYear
    phase: str
    next_step: Milestone | None
    covenant_year: int | None


@dataclass(frozen=True)
class BlocFront:
    cards: list[YearCard]
    is_this_year: bool


def bloc_front(today: dt.date) -> BlocFront:
    """Two queries, whatever the number of blocs and years; the blocs with the newest years come first."""
    years = EmulationYear.objects.newest_of_each_bloc(today.year).with_bloc_named_on(today).with_covenant_year()
    cards = [_card(year, today) for year in years.prefetch_related("milestones").in_bloc_order()[:BLOC_COUNT]]
    return BlocFront(cards, is_this_year=any(card.year.year == today.year for card in cards))


def _card(year: EmulationYear, today: dt.date) -> YearCard:
    milestones = list(year.milestones.all())
    coming = [row for row in milestones if row.done_on is None and row.planned_on and row.planned_on >= today]
    next_step = min(coming, key=lambda row: (row.planned_on, row.step), default=None)
    return YearCard(year, EmulationYear.phase_of(milestones), next_step, year.covenant_year)
