"""The admin's menu, grouped by task instead of by Django app."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class MenuGroup:
    """A menu group. ``models`` are ordered labels (``news.Article``); ``app.*`` is the rest of an app."""

    key: str
    name: str | Promise
    models: tuple[str, ...]


OTHER_GROUP = MenuGroup("khac", _("Khác"), ())

MENU_GROUPS = (
    MenuGroup(
        "tin-bai",
        _("Tin bài"),
        ("news.Article", "news.Category", "news.Thread", "news.Tag", "news.Author", "news.CategoryScope"),
    ),
    MenuGroup("anh-va-tep", _("Ảnh và tệp"), ("images.Image",)),
    MenuGroup(
        "khoi-thi-dua",
        _("Khối thi đua"),
        (
            "emulation.Bloc",
            "emulation.EmulationYear",
            "emulation.Meeting",
            "emulation.BlocDocument",
            "emulation.Covenant",
            "emulation.Registration",
            "emulation.EmulationTitle",
            "emulation.CommendationForm",
            "emulation.CommendationKind",
        ),
    ),
    MenuGroup("van-ban", _("Văn bản – lấy ý kiến"), ("documents.*", "consultations.*")),
    MenuGroup("hoi-dap", _("Hỏi đáp"), ("questions.*",)),
    MenuGroup("trang", _("Trang và trình đơn"), ("pages.*",)),
    MenuGroup(
        "co-cau",
        _("Cơ cấu – con người"),
        ("emulation.Agency", "emulation.LeadershipTerm", "emulation.Decision", "organisation.*"),
    ),
    MenuGroup(
        "tai-khoan",
        _("Tài khoản và nhật ký"),
        ("accounts.User", "auth.Group", "audit.AuditEntry"),
    ),
    MenuGroup("cai-dat", _("Địa chỉ và lượt truy cập"), ("redirects.*", "analytics.*")),
)

_GROUP_BY_LABEL = {label: group for group in MENU_GROUPS for label in group.models}


def menu_group_of(label: str) -> MenuGroup:
    """The group of a model (``app.Model``)."""
    return _GROUP_BY_LABEL.get(label) or _GROUP_BY_LABEL.get(f"{label.partition('.')[0]}.*") or OTHER_GROUP


def group_app_list(apps: Iterable[dict[str, Any]], index_url: str) -> list[dict[str, Any]]:
    """Regroups Django's app list, which has only what the user may see; empty groups are left out.

    ``index_url`` is the page that shows the groups, each with its key as anchor.
    """
    found: dict[MenuGroup, list[dict[str, Any]]] = {}
    for app in apps:
        for model in app["models"]:
            found.setdefault(menu_group_of(model["model"]._meta.label), []).append(model)
    return [
        {
            "name": group.name,
            "app_label": group.key,
            "app_url": f"{index_url}#{group.key}",
            "has_module_perms": True,
            "models": sorted(found[group], key=lambda model: _sort_key(group, model)),
        }
        for group in (*MENU_GROUPS, OTHER_GROUP)
        if group in found
    ]


def _sort_key(group: MenuGroup, model: dict[str, Any]) -> tuple[int, str]:
    """Explicit models in their order, then those of ``app.*`` by name."""
    label = model["model"]._meta.label
    named = label if label in group.models else f"{label.partition('.')[0]}.*"
    return (group.models.index(named) if named in group.models else len(group.models), model["name"])
