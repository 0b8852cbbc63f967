"""A bloc's year as a dossier: what it holds at a glance, who signed, and its figures as drawings with their tables."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from emulation.models import Agency, BlocDocument, Covenant, CovenantParty, CovenantSignature, Meeting, Milestone
from emulation.rosters import Roster
from portal.kit import charts

Parties = list[tuple[CovenantParty, CovenantSignature | None]]


@dataclass(frozen=True)
class Part:
    """A part of the page: where it stands, and the figure that says how much is in it."""

    anchor: str
    figure: str
    name: str


@dataclass(frozen=True)
class Row:
    label: str
    counts: tuple[int, ...]


@dataclass(frozen=True)
class Figure:
    """A drawing and the table that says the same. ``is_standing``: columns over time; else rows of names."""

    key: str
    title: str
    chart: charts.Chart
    is_standing: bool
    headings: tuple[str, ...]
    rows: list[Row]


def signed_parties(covenant: Covenant) -> Parties:
    """Who the covenant binds, under the names of the day it was signed, each with its signature. Two queries."""
    signatures = {signature.agency_id: signature for signature in covenant.signatures.all()}
    parties = covenant.parties.named_on(covenant.signed_on).order_by("pk")
    return [(party, signatures.get(party.agency_id)) for party in parties]


class Dossier:
    """What the page of a year says in figures, from rows already read."""

    def __init__(
        self,
        year: int,
        roster: Roster,
        milestones: Sequence[Milestone],
        meetings: Sequence[Meeting],
        documents: Sequence[BlocDocument],
        parties: Parties,
    ) -> None:
        self.year = year
        self.roster = roster
        self.milestones = milestones
        self.meetings = meetings
        self.documents = documents
        self.parties = parties

    @cached_property
    def signatures(self) -> list[CovenantSignature]:
        return [signature for _party, signature in self.parties if signature]

    @property
    def parts(self) -> list[Part]:
        done = sum(row.done_on is not None for row in self.milestones)
        found = [
            (self.milestones, Part("cac-moc", f"{done}/{len(self.milestones)}", _("bước đã làm"))),
            (self.roster.seats, Part("thanh-vien", str(len(self.roster.seats)), _("đơn vị thành viên"))),
            (self.parties, Part("giao-uoc", f"{len(self.signatures)}/{len(self.parties)}", _("chữ ký giao ước"))),
            (self.meetings, Part("hoi-nghi", str(len(self.meetings)), _("hội nghị"))),
            (self.documents, Part("van-ban", str(len(self.documents)), _("văn bản đã thông qua"))),
        ]
        return [part for rows, part in found if rows]

    @property
    def figures(self) -> list[Figure]:
        """Only what has something to show: one bar alone compares nothing."""
        return [figure for figure in (self._months(), self._signing(), self._lines()) if figure]

    def _months(self) -> Figure | None:
        kinds = (
            [row.done_on for row in self.milestones if row.done_on],
            [row.held_on for row in self.meetings],
            [row.adopted_on for row in self.documents if row.adopted_on],
            [row.signed_on for row in self.signatures],
        )
        days = [day for kind in kinds for day in kind]
        if not days:
            return None
        counts = [Counter(day.replace(day=1) for day in kind) for kind in kinds]
        rows = [
            Row(self._month(first), tuple(count[first] for count in counts)) for first in _months_of(self.year, days)
        ]
        return Figure(
            key="hoat-dong",
            title=_("Việc đã làm theo tháng"),
            chart=charts.columns([(row.label, sum(row.counts)) for row in rows]),
            is_standing=True,
            headings=(_("Tháng"), _("Bước"), _("Hội nghị"), _("Văn bản"), _("Chữ ký")),
            rows=rows,
        )

    def _signing(self) -> Figure | None:
        by_day = Counter(signature.signed_on for signature in self.signatures)
        if len(by_day) < 2:
            return None
        rows, so_far = [], 0
        for day in sorted(by_day):
            so_far += by_day[day]
            rows.append(Row(f"{day:%d/%m/%Y}", (by_day[day], so_far)))
        return Figure(
            key="chu-ky-theo-ngay",
            title=_("Chữ ký giao ước qua các ngày (cộng dồn)"),
            chart=charts.columns([(row.label, row.counts[-1]) for row in rows]),
            is_standing=True,
            headings=(_("Ngày"), _("Ký trong ngày"), _("Cộng dồn")),
            rows=rows,
        )

    def _lines(self) -> Figure | None:
        by_line = Counter(seat.line for seat in self.roster.seats)
        if len(by_line) < 2:
            return None
        rows = [Row(str(Agency.Line(line).label), (count,)) for line, count in by_line.most_common()]
        return Figure(
            key="thanh-vien-theo-khoi",
            title=_("Đơn vị thành viên theo khối quản lý"),
            chart=charts.rows([(row.label, row.counts[0]) for row in rows]),
            is_standing=False,
            headings=(_("Khối quản lý"), _("Số đơn vị")),
            rows=rows,
        )

    def _month(self, first: dt.date) -> str:
        return f"T{first.month}" if first.year == self.year else f"{first.month}/{first.year}"


def _months_of(year: int, days: Iterable[dt.date]) -> list[dt.date]:
    """The first days of the year's months, and of those before and after it from the first thing to the last."""
    first = min(dt.date(year, 1, 1), *days).replace(day=1)
    last = max(dt.date(year, 12, 1), *days)
    months = [first]
    while (following := (months[-1] + dt.timedelta(days=32)).replace(day=1)) <= last:
        months.append(following)
    return months
