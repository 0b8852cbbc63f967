"""Public display name of a question's sender: initials or anonymous. No database access."""

from django.utils.translation import gettext as _

_MAX_INITIALS = 6


def get_initials(name: str) -> str:
    """Initials of a name: "Nguyễn Văn A" → "N.V.A."; empty if there is no letter."""
    letters = [word[0].upper() for word in name.split() if word[0].isalpha()]
    return "".join(f"{letter}." for letter in letters[:_MAX_INITIALS])


def get_public_name(name: str, *, is_anonymous: bool) -> str:
    """Public display name of the sender, whose full name is never shown."""
    initials = "" if is_anonymous else get_initials(name)
    return _("Ông/Bà %s") % initials if initials else _("Ẩn danh")
