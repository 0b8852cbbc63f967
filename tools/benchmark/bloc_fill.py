"""``python -m tools.benchmark.bloc_fill BLOCS YEARS``: fills the emulation blocs of the database in DATABASE_URL.

Every bloc has ten members and all years have the same content, so that the measured pages are similar at any size.
Members move between blocs every few years, as in the province: each ten go to the next bloc.
"""

import datetime as dt
import functools
import itertools
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
django.setup()

from django.db import connection, models, transaction  # noqa: E402  # readable only once Django is set up
from django.utils import timezone  # noqa: E402

from emulation.models import (  # noqa: E402
    Agency,
    AgencyName,
    Attendance,
    Bloc,
    BlocDocument,
    BlocName,
    Covenant,
    CovenantParty,
    CovenantSignature,
    Decision,
    DocumentVersion,
    EmulationYear,
    LeadershipTerm,
    Meeting,
    Membership,
    MemberTheme,
    Milestone,
    Representative,
    TargetIndicator,
)
from portal.core.content import rich_text  # noqa: E402
from portal.core.text import dates, vietnamese  # noqa: E402
from portal.images.body_html import render_body  # noqa: E402
from tools.benchmark.content import AGENCY_KINDS, PERSON_NAMES, PLACES, TextGenerator  # noqa: E402

ModelT = TypeVar("ModelT", bound=models.Model)

BATCH_SIZE = 1_000
MEMBERS_PER_BLOC = 10
YEARS_PER_TERM = 5
TEXT_COUNT = 20
TARGETS_PER_COVENANT, VERSIONS_PER_DOCUMENT = 4, 2
POST = "Thủ trưởng cơ quan"
# A year counts once its covenant of March is past.
YEAR_COUNTS_AFTER = dt.timedelta(days=90)
# Month and day of each step, in the order of ``Milestone.Kind``.
MILESTONE_DATES = ((3, 1), (3, 21), (7, 10), (9, 15), (11, 10), (11, 25), (12, 5), (12, 15))


@dataclass(frozen=True)
class BlocYear:
    """One bloc in one year: its members, in the order of the decision."""

    bloc: Bloc
    year: int
    members: list[Agency]

    @property
    def head(self) -> Agency:
        return self.members[self.year % MEMBERS_PER_BLOC]

    @property
    def deputy(self) -> Agency:
        return self.members[(self.year + 1) % MEMBERS_PER_BLOC]

    def day(self, month: int, day: int) -> dt.date:
        return dt.date(self.year, month, day)


def fill(bloc_count: int, year_count: int) -> None:
    # Every write sanitises the text; the same few texts repeat here.
    rich_text.clean_html = functools.lru_cache(maxsize=None)(rich_text.clean_html)
    today = dates.local_date(timezone.now())
    last = (today - YEAR_COUNTS_AFTER).year
    years = range(last - year_count + 1, last + 1)
    writer = TextGenerator()
    with transaction.atomic():
        blocs, agencies = (
            _create_blocs(bloc_count, years, writer),
            _create_agencies(bloc_count * MEMBERS_PER_BLOC, years),
        )
        _create_memberships(blocs, agencies, years)
        terms = [
            BlocYear(bloc, year, _members(place, year, years, agencies))
            for place, bloc in enumerate(blocs)
            for year in years
        ]
        _create_officers(terms, last, writer)
        _create_years(terms, today, writer)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:  # autovacuum would do this within a minute of such a change
            cursor.execute("VACUUM ANALYZE")


def _bulk_create(rows: Iterator[ModelT], model: type[ModelT]) -> list[ModelT]:
    return model._default_manager.bulk_create(rows, batch_size=BATCH_SIZE)


def _create_blocs(count: int, years: range, writer: TextGenerator) -> list[Bloc]:
    titles = [f"Khối thi đua các cơ quan {writer.random.choice(PLACES)} và lân cận" for _ in range(count)]
    named = [(title, f"số {number}") for number, title in enumerate(titles, start=1)]
    blocs = _bulk_create(
        (
            Bloc(slug=f"so-{number}", label=f"{title} ({written})")
            for number, (title, written) in enumerate(named, start=1)
        ),
        Bloc,
    )
    first, renamed = dt.date(years[0], 1, 1), _renaming_day(years)
    periods = (("cũ", first, renamed), ("", renamed, None))
    _bulk_create(
        (
            BlocName(bloc=bloc, name=f"{title} {mark}".strip(), number_label=written, valid_from=start, valid_to=end)
            for bloc, (title, written) in zip(blocs, named, strict=True)
            for mark, start, end in periods
        ),
        BlocName,
    )
    return blocs


def _create_agencies(count: int, years: range) -> list[Agency]:
    names = [f"{kind} {place}" for place, kind in itertools.islice(itertools.product(PLACES, AGENCY_KINDS), count)]
    if len(names) < count:
        raise ValueError(f"There are names for {len(names)} agencies, not for {count}.")
    agencies = _bulk_create((Agency(slug=vietnamese.slugify(name), label=name) for name in names), Agency)
    first, renamed = dt.date(years[0], 1, 1), _renaming_day(years)
    periods = ((" (tên cũ)", first, renamed), ("", renamed, None))
    _bulk_create(
        (
            AgencyName(agency=agency, name=f"{name}{mark}", valid_from=start, valid_to=end)
            for agency, name in zip(agencies, names, strict=True)
            for mark, start, end in periods
        ),
        AgencyName,
    )
    return agencies


def _renaming_day(years: range) -> dt.date:
    """Within the measured year, so that its page mentions the change at any size."""
    return dt.date(years[(len(years) - 1) // 2], 7, 1)


def _members(place: int, year: int, years: range, agencies: list[Agency]) -> list[Agency]:
    """The ten agencies of the bloc at ``place``: those of the bloc before it until the last reorganisation."""
    moved = (year - years[0]) // YEARS_PER_TERM * MEMBERS_PER_BLOC
    start = (place * MEMBERS_PER_BLOC - moved) % len(agencies)
    return agencies[start : start + MEMBERS_PER_BLOC]


def _create_memberships(blocs: list[Bloc], agencies: list[Agency], years: range) -> None:
    starts = years[::YEARS_PER_TERM]
    decisions = _bulk_create(
        (
            Decision(
                number=str(348 + start),
                symbol="QĐ-UBND",
                issued_on=dt.date(start, 1, 1),
                effective_from=dt.date(start, 1, 1),
                issuer="Ủy ban nhân dân tỉnh Cao Bằng",
                abstract="Về việc kiện toàn các khối, cụm thi đua của tỉnh",
            )
            for start in starts
        ),
        Decision,
    )
    _bulk_create(
        (
            Membership(
                bloc=bloc,
                agency=agency,
                level=bloc.level,
                decision=decision,
                position=position,
                valid_from=decision.effective_from,
                valid_to=dt.date(start + YEARS_PER_TERM, 1, 1) if start != starts[-1] else None,
            )
            for start, decision in zip(starts, decisions, strict=True)
            for place, bloc in enumerate(blocs)
            for position, agency in enumerate(_members(place, start, years, agencies), start=1)
        ),
        Membership,
    )


def _create_officers(terms: list[BlocYear], last: int, writer: TextGenerator) -> None:
    """A head and a deputy for each year; those of the last year serve until the next are elected."""
    officers = _bulk_create(
        (
            LeadershipTerm(
                bloc=term.bloc,
                agency=agency,
                role=role,
                valid_from=term.day(1, 1),
                valid_to=dt.date(term.year + 1, 1, 1) if term.year != last else None,
            )
            for term in terms
            for role, agency in ((LeadershipTerm.Role.HEAD, term.head), (LeadershipTerm.Role.DEPUTY, term.deputy))
        ),
        LeadershipTerm,
    )
    people = [(name, vietnamese.person_sort_key(name)) for name in PERSON_NAMES]
    drawn = ((officer, *writer.random.choice(people)) for officer in officers)
    _bulk_create(
        (
            Representative(
                leadership_term=officer,
                person_name=name,
                sort_key=sort_key,
                post=POST,
                honorific="Đồng chí",
                valid_from=officer.valid_from,
                valid_to=officer.valid_to,
            )
            for officer, name, sort_key in drawn
        ),
        Representative,
    )


def _create_years(terms: list[BlocYear], today: dt.date, writer: TextGenerator) -> None:
    """The activities of each bloc in each year: themes, milestones, a meeting, documents and a sealed covenant."""
    texts = [(body, render_body(body)) for body in (writer.body() for _ in range(TEXT_COUNT))]
    years = _bulk_create(
        (EmulationYear(bloc=term.bloc, year=term.year, theme=writer.sentence()) for term in terms), EmulationYear
    )
    worked = list(zip(terms, years, strict=True))
    _bulk_create(
        (
            MemberTheme(year=year, agency=agency, theme=writer.sentence())
            for term, year in worked
            for agency in term.members
        ),
        MemberTheme,
    )
    _bulk_create((step for term, year in worked for step in _milestones(term, year, today)), Milestone)
    draw = functools.partial(writer.random.choice, texts)
    _create_meetings(worked, draw)
    _create_documents(worked, draw)
    _create_covenants(worked, draw, writer)


def _milestones(term: BlocYear, year: EmulationYear, today: dt.date) -> Iterator[Milestone]:
    for kind, (month, day) in zip(Milestone.Kind, MILESTONE_DATES, strict=True):
        planned = term.day(month, day)
        yield Milestone(year=year, kind=kind, planned_on=planned, done_on=planned if planned <= today else None)


def _create_meetings(worked: list[tuple[BlocYear, EmulationYear]], draw: Callable[[], tuple[str, str]]) -> None:
    meetings = _bulk_create(
        (
            Meeting(
                year=year,
                kind=Meeting.Kind.LAUNCH,
                held_on=term.day(3, 21),
                part_of_day=Meeting.PartOfDay.AFTERNOON,
                venue="Hội trường cơ quan đăng cai",
                host=term.deputy,
                chair=term.head,
                agenda="Thông qua quy chế\nThảo luận kế hoạch\nKý kết giao ước",
                conclusions=conclusions,
                conclusions_rendered=rendered,
            )
            for term, year in worked
            for conclusions, rendered in [draw()]
        ),
        Meeting,
    )
    held = list(zip(meetings, (term for term, _year in worked), strict=True))
    _bulk_create(
        (Attendance(meeting=meeting, agency=agency, post=POST) for meeting, term in held for agency in term.members),
        Attendance,
    )
    guest = {
        "capacity": Attendance.Capacity.GUEST,
        "guest_organisation": "Ban Thi đua – Khen thưởng tỉnh",
        "post": "Lãnh đạo",
    }
    _bulk_create((Attendance(meeting=meeting, **guest) for meeting in meetings), Attendance)


def _create_documents(worked: list[tuple[BlocYear, EmulationYear]], draw: Callable[[], tuple[str, str]]) -> None:
    kinds = ((BlocDocument.Kind.REGULATION, "Quy chế hoạt động", "QC"), (BlocDocument.Kind.PLAN, "Kế hoạch", "KH"))
    documents = _bulk_create(
        (
            BlocDocument(
                year=year,
                kind=kind,
                title=f"{title} của khối năm {term.year}",
                number="1",
                symbol=f"{symbol}-KTĐ",
                issued_on=term.day(3, 21),
                state=BlocDocument.State.ADOPTED,
                circulated_on=term.day(2, 20),
                adopted_on=term.day(3, 21),
            )
            for term, year in worked
            for kind, title, symbol in kinds
        ),
        BlocDocument,
    )
    _bulk_create(
        (
            DocumentVersion(document=document, number=number, text=text, text_rendered=rendered)
            for document in documents
            for number in range(1, VERSIONS_PER_DOCUMENT + 1)
            for text, rendered in [draw()]
        ),
        DocumentVersion,
    )


def _create_covenants(
    worked: list[tuple[BlocYear, EmulationYear]], draw: Callable[[], tuple[str, str]], writer: TextGenerator
) -> None:
    """Seals last: the database refuses additions to a sealed covenant, and sealing before all have signed."""
    covenants = _bulk_create(
        (
            Covenant(
                year=year,
                title=f"Giao ước thi đua năm {term.year}",
                legal_bases="Luật Thi đua, khen thưởng\nQuy chế hoạt động của khối",
                commitments=commitments,
                commitments_rendered=rendered,
                place="Hội trường cơ quan đăng cai",
                signed_on=term.day(3, 21),
            )
            for term, year in worked
            for commitments, rendered in [draw()]
        ),
        Covenant,
    )
    bound = [
        (covenant, agency) for covenant, (term, _year) in zip(covenants, worked, strict=True) for agency in term.members
    ]
    _bulk_create((CovenantParty(covenant=covenant, agency=agency) for covenant, agency in bound), CovenantParty)
    _bulk_create(
        (
            TargetIndicator(covenant=covenant, text=writer.sentence(), unit="%", planned_value=95, position=position)
            for covenant in covenants
            for position in range(1, TARGETS_PER_COVENANT + 1)
        ),
        TargetIndicator,
    )
    _bulk_create(
        (
            CovenantSignature(
                covenant=covenant,
                agency=agency,
                person_name=writer.random.choice(PERSON_NAMES),
                post=POST,
                signed_on=covenant.signed_on,
            )
            for covenant, agency in bound
        ),
        CovenantSignature,
    )
    for covenant in covenants:
        covenant.sealed_at = timezone.now()
        covenant.seal_digest = covenant.compute_digest()
    Covenant.objects.bulk_update(covenants, ["sealed_at", "seal_digest"], batch_size=200)


if __name__ == "__main__":
    fill(int(sys.argv[1]), int(sys.argv[2]))
