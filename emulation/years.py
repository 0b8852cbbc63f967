"""Services for a bloc's year: opening it, opening the next one, recording milestones."""

import datetime as dt

from django.db import transaction

from emulation import audit_log
from emulation.models import Agency, Bloc, EmulationYear, MemberTheme, Milestone
from portal.accounts.models import User
from portal.audit import services as audit_services
from portal.core.db.constraints import constraint_errors_as_validation

# Registration was a condition of every title under the Law of 2003 (Luật 15/2003/QH11, Điều 10), in force to the end of
# 2023. The Law of 2022 (06/2022/QH15, Điều 7) no longer requires it; each bloc's regulation may.
LAST_YEAR_OF_MANDATORY_REGISTRATION = 2023


@transaction.atomic
def open_year(
    *,
    bloc: Bloc,
    year: int,
    theme: str = "",
    anniversary: str = "",
    is_registration_required: bool | None = None,
    registration_deadline: dt.date | None = None,
    by: User | None = None,
) -> EmulationYear:
    """Creates a year with one undated milestone of each kind. Raises ValidationError when the year already exists."""
    if is_registration_required is None:
        is_registration_required = year <= LAST_YEAR_OF_MANDATORY_REGISTRATION
    opened = EmulationYear(
        bloc=bloc,
        year=year,
        theme=theme,
        anniversary=anniversary,
        is_registration_required=is_registration_required,
        registration_deadline=registration_deadline,
    )
    opened.full_clean()
    with constraint_errors_as_validation(EmulationYear):
        opened.save()
    Milestone.objects.bulk_create(Milestone(year=opened, kind=kind) for kind in Milestone.Kind)
    audit_services.record(action=audit_log.YEAR_OPENED, by=by, target=opened)
    return opened


@transaction.atomic
def open_next_year(*, year: EmulationYear, by: User | None = None) -> EmulationYear:
    """Opens the following year and copies what carries over.

    Carries over: the bloc (its members, leadership and names have periods and need no copy), the kinds of milestone,
    planned for the same day a year later, and whether registration is required, unless the law decides that. Not
    copied, because each year sets its own: theme, anniversary, deadline, members' themes, meetings, documents (a
    regulation in force is cited, not copied under a new year's number), covenant, registrations.
    """
    next_year = year.year + 1
    required = year.is_registration_required if year.year > LAST_YEAR_OF_MANDATORY_REGISTRATION else None
    opened = open_year(bloc=year.bloc, year=next_year, is_registration_required=required, by=by)
    milestones = [
        Milestone(year=opened, kind=row.kind, planned_on=_one_year_later(row.day)) for row in year.milestones.all()
    ]
    if milestones:
        opened.milestones.all().delete()
        Milestone.objects.bulk_create(sorted(milestones, key=lambda row: row.kind_order))
    return opened


@transaction.atomic
def set_member_theme(*, year: EmulationYear, agency: Agency, theme: str, by: User | None = None) -> MemberTheme:
    """Sets or replaces a member's own theme."""
    member_theme = year.member_themes.filter(agency=agency).first() or MemberTheme(year=year, agency=agency)
    member_theme.theme = theme
    member_theme.full_clean()
    member_theme.save()
    audit_services.record(action=audit_log.MEMBER_THEME_SET, by=by, target=year, detail={"agency": agency})
    return member_theme


@transaction.atomic
def record_milestone(
    *, year: EmulationYear, kind: str, done_on: dt.date, note: str = "", by: User | None = None
) -> Milestone:
    """Marks the first open milestone of a kind as done; creates one if none was planned."""
    milestone = year.milestones.of_kind(kind).not_done().first() or Milestone(year=year, kind=kind)
    milestone.done_on = done_on
    milestone.note = note or milestone.note
    milestone.full_clean()
    milestone.save()
    detail = {"step": milestone.get_kind_display(), "on": done_on}
    audit_services.record(action=audit_log.MILESTONE_RECORDED, by=by, target=year, detail=detail)
    return milestone


def _one_year_later(day: dt.date | None) -> dt.date | None:
    if day is None:
        return None
    try:
        return day.replace(year=day.year + 1)
    except ValueError:  # 29 February
        return day.replace(year=day.year + 1, day=28)
