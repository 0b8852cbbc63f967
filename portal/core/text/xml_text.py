"""Text for XML documents."""

import re

# Source: Extensible Markup Language 1.0, production [2] Char.
_ILLEGAL = re.compile(r"[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")


def strip_illegal_characters(text: str) -> str:
    """Removes the characters that XML 1.0 does not allow even escaped; old portals and Word leave them."""
    return _ILLEGAL.sub("", text)
