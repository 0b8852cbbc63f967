"""Overview of a bloc's year: section counts, signatures, and charts with their data tables."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from emulation.members_table import MembersTable
from emulation.models import Agency, BlocDocument, Covenant, CovenantParty, CovenantSignature, Meeting, Milestone
from portal.core.content import charts

SignedParties = list[tuple[CovenantParty, CovenantSignature | None]]


@dataclass(frozen=True)
class SectionCount:
    """Section of the page: its anchor, and its count as text."""

    anchor: str
    figure: str
    name: str


@dataclass(frozen=True)
class FigureRow:
    label: str
    counts: tuple[int, ...]


@dataclass(frozen=True)
class Figure:
    """Chart with its data table. ``is_column_chart``: columns over time; else bars with names."""

    key: str
    title: str
    chart: charts.Chart
    is_column_chart: bool
    headings: tuple[str, ...]
    rows: list[FigureRow]


def parties_with_signatures(covenant: Covenant) -> SignedParties:
    """Parties with their names on the day of signing, each with its signature or None. Two queries."""
    signatures = {signature.agency_id: signature for signature in covenant.signatures.all()}
    parties = covenant.parties.with_name_on(covenant.signed_on).order_by("pk")
    return [(party, signatures.get(party.agency_id)) for party in parties]


class YearOverview:
    """Statistics for the page of a year, from rows already loaded."""

    def __init__(
        self,
        year: int,
        members_table: MembersTable,
        milestones: Sequence[Milestone],
        meetings: Sequence[Meeting],
        documents: Sequence[BlocDocument],
        parties: SignedParties,
    ) -> None:
        self.year = year
        self.members_table = members_table
        self.milestones = milestones
        self.meetings = meetings
        self.documents = documents
        self.parties = parties

    @cached_property
    def signatures(self) -> list[CovenantSignature]:
        return [signature for _party, signature in self.parties if signature]

    @property
    def section_counts(self) -> list[SectionCount]:
        done = sum(row.done_on is not None for row in self.milestones)
        candidates = [
            (self.milestones, SectionCount("cac-moc", f"{done}/{len(self.milestones)}", _("bước đã làm"))),
            (
                self.members_table.members,
                SectionCount("thanh-vien", str(len(self.members_table.members)), _("đơn vị thành viên")),
            ),
            (
                self.parties,
                SectionCount("giao-uoc", f"{len(self.signatures)}/{len(self.parties)}", _("chữ ký giao ước")),
            ),
            (self.meetings, SectionCount("hoi-nghi", str(len(self.meetings)), _("hội nghị"))),
            (self.documents, SectionCount("van-ban", str(len(self.documents)), _("văn bản đã thông qua"))),
        ]
        return [section_count for rows, section_count in candidates if rows]

    @property
    def figures(self) -> list[Figure]:
        """Charts with something to compare: a single bar is left out."""
        return [
            figure
            for figure in (self._activity_by_month(), self._signatures_by_day(), self._members_by_line())
            if figure
        ]

    def _activity_by_month(self) -> Figure | None:
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
            FigureRow(self._month_label(first), tuple(count[first] for count in counts))
            for first in _month_starts(self.year, days)
        ]
        return Figure(
            key="hoat-dong",
            title=_("Việc đã làm theo tháng"),
            chart=charts.column_chart([(row.label, sum(row.counts)) for row in rows]),
            is_column_chart=True,
            headings=(_("Tháng"), _("Bước"), _("Hội nghị"), _("Văn bản"), _("Chữ ký")),
            rows=rows,
        )

    def _signatures_by_day(self) -> Figure | None:
        by_day = Counter(signature.signed_on for signature in self.signatures)
        if len(by_day) < 2:
            return None
        rows, so_far = [], 0
        for day in sorted(by_day):
            so_far += by_day[day]
            rows.append(FigureRow(f"{day:%d/%m/%Y}", (by_day[day], so_far)))
        return Figure(
            key="chu-ky-theo-ngay",
            title=_("Chữ ký giao ước qua các ngày (cộng dồn)"),
            chart=charts.column_chart([(row.label, row.counts[-1]) for row in rows]),
            is_column_chart=True,
            headings=(_("Ngày"), _("Ký trong ngày"), _("Cộng dồn")),
            rows=rows,
        )

    def _members_by_line(self) -> Figure | None:
        by_line = Counter(member.line for member in self.members_table.members)
        if len(by_line) < 2:
            return None
        rows = [FigureRow(str(Agency.Line(line).label), (count,)) for line, count in by_line.most_common()]
        return Figure(
            key="thanh-vien-theo-khoi",
            title=_("Đơn vị thành viên theo khối quản lý"),
            chart=charts.bar_chart([(row.label, row.counts[0]) for row in rows]),
            is_column_chart=False,
            headings=(_("Khối quản lý"), _("Số đơn vị")),
            rows=rows,
        )

    def _month_label(self, first: dt.date) -> str:
        return f"T{first.month}" if first.year == self.year else f"{first.month}/{first.year}"


def _month_starts(year: int, days: Iterable[dt.date]) -> list[dt.date]:
    """First days of the year's months, extended to the months of the earliest and the latest entry."""
    first = min(dt.date(year, 1, 1), *days).replace(day=1)
    last = max(dt.date(year, 12, 1), *days)
    months = [first]
    while (following := (months[-1] + dt.timedelta(days=32)).replace(day=1)) <= last:
        months.append(following)
    return months
