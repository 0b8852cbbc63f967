"""What RFC 4287 and RSS 2.0 ask of a feed, as far as a document alone can show it: each fault in a few words."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from lxml import etree

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
# RFC 4287, 3.3: a date-time of RFC 3339 with an upper-case T and Z.
_TIMESTAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
# RFC 822 with the year of four digits that RSS 2.0 prefers.
_MAIL_DATE = re.compile(r"[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d ([+-]\d{4}|GMT)")
_ONCE = ("title", "id", "updated")
_TEXTS = ("title", "subtitle", "summary", "content")
_AT_MOST_ONCE = ("subtitle", "rights", "icon", "logo", "generator", "published", "summary", "content")


def atom_faults(document: bytes) -> list[str]:
    feed = etree.fromstring(document)
    if feed.tag != f"{ATOM}feed":
        return [f"the root is {feed.tag}"]
    faults = list(_container_faults(feed, "feed"))
    entries = feed.findall(f"{ATOM}entry")
    identifiers = [entry.findtext(f"{ATOM}id") for entry in entries]
    if len(set(identifiers)) < len(identifiers):
        faults.append("two entries share an id")
    # 4.1.1: without an author of its own, the feed needs one in every entry.
    if feed.find(f"{ATOM}author") is None and any(entry.find(f"{ATOM}author") is None for entry in entries):
        faults.append("an entry has no author and the feed neither")
    for number, entry in enumerate(entries, 1):
        name = f"entry {number}"
        faults += _container_faults(entry, name)
        # 4.1.2: content, or a link to it.
        if entry.find(f"{ATOM}content") is None and not _links(entry, "alternate"):
            faults.append(f"{name} has neither content nor a link to it")
    return faults


def _container_faults(element: etree._Element, name: str) -> Iterator[str]:
    yield from _count_faults(element, name)
    yield from _link_faults(element, name)
    if not _is_whole(element.findtext(f"{ATOM}id") or ""):
        yield f"the id of {name} is no IRI"
    for timestamp in [*element.findall(f"{ATOM}updated"), *element.findall(f"{ATOM}published")]:
        if not _TIMESTAMP.fullmatch(timestamp.text or ""):
            yield f"{name} has the moment {timestamp.text!r}"
    if any(not (author.findtext(f"{ATOM}name") or "").strip() for author in element.findall(f"{ATOM}author")):
        yield f"{name} has an author without a name"
    if any(not category.get("term") for category in element.findall(f"{ATOM}category")):
        yield f"{name} has a category without a term"
    texts = [text for part in _TEXTS for text in element.findall(ATOM + part)]
    if any(text.get("type", "text") not in {"text", "html", "xhtml"} for text in texts):
        yield f"{name} has text of an unknown type"


def _count_faults(element: etree._Element, name: str) -> Iterator[str]:
    for child in _ONCE:
        if len(element.findall(ATOM + child)) != 1:
            yield f"{name} has not one {child}"
    for child in _AT_MOST_ONCE:
        if len(element.findall(ATOM + child)) > 1:
            yield f"{name} has more than one {child}"


def _link_faults(element: etree._Element, name: str) -> Iterator[str]:
    if len(_links(element, "alternate")) > 1:
        yield f"{name} has two alternates of a kind"
    if name == "feed" and len(_links(element, "self")) != 1:
        yield "the feed does not say where it is"
    for link in element.findall(f"{ATOM}link"):
        if not _is_whole(link.get("href", "")):
            yield f"{name} links to {link.get('href')!r}"


def _links(element: etree._Element, relation: str) -> list[etree._Element]:
    return [link for link in element.findall(f"{ATOM}link") if link.get("rel", "alternate") == relation]


def rss_faults(document: bytes) -> list[str]:
    rss = etree.fromstring(document)
    if rss.tag != "rss" or rss.get("version") != "2.0" or len(rss) != 1 or rss[0].tag != "channel":
        return ["no RSS 2.0 with one channel"]
    channel = rss[0]
    faults = [f"the channel has no {name}" for name in ("title", "link", "description") if not channel.findtext(name)]
    selves = [link for link in channel.findall(f"{ATOM}link") if link.get("rel") == "self"]
    if len(selves) != 1 or not _is_whole(selves[0].get("href", "")):
        faults.append("the channel does not say where it is")
    if not _is_mail_date(channel.findtext("lastBuildDate") or ""):
        faults.append("the channel has no date of RFC 822")
    guids = [item.findtext("guid") for item in channel.findall("item")]
    if len(set(guids)) < len(guids):
        faults.append("two items share a guid")
    for number, item in enumerate(channel.findall("item"), 1):
        faults += [f"item {number} {fault}" for fault in _item_faults(item)]
    return faults


def _item_faults(item: etree._Element) -> Iterator[str]:
    if not item.findtext("title") and not item.findtext("description"):
        yield "has neither title nor description"
    for name in ("title", "link", "description", "guid", "pubDate", "enclosure", "author"):
        if len(item.findall(name)) > 1:
            yield f"has more than one {name}"
    if not _is_whole(item.findtext("link") or ""):
        yield f"links to {item.findtext('link')!r}"
    if not _is_mail_date(item.findtext("pubDate") or ""):
        yield f"has the date {item.findtext('pubDate')!r}"
    guid = item.find("guid")
    if guid is None or (guid.get("isPermaLink", "true") == "true" and not (guid.text or "").startswith("http")):
        yield "has no guid, or one that is no address and says it is"
    for enclosure in item.findall("enclosure"):
        if not (enclosure.get("url", "").startswith("http") and enclosure.get("length", "").isdigit()):
            yield "has an enclosure without address or length"
        if "/" not in enclosure.get("type", ""):
            yield "has an enclosure without a type"


def _is_mail_date(text: str) -> bool:
    return _MAIL_DATE.fullmatch(text) is not None


def _is_whole(address: str) -> bool:
    parts = urlsplit(address)
    return bool(parts.scheme and (parts.netloc or parts.scheme == "tag"))
