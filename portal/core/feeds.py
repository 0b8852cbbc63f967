"""Feeds in RSS 2.0 and Atom (RFC 4287), with full text on request (``?day-du=1``).

Feeds are public pages like all others: the same for everybody, cached for a second, in Vietnamese.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed
from django.utils.http import http_date
from django.utils.xmlutils import SimplerXMLGenerator

from portal.core import site_identity
from portal.core.http.absolute_urls import absolute_url, base_url
from portal.core.text.xml_text import strip_illegal_characters

FEED_SIZE = 20
# An empty feed needs a constant timestamp, or its ETag would change with every request.
_EMPTY_FEED_DATE = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


class _DeterministicFeed(SyndicationFeed):
    """A feed with deterministic output, without characters that XML does not allow."""

    content_type: str

    def add_item(self, *args: Any, **item: Any) -> None:
        clean: dict[str, Any] = {
            name: strip_illegal_characters(value) if isinstance(value, str) else value for name, value in item.items()
        }
        super().add_item(*args, **clean)

    def latest_post_date(self) -> dt.datetime:
        return max((item["updateddate"] for item in self.items), default=_EMPTY_FEED_DATE)


class RssFeed(_DeterministicFeed, Rss201rev2Feed):
    """RSS 2.0; the full text goes into ``content:encoded``."""

    def rss_attributes(self) -> dict[str, str]:
        return {**super().rss_attributes(), "xmlns:content": "http://purl.org/rss/1.0/modules/content/"}

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        if item["content"]:
            handler.addQuickElement("content:encoded", item["content"])


class AtomFeed(_DeterministicFeed, Atom1Feed):
    """Atom; the full text goes into ``content``."""

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        if item["content"]:
            handler.addQuickElement("content", item["content"], {"type": "html"})


FORMATS: dict[str, type[_DeterministicFeed]] = {"rss": RssFeed, "atom": AtomFeed}


@dataclass(frozen=True)
class Channel:
    """The feed's title, description and page."""

    title: str
    description: str
    page: str


def wants_full_content(request: HttpRequest) -> bool:
    return request.GET.get("day-du") == "1"


def feed_response(
    request: HttpRequest, feed_format: str, channel: Channel, items: Iterable[Mapping[str, Any]]
) -> HttpResponse:
    """The feed of these items, newest first: arguments of Django's ``add_item``, and ``content`` (HTML or "").

    URLs are absolute, timestamps without microseconds, descriptions HTML.
    """
    root = base_url(request)
    page = absolute_url(channel.page, root)
    feed = FORMATS[feed_format](
        title=strip_illegal_characters(f"{channel.title} – {site_identity.current_identity().name}"),
        link=page,
        description=strip_illegal_characters(channel.description),
        subtitle=strip_illegal_characters(channel.description),
        language="vi",
        author_name=site_identity.current_identity().publisher,
        author_link=f"{root}/",
        feed_url=f"{root}{request.path}{'?day-du=1' if wants_full_content(request) else ''}",
        feed_guid=page,
    )
    for item in items:
        feed.add_item(**item)
    response = HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)
    if feed.items:
        response.headers["Last-Modified"] = http_date(feed.latest_post_date().timestamp())
    return response


def tag_uri(root: str, day: dt.date, path: str) -> str:
    """A permanent id of an item that does not depend on its URL: the site, the local creation date and the path.

    Source: RFC 4151.
    """
    host = root.partition("://")[2].rpartition("@")[2].partition(":")[0]
    return f"tag:{host},{day:%Y-%m-%d}:{path}"
