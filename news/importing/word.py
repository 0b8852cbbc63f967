"""A Word document (.docx) as a draft: mammoth turns the prepared text into HTML, we find title, summary and by-line."""

import re
import zipfile
from collections.abc import Callable
from pathlib import PurePath
from xml.parsers.expat import ExpatError

import mammoth
from django.core.files.base import File
from django.utils.translation import gettext as _
from lxml import etree, html

from news.importing import markup, word_markup
from news.importing.found import FoundArticle, Unreadable
from news.importing.furniture import moment_on_line, signature
from news.importing.word_package import Package
from news.models import TITLE_MAX_LENGTH
from portal.kit import vietnamese

SUMMARY_MAX_LENGTH = 1000
_SUMMARY_MIN_WORDS = 12
_LOOK_FOR_TITLE = 8
_TITLE_MAX_LINES = 3
_CAPTION_MAX_LENGTH = 250
_NOTES = "word-"
# Folded beginnings of the lines above the title of an official paper.
_OFFICIAL_HEAD = ("cong hoa xa hoi chu nghia", "doc lap", "so:", "so ", "uy ban nhan dan", "uy ban nd")
_PLACE_AND_DAY = re.compile(r"[\w .-]{2,40}, ngay \d{1,2} thang \d{1,2} nam \d{4}")
# mammoth meets broken documents with whatever its own look-ups raise.
_CONFUSED = (
    *(ValueError, KeyError, IndexError, AttributeError, TypeError, RecursionError),
    *(OSError, ExpatError, zipfile.BadZipFile),
)


def read(file: File, origin: str) -> FoundArticle:
    """The draft that a document holds. Raises Unreadable, in Vietnamese, for whatever is no sound .docx."""
    with Package(file) as package:
        prepared = word_markup.prepare(package)
    root = markup.parse_fragment(_to_html(prepared))
    _settle_notes(root)
    _settle_links(root)
    _settle_tables(root)
    _settle_captions(root)
    warnings = prepared.warnings
    title = _take_title(root, warnings) or _title_of_name(origin)
    summary = _take_summary(root)
    _settle_headings(root)
    author = _take_signature(root)
    if not len(root):
        raise Unreadable(_("tài liệu không có nội dung."))
    warnings += _wordless_pictures(root)
    return FoundArticle(
        title=title,
        body_html=markup.inner_html(root),
        published_at=None,
        origin=origin,
        author=author,
        summary=summary,
        pictures=prepared.pictures,
        is_draft=True,
        leaves_gaps=True,
        warnings=tuple(warnings),
    )


def _to_html(prepared: word_markup.Prepared) -> str:
    @mammoth.images.img_element
    def picture(image: mammoth.documents.Image) -> dict[str, str]:
        with image.open() as entry:
            return {"src": entry.read().decode()}

    try:
        result = mammoth.convert_to_html(
            prepared.docx,
            style_map=word_markup.STYLE_MAP,
            convert_image=picture,
            id_prefix=_NOTES,
            include_embedded_style_map=False,
        )
    except _CONFUSED as error:
        raise Unreadable(_("tài liệu Word không đúng chuẩn. Hãy mở bằng Word, lưu lại rồi thử lại.")) from error
    return result.value


def _settle_notes(root: html.HtmlElement) -> None:
    """Footnotes as paragraphs under a rule, each with its number; the cleaner keeps no targets to jump to."""
    notes = root.xpath(f"ol/li[starts-with(@id, '{_NOTES}footnote-') or starts-with(@id, '{_NOTES}endnote-')]")
    if not notes:
        return
    listing = notes[0].getparent()
    for back in root.xpath(f"//a[starts-with(@href, '#{_NOTES}') and contains(@href, '-ref-')]"):
        back.drop_tree()
    root.append(html.Element("hr"))
    for number, note in enumerate(notes, 1):
        words = root.makeelement("p")
        words.text = f"[{number}] " + (note.text or "").lstrip()
        for at, block in enumerate(list(note)):
            if block.tag == "p":
                _append_words(words, block, after_break=at > 0 and markup.words_of(block) != "")
            else:
                words.append(block)
        # The arrow that led back stood behind a blank.
        if len(words):
            words[-1].tail = (words[-1].tail or "").rstrip()
        else:
            words.text = words.text.rstrip()
        root.append(words)
    listing.drop_tree()


def _append_words(target: html.HtmlElement, block: html.HtmlElement, *, after_break: bool) -> None:
    if after_break:
        target.append(html.Element("br"))
    last = target[-1] if len(target) else None
    text = (block.text or "").lstrip()
    if last is None:
        target.text = (target.text or "") + text
    else:
        last.tail = (last.tail or "") + text
    for child in list(block):
        target.append(child)


def _settle_links(root: html.HtmlElement) -> None:
    """Jumps within the document and bookmarks keep their words only."""
    for link in list(root.iter("a")):
        href = link.get("href", "")
        if not href or href.startswith("#"):
            link.drop_tag()


def _settle_tables(root: html.HtmlElement) -> None:
    for cell in root.iter("td", "th"):
        if cell.tag == "th":
            cell.set("scope", "col" if cell.get("colspan") is None else "colgroup")
            for bold in list(cell.iter("strong")):
                bold.drop_tag()
        if len(cell) == 1 and cell[0].tag == "p" and not (cell.text or "").strip():
            cell[0].drop_tag()


def _settle_captions(root: html.HtmlElement) -> None:
    """The line under a picture, marked as a caption or all in italics, goes into its figure."""
    for figure in list(root.iterchildren("figure")):
        below = figure.getnext()
        if below is None or below.tag != "p" or figure.find("figcaption") is not None:
            continue
        words = markup.words_of(below)
        is_caption = below.get("class") == "caption" or (bool(words) and _is_wholly(below, "em"))
        if is_caption and len(words) <= _CAPTION_MAX_LENGTH and below.find(".//img") is None:
            etree.SubElement(figure, "figcaption").text = words
            root.remove(below)


def _is_wholly(block: html.HtmlElement, tag: str) -> bool:
    """Whether all words of a block stand in elements of one kind."""
    outermost = (part for part in block.iter(tag) if next(part.iterancestors(tag), None) is None)
    marked = "".join("".join(part.itertext()) for part in outermost)
    return "".join(marked.split()) == "".join("".join(block.itertext()).split()) != ""


def _take_title(root: html.HtmlElement, warnings: list[str]) -> str:
    """The title, taken off the text: in the style for titles, else the one top heading, else the first bold line."""
    for find in (_titled_lines, _top_heading, _bold_lines):
        lines = find(root)
        title = vietnamese.tidy_line(" ".join(markup.words_of(line) for line in lines))
        if not title:
            continue
        if len(title) > TITLE_MAX_LENGTH:
            told = _("Tiêu đề dài quá %(limit)d ký tự nên bị cắt; nguyên văn vẫn ở đầu bài.")
            warnings.append(told % {"limit": TITLE_MAX_LENGTH})
            return title[:TITLE_MAX_LENGTH].rpartition(" ")[0] or title[:TITLE_MAX_LENGTH]
        for line in lines:
            root.remove(line)
        return title
    return ""


def _titled_lines(root: html.HtmlElement) -> list[html.HtmlElement]:
    lines = root.xpath("h1[@class='title']")
    return _adjoining(lines[0], lambda block: block.get("class") == "title") if lines else []


def _top_heading(root: html.HtmlElement) -> list[html.HtmlElement]:
    """A first heading that stands above all text, or is the only one of its level."""
    headings = [block for block in root if _heading_level(block)]
    if not headings:
        return []
    first = headings[0]
    is_alone = sum(block.tag == first.tag for block in headings) == 1 and len(headings) > 1
    opens = all(not markup.words_of(block) for block in root[: root.index(first)])
    return [first] if first.tag == "h1" and (is_alone or opens) else []


def _bold_lines(root: html.HtmlElement) -> list[html.HtmlElement]:
    """The first line that is bold or centred, with those under it that are both: "BÁO CÁO" and what it is about."""
    for block in root[:_LOOK_FOR_TITLE]:
        words = markup.words_of(block)
        if block.tag != "p" or not words or _is_official_head(words):
            continue
        if len(words) > TITLE_MAX_LENGTH:
            return []
        if _is_bold(block) and _is_centred(block):
            return _adjoining(block, lambda other: _is_bold(other) and _is_centred(other))
        # A long bold paragraph at the start is a summary, not a title.
        if _is_centred(block) or (_is_bold(block) and words[-1] not in ".;"):
            return [block]
        return []
    return []


def _is_bold(block: html.HtmlElement) -> bool:
    return block.tag == "p" and _is_wholly(block, "strong")


def _is_centred(block: html.HtmlElement) -> bool:
    return block.tag == "p" and block.get("class") == "align-center" and block.find(".//img") is None


def _is_official_head(words: str) -> bool:
    folded = vietnamese.fold(words)
    return folded.startswith(_OFFICIAL_HEAD) or bool(_PLACE_AND_DAY.fullmatch(folded)) or bool(moment_on_line(words))


def _adjoining(first: html.HtmlElement, belongs: Callable[[html.HtmlElement], bool]) -> list[html.HtmlElement]:
    lines, length = [first], len(markup.words_of(first))
    for block in first.itersiblings():
        length += 1 + len(markup.words_of(block))
        if len(lines) == _TITLE_MAX_LINES or length > TITLE_MAX_LENGTH or not belongs(block):
            break
        lines.append(block)
    return lines


def _title_of_name(origin: str) -> str:
    stem = vietnamese.tidy_line(re.sub(r"[_\s]+", " ", PurePath(origin).stem))
    return stem[:TITLE_MAX_LENGTH] or _("Bài chưa có tiêu đề")


def _take_summary(root: html.HtmlElement) -> str:
    """The sapo: a paragraph at the start in the style for subtitles, or all in bold and too long for a heading."""
    if not len(root) or root[0].tag != "p" or len(root) == 1:
        return ""
    first, words = root[0], markup.words_of(root[0])
    is_sapo = _is_wholly(first, "strong") and len(words.split()) >= _SUMMARY_MIN_WORDS and not _is_centred(first)
    if not (is_sapo or first.get("class") == "subtitle") or len(words) > SUMMARY_MAX_LENGTH:
        return ""
    root.remove(first)
    return words


def _heading_level(block: html.HtmlElement) -> int:
    return int(block.tag[1]) if isinstance(block.tag, str) and re.fullmatch("h[1-6]", block.tag) else 0


def _settle_headings(root: html.HtmlElement) -> None:
    """The highest heading that is left becomes the article's first level, the others keep their distance to it."""
    headings = [block for block in root if _heading_level(block)]
    highest = min((_heading_level(block) for block in headings), default=0)
    for block in headings:
        block.tag = f"h{min(4, _heading_level(block) - highest + 2)}"
        block.attrib.clear()


def _take_signature(root: html.HtmlElement) -> str:
    """The name under the article, taken off it; empty when the last paragraph is none."""
    notes_at = next((root.index(rule) for rule in root.iterchildren("hr")), len(root))
    if notes_at < 2 or root[notes_at - 1].tag != "p":
        return ""
    last = root[notes_at - 1]
    name = signature(markup.words_of(last))
    if name:
        root.remove(last)
    return name or ""


def _wordless_pictures(root: html.HtmlElement) -> list[str]:
    numbers = [number for number, image in enumerate(root.iter("img"), 1) if not (image.get("alt") or "").strip()]
    if not numbers:
        return []
    told = _("Ảnh thứ %s chưa có lời tả. Hãy bấm đúp vào từng ảnh và viết một câu tả điều thấy trong ảnh.")
    return [told % ", ".join(map(str, numbers))]
