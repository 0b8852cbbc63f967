"""How the sender of a question is named in public: by initials or not at all. Pure."""

from django.utils.translation import gettext as _

_MOST_INITIALS = 6


def initials_of(name: str) -> str:
    """ "Nguyễn Văn A" → "N.V.A."; empty where no letter stands."""
    letters = [word[0].upper() for word in name.split() if word[0].isalpha()]
    return "".join(f"{letter}." for letter in letters[:_MOST_INITIALS])


def public_name(name: str, *, is_anonymous: bool) -> str:
    """What the public page says of the sender, whose name itself is never shown."""
    initials = "" if is_anonymous else initials_of(name)
    return _("Ông/Bà %s") % initials if initials else _("Ẩn danh")
