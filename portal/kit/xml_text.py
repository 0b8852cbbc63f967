"""Text that any XML may carry."""

import re

# Source: Extensible Markup Language 1.0, production [2] Char.
_ILLEGAL = re.compile(r"[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")


def legal(text: str) -> str:
    """The text without the characters that XML 1.0 cannot hold in any spelling; old portals and Word leave them."""
    return _ILLEGAL.sub("", text)
