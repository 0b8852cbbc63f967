"""Brings the demonstration blocs into a database, by the same acts that people use."""

import datetime as dt

from django.db import transaction
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext as _

from emulation.appointing import Representative, appoint_deputy, appoint_head
from emulation.demo import facts
from emulation.drafting import adopt_document, draft_document
from emulation.models import Agency, Attendance, Bloc, Decision, EmulationYear, Meeting
from emulation.rearranging import admit_member, found_bloc
from emulation.reorganising import register_agency, rename_agency
from emulation.signing import draw_up_covenant, sign_covenant
from emulation.yearwork import open_year, record_step, set_member_theme, start_next_year
from news.models import Article

Members = dict[str, Agency]


class HoldsRealBlocs(Exception):
    """The database holds blocs that people entered; demonstration content does not belong beside them."""


def has_content() -> bool:
    """Whether anybody's blocs stand here already."""
    return Bloc.objects.exists()


@transaction.atomic
def load(*, force: bool, stored: list[FieldFile]) -> str:
    """Adds each bloc that is not there yet and says so in a line; a bloc that is there is left as people made it.

    It stores no files. Raises HoldsRealBlocs beside blocs that are not the demonstration's, unless ``force``.
    """
    loaders = {facts.BLOC_IV[0]: _load_bloc_iv, facts.BLOC_5[0]: _load_bloc_5}
    present = set(Bloc.objects.filter(slug__in=loaders).values_list("slug", flat=True))
    if not force and Bloc.objects.exclude(slug__in=loaders).exists():
        raise HoldsRealBlocs(_("Cơ sở dữ liệu đã có khối thi đua thật, nên không nạp nội dung mẫu vào."))
    missing = [slug for slug in loaders if slug not in present]
    for slug in missing:
        loaders[slug]()
    return f"Emulation: {len(missing)} blocs added; {len(present)} blocs were there."


def _load_bloc_iv() -> None:
    bloc, members = _bloc_with_members(
        facts.BLOC_IV, facts.MEMBERS_IV, facts.RECORDS_BEGIN, _decisions()[facts.IN_FORCE_AT_THE_MEETING]
    )
    year_ends = dt.date(2019, 1, 1)
    for appoint, (agency, person, post) in ((appoint_head, facts.HEAD_IV), (appoint_deputy, facts.DEPUTY_IV)):
        appoint(
            bloc=bloc,
            agency=members[agency],
            on=facts.RECORDS_BEGIN,
            until=year_ends,
            representative=Representative(person_name=person, post=post, honorific="Ông"),
        )
    year = open_year(bloc=bloc, year=2018, theme=facts.THEME, anniversary=facts.ANNIVERSARY)
    for agency, theme in facts.MEMBER_THEMES:
        set_member_theme(year=year, agency=members[agency], theme=theme)
    _hold_meeting(year, members)
    for kind, title, text in facts.DOCUMENTS:
        adopt_document(document=draft_document(year=year, kind=kind, title=title, text=text), on=facts.MEETING_DAY)
    _sign(year, members)
    for kind in ("launch", "covenant"):
        record_step(year=year, kind=kind, done_on=facts.MEETING_DAY)
    start_next_year(year=year)
    for called, name, initials, day in facts.RENAMES:
        rename_agency(agency=members[called], name=name, initials=initials, on=day, decision=None)


def _load_bloc_5() -> None:
    first_day, after = dt.date(facts.BLOC_5_YEAR, 1, 1), dt.date(facts.BLOC_5_YEAR + 1, 1, 1)
    bloc, members = _bloc_with_members(facts.BLOC_5, facts.MEMBERS_5, first_day, None)
    appoint_head(bloc=bloc, agency=members[facts.HEAD_5], on=first_day, until=after)
    appoint_deputy(bloc=bloc, agency=members[facts.DEPUTY_5], on=first_day, until=after)
    open_year(bloc=bloc, year=facts.BLOC_5_YEAR)


def _decisions() -> dict[str, Decision]:
    found: dict[str, Decision] = {}
    for demo in facts.DECISIONS:
        found[demo.number], _created = Decision.objects.get_or_create(
            number=demo.number,
            symbol="QĐ-UBND",
            issued_on=demo.issued_on,
            issuer=facts.PROVINCE,
            defaults={"abstract": demo.abstract, "replaces": found.get(demo.replaces)},
        )
    return found


def _bloc_with_members(
    named: tuple[str, str, str, str], agencies: tuple[facts.DemoAgency, ...], on: dt.date, decision: Decision | None
) -> tuple[Bloc, Members]:
    slug, name, number, name_en = named
    bloc = found_bloc(
        slug=slug,
        kind="khoi",
        level="province",
        name=name,
        name_en=name_en,
        number_label=number,
        on=on,
        decision=decision,
    )
    members: Members = {}
    for demo in agencies:
        members[demo.name] = _agency(demo, on)
        admit_member(bloc=bloc, agency=members[demo.name], on=on, decision=decision)
    return bloc, members


def _agency(demo: facts.DemoAgency, on: dt.date) -> Agency:
    """The agency that already bears the name on the day, else a new one."""
    named = Agency.objects.filter(names__name=demo.name, names__valid_from__lte=on).first()
    return named or register_agency(
        name=demo.name,
        name_en=demo.name_en,
        short_name=demo.short_name,
        initials=demo.initials,
        line=demo.line,
        force=demo.force,
        on=on,
    )


def _hold_meeting(year: EmulationYear, members: Members) -> None:
    head, deputy = facts.HEAD_IV, facts.DEPUTY_IV
    meeting = Meeting(
        year=year,
        kind=Meeting.Kind.LAUNCH,
        title=facts.MEETING_TITLE,
        held_on=facts.MEETING_DAY,
        part_of_day=Meeting.PartOfDay.AFTERNOON,
        venue=facts.MEETING_VENUE,
        host=members[deputy[0]],
        chair=members[head[0]],
        agenda="\n".join(facts.AGENDA),
        conclusions=facts.CONCLUSIONS,
        article=Article.objects.filter(
            published_on=facts.REPORT_DAY, slug__startswith=facts.REPORT_SLUG_BEGINS
        ).first(),
    )
    meeting.full_clean()
    meeting.save()
    known = {agency: (person, post) for agency, person, post in (head, deputy)}
    for name, agency in members.items():
        person, post = known.get(name, ("", facts.LEADERSHIP))
        _attend(Attendance(meeting=meeting, agency=agency, person_name=person, post=post))
    _attend(
        Attendance(meeting=meeting, capacity=Attendance.Capacity.GUEST, guest_of=facts.GUEST, post=facts.LEADERSHIP)
    )


def _attend(attendance: Attendance) -> None:
    attendance.full_clean()
    attendance.save()


def _sign(year: EmulationYear, members: Members) -> None:
    """Who signed for each agency is not recorded; that its leadership did, is."""
    covenant = draw_up_covenant(
        year=year,
        title=facts.COVENANT_TITLE,
        commitments=facts.COMMITMENTS,
        place=facts.MEETING_VENUE,
        signed_on=facts.MEETING_DAY,
    )
    for agency in members.values():
        sign_covenant(covenant=covenant, agency=agency, post=facts.LEADERSHIP, signed_on=facts.MEETING_DAY)
