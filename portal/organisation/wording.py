"""Words in the language of the page: the English where there is some, else the Vietnamese, marked as such.

An English page of structure, functions and contacts is a duty. Source: Nghị định 42/2022/NĐ-CP, Điều 7.2.
"""

from dataclasses import dataclass

from django.utils.translation import get_language

VIETNAMESE, ENGLISH = "vi", "en"


@dataclass(frozen=True)
class Words:
    """A text, and its language where that is not the page's: what the attribute ``lang`` must say."""

    text: str
    lang: str = ""

    def __str__(self) -> str:
        return self.text

    def __bool__(self) -> bool:
        return bool(self.text)


def page_language() -> str:
    """The language of the page that is being made, without its country."""
    return (get_language() or VIETNAMESE).partition("-")[0]


def words_in(language: str, vietnamese: str, english: str = "") -> Words:
    if language != ENGLISH:
        return Words(vietnamese)
    return Words(english) if english else Words(vietnamese, VIETNAMESE)
