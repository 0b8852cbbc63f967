"""What an app shows staff on the dashboard and in the admin's menu: it registers that in its ``dashboard.py``."""

import datetime as dt
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise

from portal.core.registry import Registry

if TYPE_CHECKING:
    from portal.accounts.models import User

SECTION_ROW_LIMIT = 8
Text = str | Promise


class Labelled(Protocol):
    """A displayed state: a member of a ``TextChoices``."""

    @property
    def value(self) -> str: ...

    @property
    def label(self) -> Text: ...


@dataclass(frozen=True)
class DashboardRow:
    """One row of the dashboard. ``timestamp`` is when it was queued; a row with a due date shows ``due_at`` instead."""

    title: str
    url: str
    actor: str
    timestamp: dt.datetime | None
    state: Labelled | None = None
    due_at: dt.datetime | None = None
    reason: str = ""
    category: str = ""
    is_pending_revision: bool = False
    # Due date promised to an external recipient.
    deadline: dt.date | None = None
    is_overdue: bool = False


@dataclass(frozen=True)
class DashboardSection:
    """A section of the dashboard with its first rows; ``more_url`` is the full list, if there is one."""

    key: str
    title: str
    action_label: str
    empty_text: str
    rows: list[DashboardRow] = field(default_factory=list)
    total: int = 0
    more_url: str = ""


@dataclass(frozen=True)
class SectionSource:
    """The sections of an app that the user's roles allow, each in one query."""

    build: Callable[["User", dt.datetime], list[DashboardSection]]
    position: int


@dataclass(frozen=True)
class Panel:
    """A box beside the sections; ``context`` is that of its template, None when the user gets no such box."""

    template_name: str
    context: Callable[["User", dt.datetime], dict[str, Any] | None]
    position: int


@dataclass(frozen=True)
class QuickAction:
    """A link to start a task, for users with a permission."""

    permission: str
    name: Text
    url_name: str
    position: int

    @property
    def url(self) -> str:
        return reverse(self.url_name)


@dataclass(frozen=True)
class DashboardPage:
    """A page of the app below /ban-lam-viec/, named ``dashboard:<name>``."""

    path: str
    view: Callable[..., HttpResponseBase]
    name: str


@dataclass(frozen=True)
class DashboardLink:
    """A link in the navigation of the dashboard; with ``index_label`` also on the admin's index."""

    url_name: str
    label: Text
    is_shown: Callable[["User"], bool]
    position: int
    # Unread items behind the link; the admin's account menu has the links with a count.
    unread_count: Callable[["User"], int] | None = None
    index_label: Text = ""

    @property
    def url(self) -> str:
        return reverse(self.url_name)


@dataclass(frozen=True)
class MenuGroup:
    """A group of the admin's menu."""

    key: str
    name: Text
    position: int


@dataclass(frozen=True)
class MenuItems:
    """Models in a group of the menu: ordered labels (``news.Article``); ``app.*`` is the rest of an app."""

    group: str
    models: tuple[str, ...]
    position: int = 0


@dataclass(frozen=True)
class SetupStep:
    """One step of setting up a new portal, offered to users with a permission until ``is_done``.

    ``url`` is the page where it is done by hand. A step with ``options`` (keys and labels, ticked beforehand) also
    creates what is chosen by ``create``, which returns how many rows it made. One query each for ``is_done``.
    """

    key: str
    title: Text
    text: Text
    permission: str
    url: Callable[[], str]
    is_done: Callable[[], bool]
    position: int
    options: Callable[[], list[tuple[str, Text]]] | None = None
    create: Callable[[Collection[str], "User"], int] | None = None


section_sources: Registry[SectionSource] = Registry("dashboard")
panels: Registry[Panel] = Registry("dashboard")
quick_actions: Registry[QuickAction] = Registry("dashboard")
pages: Registry[DashboardPage] = Registry("dashboard")
links: Registry[DashboardLink] = Registry("dashboard")
menu_groups: Registry[MenuGroup] = Registry("dashboard")
menu_items: Registry[MenuItems] = Registry("dashboard")
setup_steps: Registry[SetupStep] = Registry("dashboard")

Item = TypeVar("Item")


def in_order(items: Iterable[Item]) -> list[Item]:
    """By their ``position``; the order of INSTALLED_APPS decides between equals."""
    return sorted(items, key=attrgetter("position"))


@dataclass(frozen=True)
class ShownLink:
    """A link for one user; ``unread`` is None for a link without a count."""

    url: str
    label: Text
    unread: int | None
    index_label: Text


def links_for(user: "User") -> list[ShownLink]:
    return [
        ShownLink(link.url, link.label, link.unread_count(user) if link.unread_count else None, link.index_label)
        for link in in_order(links)
        if link.is_shown(user)
    ]


def page_context(request: HttpRequest) -> dict[str, Any]:
    """Context of every page that extends ``dashboard/base.html``."""
    return {"now": timezone.now(), "dashboard_links": links_for(request.user)}  # type: ignore[arg-type]  # staff only
