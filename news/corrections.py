"""Detects substantive changes of a published article and records public corrections."""

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
from portal.core.content import rich_text
from portal.core.text import vietnamese

# A number with its sign, separators and unit ("-1.500,5", "10%"), else letters. Other punctuation is ignored.
_WORD = re.compile(r"(?:(?<!\w)[-−](?=\d))?\d+(?:[.,]\d+)*|[%‰°]|[^\W\d_]+")
_TONES = "\u0300\u0301\u0303\u0309\u0323"


class CorrectableText(Protocol):
    """The public text of an article: plain title and summary, HTML body."""

    title: str
    summary: str
    body: str


def has_substantive_change(before: CorrectableText, after: CorrectableText) -> bool:
    """Whether title, summary or body changed in substance.

    Words and numbers are compared in order. Ignored: markup, images, case, punctuation and the spaces around it, and
    the placement of the tone mark within a syllable (hoà, hòa).
    """
    return _compared_words(before) != _compared_words(after)


@transaction.atomic
def record_correction(*, article: Article, by: User | None, note: str, at: dt.datetime | None = None) -> Correction:
    """Records a public correction of an article, with ``note`` as its text if not empty.

    Raises ValidationError for an article that is not public, and for a note that is too long.
    """
    noted_at = at or timezone.now()
    if not article.is_published(noted_at):
        raise ValidationError(_("Chỉ bài người đọc đang thấy mới có ghi chú cập nhật."))
    correction = Correction(article=article, noted_at=noted_at, note=note, made_by=by)
    correction.full_clean(exclude=["made_by"])
    correction.save()
    return correction


def _compared_words(text: CorrectableText) -> tuple[list[str], ...]:
    return (
        _normalized_words(text.title),
        _normalized_words(text.summary),
        _normalized_words(rich_text.plain_text(rich_text.clean_html(text.body))),
    )


def _normalized_words(text: str) -> list[str]:
    composed = vietnamese.normalize("NFKC", vietnamese.with_stroked_d(text))
    shown = "".join(char for char in composed if unicodedata.category(char) != "Cf")
    return [_with_tone_last(word.casefold()) for word in _WORD.findall(shown)]


def _with_tone_last(word: str) -> str:
    """Normalizes both tone placements: "hòa" and "hoà" become "hoa" followed by the tone mark."""
    decomposed = vietnamese.normalize("NFD", word.replace("−", "-"))
    tones = "".join(char for char in decomposed if char in _TONES)
    return "".join(char for char in decomposed if char not in _TONES) + tones
