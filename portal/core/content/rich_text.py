"""Rich text: the allow-list of article HTML and the model field that enforces it.

The editor in the browser is no security boundary (docs/adr/0001-editor.md). Text from any source – admin, importer,
shell, ``update()`` – passes ``clean_html`` before it reaches the database.
"""

import html as markup
import re
from collections import Counter
from collections.abc import Callable
from typing import Any

import nh3
from django.db import models
from django.forms import Field

from portal.core.content import image_sources
from portal.core.content.editor import EditorWidget, RichTextFormField
from portal.core.content.hidden_content import remove_hidden
from portal.core.text import vietnamese

ALIGNMENTS = {"align-left", "align-center", "align-right", "align-justify"}
TAGS = {
    *("p", "h2", "h3", "h4", "blockquote", "ul", "ol", "li", "br", "hr"),
    *("strong", "em", "u", "s", "sub", "sup", "a"),
    *("table", "caption", "thead", "tbody", "tr", "th", "td"),
    *("figure", "figcaption", "img"),
}
ATTRIBUTES = {
    "*": set(),  # the sanitiser's default allows title and lang on every tag
    "a": {"href", "title"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start", "type"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
CLASSES = {
    "p": ALIGNMENTS,
    "img": ALIGNMENTS,
    "figure": ALIGNMENTS | {"image"},
    "table": {"plain"},
}
SCHEMES = {"http", "https", "mailto", "tel"}
# Tags in pasted or imported HTML that are replaced by an equivalent one.
_RENAMED = {
    **{"h1": "h2", "h5": "h4", "h6": "h4", "b": "strong", "i": "em", "strike": "s", "ins": "u"},
    **{"div": "p", "section": "p", "article": "p", "center": "p", "address": "p", "pre": "p"},
}
_RENAME = re.compile(rf"<(/?)({'|'.join(_RENAMED)})(?=[\s>/])", re.IGNORECASE)
_CONTENT_DROPPED = {"script", "style", "title", "xml", "noscript", "template", "object", "select", "textarea"}
# The sanitiser writes every attribute as name="value", so these patterns match its output exactly.
_ATTRIBUTES = r'(?:\s[\w-]+="[^"]*")*'
_IMG = re.compile(rf"<img({_ATTRIBUTES})>")
_EMPTY_BLOCK = re.compile(
    rf"<(p|h2|h3|h4|blockquote|figcaption|caption|figure|ul|ol){_ATTRIBUTES}>(?:\s|&nbsp;|<br>)*</\1>"
)
# Far deeper than real content. Parsing time is quadratic in the depth: a megabyte of <ul> took minutes.
MAX_DEPTH = 200
_TAG_START = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_ANY_TAG = re.compile(r"<[^<>]*>")
# Void elements, and elements with an optional end tag.
_WITHOUT_END = {
    *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr", "param"),
    *("p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "colgroup", "option", "optgroup"),
}
_NUMBER = re.compile(r"\d{1,5}")
_LIST_TYPES = {"1", "a", "A", "i", "I"}
# Control characters, zero-width spaces and soft hyphens from pasted text, which break search.
# Noncharacters are invalid in text, so they are free as placeholders while the sanitiser works.
_UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\u00ad\u200b\u2060\ufdd0-\ufdef\ufeff]")
# The sanitiser's parser copies the text for every "&". Beyond this number they are replaced by placeholders.
MAX_REFERENCES = 5000
_REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_STAND_INS = {"&": "\ufdd0", "<": "\ufdd1", ">": "\ufdd2", '"': "\ufdd3", "'": "\ufdd4"}
_STAND_IN_TABLE = str.maketrans(_STAND_INS)
_ESCAPED = str.maketrans({stand_in: markup.escape(sign) for sign, stand_in in _STAND_INS.items()})
_TAG_OR_TEXT = re.compile(r"<[^>]*>|[^<]+")


def clean_html(html: str) -> str:
    """Sanitises HTML to ``TAGS``, ``ATTRIBUTES`` and ``CLASSES``, in canonical form.

    Idempotent. Elements nested deeper than ``MAX_DEPTH`` keep their text only. Heading levels are moved into range,
    ``div`` becomes a paragraph; external images are removed (``image_sources`` lists them), and so is hidden or deleted
    content.
    """
    cleaned = _clean_once(_ANY_TAG.sub(" ", html) if _nests_too_deep(html) else remove_hidden(_UNWANTED.sub("", html)))
    # A second pass cleans what the first one decoded (a tone written as an entity, an emptied block).
    while (again := _clean_once(cleaned)) != cleaned:
        cleaned = again
    return cleaned


def _nests_too_deep(html: str) -> bool:
    depth, opened = 0, Counter[str]()
    for match in _TAG_START.finditer(html):
        name = match[2].lower()
        if match[1]:
            # Ignores an end tag without a start tag.
            closes = opened[name] > 0
            opened[name] -= closes
            depth -= closes
        elif name not in _WITHOUT_END:
            opened[name] += 1
            depth += 1
            if depth > MAX_DEPTH:
                return True
    return False


def _clean_once(html: str) -> str:
    # Normalise before sanitising: U+0338 after a tag's ">" composes with it and breaks the tag.
    text = vietnamese.nfc(_UNWANTED.sub("", html))
    text = _RENAME.sub(lambda match: f"<{match[1]}{_RENAMED[match[2].lower()]}", text)
    text = _with_few_references(text, _CLEANER.clean)
    text = _TAG_OR_TEXT.sub(_with_stroked_d, text)
    text = _IMG.sub(lambda match: match[0] if ' src="' in match[1] else "", text)
    # Removes nested empty blocks from the inside outwards, without a further pass of the sanitiser.
    while (emptied := _EMPTY_BLOCK.sub("", text)) != text:
        text = emptied
    return text.strip()


def _with_stroked_d(match: re.Match[str]) -> str:
    """Leaves tags unchanged: a letter in a URL must not be replaced."""
    return match[0] if match[0].startswith("<") else vietnamese.with_stroked_d(match[0])


def _with_few_references(html: str, clean: Callable[[str], str]) -> str:
    """Runs ``clean`` in linear time: above ``MAX_REFERENCES``, references are replaced by placeholders.

    A reference without a semicolon is then plain text.
    """
    if html.count("&") <= MAX_REFERENCES:
        return clean(html)
    read = _REFERENCE.sub(lambda match: markup.unescape(match[0]).translate(_STAND_IN_TABLE), html)
    return clean(read.replace("&", _STAND_INS["&"])).translate(_ESCAPED)


def plain_text(html: str) -> str:
    """The text of sanitised HTML without markup, blocks separated by spaces."""
    spaced = re.sub(r"<(?:/(?:p|h2|h3|h4|li|tr|td|th|blockquote|caption|figcaption)|br|hr)>", " ", html)
    stripped = _with_few_references(spaced, _STRIPPER.clean)
    return " ".join(_unescape(stripped).split())


def _unescape(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&nbsp;", " ").replace("&amp;", "&")


def _allowed_attribute(tag: str, attribute: str, value: str) -> str | None:
    if attribute in {"width", "height", "colspan", "rowspan", "start"}:
        return value if _NUMBER.fullmatch(value) else None
    if tag == "img" and attribute == "src":
        return value if image_sources.is_own_media(value) else None
    if tag == "ol" and attribute == "type":
        return value if value in _LIST_TYPES else None
    if attribute == "scope":
        return value if value in {"row", "col", "rowgroup", "colgroup"} else None
    return value


_CLEANER = nh3.Cleaner(
    tags=TAGS,
    clean_content_tags=_CONTENT_DROPPED,
    attributes=ATTRIBUTES,
    attribute_filter=_allowed_attribute,
    allowed_classes=CLASSES,
    url_schemes=SCHEMES,
    link_rel="noopener noreferrer",
)
_STRIPPER = nh3.Cleaner(tags=set())


class RichTextField(models.TextField):
    """HTML sanitised on every write: ``save``, ``bulk_create``, ``update`` and fixtures."""

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        return super().get_db_prep_save(clean_html(value) if isinstance(value, str) else value, connection)

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = super().pre_save(model_instance, add)
        if isinstance(value, str):
            value = clean_html(value)
            setattr(model_instance, self.attname, value)
        return value

    def formfield(self, *args: Any, **kwargs: Any) -> Field | None:
        return super().formfield(*args, **{**kwargs, "form_class": RichTextFormField, "widget": EditorWidget})
