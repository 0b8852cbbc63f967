"""What an English page says outside the parts that are marked as Vietnamese."""

import re
from collections.abc import Iterator

from lxml import etree, html

from portal.core.text import languages

VIETNAMESE_LETTERS = re.compile(r"[àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ]", re.IGNORECASE)
READ_OUT = ("aria-label", "alt", "title", "placeholder")


def unmarked_vietnamese(page: bytes | str) -> list[str]:
    """The texts of a page's body that have Vietnamese letters and do not say so."""
    whole = html.document_fromstring(page.decode() if isinstance(page, bytes) else page)
    return [text.strip() for text in _translated(whole.find("body")) if VIETNAMESE_LETTERS.search(text)]


def _translated(element: etree._Element) -> Iterator[str]:
    """What is heard or seen of an element, outside the parts that are marked."""
    if element.get("lang") == languages.VIETNAMESE or not isinstance(element.tag, str):
        return
    yield from (element.get(name, "") for name in READ_OUT)
    yield from (value for name, value in element.items() if name.startswith("data-portal-"))
    if element.tag not in {"script", "style"}:
        yield element.text or ""
    for child in element:
        yield from _translated(child)
        yield child.tail or ""
