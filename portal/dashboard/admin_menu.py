"""The admin's menu, grouped by task instead of by Django app."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.core import dashboard

OTHER_GROUP = dashboard.MenuGroup("khac", _("Khác"), position=1_000)


@cache
def groups() -> dict[dashboard.MenuGroup, tuple[str, ...]]:
    """The groups in their order, each with the labels of its models."""
    items = dashboard.in_order(dashboard.menu_items)
    return {
        group: tuple(label for item in items if item.group == group.key for label in item.models)
        for group in dashboard.in_order(dashboard.menu_groups)
    }


@cache
def _groups_by_label() -> dict[str, dashboard.MenuGroup]:
    return {label: group for group, labels in groups().items() for label in labels}


def menu_group_of(label: str) -> dashboard.MenuGroup:
    """The group of a model (``app.Model``)."""
    known = _groups_by_label()
    return known.get(label) or known.get(f"{label.partition('.')[0]}.*") or OTHER_GROUP


def group_app_list(apps: Iterable[dict[str, Any]], index_url: str) -> list[dict[str, Any]]:
    """Regroups Django's app list, which has only what the user may see; empty groups are left out.

    ``index_url`` is the page that shows the groups, each with its key as anchor.
    """
    found: dict[dashboard.MenuGroup, list[dict[str, Any]]] = {}
    for app in apps:
        for model in app["models"]:
            found.setdefault(menu_group_of(model["model"]._meta.label), []).append(model)
    return [
        {
            "name": group.name,
            "app_label": group.key,
            "app_url": f"{index_url}#{group.key}",
            "has_module_perms": True,
            "models": sorted(found[group], key=lambda model: _sort_key(groups().get(group, ()), model)),
        }
        for group in (*groups(), OTHER_GROUP)
        if group in found
    ]


def _sort_key(labels: tuple[str, ...], model: dict[str, Any]) -> tuple[int, str]:
    """Explicit models in their order, then those of ``app.*`` by name."""
    label = model["model"]._meta.label
    named = label if label in labels else f"{label.partition('.')[0]}.*"
    return (labels.index(named) if named in labels else len(labels), model["name"])
