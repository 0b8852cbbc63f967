"""Parser of pages saved from old portals: trafilatura extracts the article; boilerplate is removed here."""

import datetime as dt
import logging
import re
from itertools import pairwise
from pathlib import Path

import trafilatura
from django.utils import timezone
from django.utils.translation import gettext as _
from lxml import etree, html
from trafilatura.settings import Document

from news.importers import markup
from news.importers.boilerplate import (
    is_boilerplate,
    is_related_news_heading,
    is_same_text,
    parse_date_line,
    parse_signature,
)
from news.importers.local_images import find_image_file
from news.importers.result import ParsedArticle, UnreadableFile, opening_sentences
from news.models import TITLE_MAX_LENGTH
from portal.core.text import dates, vietnamese

# It warns about every page without content; we report that ourselves.
logging.getLogger("trafilatura").setLevel(logging.ERROR)

# A repeated title, a date or "print this page" can only be among the first extracted blocks.
_TITLE_SEARCH_BLOCKS = 6
_MIN_SUMMARY_LENGTH = 20
_TITLE_MIN_WORDS = 4
_PUBLISHED_META = (
    "//meta[@property='article:published_time']/@content | //meta[@itemprop='datePublished']/@content"
    " | //*[@itemprop='datePublished']/@datetime | //meta[@name='pubdate' or @name='DC.date.issued']/@content"
)
_LINE_TAGS = (
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


def read(text: str, path: Path, root: Path) -> ParsedArticle:
    """The article of a page. Images are searched beside ``path``, never outside ``root``.

    Raises UnreadableFile when there is no body, no title or no date.
    """
    if not text.strip():
        raise UnreadableFile(_("tệp rỗng."))
    try:
        tree = markup.parse_page(text)
    except etree.ParserError as error:
        raise UnreadableFile(_("không tìm thấy nội dung bài trong trang.")) from error
    hidden = markup.drop_hidden(tree)
    captions = markup.image_captions(tree)
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
    if not isinstance(extracted, Document) or extracted.body is None:
        raise UnreadableFile(_("không tìm thấy nội dung bài trong trang."))
    title = _find_title(tree, lines, extracted.title)
    if not title:
        raise UnreadableFile(_("không thấy tiêu đề bài."))
    body = markup.html_from_trafilatura(extracted.body, captions)
    _drop_before_article(body, title)
    _drop_after_article(body)
    author = _extract_signature(body) or vietnamese.normalize_line(extracted.author or "")
    if not len(body):
        raise UnreadableFile(_("không tìm thấy nội dung bài trong trang."))
    return ParsedArticle(
        title=title,
        body_html=markup.inner_html(body),
        published_at=_published_at(tree, lines, title, extracted.date),
        origin=str(path.relative_to(root)),
        author=author,
        summary=_summary(extracted.description, title, body),
        source_url=_canonical_url(tree),
        category_names=tuple(_first_texts(tree, "//meta[@property='article:section']/@content")),
        images={src: found for src in markup.image_sources(body) if (found := find_image_file(src, path.parent, root))},
        warnings=markup.hidden_text_warnings(hidden),
    )


def _lines(tree: html.HtmlElement) -> list[str]:
    """The text of each innermost block, in document order."""
    body = tree.find("body")
    return [
        words
        for element in (body if body is not None else tree).iter(*_LINE_TAGS)
        if not any(child.tag in _LINE_TAGS for child in element.iterdescendants())
        and (words := markup.inline_text(element))
    ]


def _find_title(tree: html.HtmlElement, lines: list[str], extracted: str | None) -> str:
    """trafilatura's title, unless it only comes from ``<title>``, where old portals write their own name.

    Then the line above a date is the title.
    """
    if not tree.xpath("//meta[@property='og:title'] | //h1"):
        window = vietnamese.fold(" ".join(tree.xpath("//title//text()")))
        above_dates = [above for above, line in pairwise(lines) if parse_date_line(line) and _is_title_candidate(above)]
        titled = [line for line in above_dates if vietnamese.fold(line) in window]
        if titled or above_dates:
            return (titled or above_dates)[0]
    return vietnamese.normalize_line(extracted or "")


def _is_title_candidate(line: str) -> bool:
    return len(line.split()) >= _TITLE_MIN_WORDS and len(line) <= TITLE_MAX_LENGTH and not is_boilerplate(line)


def _published_at(tree: html.HtmlElement, lines: list[str], title: str, guessed: str | None) -> dt.datetime:
    """The declared date, else the first date line below the title, else one above it, else a guess."""
    for written in _first_texts(tree, _PUBLISHED_META):
        if timestamp := _parse_timestamp(written):
            return timestamp
    title_at = next((at for at, line in enumerate(lines) if is_same_text(line, title)), 0)
    for line in [*lines[title_at:], *lines[:title_at]]:
        if timestamp := parse_date_line(line):
            return timestamp
    for written in [*_first_texts(tree, "//time/@datetime"), guessed or ""]:
        if timestamp := _parse_timestamp(written):
            return timestamp
    raise UnreadableFile(_("không thấy ngày đăng."))


def _parse_timestamp(written: str) -> dt.datetime | None:
    """Parses an ISO date or timestamp, or a Vietnamese date; local time without a time zone."""
    try:
        timestamp = dt.datetime.fromisoformat(written.strip())
    except ValueError:
        return parse_date_line(written)
    if not dates.FIRST_YEAR <= timestamp.year <= dates.LAST_YEAR:
        return None
    return timezone.make_aware(timestamp) if timezone.is_naive(timestamp) else timestamp


def _first_texts(tree: html.HtmlElement, path: str) -> list[str]:
    return [str(found).strip() for found in tree.xpath(path) if str(found).strip()][:1]


def _canonical_url(tree: html.HtmlElement) -> str:
    """The canonical URL of the page, if declared."""
    path = "//link[@rel='canonical']/@href | //meta[@property='og:url']/@content"
    return next((address for address in _first_texts(tree, path) if re.match(r"https?://", address)), "")


def _drop_before_article(body: html.HtmlElement, title: str) -> None:
    """Removes the repeated title with everything above it, then dates and boilerplate."""
    for at, block in enumerate(list(body)[:_TITLE_SEARCH_BLOCKS]):
        if is_same_text(markup.inline_text(block), title):
            for before in list(body)[: at + 1]:
                body.remove(before)
            break
    while len(body) and _is_boilerplate_block(body[0], title):
        body.remove(body[0])


def _is_boilerplate_block(block: html.HtmlElement, title: str) -> bool:
    words = markup.inline_text(block)
    if not words:
        return not markup.image_sources(block)
    return is_boilerplate(words) or is_same_text(words, title) or parse_date_line(words) is not None


def _drop_after_article(body: html.HtmlElement) -> None:
    """Removes the related news with everything below it, then boilerplate."""
    for at, block in enumerate(list(body)):
        if is_related_news_heading(markup.inline_text(block)):
            for after in list(body)[at:]:
                body.remove(after)
            break
    while len(body) and _is_boilerplate_block(body[-1], ""):
        body.remove(body[-1])


def _extract_signature(body: html.HtmlElement) -> str:
    """Removes and returns the author's name below the article; empty when the last block is not a signature."""
    if len(body) < 2 or body[-1].tag != "p":
        return ""
    name = parse_signature(markup.inline_text(body[-1]))
    if name:
        body.remove(body[-1])
    return name or ""


def _summary(description: str | None, title: str, body: html.HtmlElement) -> str:
    """The page's meta description unless it only repeats the title; else the first sentences."""
    described = vietnamese.normalize_line(description or "")
    if len(described) >= _MIN_SUMMARY_LENGTH and not is_same_text(described, title):
        return opening_sentences(described)
    paragraphs = (markup.inline_text(block) for block in body if block.tag == "p")
    return opening_sentences(next((words for words in paragraphs if words), title))
