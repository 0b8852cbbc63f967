"""A page saved from an old portal: trafilatura finds the article in it, we take off what the portal put around."""

import datetime as dt
import logging
import re
from itertools import pairwise
from pathlib import Path

import trafilatura
from django.utils import timezone
from django.utils.translation import gettext as _
from lxml import etree, html

from news.importing import markup
from news.importing.beside import find_picture
from news.importing.found import FoundArticle, Unreadable, opening_sentences
from news.importing.furniture import is_chrome, moment_on_line, same_words, signature, starts_list_of_others
from news.models import TITLE_MAX_LENGTH
from portal.kit import dates, vietnamese

# It warns of every page it finds nothing in; we say so ourselves.
logging.getLogger("trafilatura").setLevel(logging.ERROR)

# The title said again, a date, a "print this page": they stand among the first blocks of what was extracted.
_LOOK_FOR_TITLE = 6
_MIN_SUMMARY_LENGTH = 20
_TITLE_MIN_WORDS = 4
_PUBLISHED_META = (
    "//meta[@property='article:published_time']/@content | //meta[@itemprop='datePublished']/@content"
    " | //*[@itemprop='datePublished']/@datetime | //meta[@name='pubdate' or @name='DC.date.issued']/@content"
)
_LINES = (
    "p",
    "div",
    "span",
    "td",
    "li",
    "h1",
    "h2",
    "h3",
    "h4",
    "time",
    "font",
    "b",
    "strong",
    "em",
    "i",
    "small",
    "a",
)


def read(text: str, path: Path, root: Path) -> FoundArticle:
    """The one article of a page. Pictures are looked for beside ``path``, never outside ``root``.

    Raises Unreadable when there is no body, no title or no date.
    """
    if not text.strip():
        raise Unreadable(_("tệp rỗng."))
    try:
        tree = markup.parse_page(text)
    except etree.ParserError as error:
        raise Unreadable(_("không tìm thấy nội dung bài trong trang.")) from error
    captions = markup.captions_of(tree)
    lines = _lines(tree)
    extracted = trafilatura.bare_extraction(
        html.fromstring(html.tostring(tree, encoding="unicode")),
        include_comments=False,
        include_formatting=True,
        include_images=True,
        include_links=True,
        include_tables=True,
        favor_recall=True,
        with_metadata=True,
        date_extraction_params={"original_date": True, "extensive_search": False},
    )
    if extracted is None or extracted.body is None:
        raise Unreadable(_("không tìm thấy nội dung bài trong trang."))
    title = _title(tree, lines, extracted.title)
    if not title:
        raise Unreadable(_("không thấy tiêu đề bài."))
    body = markup.from_extraction(extracted.body, captions)
    _drop_before_article(body, title)
    _drop_after_article(body)
    author = _take_signature(body) or vietnamese.tidy_line(extracted.author or "")
    if not len(body):
        raise Unreadable(_("không tìm thấy nội dung bài trong trang."))
    return FoundArticle(
        title=title,
        body_html=markup.inner_html(body),
        published_at=_published_at(tree, lines, title, extracted.date),
        origin=str(path.relative_to(root)),
        author=author,
        summary=_summary(extracted.description, title, body),
        source_url=_own_address(tree),
        category_names=tuple(_first_texts(tree, "//meta[@property='article:section']/@content")),
        pictures={
            src: found for src in markup.picture_sources(body) if (found := find_picture(src, path.parent, root))
        },
    )


def _lines(tree: html.HtmlElement) -> list[str]:
    """What each smallest block of the page says, in the order of the page."""
    body = tree.find("body")
    return [
        words
        for element in (body if body is not None else tree).iter(*_LINES)
        if not any(child.tag in _LINES for child in element.iterdescendants()) and (words := markup.words_of(element))
    ]


def _title(tree: html.HtmlElement, lines: list[str], extracted: str | None) -> str:
    """trafilatura's, unless it only had the window's title, in which old portals write their own name.

    Then the line above a date is the article's title.
    """
    if not tree.xpath("//meta[@property='og:title'] | //h1"):
        window = vietnamese.fold(" ".join(tree.xpath("//title//text()")))
        above_dates = [above for above, line in pairwise(lines) if moment_on_line(line) and _could_be_title(above)]
        titled = [line for line in above_dates if vietnamese.fold(line) in window]
        if titled or above_dates:
            return (titled or above_dates)[0]
    return vietnamese.tidy_line(extracted or "")


def _could_be_title(line: str) -> bool:
    return len(line.split()) >= _TITLE_MIN_WORDS and len(line) <= TITLE_MAX_LENGTH and not is_chrome(line)


def _published_at(tree: html.HtmlElement, lines: list[str], title: str, guessed: str | None) -> dt.datetime:
    """What the page declares, else the first line below the title that is a date, else above it, else a guess."""
    for written in _first_texts(tree, _PUBLISHED_META):
        if moment := _declared_moment(written):
            return moment
    title_at = next((at for at, line in enumerate(lines) if same_words(line, title)), 0)
    for line in [*lines[title_at:], *lines[:title_at]]:
        if moment := moment_on_line(line):
            return moment
    for written in [*_first_texts(tree, "//time/@datetime"), guessed or ""]:
        if moment := _declared_moment(written):
            return moment
    raise Unreadable(_("không thấy ngày đăng."))


def _declared_moment(written: str) -> dt.datetime | None:
    """An ISO date or moment, or a Vietnamese date; local time where none is given."""
    try:
        moment = dt.datetime.fromisoformat(written.strip())
    except ValueError:
        return moment_on_line(written)
    if not dates.FIRST_YEAR <= moment.year <= dates.LAST_YEAR:
        return None
    return timezone.make_aware(moment) if timezone.is_naive(moment) else moment


def _first_texts(tree: html.HtmlElement, path: str) -> list[str]:
    return [str(found).strip() for found in tree.xpath(path) if str(found).strip()][:1]


def _own_address(tree: html.HtmlElement) -> str:
    """Where the page stood, if it says so."""
    path = "//link[@rel='canonical']/@href | //meta[@property='og:url']/@content"
    return next((address for address in _first_texts(tree, path) if re.match(r"https?://", address)), "")


def _drop_before_article(body: html.HtmlElement, title: str) -> None:
    """The title said again with all above it, then dates and the page's own words."""
    for at, block in enumerate(list(body)[:_LOOK_FOR_TITLE]):
        if same_words(markup.words_of(block), title):
            for before in list(body)[: at + 1]:
                body.remove(before)
            break
    while len(body) and _is_furniture(body[0], title):
        body.remove(body[0])


def _is_furniture(block: html.HtmlElement, title: str) -> bool:
    words = markup.words_of(block)
    if not words:
        return not markup.picture_sources(block)
    return is_chrome(words) or same_words(words, title) or moment_on_line(words) is not None


def _drop_after_article(body: html.HtmlElement) -> None:
    """The list of other news with all below it, then the page's own words."""
    for at, block in enumerate(list(body)):
        if starts_list_of_others(markup.words_of(block)):
            for after in list(body)[at:]:
                body.remove(after)
            break
    while len(body) and _is_furniture(body[-1], ""):
        body.remove(body[-1])


def _take_signature(body: html.HtmlElement) -> str:
    """The name under the article, taken off it; empty when the last block is none."""
    if len(body) < 2 or body[-1].tag != "p":
        return ""
    name = signature(markup.words_of(body[-1]))
    if name:
        body.remove(body[-1])
    return name or ""


def _summary(description: str | None, title: str, body: html.HtmlElement) -> str:
    """The page's own description unless it only says the title again; else how the article begins."""
    described = vietnamese.tidy_line(description or "")
    if len(described) >= _MIN_SUMMARY_LENGTH and not same_words(described, title):
        return opening_sentences(described)
    paragraphs = (markup.words_of(block) for block in body if block.tag == "p")
    return opening_sentences(next((words for words in paragraphs if words), title))
