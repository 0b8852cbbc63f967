"""Acts on a bloc's year: opening it, opening the next one, and ticking off its milestones."""

import datetime as dt

from django.db import transaction

from emulation.models import Agency, Bloc, EmulationYear, MemberTheme, Milestone
from portal.kit.constraints import violations_spoken_by

# To register was a condition of every title under the Law of 2003 (Luật 15/2003/QH11, Điều 10), in force to the end
# of 2023. The Law of 2022 (06/2022/QH15, Điều 7) no longer says so; each bloc's regulation may.
LAST_YEAR_REGISTRATION_WAS_LAW = 2023


@transaction.atomic
def open_year(
    *,
    bloc: Bloc,
    year: int,
    theme: str = "",
    anniversary: str = "",
    registration_required: bool | None = None,
    registration_deadline: dt.date | None = None,
) -> EmulationYear:
    """A year with one undated milestone of each kind. Raises ValidationError when the bloc already has that year."""
    if registration_required is None:
        registration_required = year <= LAST_YEAR_REGISTRATION_WAS_LAW
    opened = EmulationYear(
        bloc=bloc,
        year=year,
        theme=theme,
        anniversary=anniversary,
        registration_required=registration_required,
        registration_deadline=registration_deadline,
    )
    opened.full_clean()
    with violations_spoken_by(EmulationYear):
        opened.save()
    Milestone.objects.bulk_create(Milestone(year=opened, kind=kind) for kind in Milestone.Kind)
    return opened


@transaction.atomic
def start_next_year(*, year: EmulationYear) -> EmulationYear:
    """Opens the year after, with what carries over and nothing else.

    Carries over: the bloc (its members, officers and names need no copy, they are dated), the kinds of step that
    the bloc takes, planned for the same day a year later, and whether registration is required, unless the law
    decides that. Starts empty, as each year sets its own: theme, anniversary, deadline, members' themes, meetings,
    documents (a regulation in force is cited, not copied under a new year's number), covenant, registrations.
    """
    following = year.year + 1
    required = year.registration_required if year.year > LAST_YEAR_REGISTRATION_WAS_LAW else None
    opened = open_year(bloc=year.bloc, year=following, registration_required=required)
    skeleton = [
        Milestone(year=opened, kind=row.kind, planned_on=_a_year_later(row.day)) for row in year.milestones.all()
    ]
    if skeleton:
        opened.milestones.all().delete()
        Milestone.objects.bulk_create(sorted(skeleton, key=lambda row: row.step))
    return opened


@transaction.atomic
def set_member_theme(*, year: EmulationYear, agency: Agency, theme: str) -> MemberTheme:
    """Records, or replaces, the theme that a member set for itself."""
    chosen = year.member_themes.filter(agency=agency).first() or MemberTheme(year=year, agency=agency)
    chosen.theme = theme
    chosen.full_clean()
    chosen.save()
    return chosen


@transaction.atomic
def record_step(*, year: EmulationYear, kind: str, done_on: dt.date, note: str = "") -> Milestone:
    """Marks the first open milestone of a kind as done; a step nobody had planned gets a milestone of its own."""
    milestone = year.milestones.of_kind(kind).not_done().first() or Milestone(year=year, kind=kind)
    milestone.done_on = done_on
    milestone.note = note or milestone.note
    milestone.full_clean()
    milestone.save()
    return milestone


def _a_year_later(day: dt.date | None) -> dt.date | None:
    if day is None:
        return None
    try:
        return day.replace(year=day.year + 1)
    except ValueError:  # 29 February
        return day.replace(year=day.year + 1, day=28)
