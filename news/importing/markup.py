"""HTML that came from elsewhere, brought to the few tags an article is made of. Cleaning it is the model's work."""

import copy
import re
from collections.abc import Iterable, Iterator, Mapping
from html import escape

from lxml import etree, html

from news import alternatives
from portal.kit import legacy_encodings, vietnamese
from portal.kit.presentation import video_at

_PARAGRAPH_TAG = re.compile(r"<(?:p|div)[\s>/]", re.IGNORECASE)
_BLOCK_START = re.compile(
    r"</?(?:table|thead|tbody|tr|td|th|ul|ol|li|figure|figcaption|blockquote|pre|hr|h[1-6]|iframe)[\s>/]", re.IGNORECASE
)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_BLANK_LINE = re.compile(r"\n\s*\n")
_CAPTION_MAX_LENGTH = 250
_LAYOUT_CELL_MIN_LENGTH = 600
_LAYOUT_CELL_MIN_BLOCKS = 3
# What a browser or a feed loads by itself: a parser must not care, an article keeps the address of a film at most.
_INLINE = {"a", "b", "br", "em", "font", "i", "s", "small", "span", "strong", "sub", "sup", "u"}
_PLAYERS = ("iframe", "embed", "object")
# No tree can hold these.
_CONTROLS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|&#(?:x0*[0-8bcef]|x0*1[0-9a-f]|0*[0-8]|0*1[124-9]|0*2\\d|0*3[01]);",
    re.IGNORECASE,
)


def _parser(encoding: str | None = None) -> html.HTMLParser:
    return html.HTMLParser(encoding=encoding, remove_comments=True, remove_pis=True, huge_tree=False, no_network=True)


def parse_page(text: str) -> html.HtmlElement:
    """A whole page as a tree with Unicode NFC text, legacy encodings included."""
    tree = html.document_fromstring(_CONTROLS.sub("", text).encode(errors="replace"), parser=_parser("utf-8"))
    _bring_to_unicode(tree)
    _show_players_as_addresses(tree)
    _unfold_layout_tables(tree)
    _make_paragraphs_of_small_blocks(tree)
    return tree


def parse_fragment(text: str) -> html.HtmlElement:
    """A piece of HTML, or plain text with blank lines between paragraphs, as one ``div``."""
    plain = _COMMENT.sub("", _CONTROLS.sub("", text))
    marked = plain if _PARAGRAPH_TAG.search(plain) else _paragraphs_of_plain(plain)
    root = html.fragment_fromstring(marked, create_parent="div", parser=_parser())
    _bring_to_unicode(root)
    _show_players_as_addresses(root)
    _wrap_loose_text(root)
    _frame_pictures(root)
    return root


def inner_html(root: html.HtmlElement) -> str:
    """What stands inside an element, as HTML."""
    return escape(root.text or "", quote=False) + "".join(
        etree.tostring(child, encoding="unicode", method="html") for child in root
    )


def words_of(element: etree._Element) -> str:
    """The text of an element on one line, spelt as it is written; blocks and line breaks part words."""
    return vietnamese.tidy_line("".join(_spaced_text(element)))


def _spaced_text(element: etree._Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        parted = "" if child.tag in _INLINE and child.tag != "br" else " "
        yield parted
        yield from _spaced_text(child) if isinstance(child.tag, str) else ()
        yield parted + (child.tail or "")


def picture_sources(root: html.HtmlElement) -> list[str]:
    return list(dict.fromkeys(src for image in root.iter("img") if (src := (image.get("src") or "").strip())))


def picture_text(alt: str | None) -> str:
    """An ``alt`` that describes; a file name or an address does not."""
    text = vietnamese.tidy_line(alt or "")
    return "" if alternatives.refusal(text) else text


def captions_of(tree: html.HtmlElement) -> dict[str, str]:
    """The caption that a page gives each picture, by ``src``: ``figcaption``, or WordPress's own class."""
    captions = {}
    for frame in tree.xpath("//figure | //*[contains(concat(' ', @class, ' '), ' wp-caption ')]"):
        words = frame.xpath(".//figcaption | .//*[contains(@class, 'wp-caption-text')]")
        images = list(frame.iter("img"))
        if words and len(images) == 1 and (src := images[0].get("src")):
            captions[src] = words_of(words[0])
    return captions


def from_extraction(body: etree._Element, captions: Mapping[str, str]) -> html.HtmlElement:
    """The tree of trafilatura as HTML blocks in one ``div``; a picture alone becomes a figure with its caption."""
    root = copy.deepcopy(body)
    root.tag = "div"
    root.attrib.clear()
    for element in list(root.iter()):
        _translate(element)
    _wrap_loose_text(root)
    _frame_pictures(root, captions)
    return root


def _translate(element: html.HtmlElement) -> None:
    """One element of trafilatura's vocabulary under its HTML name."""
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
    """Text and inline elements between blocks become paragraphs of their own."""
    children, loose = list(root), None
    opening, root.text = root.text, None
    for child in children:
        root.remove(child)
    if opening and opening.strip():
        loose = _paragraph(root, opening)
    for child in children:
        tail, child.tail = child.tail, None
        if child.tag in _INLINE:
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


def _frame_pictures(root: html.HtmlElement, captions: Mapping[str, str] | None = None) -> None:
    """A picture alone in its paragraph, or between blocks, becomes a figure; a caption known apart goes into it."""
    for image in list(root.iter("img")):
        below = _caption_under(image)
        holder = _outermost_around(image, root, has_caption=bool(below))
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
            if following is not None and words_of(following) == caption:
                root.remove(following)


def _outermost_around(image: html.HtmlElement, root: etree._Element, *, has_caption: bool) -> etree._Element | None:
    """The block of ``root`` that holds the picture and nothing else; None when it shares its place."""
    holder = image
    while (parent := holder.getparent()) is not None and parent is not root:
        if parent.tag not in {"p", "div", "center"} | _INLINE or len(list(parent.iter("img"))) > 1:
            return None
        if words_of(parent) and not has_caption:
            return None
        holder = parent
    if holder is image and ((image.tail or "").strip() or (image.getprevious() is None and (root.text or "").strip())):
        return None
    return holder if parent is root else None


def _unfold_layout_tables(tree: html.HtmlElement) -> None:
    """Tables that old portals lay their pages out with become plain blocks; tables that hold data stay."""
    layout = [table for table in tree.iter("table") if _is_layout(table)]
    for table in layout:
        for part in [table, *_own_parts(table)]:
            part.tag = "div"


def _make_paragraphs_of_small_blocks(tree: html.HtmlElement) -> None:
    """A ``div`` with nothing but words and pictures in it is a paragraph; the extraction would lose its pictures."""
    for block in list(tree.iter("div", "center")):
        if block.find(".//img") is not None and all(
            child.tag in _INLINE | {"img"} for child in block.iterdescendants()
        ):
            block.tag = "p"


def _is_layout(table: html.HtmlElement) -> bool:
    if table.find(".//table") is not None:
        return True
    if table.find(".//th") is not None:
        return False
    is_one_column = all(len(row.findall("td")) <= 1 for row in table.iter("tr"))
    holds_text = any(
        len(words_of(cell)) > _LAYOUT_CELL_MIN_LENGTH and len(cell.findall(".//p")) >= _LAYOUT_CELL_MIN_BLOCKS
        for cell in table.iter("td")
    )
    return is_one_column or holds_text


def _own_parts(table: html.HtmlElement) -> list[html.HtmlElement]:
    """Rows and cells of a table, without those of tables inside it."""
    parts = table.iter("thead", "tbody", "tfoot", "tr", "td", "th", "caption", "colgroup", "col")
    return [part for part in parts if next(part.iterancestors("table"), table) is table]


def _caption_under(image: html.HtmlElement) -> str:
    """The short text behind a line break that shares a paragraph with one picture and stands below it."""
    paragraph = image.getparent()
    if paragraph is None or paragraph.tag != "p" or (paragraph.text or "").strip() or paragraph[0] is not image:
        return ""
    has_break = len(paragraph) > 1 and paragraph[1].tag == "br" and not (image.tail or "").strip()
    caption = words_of(paragraph)
    return (
        caption if has_break and len(caption) <= _CAPTION_MAX_LENGTH and len(paragraph.findall(".//img")) == 1 else ""
    )


def _show_players_as_addresses(root: html.HtmlElement) -> None:
    """A film's player becomes a paragraph with the film's address, which pages show as a film again; others go."""
    for player in list(root.iter(*_PLAYERS)):
        if player.getparent() is None:
            continue
        video = video_at(_full_address(player.get("src") or player.get("data") or ""))
        if video:
            paragraph = html.Element("p")
            paragraph.text = video.address
            player.addprevious(paragraph)
        player.drop_tree()


def _full_address(address: str) -> str:
    return "https:" + address if address.startswith("//") else address


def _bring_to_unicode(root: html.HtmlElement) -> None:
    """Every text and every described attribute in Unicode NFC; what encoding they are in is judged on all together."""
    encoding = legacy_encodings.detect_encoding("\n".join(_texts(root.iter())))
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


def _paragraphs_of_plain(text: str) -> str:
    """What WordPress does with a text typed without paragraphs: a blank line parts them, a line break breaks."""
    parts = [part.strip() for part in _BLANK_LINE.split(text.replace("\r\n", "\n")) if part.strip()]
    return "\n".join(
        part if _BLOCK_START.match(part) else "<p>" + part.replace("\n", "<br>\n") + "</p>" for part in parts
    )
