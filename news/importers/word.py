"""Importer of Word documents (.docx): mammoth converts them to HTML; title, summary and byline are extracted here."""

import re
import zipfile
from collections.abc import Callable
from pathlib import PurePath
from xml.parsers.expat import ExpatError

import mammoth
from django.core.files.base import File
from django.utils.translation import gettext as _
from lxml import etree, html

from news.importers import markup, word_lists, word_markup
from news.importers.boilerplate import parse_date_line, parse_signature
from news.importers.result import ParsedArticle, UnreadableFile
from news.importers.word_package import WordPackage
from news.limits import TITLE_MAX_LENGTH
from portal.core.text import vietnamese

DOCUMENT_SUMMARY_MAX_LENGTH = 1000
_SUMMARY_MIN_WORDS = 12
_TITLE_SEARCH_BLOCKS = 8
_TITLE_MAX_LINES = 3
_CAPTION_MAX_LENGTH = 250
_NOTE_ID_PREFIX = "word-"
# Folded prefixes of the letterhead lines above the title of an official document.
_LETTERHEAD_PREFIXES = ("cong hoa xa hoi chu nghia", "doc lap", "so:", "so ", "uy ban nhan dan", "uy ban nd")
# Wingdings symbols of Unicode 7 (2014), replaced by ones that every phone displays.
_SYMBOL_REPLACEMENTS = str.maketrans({"🗹": "☑", "🗷": "☒", "🞎": "☐", "🗸": "✓", "🗶": "✗"})
_PLACE_AND_DATE = re.compile(r"[\w .-]{2,40}, ngay \d{1,2} thang \d{1,2} nam \d{4}")
# mammoth raises lookup and type errors on malformed documents.
_MAMMOTH_ERRORS = (
    *(ValueError, KeyError, IndexError, AttributeError, TypeError, RecursionError),
    *(OSError, ExpatError, zipfile.BadZipFile),
)


def read(file: File, origin: str) -> ParsedArticle:
    """The draft in a document. Raises UnreadableFile, with a Vietnamese message, for an invalid .docx."""
    with WordPackage(file) as package:
        prepared = word_markup.prepare_document(package)
    root = markup.parse_fragment(_to_html(prepared))
    _replace_symbols(root)
    word_lists.build_lists(root, prepared.list_labels)
    _convert_footnotes(root)
    _unwrap_internal_links(root)
    _clean_table_cells(root)
    _move_captions_into_figures(root)
    warnings = prepared.warnings
    title = _extract_title(root, warnings) or _title_from_file_name(origin)
    summary = _extract_summary(root)
    _normalize_heading_levels(root)
    author = _extract_signature(root)
    if not len(root):
        raise UnreadableFile(_("tài liệu không có nội dung."))
    warnings += _missing_alt_text_warnings(root)
    return ParsedArticle(
        title=title,
        body_html=markup.inner_html(root),
        published_at=None,
        origin=origin,
        author=author,
        summary=summary,
        images=prepared.images,
        is_draft=True,
        allows_missing_text=True,
        warnings=tuple(warnings),
    )


def _to_html(prepared: word_markup.PreparedDocument) -> str:
    @mammoth.images.img_element
    def convert_image(image: mammoth.documents.Image) -> dict[str, str]:
        with image.open() as entry:
            return {"src": entry.read().decode()}

    try:
        result = mammoth.convert_to_html(
            prepared.docx,
            style_map=word_markup.STYLE_MAP,
            convert_image=convert_image,
            id_prefix=_NOTE_ID_PREFIX,
            include_embedded_style_map=False,
        )
    except _MAMMOTH_ERRORS as error:
        raise UnreadableFile(_("tài liệu Word không đúng chuẩn. Hãy mở bằng Word, lưu lại rồi thử lại.")) from error
    return result.value


def _replace_symbols(root: html.HtmlElement) -> None:
    """Check boxes as text symbols; rarely supported ones are replaced by common look-alikes."""
    for box in list(root.iter("input")):
        sign = root.makeelement("span")
        sign.text, sign.tail = "☐" if box.get("checked") is None else "☒", box.tail
        box.getparent().replace(box, sign)
        sign.drop_tag()
    for element in root.iter():
        element.text = element.text and element.text.translate(_SYMBOL_REPLACEMENTS)
        element.tail = element.tail and element.tail.translate(_SYMBOL_REPLACEMENTS)


def _convert_footnotes(root: html.HtmlElement) -> None:
    """Footnotes as numbered paragraphs below a rule; the sanitizer removes link targets within the page."""
    notes = root.xpath(
        f"ol/li[starts-with(@id, '{_NOTE_ID_PREFIX}footnote-') or starts-with(@id, '{_NOTE_ID_PREFIX}endnote-')]"
    )
    if not notes:
        return
    listing = notes[0].getparent()
    for back in root.xpath(f"//a[starts-with(@href, '#{_NOTE_ID_PREFIX}') and contains(@href, '-ref-')]"):
        back.drop_tree()
    root.append(html.Element("hr"))
    for number, note in enumerate(notes, 1):
        words = root.makeelement("p")
        words.text = f"[{number}] " + (note.text or "").lstrip()
        for at, block in enumerate(list(note)):
            if block.tag == "p":
                _append_text(words, block, after_break=at > 0 and markup.inline_text(block) != "")
            else:
                words.append(block)
        # A space preceded the back-link arrow.
        if len(words):
            words[-1].tail = (words[-1].tail or "").rstrip()
        else:
            words.text = words.text.rstrip()
        root.append(words)
    listing.drop_tree()


def _append_text(target: html.HtmlElement, block: html.HtmlElement, *, after_break: bool) -> None:
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


def _unwrap_internal_links(root: html.HtmlElement) -> None:
    """Unwraps links within the document and bookmarks; their text is kept."""
    for link in list(root.iter("a")):
        href = link.get("href", "")
        if not href or href.startswith("#"):
            link.drop_tag()


def _clean_table_cells(root: html.HtmlElement) -> None:
    for cell in root.iter("td", "th"):
        if cell.tag == "th":
            cell.set("scope", "col" if cell.get("colspan") is None else "colgroup")
            for bold in list(cell.iter("strong")):
                bold.drop_tag()
        if len(cell) == 1 and cell[0].tag == "p" and not (cell.text or "").strip():
            cell[0].drop_tag()


def _move_captions_into_figures(root: html.HtmlElement) -> None:
    """Moves the line below an image into its figure, if styled as a caption or all in italics."""
    for figure in list(root.iterchildren("figure")):
        below = figure.getnext()
        if below is None or below.tag != "p" or figure.find("figcaption") is not None:
            continue
        words = markup.inline_text(below)
        is_caption = below.get("class") == "caption" or (bool(words) and _is_all_in_tag(below, "em"))
        if is_caption and len(words) <= _CAPTION_MAX_LENGTH and below.find(".//img") is None:
            etree.SubElement(figure, "figcaption").text = words
            root.remove(below)


def _is_all_in_tag(block: html.HtmlElement, tag: str) -> bool:
    """Whether all text of a block is inside elements of one tag."""
    outermost = (part for part in block.iter(tag) if next(part.iterancestors(tag), None) is None)
    marked = "".join("".join(part.itertext()) for part in outermost)
    return "".join(marked.split()) == "".join("".join(block.itertext()).split()) != ""


def _extract_title(root: html.HtmlElement, warnings: list[str]) -> str:
    """Removes and returns the title: in the title style, else the only top heading, else the first bold line."""
    for find in (_title_style_lines, _top_heading_lines, _bold_lines):
        lines = find(root)
        title = vietnamese.normalize_line(" ".join(markup.inline_text(line) for line in lines))
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


def _title_style_lines(root: html.HtmlElement) -> list[html.HtmlElement]:
    lines = root.xpath("h1[@class='title']")
    return _adjoining_title_lines(lines[0], lambda block: block.get("class") == "title") if lines else []


def _top_heading_lines(root: html.HtmlElement) -> list[html.HtmlElement]:
    """A first heading that precedes all text, or is the only one of its level."""
    headings = [block for block in root if _heading_level(block)]
    if not headings:
        return []
    first = headings[0]
    is_alone = sum(block.tag == first.tag for block in headings) == 1 and len(headings) > 1
    opens = all(not markup.inline_text(block) for block in root[: root.index(first)])
    return [first] if first.tag == "h1" and (is_alone or opens) else []


def _bold_lines(root: html.HtmlElement) -> list[html.HtmlElement]:
    """The first bold or centred line, with following ones that are both: "BÁO CÁO" and its subject."""
    for block in root[:_TITLE_SEARCH_BLOCKS]:
        words = markup.inline_text(block)
        if block.tag != "p" or not words or _is_letterhead(words):
            continue
        if len(words) > TITLE_MAX_LENGTH:
            return []
        if _is_bold(block) and _is_centred(block):
            return _adjoining_title_lines(block, lambda other: _is_bold(other) and _is_centred(other))
        # A long bold paragraph at the start is the summary, not the title.
        if _is_centred(block) or (_is_bold(block) and words[-1] not in ".;"):
            return [block]
        return []
    return []


def _is_bold(block: html.HtmlElement) -> bool:
    return block.tag == "p" and _is_all_in_tag(block, "strong")


def _is_centred(block: html.HtmlElement) -> bool:
    return block.tag == "p" and block.get("class") == "align-center" and block.find(".//img") is None


def _is_letterhead(words: str) -> bool:
    folded = vietnamese.fold(words)
    return (
        folded.startswith(_LETTERHEAD_PREFIXES)
        or bool(_PLACE_AND_DATE.fullmatch(folded))
        or bool(parse_date_line(words))
    )


def _adjoining_title_lines(
    first: html.HtmlElement, belongs: Callable[[html.HtmlElement], bool]
) -> list[html.HtmlElement]:
    lines, length = [first], len(markup.inline_text(first))
    for block in first.itersiblings():
        length += 1 + len(markup.inline_text(block))
        if len(lines) == _TITLE_MAX_LINES or length > TITLE_MAX_LENGTH or not belongs(block):
            break
        lines.append(block)
    return lines


def _title_from_file_name(origin: str) -> str:
    stem = vietnamese.normalize_line(re.sub(r"[_\s]+", " ", PurePath(origin).stem))
    return stem[:TITLE_MAX_LENGTH] or _("Bài chưa có tiêu đề")


def _extract_summary(root: html.HtmlElement) -> str:
    """Removes and returns the summary (sapo).

    It is a paragraph at the start, in the subtitle style, or all bold and too long for a heading.
    """
    if not len(root) or root[0].tag != "p" or len(root) == 1:
        return ""
    first, words = root[0], markup.inline_text(root[0])
    is_sapo = _is_all_in_tag(first, "strong") and len(words.split()) >= _SUMMARY_MIN_WORDS and not _is_centred(first)
    if not (is_sapo or first.get("class") == "subtitle") or len(words) > DOCUMENT_SUMMARY_MAX_LENGTH:
        return ""
    root.remove(first)
    return words


def _heading_level(block: html.HtmlElement) -> int:
    return int(block.tag[1]) if isinstance(block.tag, str) and re.fullmatch("h[1-6]", block.tag) else 0


def _normalize_heading_levels(root: html.HtmlElement) -> None:
    """Shifts heading levels so that the highest remaining one is the article's first level."""
    headings = [block for block in root if _heading_level(block)]
    highest = min((_heading_level(block) for block in headings), default=0)
    for block in headings:
        block.tag = f"h{min(4, _heading_level(block) - highest + 2)}"
        block.attrib.clear()


def _extract_signature(root: html.HtmlElement) -> str:
    """Removes and returns the author's name below the article; empty when the last paragraph is not a signature."""
    notes_at = next((root.index(rule) for rule in root.iterchildren("hr")), len(root))
    if notes_at < 2 or root[notes_at - 1].tag != "p":
        return ""
    last = root[notes_at - 1]
    name = parse_signature(markup.inline_text(last))
    if name:
        root.remove(last)
    return name or ""


def _missing_alt_text_warnings(root: html.HtmlElement) -> list[str]:
    numbers = [number for number, image in enumerate(root.iter("img"), 1) if not (image.get("alt") or "").strip()]
    if not numbers:
        return []
    told = _("Ảnh thứ %s chưa có lời tả. Hãy bấm đúp vào từng ảnh và viết một câu tả điều thấy trong ảnh.")
    return [told % ", ".join(map(str, numbers))]
