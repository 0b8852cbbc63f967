"""What the dashboard and the admin's index show: pending work, quick actions, panels, own recent actions."""

import datetime as dt
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString

from portal.accounts.models import User
from portal.audit import services as audit_services
from portal.audit.models import AuditEntry
from portal.core import dashboard

RECENT_ACTIONS_COUNT = 8


@dataclass(frozen=True)
class RecentAction:
    """One of the user's audit log entries; ``url`` is empty if the object has no form."""

    action_label: str | Promise
    kind: str | Promise
    title: str
    url: str
    timestamp: dt.datetime


@dataclass(frozen=True)
class PendingWork:
    """The dashboard's sections, split into those with pending work and those without."""

    sections: list[dashboard.DashboardSection]
    total: int

    @property
    def empty_sections(self) -> list[dashboard.DashboardSection]:
        return [section for section in self.sections if not section.rows]


def pending_work_for(user: User, now: dt.datetime) -> PendingWork:
    """One query per section of the user's roles."""
    sources = dashboard.in_order(dashboard.section_sources)
    sections = [section for source in sources for section in source.build(user, now)]
    return PendingWork(sections, total=sum(section.total for section in sections))


def quick_actions_for(user: User) -> list[dashboard.QuickAction]:
    return [action for action in dashboard.in_order(dashboard.quick_actions) if user.has_perm(action.permission)]


def panels_for(user: User, now: dt.datetime) -> list[SafeString]:
    """The rendered boxes beside the sections; their templates get the context as ``panel``."""
    shown = ((panel.template_name, panel.context(user, now)) for panel in dashboard.in_order(dashboard.panels))
    return [render_to_string(name, {"panel": panel, "now": now}) for name, panel in shown if panel is not None]


def recent_actions(user: User) -> list[RecentAction]:
    """The user's last actions on objects, without sign-ins. One query."""
    found = AuditEntry.objects.of_user(user.pk).with_target().newest_first().for_list()[:RECENT_ACTIONS_COUNT]
    return [
        RecentAction(
            action_label=audit_services.action_label(entry.action),
            kind=audit_services.model_label(entry.kind),
            title=entry.title,
            url="" if entry.action == audit_services.DELETED else _change_form_url(entry),
            timestamp=entry.occurred_at,
        )
        for entry in found
    ]


def _change_form_url(entry: AuditEntry) -> str:
    try:
        return reverse(f"admin:{entry.kind.replace('.', '_')}_change", args=[entry.target_id])
    except NoReverseMatch:
        return ""
