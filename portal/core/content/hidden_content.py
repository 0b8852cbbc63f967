"""Removes hidden content from pasted or imported HTML.

Word and Excel put hidden text, review comments, tracked deletions and hidden rows into a paste or a saved page, marked
by styles only, which the sanitiser removes afterwards.
"""

import re

from lxml import etree, html

from portal.core.content.style_sheets import hidden_by_style_sheets

_HIDING = re.compile(
    r"(?:^|[;\s])(?:mso-hide\s*:\s*all|display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse))", re.IGNORECASE
)
_COMMENT = re.compile(r"mso-element\s*:\s*comment|mso-special-character\s*:\s*comment", re.IGNORECASE)
_COMMENT_CLASSES = {"msocommentreference", "msocomanchor", "msocomtxt", "msocomoff", "msocommenttext", "msodel"}
# Google Docs puts its comments below the text; each links back to its place.
_COMMENT_LINK, _COMMENT_BACK_LINK = ("#_msocom", "#cmnt"), "#cmnt_ref"
# The maximum of an Excel sheet.
_MAX_COLUMNS = 16_384
_SPAN = re.compile(r"[1-9][0-9]{0,4}")
_BODY_TAG = re.compile(r"\A<body[^>]*>|</body>\Z")
# A parser ignores text after the end of the page.
_END_OF_PAGE = re.compile(r"</(?:body|html)\s*>", re.IGNORECASE)
_NOT_IN_URLS = re.compile(r"[\t\n\r]")
# Few texts contain any of these; the others are not parsed.
_HIDDEN_HINT = re.compile(
    r"mso-hide|display\s*:\s*none|visibility\s*:|<del[\s>]|<dialog[\s>]|\shidden[\s=>/]|mso-element"
    r"|mso-special-character|msocom|msodel|#cmnt",
    re.IGNORECASE,
)


def remove_hidden(markup: str) -> str:
    """The markup without elements that are hidden, deleted or part of a review comment; the text after them stays.

    Only for input that is sanitised afterwards. Markup without any of these is returned unchanged.
    """
    if not _HIDDEN_HINT.search(markup):
        return markup
    # Bytes, as the parser refuses a str that declares its encoding, as pages saved by Word do.
    source = f"<html><body>{_END_OF_PAGE.sub('', markup)}</body></html>".encode()
    page = html.document_fromstring(source, parser=html.HTMLParser(encoding="utf-8"))
    (body,) = page.iterchildren("body")
    for element in [*hidden_elements(page), *body.iter("del")]:
        if body in element.iterancestors():
            element.drop_tree()
    for link in body.iterfind(".//*[@href]"):
        # As browsers parse it; serialised, these characters would be escaped and hide the scheme from the sanitiser.
        link.set("href", _NOT_IN_URLS.sub("", link.get("href", "")))
    inner = etree.tostring(body, encoding="unicode", method="html", with_tail=False)
    return _BODY_TAG.sub("", inner)


def hidden_elements(page: html.HtmlElement) -> list[html.HtmlElement]:
    """Elements that a page hides and review comments; they may be nested.

    Struck-out text is not hidden.
    """
    by_sheets = hidden_by_style_sheets(page)
    found = [cell for table in page.iter("table") for cell in _cells_of_hidden_columns(table)]
    for element in page.iter():
        if isinstance(element.tag, str) and element.tag not in {"html", "head", "body"}:
            if _is_hidden(element) or element in by_sheets:
                found.append(element)
            elif (element.get("href") or "").startswith(_COMMENT_BACK_LINK):
                found.append(next(element.iterancestors("div", "li", "p"), element))
    return found


def _is_hidden(element: html.HtmlElement) -> bool:
    if "hidden" in element.attrib or (element.tag == "dialog" and "open" not in element.attrib):
        return True
    address = element.get("href") or ""
    if address.startswith(_COMMENT_LINK) and not address.startswith(_COMMENT_BACK_LINK):
        return True
    style = element.get("style") or ""
    if _HIDING.search(style) or _COMMENT.search(style):
        return True
    return not _COMMENT_CLASSES.isdisjoint((element.get("class") or "").lower().split())


def _cells_of_hidden_columns(table: html.HtmlElement) -> list[html.HtmlElement]:
    """Cells of columns that Excel hides by their ``col`` only; a cell that spans into a visible column stays."""
    hidden: list[bool] = []
    for column in table.xpath("col | colgroup/col"):
        is_hidden = bool(_HIDING.search(column.get("style") or "")) or column.get("width") == "0"
        hidden += [is_hidden] * min(_span(column, "span"), _MAX_COLUMNS - len(hidden))
    if not any(hidden):
        return []
    found = []
    # For each column, how many further rows a cell with rowspan covers.
    reaches = [0] * (len(hidden) + 1)
    for row in table.xpath("tr | thead/tr | tbody/tr | tfoot/tr"):
        place = 0
        taken = [left > 0 for left in reaches]
        reaches = [max(0, left - 1) for left in reaches]
        for cell in [cell for cell in row if cell.tag in {"td", "th"}]:
            while place < len(hidden) and taken[place]:
                place += 1
            end = min(place + _span(cell, "colspan"), len(hidden))
            if place < end and all(hidden[place:end]):
                found.append(cell)
            for column in range(place, end):
                reaches[column] = _span(cell, "rowspan") - 1
            place = max(place, end)
    return found


def _span(element: html.HtmlElement, attribute: str) -> int:
    written = element.get(attribute) or ""
    return min(int(written), _MAX_COLUMNS) if _SPAN.fullmatch(written) else 1
