"""Whether a change is one that readers must be told of, and the act that tells them."""

import datetime as dt
import re
import unicodedata
from typing import Protocol

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from news.models import Article, Correction
from portal.accounts.models import User
from portal.kit import richtext

# A number with what belongs to it ("-1.500,5", "10%"), else letters. Other punctuation says nothing of its own.
_WORD = re.compile(r"(?:(?<!\w)[-−](?=\d))?\d+(?:[.,]\d+)*|[%‰°]|[^\W\d_]+")
_TONES = "\u0300\u0301\u0303\u0309\u0323"


class Text(Protocol):
    """What readers read of an article: plain title and summary, a body in HTML."""

    title: str
    summary: str
    body: str


def changed_in_substance(before: Text, after: Text) -> bool:
    """Whether title, summary or body say something else than before.

    Words and numbers count, each in its order. What does not: markup, pictures, case, punctuation and the blanks
    around it, and where in a syllable its tone is written (hoà, hòa).
    """
    return _said(before) != _said(after)


@transaction.atomic
def note_correction(*, article: Article, by: User | None, note: str, at: dt.datetime | None = None) -> Correction:
    """Tells the readers of an article that it changed, and how if ``note`` is not empty.

    Raises ValidationError for an article that they cannot read, and for a note that is too long.
    """
    moment = at or timezone.now()
    if not article.is_published(moment):
        raise ValidationError(_("Chỉ bài người đọc đang thấy mới có ghi chú cập nhật."))
    correction = Correction(article=article, noted_at=moment, note=note, made_by=by)
    correction.full_clean(exclude=["made_by"])
    correction.save()
    return correction


def _said(text: Text) -> tuple[list[str], ...]:
    return _words(text.title), _words(text.summary), _words(richtext.plain_text(richtext.clean_html(text.body)))


def _words(text: str) -> list[str]:
    composed = unicodedata.normalize("NFKC", text)
    shown = "".join(char for char in composed if unicodedata.category(char) != "Cf")
    return [_with_tone_last(word.casefold()) for word in _WORD.findall(shown)]


def _with_tone_last(word: str) -> str:
    """One form for both ways of placing a tone: "hòa" and "hoà" become "hoa" with the tone behind."""
    decomposed = unicodedata.normalize("NFD", word.replace("−", "-"))
    tones = "".join(char for char in decomposed if char in _TONES)
    return "".join(char for char in decomposed if char not in _TONES) + tones
