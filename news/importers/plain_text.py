"""Parser of an old portal's page saved as text: navigation, title, date, title, paragraphs, signature, related news."""

from collections.abc import Sequence
from html import escape

from django.utils.translation import gettext as _

from news.importers.boilerplate import (
    is_boilerplate,
    is_related_news_heading,
    is_same_text,
    parse_date_line,
    parse_signature,
)
from news.importers.result import ParsedArticle, UnreadableFile, opening_sentences
from portal.core.text import legacy_encodings

_WHITESPACE = " \t\u00a0\u2003\u3000"
# Browsers that save a page as text wrap lines at about this column.
_WRAP_COLUMN = 82
_WRAPPED_MIN_LENGTH = 50
_SENTENCE_END = '.!?:;…”"/'


def read(text: str, origin: str) -> ParsedArticle:
    """The article in a saved text. The text of paragraphs is not changed.

    Raises UnreadableFile when there is no date, no title or no body.
    """
    lines = [line.rstrip(_WHITESPACE + "\r") for line in legacy_encodings.to_unicode(text).split("\n")]
    dated = ((at, published_at) for at, line in enumerate(lines) if (published_at := parse_date_line(line)))
    date_at, published_at = next(dated, (0, None))
    if published_at is None:
        raise UnreadableFile(_("không thấy ngày đăng (một dòng như 27/03/2018)."))
    title, body_from = _find_title(lines, date_at)
    paragraphs = _paragraphs(_body_lines(lines[body_from:], title))
    author = parse_signature(paragraphs[-1]) if len(paragraphs) > 1 else None
    if author:
        paragraphs = paragraphs[:-1]
    if not paragraphs:
        raise UnreadableFile(_("không có nội dung bài."))
    return ParsedArticle(
        title=title,
        body_html="\n".join(f"<p>{escape(paragraph, quote=False)}</p>" for paragraph in paragraphs),
        published_at=published_at,
        origin=origin,
        author=author or "",
        summary=opening_sentences(paragraphs[0]),
    )


def _find_title(lines: Sequence[str], date_at: int) -> tuple[str, int]:
    """The title and the first line of the body: the line above the date, else the first one below it."""
    above = [line.strip(_WHITESPACE) for line in lines[:date_at]]
    for line in reversed(above):
        if line and not is_boilerplate(line):
            return line, date_at + 1
    for at in range(date_at + 1, len(lines)):
        line = lines[at].strip(_WHITESPACE)
        if line and not is_boilerplate(line):
            return line, at + 1
    raise UnreadableFile(_("không thấy tiêu đề bài."))


def _body_lines(lines: Sequence[str], title: str) -> list[str]:
    """The lines between the repeated title and the related news, without boilerplate at either end."""
    body: list[str] = []
    for line in lines:
        text = line.strip(_WHITESPACE)
        if is_related_news_heading(text):
            break
        if not body and (not text or is_boilerplate(text) or is_same_text(text, title) or parse_date_line(text)):
            continue
        body.append(line)
    while body and (not body[-1].strip(_WHITESPACE) or is_boilerplate(body[-1])):
        body.pop()
    return body


def _paragraphs(lines: Sequence[str]) -> list[str]:
    """One paragraph per line, unless lines are wrapped at a fixed column; then split at blank lines or indents."""
    is_wrapped = max((len(line) for line in lines), default=0) <= _WRAP_COLUMN
    paragraphs: list[str] = []
    previous = ""
    for line in lines:
        text = line.strip(_WHITESPACE)
        goes_on = (
            is_wrapped
            and len(previous) >= _WRAPPED_MIN_LENGTH
            and previous[-1] not in _SENTENCE_END
            and line[:1] not in set(_WHITESPACE)
        )
        if text and goes_on:
            paragraphs[-1] += " " + text
        elif text:
            paragraphs.append(text)
        previous = text
    return paragraphs
