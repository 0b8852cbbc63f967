"""An RSS or Atom file saved to disk. Never an address: this portal asks other hosts for nothing."""

import datetime as dt
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import feedparser
from django.utils.translation import gettext as _

from news.importing import markup
from news.importing.beside import find_picture
from news.importing.found import FoundArticle, Refused, Unreadable, opening_sentences
from portal.kit import vietnamese

ROOTS = {"rss", "feed", "RDF"}


def read(data: bytes, path: Path, folder: Path) -> Iterator[FoundArticle | Refused]:
    """The entries of a feed. Pictures are looked for beside ``path``, never outside ``folder``."""
    # What the text may hold is the model's decision; the parser's own cleaning would take films away.
    feed = feedparser.parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
    if not feed.version:
        raise Unreadable(_("không phải tệp RSS, Atom hay bản xuất WordPress."))
    for number, entry in enumerate(feed.entries, start=1):
        yield _article(entry, number, path, folder)


def _article(entry: Any, number: int, path: Path, folder: Path) -> FoundArticle | Refused:
    title = markup.words_of(markup.parse_fragment(f"<p>{entry.get('title', '')}</p>"))
    origin = f"{path.relative_to(folder)}: “{title or number}”"
    content = entry.get("content") or [{"value": entry.get("summary", "")}]
    body = markup.parse_fragment(content[0]["value"] or "<p></p>")
    moment = entry.get("published_parsed") or entry.get("updated_parsed")
    for reason, is_missing in (
        (_("không có tiêu đề."), not title),
        (_("không thấy ngày đăng."), moment is None),
        (_("không có nội dung bài."), not markup.words_of(body) and not markup.picture_sources(body)),
    ):
        if is_missing:
            return Refused(origin, reason)
    described = markup.words_of(markup.parse_fragment(entry.get("summary") or "<p></p>"))
    return FoundArticle(
        title=title,
        body_html=markup.inner_html(body),
        published_at=dt.datetime(*moment[:6], tzinfo=dt.UTC),
        origin=origin,
        author=vietnamese.tidy_line(entry.get("author", "")),
        summary=opening_sentences(described or markup.words_of(body) or title),
        source_url=entry.get("link", ""),
        category_names=tuple(vietnamese.tidy_line(tag["term"]) for tag in entry.get("tags", []) if tag.get("term")),
        pictures={
            src: found for src in markup.picture_sources(body) if (found := find_picture(src, path.parent, folder))
        },
    )
