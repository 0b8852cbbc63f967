"""Parsing of integers from untrusted text."""

# The maximum of a key and of a counter: SQLite and PostgreSQL store them in 63 and 31 bits.
MAX_BIG_INTEGER, MAX_INTEGER = 2**63 - 1, 2**31 - 1


def parse_int(text: str | None, *, minimum: int = 0, maximum: int = MAX_BIG_INTEGER) -> int | None:
    """The number written in ASCII digits, if it is within the bounds; None for anything else.

    ``int`` and ``str.isdigit`` each accept what the other, the URL patterns or a database do not: ``①``, ``٣``,
    ``1_0``, thousands of digits.
    """
    if not text or not text.isascii() or not text.isdecimal() or len(text) > len(str(maximum)):
        return None
    number = int(text)
    return number if minimum <= number <= maximum else None
