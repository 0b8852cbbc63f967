"""The figures of a bloc's year, each drawn and each in a table."""

import datetime as dt

import pytest
from django.test import Client

from emulation.covenants import sign_covenant
from emulation.members_table import MemberRow, MembersTable
from emulation.models import BlocDocument, Covenant, Milestone
from emulation.year_overview import Figure, YearOverview, parties_with_signatures
from tests.emulation.year_factories import make_covenant, make_year

DAY = dt.date(2018, 3, 21)


def seat(line: str) -> MemberRow:
    return MemberRow(agency_id=1, slug="so", line=line, name="Sở", position=1, valid_from=DAY, valid_to=None)


def overview(
    lines: tuple[str, ...] = (),
    done: tuple[dt.date, ...] = (),
    planned: tuple[dt.date, ...] = (),
    adopted: tuple[dt.date, ...] = (),
) -> YearOverview:
    return YearOverview(
        year=2018,
        members_table=MembersTable([seat(line) for line in lines], []),
        milestones=[
            *[Milestone(kind="launch", done_on=day) for day in done],
            *[Milestone(kind="vote", planned_on=day) for day in planned],
        ],
        meetings=[],
        documents=[BlocDocument(adopted_on=day) for day in adopted],
        parties=[],
    )


class TestParts:
    def test_names_only_what_is_there(self) -> None:
        found = overview(lines=("army",), done=(DAY,), planned=(DAY,)).section_counts
        assert [(part.anchor, part.figure) for part in found] == [("cac-moc", "1/2"), ("thanh-vien", "1")]

    def test_an_empty_year_has_none(self) -> None:
        assert overview().section_counts == []


class TestFigures:
    def test_nothing_done_draws_nothing(self) -> None:
        assert overview(lines=("army", "army"), planned=(DAY,)).figures == []

    def test_months_count_each_kind(self) -> None:
        (figure,) = overview(done=(DAY,), adopted=(DAY, dt.date(2018, 12, 1))).figures
        assert [row.label for row in figure.rows] == [f"T{month}" for month in range(1, 13)]
        assert figure.rows[2].counts == (1, 0, 1, 0)
        assert figure.rows[11].counts == (0, 0, 1, 0)
        self.agrees(figure)

    def test_months_outside_the_year_come_with_their_year(self) -> None:
        (figure,) = overview(done=(dt.date(2017, 11, 30), dt.date(2019, 2, 28))).figures
        labels = [row.label for row in figure.rows]
        assert (labels[0], labels[-1], len(labels)) == ("11/2017", "2/2019", 16)

    def test_members_by_who_manages_them(self) -> None:
        (figure,) = overview(lines=("army", "police", "army")).figures
        assert [(row.label, row.counts) for row in figure.rows] == [("Quân đội", (2,)), ("Công an", (1,))]
        self.agrees(figure)

    @staticmethod
    def agrees(figure: Figure) -> None:
        assert [bar.count for bar in figure.chart.bars] == [sum(row.counts) for row in figure.rows]
        assert all(len(row.counts) == len(figure.headings) - 1 for row in figure.rows)


@pytest.mark.django_db
class TestSigning:
    @pytest.fixture
    def covenant(self) -> Covenant:
        covenant = make_covenant(make_year(), members=3)
        for party, day in zip(covenant.parties.order_by("pk"), (DAY, dt.date(2018, 3, 25)), strict=False):
            sign_covenant(covenant=covenant, agency=party.agency, post="Thủ trưởng", signed_on=day)
        return covenant

    def test_each_party_with_its_signature_or_none(self, covenant: Covenant) -> None:
        assert [signature is None for _party, signature in parties_with_signatures(covenant)] == [False, False, True]

    def test_the_page_shows_the_wall_and_the_days(self, client: Client, covenant: Covenant) -> None:
        page = client.get(covenant.year.get_absolute_url()).content.decode()
        assert "2/3" in page
        assert page.count(' signature-grid__party--pending"') == 1
        assert "Chữ ký giao ước qua các ngày" in page
        assert 'class="numeric-table"' in page
