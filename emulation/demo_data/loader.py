"""Loads the demo blocs through the same services that users call."""

import datetime as dt

from django.db import transaction
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext as _

from emulation.agency_changes import create_agency, rename_agency
from emulation.bloc_changes import admit_member, create_bloc
from emulation.covenants import draft_covenant, sign_covenant
from emulation.demo_data import facts
from emulation.documents import adopt_document, draft_document
from emulation.leadership import RepresentativeData, appoint_deputy, appoint_head
from emulation.models import Agency, Attendance, Bloc, Decision, EmulationYear, Meeting
from emulation.years import open_next_year, open_year, record_milestone, set_member_theme
from news.models import Article
from portal.core.demo_data import DemoApp, RealContentExists, demo_apps

MembersByName = dict[str, Agency]


class RealBlocsExist(RealContentExists):
    """Raised when the database holds real blocs, so that demo data is not mixed with them."""


def has_content() -> bool:
    """Whether the database holds any blocs."""
    return Bloc.objects.exists()


@transaction.atomic
def load(*, force: bool, stored: list[FieldFile]) -> str:
    """Adds each missing demo bloc and yields a line about it; existing blocs stay unchanged.

    It stores no files. Raises RealBlocsExist when there are other blocs, unless ``force``.
    """
    loaders = {facts.BLOC_IV[0]: _load_bloc_iv, facts.BLOC_5[0]: _load_bloc_5}
    present = set(Bloc.objects.filter(slug__in=loaders).values_list("slug", flat=True))
    if not force and Bloc.objects.exclude(slug__in=loaders).exists():
        raise RealBlocsExist(_("Cơ sở dữ liệu đã có khối thi đua thật, nên không nạp nội dung mẫu vào."))
    missing = [slug for slug in loaders if slug not in present]
    for slug in missing:
        loaders[slug]()
    return f"Emulation: {len(missing)} blocs added; {len(present)} blocs were there."


def _load_bloc_iv() -> None:
    bloc, members = _create_bloc_with_members(
        facts.BLOC_IV, facts.MEMBERS_IV, facts.FIRST_RECORDED_DAY, _get_or_create_decisions()[facts.DECISION_AT_MEETING]
    )
    year_ends = dt.date(2019, 1, 1)
    for appoint, (agency, person, post) in ((appoint_head, facts.HEAD_IV), (appoint_deputy, facts.DEPUTY_IV)):
        appoint(
            bloc=bloc,
            agency=members[agency],
            on=facts.FIRST_RECORDED_DAY,
            until=year_ends,
            representative=RepresentativeData(person_name=person, post=post, honorific="Ông"),
        )
    year = open_year(bloc=bloc, year=2018, theme=facts.THEME, anniversary=facts.ANNIVERSARY)
    for agency, theme in facts.MEMBER_THEMES:
        set_member_theme(year=year, agency=members[agency], theme=theme)
    _create_meeting(year, members)
    for kind, title, text in facts.DOCUMENTS:
        adopt_document(document=draft_document(year=year, kind=kind, title=title, text=text), on=facts.MEETING_DAY)
    _sign_covenant(year, members)
    for kind in ("launch", "covenant"):
        record_milestone(year=year, kind=kind, done_on=facts.MEETING_DAY)
    open_next_year(year=year)
    for called, name, initials, day in facts.RENAMES:
        rename_agency(agency=members[called], name=name, initials=initials, on=day, decision=None)


def _load_bloc_5() -> None:
    first_day, after = dt.date(facts.BLOC_5_YEAR, 1, 1), dt.date(facts.BLOC_5_YEAR + 1, 1, 1)
    bloc, members = _create_bloc_with_members(facts.BLOC_5, facts.MEMBERS_5, first_day, None)
    appoint_head(bloc=bloc, agency=members[facts.HEAD_5], on=first_day, until=after)
    appoint_deputy(bloc=bloc, agency=members[facts.DEPUTY_5], on=first_day, until=after)
    open_year(bloc=bloc, year=facts.BLOC_5_YEAR)


def _get_or_create_decisions() -> dict[str, Decision]:
    found: dict[str, Decision] = {}
    for demo in facts.DECISIONS:
        found[demo.number], _created = Decision.objects.get_or_create(
            number=demo.number,
            symbol="QĐ-UBND",
            issued_on=demo.issued_on,
            issuer=facts.DECISION_ISSUER,
            defaults={"abstract": demo.abstract, "replaces": found.get(demo.replaces)},
        )
    return found


def _create_bloc_with_members(
    named: tuple[str, str, str, str], agencies: tuple[facts.DemoAgency, ...], on: dt.date, decision: Decision | None
) -> tuple[Bloc, MembersByName]:
    slug, name, number, name_en = named
    bloc = create_bloc(
        slug=slug,
        kind="khoi",
        level="province",
        name=name,
        name_en=name_en,
        number_label=number,
        on=on,
        decision=decision,
    )
    members: MembersByName = {}
    for demo in agencies:
        members[demo.name] = _get_or_create_agency(demo, on)
        admit_member(bloc=bloc, agency=members[demo.name], on=on, decision=decision)
    return bloc, members


def _get_or_create_agency(demo: facts.DemoAgency, on: dt.date) -> Agency:
    """Returns the agency with that name on the day, or creates it."""
    named = Agency.objects.filter(names__name=demo.name, names__valid_from__lte=on).first()
    return named or create_agency(
        name=demo.name,
        name_en=demo.name_en,
        short_name=demo.short_name,
        initials=demo.initials,
        line=demo.line,
        force=demo.force,
        on=on,
    )


def _create_meeting(year: EmulationYear, members: MembersByName) -> None:
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
            published_on=facts.REPORT_DAY, slug__startswith=facts.REPORT_SLUG_PREFIX
        ).first(),
    )
    meeting.full_clean()
    meeting.save()
    known = {agency: (person, post) for agency, person, post in (head, deputy)}
    for name, agency in members.items():
        person, post = known.get(name, ("", facts.SIGNER_POST))
        _save_attendance(Attendance(meeting=meeting, agency=agency, person_name=person, post=post))
    _save_attendance(
        Attendance(
            meeting=meeting, capacity=Attendance.Capacity.GUEST, guest_organisation=facts.GUEST, post=facts.SIGNER_POST
        )
    )


def _save_attendance(attendance: Attendance) -> None:
    attendance.full_clean()
    attendance.save()


def _sign_covenant(year: EmulationYear, members: MembersByName) -> None:
    """Signs in the name of each agency's leadership, because the actual signers are not recorded."""
    covenant = draft_covenant(
        year=year,
        title=facts.COVENANT_TITLE,
        commitments=facts.COMMITMENTS,
        place=facts.MEETING_VENUE,
        signed_on=facts.MEETING_DAY,
    )
    for agency in members.values():
        sign_covenant(covenant=covenant, agency=agency, post=facts.SIGNER_POST, signed_on=facts.MEETING_DAY)


demo_apps.register(DemoApp(has_content, load))
