"""Rich text: the one list of what may stand in an article's HTML, and the field that holds to it.

The editor in the browser is the writer's tool, never the guard (docs/adr/0001-editor.md). Whatever the way
in — admin, importer, shell, ``update()`` — text passes ``clean_html`` before it reaches the database.
"""

import re
from collections import Counter
from typing import Any

import nh3
from django.conf import settings
from django.db import models
from django.forms import Field

from portal.kit import vietnamese
from portal.kit.editor import EditorWidget, RichTextFormField

ALIGNMENTS = {"align-left", "align-center", "align-right", "align-justify"}
TAGS = {
    *("p", "h2", "h3", "h4", "blockquote", "ul", "ol", "li", "br", "hr"),
    *("strong", "em", "u", "s", "sub", "sup", "a"),
    *("table", "caption", "thead", "tbody", "tr", "th", "td"),
    *("figure", "figcaption", "img"),
}
ATTRIBUTES = {
    "*": set(),  # the sanitiser's own default would let title and lang through on every tag
    "a": {"href", "title"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start"},
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
# Tags that carry meaning under another name in what people paste or import.
_RENAMED = {
    **{"h1": "h2", "h5": "h4", "h6": "h4", "b": "strong", "i": "em", "strike": "s", "del": "s", "ins": "u"},
    **{"div": "p", "section": "p", "article": "p", "center": "p", "address": "p", "pre": "p"},
}
_RENAME = re.compile(rf"<(/?)({'|'.join(_RENAMED)})(?=[\s>/])", re.IGNORECASE)
_CONTENT_DROPPED = {"script", "style", "title", "xml", "noscript", "template", "object", "select", "textarea"}
# The sanitiser writes every attribute as name="value", so these read its output exactly.
_ATTRIBUTES = r'(?:\s[\w-]+="[^"]*")*'
_IMG = re.compile(rf"<img({_ATTRIBUTES})>")
_EMPTY_BLOCK = re.compile(
    rf"<(p|h2|h3|h4|blockquote|figcaption|caption|figure|ul|ol){_ATTRIBUTES}>(?:\s|&nbsp;|<br>)*</\1>"
)
# Far deeper than people nest. A parser's work grows with the square of the depth: a megabyte of <ul> took it minutes.
MAX_DEPTH = 200
_TAG_START = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_ANY_TAG = re.compile(r"<[^<>]*>")
# Elements that have no end, or whose end people may leave out.
_WITHOUT_END = {
    *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr", "param"),
    *("p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "colgroup", "option", "optgroup"),
}
_NUMBER = re.compile(r"\d{1,5}")
# Control characters, zero-width spaces and soft hyphens that come with a paste and break search.
_UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\u00ad\u200b\u2060\ufeff]")


def clean_html(html: str) -> str:
    """The text with nothing in it but what ``TAGS``, ``ATTRIBUTES`` and ``CLASSES`` allow, in NFC.

    Idempotent. What nests deeper than ``MAX_DEPTH`` keeps its words only. Headings too high or too deep are moved
    into range, ``div`` becomes a paragraph; pictures of other hosts are dropped, as a page of ours asks no other
    host for anything.
    """
    cleaned = _clean_once(_ANY_TAG.sub(" ", html) if _nests_too_deep(html) else html)
    # A second look sees what the first one decoded (a tone written as an entity, an emptied block).
    while (again := _clean_once(cleaned)) != cleaned:
        cleaned = again
    return cleaned


def _nests_too_deep(html: str) -> bool:
    depth, opened = 0, Counter[str]()
    for match in _TAG_START.finditer(html):
        name = match[2].lower()
        if match[1]:
            # An end without a beginning closes nothing.
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
    # Composing must come before the sanitiser: U+0338 after a tag's ">" composes with it and breaks the tag.
    text = vietnamese.nfc(_UNWANTED.sub("", html))
    text = _RENAME.sub(lambda match: f"<{match[1]}{_RENAMED[match[2].lower()]}", text)
    text = _CLEANER.clean(text)
    text = _IMG.sub(lambda match: match[0] if ' src="' in match[1] else "", text)
    # Emptied from the inside outwards, here and not by cleaning all of it again.
    while (emptied := _EMPTY_BLOCK.sub("", text)) != text:
        text = emptied
    return text.strip()


def plain_text(html: str) -> str:
    """The words of a cleaned text without its markup, blocks separated by spaces."""
    spaced = re.sub(r"<(?:/(?:p|h2|h3|h4|li|tr|td|th|blockquote|caption|figcaption)|br|hr)>", " ", html)
    stripped = nh3.clean(spaced, tags=set())
    return " ".join(_unescape(stripped).split())


def _unescape(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&nbsp;", " ").replace("&amp;", "&")


def _allowed_attribute(tag: str, attribute: str, value: str) -> str | None:
    if attribute in {"width", "height", "colspan", "rowspan", "start"}:
        return value if _NUMBER.fullmatch(value) else None
    if tag == "img" and attribute == "src":
        return value if value.startswith(settings.MEDIA_URL) and ".." not in value else None
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


class RichTextField(models.TextField):
    """Stored HTML that is clean whatever wrote it: ``save``, ``bulk_create``, ``update`` or a fixture."""

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        return super().get_db_prep_save(clean_html(value) if isinstance(value, str) else value, connection)

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = super().pre_save(model_instance, add)
        if isinstance(value, str):
            value = clean_html(value)
            setattr(model_instance, self.attname, value)
        return value

    def formfield(self, **kwargs: Any) -> Field | None:
        return super().formfield(**{**kwargs, "form_class": RichTextFormField, "widget": EditorWidget})
