"""URL converters: year, two-digit month and day as in /tin-tuc/2018/03/27/, and the feed format."""

from django.urls import register_converter


class FourDigitYear:
    regex = "[0-9]{4}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return f"{value:04d}"


class TwoDigits:
    regex = "[0-9]{2}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return f"{value:02d}"


class FeedFormat:
    """``rss`` or ``atom``, before ``.xml``."""

    regex = "rss|atom"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


def register_converters() -> None:
    """Registers the converters; called once at start-up, from ``AppConfig.ready``."""
    register_converter(FourDigitYear, "yyyy")
    register_converter(TwoDigits, "mm")
    register_converter(TwoDigits, "dd")
    register_converter(FeedFormat, "feed")
