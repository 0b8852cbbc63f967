"""What the database itself refuses of units and posts: the texts of its triggers (ADR 0015)."""

from django.utils.translation import gettext_lazy as _

from portal.kit.constraints import Refuse

POST_WITHIN_UNIT = _("Thời gian giữ chức vụ phải nằm trong thời gian đơn vị tồn tại.")

# A post "p" that begins before its unit "u" or outlives it.
_OUTSIDE = """
    (p.valid_from < u.valid_from
    OR (u.valid_to IS NOT NULL AND (p.valid_to IS NULL OR p.valid_to > u.valid_to)))
"""


def posting_lies_within_its_unit() -> Refuse:
    return Refuse(
        name="posting_lies_within_its_unit",
        events=["insert", "update"],
        when=f"""EXISTS (
            SELECT 1 FROM organisation_posting p JOIN organisation_unit u ON u.id = p.unit_id
            WHERE p.id = NEW.id AND {_OUTSIDE})""",  # noqa: S608 – constants only
        violation_error_message=POST_WITHIN_UNIT,
    )


def unit_keeps_its_postings() -> Refuse:
    """A unit cannot be moved in time or ended from under its posts."""
    return Refuse(
        name="unit_keeps_its_postings",
        events=["update"],
        when=f"""EXISTS (
            SELECT 1 FROM organisation_posting p JOIN organisation_unit u ON u.id = p.unit_id
            WHERE u.id = NEW.id AND {_OUTSIDE})""",  # noqa: S608 – constants only
        violation_error_message=POST_WITHIN_UNIT,
    )
