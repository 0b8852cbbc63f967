"""Parser of RSS and Atom files on disk. Never fetches a URL: the portal makes no outgoing requests."""

import datetime as dt
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import feedparser
from django.utils.translation import gettext as _

from news.importers import markup
from news.importers.local_images import find_image_file
from news.importers.result import ParsedArticle, RejectedArticle, UnreadableFile, opening_sentences
from portal.core.admin import bulk
from portal.core.text import dates, legacy_encodings, vietnamese

ROOT_TAGS = {"rss", "feed", "RDF"}


def read(data: bytes, path: Path, folder: Path) -> Iterator[ParsedArticle | RejectedArticle]:
    """The entries of a feed. Images are searched beside ``path``, never outside ``folder``."""
    # The model sanitizes the HTML; feedparser's own sanitizer would remove video embeds.
    feed = feedparser.parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
    if not feed.version:
        raise UnreadableFile(_("không phải tệp RSS, Atom hay bản xuất WordPress."))
    for number, entry in enumerate(feed.entries, start=1):
        try:
            yield _parse_entry(entry, number, path, folder)
        except Exception as error:  # noqa: BLE001  # reported for this entry; the others are still imported
            yield RejectedArticle(f"{path.relative_to(folder)}: “{number}”", bulk.failure_message(error))


def _parse_entry(entry: Any, number: int, path: Path, folder: Path) -> ParsedArticle | RejectedArticle:
    content = entry.get("content") or [{"value": entry.get("summary", "")}]
    # A title alone is too short to detect its encoding.
    encoding = markup.detect_html_encoding(entry.get("title", ""), content[0]["value"])
    title = markup.inline_text(markup.parse_fragment(f"<p>{entry.get('title', '')}</p>", encoding))
    origin = f"{path.relative_to(folder)}: “{title or number}”"
    body = markup.parse_fragment(content[0]["value"] or "<p></p>", encoding)
    hidden = markup.drop_hidden(body)
    # Blogs mark drafts in the same file (RFC 5023, 13.1.1).
    is_draft = entry.get("app_draft", "").strip().lower() == "yes"
    published = entry.get("published_parsed") or entry.get("updated_parsed")
    for reason, is_missing in (
        (_("không có tiêu đề."), not title),
        (
            _("không thấy ngày đăng."),
            published is None or not dates.FIRST_YEAR <= published[0] <= dates.LAST_YEAR,
        ),
        (_("không có nội dung bài."), not markup.inline_text(body) and not markup.image_sources(body)),
    ):
        if is_missing:
            return RejectedArticle(origin, reason)
    described = markup.visible_text(entry.get("summary") or "", encoding)
    return ParsedArticle(
        title=title,
        body_html=markup.inner_html(body),
        published_at=dt.datetime(*published[:6], tzinfo=dt.UTC),  # type: ignore[misc]  # only six numbers
        origin=origin,
        author=vietnamese.normalize_line(legacy_encodings.to_unicode(entry.get("author", ""), encoding)),
        summary=opening_sentences(described or markup.inline_text(body) or title),
        source_url=entry.get("link", ""),
        category_names=tuple(
            vietnamese.normalize_line(legacy_encodings.to_unicode(tag["term"], encoding))
            for tag in entry.get("tags", [])
            if tag.get("term")
        ),
        is_draft=is_draft,
        warnings=(
            *markup.hidden_text_warnings(hidden),
            *([_("bài chưa công khai ở trang cũ nên để bản nháp.")] if is_draft else []),
        ),
        images={
            src: found for src in markup.image_sources(body) if (found := find_image_file(src, path.parent, folder))
        },
    )
