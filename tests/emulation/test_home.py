"""What the home page learns of the blocs."""

import datetime as dt
from typing import Any

import pytest

from emulation.home import HOME_BLOC_COUNT, get_home_blocs
from tests.emulation.factories import make_bloc
from tests.emulation.year_factories import make_covenant, make_year, sign_by_all

pytestmark = pytest.mark.django_db

TODAY = dt.date(2018, 6, 1)


class TestBlocFront:
    def test_shows_the_newest_year_of_each_bloc_that_has_begun(self) -> None:
        first, second = make_bloc(slug="so-1"), make_bloc(slug="so-2")
        for bloc, number in ((first, 2016), (first, 2017), (second, 2018), (second, 2019)):
            make_year(bloc, number)
        front = get_home_blocs(TODAY)
        assert [(card.year.bloc.slug, card.year.year) for card in front.cards] == [("so-2", 2018), ("so-1", 2017)]
        assert front.has_current_year

    def test_old_years_are_not_called_this_years(self) -> None:
        make_year(year=2017)
        assert not get_home_blocs(TODAY).has_current_year

    def test_nothing_recorded_shows_nothing(self) -> None:
        assert get_home_blocs(TODAY).cards == []

    def test_the_next_step_is_the_first_planned_one_still_to_come(self) -> None:
        year = make_year()
        year.milestones.create(kind="launch", planned_on=dt.date(2018, 3, 1), done_on=dt.date(2018, 3, 21))
        year.milestones.create(kind="covenant", planned_on=dt.date(2018, 4, 1))
        year.milestones.create(kind="vote", planned_on=dt.date(2018, 12, 1))
        year.milestones.create(kind="mid_year_review", planned_on=TODAY)
        year.milestones.create(kind="inspection")
        (card,) = get_home_blocs(TODAY).cards
        assert card.next_step is not None
        assert card.next_step.kind == "mid_year_review"
        assert card.phase == "Đã qua bước: Phát động thi đua"

    def test_without_a_planned_day_there_is_no_next_step(self) -> None:
        make_year().milestones.create(kind="vote")
        assert get_home_blocs(TODAY).cards[0].next_step is None

    def test_leads_to_the_newest_covenant_that_the_public_may_read(self) -> None:
        bloc = make_bloc()
        covenant = make_covenant(make_year(bloc, 2017), signed_on=dt.date(2017, 3, 21))
        make_year(bloc, 2018)
        assert get_home_blocs(TODAY).cards[0].covenant_year is None
        sign_by_all(covenant)
        assert get_home_blocs(TODAY).cards[0].covenant_year == 2017

    def test_costs_two_queries_and_shows_a_few(self, django_assert_num_queries: Any) -> None:
        for number in range(HOME_BLOC_COUNT + 3):
            year = make_year(make_bloc(slug=f"so-{number}"))
            year.milestones.create(kind="vote")
        with django_assert_num_queries(2):
            assert len(get_home_blocs(TODAY).cards) == HOME_BLOC_COUNT
