"""Rules between tables that no form, command or ``update()`` can get round: the texts of the database's triggers.

Both databases read the same SQL. The Vietnamese messages are what people see when two of them collide.
"""

from django.utils.translation import gettext_lazy as _

from portal.kit.constraints import Refuse

# An office "o" is uncovered when its first day, or the day on which a membership of its agency in its bloc ends
# within it, lies in no membership. Memberships never overlap, so checking these days checks all.
_UNCOVERED_OFFICE = """
    (NOT EXISTS (
        SELECT 1 FROM emulation_membership m
        WHERE m.bloc_id = o.bloc_id AND m.agency_id = o.agency_id AND m.valid_from <= o.valid_from
        AND (m.valid_to IS NULL OR m.valid_to > o.valid_from))
    OR EXISTS (
        SELECT 1 FROM emulation_membership ended
        WHERE ended.bloc_id = o.bloc_id AND ended.agency_id = o.agency_id AND ended.valid_to > o.valid_from
        AND (o.valid_to IS NULL OR ended.valid_to < o.valid_to)
        AND NOT EXISTS (
            SELECT 1 FROM emulation_membership next
            WHERE next.bloc_id = o.bloc_id AND next.agency_id = o.agency_id AND next.valid_from = ended.valid_to)))
"""

OFFICER_IS_MEMBER = _("Trưởng khối và Phó Trưởng khối phải là thành viên của khối trong suốt thời gian giữ chức.")
AGENCY_IS_DISSOLVED = _("Cơ quan đã giải thể: không thể là thành viên từ ngày giải thể trở đi.")
LEVEL_IS_THE_BLOCS = _("Cấp của khối không đổi được khi khối đã có thành viên.")


def officer_is_member() -> Refuse:
    return Refuse(
        name="officer_is_member",
        events=["insert", "update"],
        when=f"EXISTS (SELECT 1 FROM emulation_officer o WHERE o.id = NEW.id AND {_UNCOVERED_OFFICE})",  # noqa: S608 – constants only
        violation_error_message=OFFICER_IS_MEMBER,
    )


def membership_keeps_its_officers() -> Refuse:
    """A membership cannot be moved, shortened or deleted from under an office."""
    return Refuse(
        name="membership_keeps_its_officers",
        events=["update", "delete"],
        when=f"""EXISTS (
            SELECT 1 FROM emulation_officer o
            WHERE o.bloc_id = OLD.bloc_id AND o.agency_id = OLD.agency_id AND {_UNCOVERED_OFFICE})""",  # noqa: S608 – constants only
        violation_error_message=OFFICER_IS_MEMBER,
    )


def membership_ends_with_its_agency() -> Refuse:
    return Refuse(
        name="membership_ends_with_its_agency",
        events=["insert", "update"],
        when="""EXISTS (
            SELECT 1 FROM emulation_agency a
            WHERE a.id = NEW.agency_id AND a.dissolved_on IS NOT NULL
            AND (NEW.valid_to IS NULL OR NEW.valid_to > a.dissolved_on))""",
        violation_error_message=AGENCY_IS_DISSOLVED,
    )


def agency_keeps_no_place_after_it_is_dissolved() -> Refuse:
    return Refuse(
        name="agency_keeps_no_place_after_it_is_dissolved",
        events=["update"],
        when="""NEW.dissolved_on IS NOT NULL AND EXISTS (
            SELECT 1 FROM emulation_membership m
            WHERE m.agency_id = NEW.id AND (m.valid_to IS NULL OR m.valid_to > NEW.dissolved_on))""",
        violation_error_message=AGENCY_IS_DISSOLVED,
    )


def membership_level_is_its_blocs() -> Refuse:
    """The copy of the level, there for the exclusion to use, never differs from the original."""
    return Refuse(
        name="membership_level_is_its_blocs",
        events=["insert", "update"],
        when="NEW.level <> (SELECT b.level FROM emulation_bloc b WHERE b.id = NEW.bloc_id)",
        violation_error_message=LEVEL_IS_THE_BLOCS,
    )


def bloc_level_is_its_memberships() -> Refuse:
    return Refuse(
        name="bloc_level_is_its_memberships",
        events=["update"],
        when="EXISTS (SELECT 1 FROM emulation_membership m WHERE m.bloc_id = NEW.id AND m.level <> NEW.level)",
        violation_error_message=LEVEL_IS_THE_BLOCS,
    )
