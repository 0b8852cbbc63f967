"""Database triggers for units and postings (ADR 0015)."""

from django.utils.translation import gettext_lazy as _

from portal.core.db.constraints import ForbidWhen

POSTING_OUTSIDE_UNIT_MESSAGE = _("Thời gian giữ chức vụ phải nằm trong thời gian đơn vị tồn tại.")

# A posting "p" that begins before its unit "u" or outlasts it.
_POSTING_OUTSIDE_UNIT_SQL = """
    (p.valid_from < u.valid_from
    OR (u.valid_to IS NOT NULL AND (p.valid_to IS NULL OR p.valid_to > u.valid_to)))
"""


def posting_within_unit_trigger() -> ForbidWhen:
    return ForbidWhen(
        name="posting_within_unit",
        events=["insert", "update"],
        when=f"""EXISTS (
            SELECT 1 FROM organisation_posting p JOIN organisation_unit u ON u.id = p.unit_id
            WHERE p.id = NEW.id AND {_POSTING_OUTSIDE_UNIT_SQL})""",  # noqa: S608 – constants only
        violation_error_message=POSTING_OUTSIDE_UNIT_MESSAGE,
    )


def unit_covers_postings_trigger() -> ForbidWhen:
    """A unit's period cannot be changed so that its postings fall outside of it."""
    return ForbidWhen(
        name="unit_covers_postings",
        events=["update"],
        when=f"""EXISTS (
            SELECT 1 FROM organisation_posting p JOIN organisation_unit u ON u.id = p.unit_id
            WHERE u.id = NEW.id AND {_POSTING_OUTSIDE_UNIT_SQL})""",  # noqa: S608 – constants only
        violation_error_message=POSTING_OUTSIDE_UNIT_MESSAGE,
    )
