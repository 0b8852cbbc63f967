"""Parser of WordPress exports (WXR): posts, authors, categories, and images in the uploads folder beside it."""

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import quoteattr

from django.utils.translation import gettext as _
from lxml import etree

from news.importers import markup
from news.importers.boilerplate import local_datetime
from news.importers.local_images import find_image_file
from news.importers.result import ParsedArticle, RejectedArticle, opening_sentences
from portal.core.admin import bulk
from portal.core.text import dates, legacy_encodings, vietnamese

_NULL_DATE = "0000-00-00 00:00:00"
# Statuses of rows that WordPress stores but nobody wrote for readers.
_SKIPPED_STATUSES = {"trash", "auto-draft", "inherit"}
_PUBLIC_STATUSES = {"publish", "future"}
_CAPTION = re.compile(r"\[caption[^\]]{0,2000}\](?P<inner>.{0,5000}?)\[/caption\]", re.DOTALL)
_IMAGE = re.compile(r"(?P<picture>(?:<a\b[^>]*>\s*)?<img\b[^>]*>(?:\s*</a>)?)(?P<words>.*)", re.DOTALL)
_GALLERY = re.compile(r"\[(?:gallery|playlist)\b(?P<attributes>[^\]]{0,2000})\]", re.IGNORECASE)
_IDS = re.compile(r"""\bids\s*=\s*["'“”″]?(?P<ids>[\d,\s]+)""")
# Other shortcodes: a name registered by WordPress or a plug-in, with attributes or a closing tag. "[1]" and "[sic]"
# are text.
_SHORTCODE = re.compile(
    r"\[/?(?:(?:audio|video|contact-form-7|(?:wp|vc|su|et_pb|fusion)_\w{1,60})\b[^\]]{0,2000}"
    r"|[a-z][\w-]{0,60}\s{1,9}[a-z][\w-]{0,60}\s{0,9}=\s{0,9}[\"'“”″][^\]]{0,2000}|[a-z]\w{0,60}_\w{0,60})/?\]"
    r"|\[/[a-z][\w-]{0,60}\]",
    re.IGNORECASE,
)
# Shortcodes that restrict content to some readers: signed in, paying, or with a password.
_RESTRICTED_SHORTCODE = re.compile(
    r"\[(?:[a-z0-9]+[_-])*(?:members?|private|restrict(?:ed)?|protect(?:ed|or)?|password|logged|loggedin|s2if|paywall|hide"
    r"|hidden|mepr|wlm|visitors?|subscribers?|access|roles?)(?:[_-][\w-]{0,60})?[\s\]]",
    re.IGNORECASE,
)
_EMBED = re.compile(r"\[embed[^\]]{0,2000}\]\s{0,99}(?P<address>[^\s\[]{1,2000})\s{0,99}\[/embed\]")


def is_export(root: etree._Element) -> bool:
    """Whether an RSS document is a WordPress export: the root is the same, the namespace differs."""
    return any("wordpress.org/export" in address for address in root.nsmap.values())


def read(root: etree._Element, path: Path, folder: Path) -> Iterator[ParsedArticle | RejectedArticle]:
    """The posts of an export. Images are searched beside ``path``, never outside ``folder``."""
    authors = {
        _child_text(author, "author_login"): _child_text(author, "author_display_name")
        for author in _descendants(root, "author")
    }
    items = list(root.iter("item"))
    attachments = {
        _child_text(item, "post_id"): _child_text(item, "attachment_url")
        for item in items
        if _child_text(item, "post_type") == "attachment"
    }
    for item in items:
        if _child_text(item, "post_type") == "post" and _child_text(item, "status") not in _SKIPPED_STATUSES:
            try:
                yield _parse_post(item, authors, attachments, path, folder)
            except Exception as error:  # noqa: BLE001  # reported for this post; the others are still imported
                yield RejectedArticle(
                    f"{path.relative_to(folder)}: “{_child_text(item, 'post_id')}”", bulk.failure_message(error)
                )


def _parse_post(
    item: etree._Element, authors: dict[str, str], attachments: dict[str, str], path: Path, folder: Path
) -> ParsedArticle | RejectedArticle:
    content = _child_text(item, "encoded", "content")
    # A title alone is too short to detect its encoding.
    encoding = markup.detect_html_encoding(_child_text(item, "title"), content)
    title = vietnamese.normalize_line(legacy_encodings.to_unicode(_child_text(item, "title"), encoding))
    origin = f"{path.relative_to(folder)}: “{title or _child_text(item, 'post_id')}”"
    published_at = _published_at(item)
    shown, left_out = _replace_shortcodes(content, attachments)
    body = markup.parse_fragment(shown, encoding)
    hidden = markup.drop_hidden(body)
    draft_reason = _draft_reason(item)
    for reason, is_missing in (
        (_("không có tiêu đề."), not title),
        (_("không thấy ngày đăng."), published_at is None),
        (_("không có nội dung bài."), not markup.inline_text(body) and not markup.image_sources(body)),
    ):
        if is_missing:
            return RejectedArticle(origin, reason)
    lead_src = attachments.get(_meta_value(item, "_thumbnail_id"), "")
    sources = [*markup.image_sources(body), *([lead_src] if lead_src else [])]
    creator = _child_text(item, "creator")
    return ParsedArticle(
        title=title,
        body_html=markup.inner_html(body),
        published_at=published_at,
        origin=origin,
        author=authors.get(creator) or creator,
        summary=opening_sentences(markup.visible_text(_child_text(item, "encoded", "excerpt"), encoding))
        or opening_sentences(_first_paragraph_text(body) or title),
        source_url=_child_text(item, "link"),
        category_names=tuple(
            vietnamese.normalize_line(category.text or "")
            for category in item.findall("category")
            if category.get("domain") == "category" and category.text
        ),
        slug=vietnamese.slugify(_child_text(item, "post_name")) if "%" not in _child_text(item, "post_name") else "",
        images={src: found for src in sources if (found := find_image_file(src, path.parent, folder))},
        lead_image_src=lead_src,
        is_draft=bool(draft_reason),
        warnings=(*([draft_reason] if draft_reason else []), *left_out, *markup.hidden_text_warnings(hidden)),
    )


def _draft_reason(item: etree._Element) -> str:
    """Why WordPress does not show a post publicly; empty when it does."""
    if any("".join(child.itertext()) for child in item.findall("{*}post_password")):  # type: ignore[arg-type]  # lxml yields str here
        return _("bài có mật khẩu ở trang cũ nên để bản nháp.")
    if _RESTRICTED_SHORTCODE.search(_child_text(item, "encoded", "content")):
        return _("bài có phần chỉ dành cho một số người đọc ở trang cũ nên để bản nháp.")
    status = _child_text(item, "status")
    if status in _PUBLIC_STATUSES:
        return ""
    return _("bài chưa công khai ở trang cũ (trạng thái “%s”) nên để bản nháp.") % status


def _replace_shortcodes(content: str, attachment_urls: dict[str, str]) -> tuple[str, list[str]]:
    """Replaces shortcodes; returns the text and the warnings.

    Captions and videos become HTML, a gallery its images that are in the export.
    """
    lost = 0

    def shown(match: re.Match[str]) -> str:
        nonlocal lost
        named = _IDS.search(match["attributes"])
        ids = [key.strip() for key in named["ids"].split(",")] if named else []
        known = [attachment_urls[key] for key in ids if key in attachment_urls]
        lost += len(known) < len(ids) or not ids
        return "\n\n" + "\n\n".join(f"<p><img src={quoteattr(address)}></p>" for address in known) + "\n\n"

    content = _GALLERY.sub(shown, _expand_captions_and_embeds(content))
    content, removed = _SHORTCODE.subn("", content)
    told = [_("bỏ %d bộ ảnh [gallery] không có trong tệp xuất; hãy chèn lại ảnh.") % lost] if lost else []
    if removed:
        told.append(_("bỏ %d mã ngắn (shortcode) của WordPress; hãy xem lại bài.") % removed)
    return content, told


def _published_at(item: etree._Element) -> dt.datetime | None:
    """GMT if WordPress has it; an unpublished post has only its local time, or the feed's date."""
    for name, is_universal in (("post_date_gmt", True), ("post_date", False)):
        written = _child_text(item, name)
        if not written or written == _NULL_DATE:
            continue
        try:
            published_at = dt.datetime.fromisoformat(written).replace(tzinfo=dt.UTC)
        except ValueError:
            continue
        if not dates.FIRST_YEAR <= published_at.year <= dates.LAST_YEAR:
            continue
        return (
            published_at
            if is_universal
            else local_datetime(published_at.date(), published_at.hour, published_at.minute)
        )
    return None


def _expand_captions_and_embeds(content: str) -> str:
    """Converts WordPress's caption and embed shortcodes to HTML; other text is unchanged."""
    content = _EMBED.sub(lambda match: f"\n\n{match['address']}\n\n", content)
    return _CAPTION.sub(_figure, content)


def _figure(match: re.Match[str]) -> str:
    parts = _IMAGE.search(match["inner"])
    if parts is None:
        return match["inner"]
    return f"<figure>{parts['picture']}<figcaption>{parts['words'].strip()}</figcaption></figure>"


def _first_paragraph_text(body: etree._Element) -> str:
    paragraphs = (markup.inline_text(paragraph) for paragraph in body.iter("p"))
    return next((words for words in paragraphs if words), "")


def _meta_value(item: etree._Element, key: str) -> str:
    return next(
        (
            _child_text(meta, "meta_value")
            for meta in _descendants(item, "postmeta")
            if _child_text(meta, "meta_key") == key
        ),
        "",
    )


def _descendants(element: etree._Element, name: str) -> Iterator[etree._Element]:
    return element.iter(f"{{*}}{name}")


def _child_text(element: etree._Element, name: str, space: str = "") -> str:
    """The text of a child by its local name; ``space`` distinguishes the two ``encoded`` (content, excerpt)."""
    for child in element.findall(f"{{*}}{name}"):
        if space in etree.QName(child).namespace if space else True:
            return "".join(child.itertext(tag=child.tag)).strip()  # type: ignore[arg-type]  # lxml yields str here
    return ""
