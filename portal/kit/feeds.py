"""What feed readers follow, in two forms: RSS 2.0 and Atom (RFC 4287); each may carry the whole text (``?day-du=1``).

Feeds are public pages like all others: the same for everybody, kept for a second, in Vietnamese.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed
from django.utils.http import http_date
from django.utils.xmlutils import SimplerXMLGenerator

from portal.kit import identity
from portal.kit.addresses import absolute, root_of
from portal.kit.xml_text import legal

FEED_SIZE = 20
# An empty feed must name a moment too, and always the same one, or its ETag would change with every asking.
_NEVER = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


class _Steady(SyndicationFeed):
    """A feed that the same items always write alike, and whose text XML can hold."""

    def add_item(self, **item: Any) -> None:
        super().add_item(**{name: legal(value) if isinstance(value, str) else value for name, value in item.items()})

    def latest_post_date(self) -> dt.datetime:
        return max((item["updateddate"] for item in self.items), default=_NEVER)


class RssFeed(_Steady, Rss201rev2Feed):
    """RSS 2.0; the whole text goes into ``content:encoded``."""

    def rss_attributes(self) -> dict[str, str]:
        return {**super().rss_attributes(), "xmlns:content": "http://purl.org/rss/1.0/modules/content/"}

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        if item["content"]:
            handler.addQuickElement("content:encoded", item["content"])


class AtomFeed(_Steady, Atom1Feed):
    """Atom; the whole text goes into ``content``."""

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        if item["content"]:
            handler.addQuickElement("content", item["content"], {"type": "html"})


FORMS: dict[str, type[_Steady]] = {"rss": RssFeed, "atom": AtomFeed}


@dataclass(frozen=True)
class Channel:
    """What a feed is about: its title, what it holds in a sentence, and the page it stands for."""

    title: str
    description: str
    page: str


def wants_whole_text(request: HttpRequest) -> bool:
    return request.GET.get("day-du") == "1"


def answer(request: HttpRequest, form: str, channel: Channel, items: Iterable[Mapping[str, Any]]) -> HttpResponse:
    """The feed of these items, newest first: what ``add_item`` of the framework takes, and ``content`` (HTML or "").

    Addresses in them are whole, moments without microseconds, descriptions HTML.
    """
    root = root_of(request)
    page = absolute(channel.page, root)
    feed = FORMS[form](
        title=legal(f"{channel.title} – {identity.current().name}"),
        link=page,
        description=legal(channel.description),
        subtitle=legal(channel.description),
        language="vi",
        author_name=identity.current().publisher,
        author_link=f"{root}/",
        feed_url=f"{root}{request.path}{'?day-du=1' if wants_whole_text(request) else ''}",
        feed_guid=page,
    )
    for item in items:
        feed.add_item(**item)
    response = HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)
    if feed.items:
        response.headers["Last-Modified"] = http_date(feed.latest_post_date().timestamp())
    return response


def lasting_id(root: str, day: dt.date, path: str) -> str:
    """A name for an item that stays when its address changes: the site, the local day it came to be, and what it is.

    Source: RFC 4151.
    """
    host = root.partition("://")[2].rpartition("@")[2].partition(":")[0]
    return f"tag:{host},{day:%Y-%m-%d}:{path}"
