"""Converts foreign HTML to the few tags that articles use. Sanitizing is left to the model."""

import copy
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from html import escape, unescape

from django.utils.translation import gettext as _
from lxml import etree, html

from portal.core.content import hidden_content
from portal.core.content.rich_text_rendering import video_from_url
from portal.core.text import legacy_encodings, vietnamese
from portal.images import alt_text

_PARAGRAPH_TAG = re.compile(r"<(?:p|div)[\s>/]", re.IGNORECASE)
_BLOCK_START = re.compile(
    r"</?(?:table|thead|tbody|tr|td|th|ul|ol|li|figure|figcaption|blockquote|pre|hr|h[1-6]|iframe)[\s>/]", re.IGNORECASE
)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_ANY_TAG = re.compile(r"<[^<>]*>")
_BLANK_LINE = re.compile(r"\n\s*\n")
_CAPTION_MAX_LENGTH = 250
_LAYOUT_CELL_MIN_LENGTH = 600
_LAYOUT_CELL_MIN_BLOCKS = 3
_INLINE_TAGS = {"a", "b", "br", "em", "font", "i", "s", "small", "span", "strong", "sub", "sup", "u"}
_BOILERPLATE_TAGS = {"nav", "header", "footer", "aside", "form", "button", "dialog", "script", "style", "template"}
# Embedded players; an article keeps at most the URL of the video.
_PLAYER_TAGS = ("iframe", "embed", "object")
# Not allowed in an XML tree.
_INVALID_XML_RANGES = "\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff"
_INVALID_XML_CHARACTER = re.compile(f"[{_INVALID_XML_RANGES}]")
_CHARACTER_REFERENCE = re.compile(r"&#(?:[xX](?P<hex>[0-9a-fA-F]{1,9})|(?P<decimal>[0-9]{1,9}));?")


def _strip_invalid_characters(text: str) -> str:
    return _CHARACTER_REFERENCE.sub(_valid_reference, _INVALID_XML_CHARACTER.sub("", text))


def _valid_reference(reference: re.Match[str]) -> str:
    code = int(reference["hex"], 16) if reference["hex"] else int(reference["decimal"])
    return "" if code > sys.maxunicode or _INVALID_XML_CHARACTER.fullmatch(chr(code)) else reference[0]


def _parser(encoding: str | None = None) -> html.HTMLParser:
    return html.HTMLParser(encoding=encoding, remove_comments=True, remove_pis=True, huge_tree=False, no_network=True)


def parse_page(text: str) -> html.HtmlElement:
    """Parses a whole page to a tree with Unicode NFC text; converts legacy encodings."""
    tree = html.document_fromstring(_strip_invalid_characters(text).encode(errors="replace"), parser=_parser("utf-8"))
    _decode_legacy_text(tree)
    _replace_players_with_urls(tree)
    _unwrap_layout_tables(tree)
    _convert_text_divs_to_paragraphs(tree)
    return tree


def detect_html_encoding(*pieces: str) -> legacy_encodings.Encoding | None:
    """The common legacy encoding of several pieces of HTML; None for Unicode."""
    return legacy_encodings.detect_encoding("\n".join(_ANY_TAG.sub(" ", unescape(piece)) for piece in pieces))


def parse_fragment(text: str, encoding: legacy_encodings.Encoding | None = None) -> html.HtmlElement:
    """Parses an HTML fragment, or plain text with blank lines between paragraphs, to one ``div``.

    Without ``encoding`` it is detected from the fragment alone.
    """
    plain = _COMMENT.sub("", _strip_invalid_characters(text))
    marked = plain if _PARAGRAPH_TAG.search(plain) else _plain_text_to_html(plain)
    root = html.fragment_fromstring(marked, create_parent="div", parser=_parser())
    _decode_legacy_text(root, encoding)
    _replace_players_with_urls(root)
    _wrap_loose_text(root)
    _wrap_images_in_figures(root)
    return root


def drop_hidden(root: html.HtmlElement) -> int:
    """Removes elements that the page hides; returns how many of them had text.

    Menus and dialogs that every page hides are not counted. Struck-out text is kept; in a page saved by Word ``del``
    is a tracked deletion and is removed.
    """
    count = 0
    deletions = list(root.iter("del"))
    saved_by_word = bool(root.xpath("//meta[contains(@content, 'Microsoft Word')]"))
    for deletion in () if saved_by_word else deletions:
        deletion.tag = "s"
    for element in [*hidden_content.hidden_elements(root), *(deletions if saved_by_word else ())]:
        # Already removed together with an ancestor.
        if element is root or root not in element.iterancestors():
            continue
        count += bool(inline_text(element)) and not any(
            around.tag in _BOILERPLATE_TAGS for around in (element, *element.iterancestors())
        )
        element.drop_tree()
    return count


def hidden_text_warnings(count: int) -> tuple[str, ...]:
    """The warning about text that ``drop_hidden`` removed; none for zero."""
    if not count:
        return ()
    return (_("bỏ %(count)d phần chữ bị ẩn, người đọc trang cũ không thấy.") % {"count": count},)


def inner_html(root: html.HtmlElement) -> str:
    """The inner HTML of an element."""
    return escape(root.text or "", quote=False) + "".join(
        etree.tostring(child, encoding="unicode", method="html") for child in root
    )


def inline_text(element: etree._Element) -> str:
    """The text of an element on one line, in its original case; blocks and line breaks separate words."""
    return vietnamese.normalize_line("".join(_spaced_text(element)))


def visible_text(text: str, encoding: legacy_encodings.Encoding | None = None) -> str:
    """The visible text of an HTML fragment."""
    root = parse_fragment(text or "<p></p>", encoding)
    drop_hidden(root)
    return inline_text(root)


def _spaced_text(element: etree._Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        parted = "" if child.tag in _INLINE_TAGS and child.tag != "br" else " "
        yield parted
        yield from _spaced_text(child) if isinstance(child.tag, str) else ()
        yield parted + (child.tail or "")


def image_sources(root: html.HtmlElement) -> list[str]:
    return list(dict.fromkeys(src for image in root.iter("img") if (src := (image.get("src") or "").strip())))


def usable_alt_text(alt: str | None) -> str:
    """A descriptive ``alt``; empty for a file name or URL."""
    text = vietnamese.normalize_line(alt or "")
    return "" if alt_text.alt_text_error(text) else text


def image_captions(tree: html.HtmlElement) -> dict[str, str]:
    """The caption of each image, by ``src``: from ``figcaption`` or WordPress's caption class."""
    captions = {}
    for frame in tree.xpath("//figure | //*[contains(concat(' ', @class, ' '), ' wp-caption ')]"):
        words = frame.xpath(".//figcaption | .//*[contains(@class, 'wp-caption-text')]")
        images = list(frame.iter("img"))
        if words and len(images) == 1 and (src := images[0].get("src")):
            captions[src] = inline_text(words[0])
    return captions


def html_from_trafilatura(body: etree._Element, captions: Mapping[str, str]) -> html.HtmlElement:
    """Converts trafilatura's tree to HTML blocks in one ``div``; a lone image becomes a figure with its caption."""
    root = copy.deepcopy(body)
    root.tag = "div"
    root.attrib.clear()
    for element in list(root.iter()):
        _convert_element(element)
    _wrap_loose_text(root)
    _wrap_images_in_figures(root, captions)
    return root


def _convert_element(element: html.HtmlElement) -> None:
    """Converts one element of trafilatura's vocabulary to HTML."""
    rend, target = element.get("rend") or "", element.get("target")
    match element.tag:
        case "head":
            element.tag = rend if re.fullmatch("h[1-6]", rend) else "h2"
        case "hi":
            element.tag = {"#b": "strong", "#i": "em", "#u": "u", "#sub": "sub", "#sup": "sup"}.get(rend, "span")
        case "list":
            element.tag = rend if rend in {"ul", "ol"} else "ul"
        case "cell":
            element.tag = "th" if element.get("role") == "head" else "td"
        case tag:
            renamed = {
                "item": "li",
                "quote": "blockquote",
                "lb": "br",
                "del": "s",
                "row": "tr",
                "graphic": "img",
                "ref": "a",
            }
            element.tag = renamed.get(str(tag), tag)
    kept = {name: element.get(name) for name in ("src", "alt") if element.tag == "img" and element.get(name)}
    spans = {name: element.get(name) for name in ("colspan", "rowspan") if element.get(name)}
    element.attrib.clear()
    element.attrib.update(kept | spans | ({"href": target} if element.tag == "a" and target else {}))


def _wrap_loose_text(root: etree._Element) -> None:
    """Wraps loose text and inline elements between blocks in paragraphs."""
    children, loose = list(root), None
    opening, root.text = root.text, None
    for child in children:
        root.remove(child)
    if opening and opening.strip():
        loose = _paragraph(root, opening)
    for child in children:
        tail, child.tail = child.tail, None
        if child.tag in _INLINE_TAGS:
            loose = _paragraph(root, "") if loose is None else loose
            loose.append(child)
            child.tail = tail
            continue
        root.append(child)
        loose = _paragraph(root, tail) if tail and tail.strip() else None


def _paragraph(root: etree._Element, text: str) -> etree._Element:
    paragraph = etree.SubElement(root, "p")
    paragraph.text = text.lstrip()
    return paragraph


def _wrap_images_in_figures(root: html.HtmlElement, captions: Mapping[str, str] | None = None) -> None:
    """Wraps an image that is alone in its paragraph or between blocks in a figure, with its known caption."""
    for image in list(root.iter("img")):
        below = _caption_under(image)
        holder = _image_only_ancestor(image, root, has_caption=bool(below))
        if holder is None:
            continue
        figure = html.Element("figure")
        figure.tail = holder.tail
        root.replace(holder, figure)
        image.tail = None
        figure.append(image)
        caption = below or (captions or {}).get(image.get("src", ""))
        if caption:
            etree.SubElement(figure, "figcaption").text = caption
            following = figure.getnext()
            if following is not None and inline_text(following) == caption:
                root.remove(following)


def _image_only_ancestor(image: html.HtmlElement, root: etree._Element, *, has_caption: bool) -> etree._Element | None:
    """The block below ``root`` that holds only this image; None when it holds anything else."""
    holder = image
    while (parent := holder.getparent()) is not None and parent is not root:
        if parent.tag not in {"p", "div", "center"} | _INLINE_TAGS or len(list(parent.iter("img"))) > 1:
            return None
        if inline_text(parent) and not has_caption:
            return None
        holder = parent
    if holder is image and ((image.tail or "").strip() or (image.getprevious() is None and (root.text or "").strip())):
        return None
    return holder if parent is root else None


def _unwrap_layout_tables(tree: html.HtmlElement) -> None:
    """Replaces layout tables of old portals by plain blocks; data tables are kept."""
    layout = [table for table in tree.iter("table") if _is_layout(table)]
    for table in layout:
        for part in [table, *_direct_table_parts(table)]:
            part.tag = "div"


def _convert_text_divs_to_paragraphs(tree: html.HtmlElement) -> None:
    """Converts a ``div`` with only text and images to a paragraph; trafilatura would lose its images."""
    for block in list(tree.iter("div", "center")):
        if block.find(".//img") is not None and all(
            child.tag in _INLINE_TAGS | {"img"} for child in block.iterdescendants()
        ):
            block.tag = "p"


def _is_layout(table: html.HtmlElement) -> bool:
    if table.find(".//table") is not None:
        return True
    if table.find(".//th") is not None:
        return False
    is_one_column = all(len(row.findall("td")) <= 1 for row in table.iter("tr"))
    holds_text = any(
        len(inline_text(cell)) > _LAYOUT_CELL_MIN_LENGTH and len(cell.findall(".//p")) >= _LAYOUT_CELL_MIN_BLOCKS
        for cell in table.iter("td")
    )
    return is_one_column or holds_text


def _direct_table_parts(table: html.HtmlElement) -> list[html.HtmlElement]:
    """Rows and cells of a table, without those of nested tables."""
    parts = table.iter("thead", "tbody", "tfoot", "tr", "td", "th", "caption", "colgroup", "col")
    return [part for part in parts if next(part.iterancestors("table"), table) is table]


def _caption_under(image: html.HtmlElement) -> str:
    """The short text below an image in the same paragraph, after a line break."""
    paragraph = image.getparent()
    if paragraph is None or paragraph.tag != "p" or (paragraph.text or "").strip() or paragraph[0] is not image:
        return ""
    has_break = len(paragraph) > 1 and paragraph[1].tag == "br" and not (image.tail or "").strip()
    caption = inline_text(paragraph)
    return (
        caption if has_break and len(caption) <= _CAPTION_MAX_LENGTH and len(paragraph.findall(".//img")) == 1 else ""
    )


def _replace_players_with_urls(root: html.HtmlElement) -> None:
    """Replaces a video player by a paragraph with the video URL, which pages embed again; drops other players."""
    for player in list(root.iter(*_PLAYER_TAGS)):
        if player.getparent() is None:
            continue
        video = video_from_url(_absolute_url(player.get("src") or player.get("data") or ""))
        if video:
            paragraph = html.Element("p")
            paragraph.text = video.url
            player.addprevious(paragraph)
        player.drop_tree()


def _absolute_url(url: str) -> str:
    return "https:" + url if url.startswith("//") else url


def _decode_legacy_text(root: html.HtmlElement, encoding: legacy_encodings.Encoding | None = None) -> None:
    """Converts every text and relevant attribute to Unicode NFC; the encoding is detected on all of them together."""
    encoding = encoding or legacy_encodings.detect_encoding("\n".join(_texts(root.iter())))
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        element.text = element.text and legacy_encodings.to_unicode(element.text, encoding)
        element.tail = element.tail and legacy_encodings.to_unicode(element.tail, encoding)
        for name in ("alt", "title", "content"):
            if value := element.get(name):
                element.set(name, legacy_encodings.to_unicode(value, encoding))


def _texts(elements: Iterable[etree._Element]) -> Iterator[str]:
    for element in elements:
        if isinstance(element.tag, str) and element.tag not in {"script", "style"}:
            yield element.text or ""
        yield element.tail or ""


def _plain_text_to_html(text: str) -> str:
    """WordPress's ``wpautop``: blank lines separate paragraphs, line breaks become ``br``."""
    parts = [part.strip() for part in _BLANK_LINE.split(text.replace("\r\n", "\n")) if part.strip()]
    return "\n".join(
        part if _BLOCK_START.match(part) else "<p>" + part.replace("\n", "<br>\n") + "</p>" for part in parts
    )
