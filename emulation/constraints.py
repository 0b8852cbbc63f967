"""Database triggers for rules across tables, which no form, command or ``update()`` can bypass.

Both databases use the same SQL. The Vietnamese messages are shown when a concurrent change violates a rule.
"""

from django.utils.translation import gettext_lazy as _

from portal.core.db.constraints import ForbidWhen

# A term "t" is uncovered when no membership contains its first day, or the day on which a membership of its agency in
# its bloc ends within it. Memberships never overlap, so checking these days is enough.
_UNCOVERED_TERM_SQL = """
    (NOT EXISTS (
        SELECT 1 FROM emulation_membership m
        WHERE m.bloc_id = t.bloc_id AND m.agency_id = t.agency_id AND m.valid_from <= t.valid_from
        AND (m.valid_to IS NULL OR m.valid_to > t.valid_from))
    OR EXISTS (
        SELECT 1 FROM emulation_membership ended
        WHERE ended.bloc_id = t.bloc_id AND ended.agency_id = t.agency_id AND ended.valid_to > t.valid_from
        AND (t.valid_to IS NULL OR ended.valid_to < t.valid_to)
        AND NOT EXISTS (
            SELECT 1 FROM emulation_membership next
            WHERE next.bloc_id = t.bloc_id AND next.agency_id = t.agency_id AND next.valid_from = ended.valid_to)))
"""

LEADER_NOT_MEMBER_MESSAGE = _(
    "Trưởng khối và Phó Trưởng khối phải là thành viên của khối trong suốt thời gian giữ chức."
)
AGENCY_DISSOLVED_MESSAGE = _("Cơ quan đã giải thể: không thể là thành viên từ ngày giải thể trở đi.")
BLOC_LEVEL_FIXED_MESSAGE = _("Cấp của khối không đổi được khi khối đã có thành viên.")


def leadership_term_within_membership() -> ForbidWhen:
    return ForbidWhen(
        name="leadership_term_within_membership",
        events=["insert", "update"],
        when=f"EXISTS (SELECT 1 FROM emulation_leadershipterm t WHERE t.id = NEW.id AND {_UNCOVERED_TERM_SQL})",  # noqa: S608 – constants only
        violation_error_message=LEADER_NOT_MEMBER_MESSAGE,
    )


def membership_covers_leadership_terms() -> ForbidWhen:
    """A membership cannot be moved, shortened or deleted while a leadership term needs it."""
    return ForbidWhen(
        name="membership_covers_leadership_terms",
        events=["update", "delete"],
        when=f"""EXISTS (
            SELECT 1 FROM emulation_leadershipterm t
            WHERE t.bloc_id = OLD.bloc_id AND t.agency_id = OLD.agency_id AND {_UNCOVERED_TERM_SQL})""",  # noqa: S608 – constants only
        violation_error_message=LEADER_NOT_MEMBER_MESSAGE,
    )


def membership_ends_when_agency_dissolved() -> ForbidWhen:
    return ForbidWhen(
        name="membership_ends_when_agency_dissolved",
        events=["insert", "update"],
        when="""EXISTS (
            SELECT 1 FROM emulation_agency a
            WHERE a.id = NEW.agency_id AND a.dissolved_on IS NOT NULL
            AND (NEW.valid_to IS NULL OR NEW.valid_to > a.dissolved_on))""",
        violation_error_message=AGENCY_DISSOLVED_MESSAGE,
    )


def dissolved_agency_has_no_memberships() -> ForbidWhen:
    return ForbidWhen(
        name="dissolved_agency_has_no_memberships",
        events=["update"],
        when="""NEW.dissolved_on IS NOT NULL AND EXISTS (
            SELECT 1 FROM emulation_membership m
            WHERE m.agency_id = NEW.id AND (m.valid_to IS NULL OR m.valid_to > NEW.dissolved_on))""",
        violation_error_message=AGENCY_DISSOLVED_MESSAGE,
    )


def membership_level_matches_bloc() -> ForbidWhen:
    """The denormalized level, used by the exclusion constraint, always equals the bloc's level."""
    return ForbidWhen(
        name="membership_level_matches_bloc",
        events=["insert", "update"],
        when="NEW.level <> (SELECT b.level FROM emulation_bloc b WHERE b.id = NEW.bloc_id)",
        violation_error_message=BLOC_LEVEL_FIXED_MESSAGE,
    )


def bloc_level_matches_memberships() -> ForbidWhen:
    return ForbidWhen(
        name="bloc_level_matches_memberships",
        events=["update"],
        when="EXISTS (SELECT 1 FROM emulation_membership m WHERE m.bloc_id = NEW.id AND m.level <> NEW.level)",
        violation_error_message=BLOC_LEVEL_FIXED_MESSAGE,
    )
