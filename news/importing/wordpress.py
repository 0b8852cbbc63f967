"""A WordPress export (WXR): posts, their authors and categories, the pictures in the uploads folder beside it."""

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _
from lxml import etree

from news.importing import markup
from news.importing.beside import find_picture
from news.importing.found import FoundArticle, Refused, opening_sentences
from news.importing.furniture import at_clock
from portal.kit import legacy_encodings, vietnamese

_NEVER = "0000-00-00 00:00:00"
# What WordPress keeps but nobody wrote for readers.
_LEFT_OUT = {"trash", "auto-draft", "inherit"}
_PUBLIC = {"publish", "future"}
_CAPTION = re.compile(r"\[caption[^\]]*\](?P<inner>.*?)\[/caption\]", re.DOTALL)
_PICTURE = re.compile(r"(?P<picture>(?:<a\b[^>]*>\s*)?<img\b[^>]*>(?:\s*</a>)?)(?P<words>.*)", re.DOTALL)
_EMBED = re.compile(r"\[embed[^\]]*\]\s*(?P<address>[^\s\[]+)\s*\[/embed\]")


def is_export(root: etree._Element) -> bool:
    """Whether an RSS document is a WordPress export: they share the root and differ by this name space."""
    return any("wordpress.org/export" in address for address in root.nsmap.values())


def read(root: etree._Element, path: Path, folder: Path) -> Iterator[FoundArticle | Refused]:
    """The posts of an export. Pictures are looked for beside ``path``, never outside ``folder``."""
    authors = {_text(author, "author_login"): _text(author, "author_display_name") for author in _all(root, "author")}
    items = list(root.iter("item"))
    attachments = {
        _text(item, "post_id"): _text(item, "attachment_url")
        for item in items
        if _text(item, "post_type") == "attachment"
    }
    for item in items:
        if _text(item, "post_type") == "post" and _text(item, "status") not in _LEFT_OUT:
            yield _post(item, authors, attachments, path, folder)


def _post(
    item: etree._Element, authors: dict[str, str], attachments: dict[str, str], path: Path, folder: Path
) -> FoundArticle | Refused:
    title = vietnamese.tidy_line(_words(item, "title"))
    origin = f"{path.relative_to(folder)}: “{title or _text(item, 'post_id')}”"
    published_at = _moment(item)
    body = markup.parse_fragment(_with_frames(_text(item, "encoded", "content")))
    for reason, is_missing in (
        (_("không có tiêu đề."), not title),
        (_("không thấy ngày đăng."), published_at is None),
        (_("không có nội dung bài."), not markup.words_of(body) and not markup.picture_sources(body)),
    ):
        if is_missing:
            return Refused(origin, reason)
    lead_src = attachments.get(_meta(item, "_thumbnail_id"), "")
    sources = [*markup.picture_sources(body), *([lead_src] if lead_src else [])]
    creator = _text(item, "creator")
    return FoundArticle(
        title=title,
        body_html=markup.inner_html(body),
        published_at=published_at,  # type: ignore[arg-type]  # refused above when there is none
        origin=origin,
        author=authors.get(creator) or creator,
        summary=opening_sentences(
            markup.words_of(markup.parse_fragment(_text(item, "encoded", "excerpt") or "<p></p>"))
        )
        or opening_sentences(_first_words(body) or title),
        source_url=_text(item, "link"),
        category_names=tuple(
            vietnamese.tidy_line(category.text or "")
            for category in item.findall("category")
            if category.get("domain") == "category" and category.text
        ),
        slug=vietnamese.slugify(_text(item, "post_name")) if "%" not in _text(item, "post_name") else "",
        pictures={src: found for src in sources if (found := find_picture(src, path.parent, folder))},
        lead_src=lead_src,
        is_draft=_text(item, "status") not in _PUBLIC,
    )


def _moment(item: etree._Element) -> dt.datetime | None:
    """GMT when WordPress has it; a post that was never published has its local time only, or the feed's date."""
    for name, is_universal in (("post_date_gmt", True), ("post_date", False)):
        written = _text(item, name)
        if not written or written == _NEVER:
            continue
        try:
            moment = dt.datetime.fromisoformat(written).replace(tzinfo=dt.UTC)
        except ValueError:
            continue
        return moment if is_universal else at_clock(moment.date(), moment.hour, moment.minute)
    return None


def _with_frames(content: str) -> str:
    """WordPress's own short codes for captions and films as HTML; all other text stays as it is."""
    content = _EMBED.sub(lambda match: f"\n\n{match['address']}\n\n", content)
    return _CAPTION.sub(_figure, content)


def _figure(match: re.Match[str]) -> str:
    parts = _PICTURE.search(match["inner"])
    if parts is None:
        return match["inner"]
    return f"<figure>{parts['picture']}<figcaption>{parts['words'].strip()}</figcaption></figure>"


def _first_words(body: etree._Element) -> str:
    paragraphs = (markup.words_of(paragraph) for paragraph in body.iter("p"))
    return next((words for words in paragraphs if words), "")


def _meta(item: etree._Element, key: str) -> str:
    return next((_text(meta, "meta_value") for meta in _all(item, "postmeta") if _text(meta, "meta_key") == key), "")


def _all(element: etree._Element, name: str) -> Iterator[etree._Element]:
    return element.iter(f"{{*}}{name}")


def _text(element: etree._Element, name: str, space: str = "") -> str:
    """The text of a child by its local name; ``space`` tells the two ``encoded`` apart (content, excerpt)."""
    for child in element.findall(f"{{*}}{name}"):
        if space in etree.QName(child).namespace if space else True:
            return (child.text or "").strip()
    return ""


def _words(element: etree._Element, name: str) -> str:
    return legacy_encodings.to_unicode(_text(element, name))
