"""Plain text as an old portal's page is saved: chrome, title, date, title again, paragraphs, signature, other news."""

from collections.abc import Sequence
from html import escape

from django.utils.translation import gettext as _

from news.importing.found import FoundArticle, Unreadable, opening_sentences
from news.importing.furniture import is_chrome, moment_on_line, same_words, signature, starts_list_of_others
from portal.kit import legacy_encodings

_BLANKS = " \t\u00a0\u2003\u3000"
# A browser that saves a page as text breaks its lines at about this many characters.
_WRAP_COLUMN = 82
_WRAPPED_MIN_LENGTH = 50
_SENTENCE_END = '.!?:;…”"/'


def read(text: str, origin: str) -> FoundArticle:
    """The one article of a saved text. The paragraphs' words stay exactly as they are.

    Raises Unreadable when there is no date, no title or no body.
    """
    lines = [line.rstrip(_BLANKS + "\r") for line in legacy_encodings.to_unicode(text).split("\n")]
    dated = ((at, moment) for at, line in enumerate(lines) if (moment := moment_on_line(line)))
    date_at, moment = next(dated, (0, None))
    if moment is None:
        raise Unreadable(_("không thấy ngày đăng (một dòng như 27/03/2018)."))
    title, body_from = _title_around(lines, date_at)
    paragraphs = _paragraphs(_body_lines(lines[body_from:], title))
    author = signature(paragraphs[-1]) if len(paragraphs) > 1 else None
    if author:
        paragraphs = paragraphs[:-1]
    if not paragraphs:
        raise Unreadable(_("không có nội dung bài."))
    return FoundArticle(
        title=title,
        body_html="\n".join(f"<p>{escape(paragraph, quote=False)}</p>" for paragraph in paragraphs),
        published_at=moment,
        origin=origin,
        author=author or "",
        summary=opening_sentences(paragraphs[0]),
    )


def _title_around(lines: Sequence[str], date_at: int) -> tuple[str, int]:
    """The title and where the body begins: the line above the date, else the first one below it."""
    above = [line.strip(_BLANKS) for line in lines[:date_at]]
    for line in reversed(above):
        if line and not is_chrome(line):
            return line, date_at + 1
    for at in range(date_at + 1, len(lines)):
        line = lines[at].strip(_BLANKS)
        if line and not is_chrome(line):
            return line, at + 1
    raise Unreadable(_("không thấy tiêu đề bài."))


def _body_lines(lines: Sequence[str], title: str) -> list[str]:
    """The lines between the title said again and the list of other news, without the page's own words at either end."""
    body: list[str] = []
    for line in lines:
        text = line.strip(_BLANKS)
        if starts_list_of_others(text):
            break
        if not body and (not text or is_chrome(text) or same_words(text, title) or moment_on_line(text)):
            continue
        body.append(line)
    while body and (not body[-1].strip(_BLANKS) or is_chrome(body[-1])):
        body.pop()
    return body


def _paragraphs(lines: Sequence[str]) -> list[str]:
    """A line is a paragraph, unless all lines were broken at a fixed column; then a blank or an indent parts them."""
    is_wrapped = max((len(line) for line in lines), default=0) <= _WRAP_COLUMN
    paragraphs: list[str] = []
    previous = ""
    for line in lines:
        text = line.strip(_BLANKS)
        goes_on = (
            is_wrapped
            and len(previous) >= _WRAPPED_MIN_LENGTH
            and previous[-1] not in _SENTENCE_END
            and line[:1] not in set(_BLANKS)
        )
        if text and goes_on:
            paragraphs[-1] += " " + text
        elif text:
            paragraphs.append(text)
        previous = text
    return paragraphs
