"""The blocs on the home page, each with the phase of its newest recorded year."""

import datetime as dt
from dataclasses import dataclass

from emulation.models import EmulationYear, Milestone

HOME_BLOC_COUNT = 4


@dataclass(frozen=True)
class YearCard:
    """A bloc's newest year.

    ``next_step`` is the first planned step still to come; ``covenant_year`` the newest year with a public covenant.
    Both are None where there is none.
    """

    year: EmulationYear
    phase: str
    next_step: Milestone | None
    covenant_year: int | None


@dataclass(frozen=True)
class HomeBlocs:
    cards: list[YearCard]
    has_current_year: bool


def get_home_blocs(today: dt.date) -> HomeBlocs:
    """Two queries, whatever the number of blocs and years; ordered by newest year first."""
    years = EmulationYear.objects.newest_of_each_bloc(today.year).with_bloc_name_on(today).with_covenant_year()
    cards = [_year_card(year, today) for year in years.prefetch_related("milestones").in_bloc_order()[:HOME_BLOC_COUNT]]
    return HomeBlocs(cards, has_current_year=any(card.year.year == today.year for card in cards))


def _year_card(year: EmulationYear, today: dt.date) -> YearCard:
    milestones = list(year.milestones.all())
    upcoming = [row for row in milestones if row.done_on is None and row.planned_on and row.planned_on >= today]
    next_step = min(upcoming, key=lambda row: (row.planned_on, row.kind_order), default=None)
    return YearCard(year, EmulationYear.phase_of(milestones), next_step, year.covenant_year)
