"""Parts of addresses: years and two-digit months and days, as /tin-tuc/2018/03/27/ writes them; forms of feeds."""

from django.urls import register_converter


class FourDigitYear:
    regex = r"\d{4}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return f"{value:04d}"


class TwoDigits:
    regex = r"\d{2}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return f"{value:02d}"


class FeedForm:
    """``rss`` or ``atom``, before ``.xml``."""

    regex = "rss|atom"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


def register() -> None:
    """Makes the parts known by name; once, when the framework starts (``KitConfig.ready``)."""
    register_converter(FourDigitYear, "yyyy")
    register_converter(TwoDigits, "mm")
    register_converter(TwoDigits, "dd")
    register_converter(FeedForm, "feed")
