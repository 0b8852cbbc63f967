"""The admin's menu in the words of the trade: by what people come to do, not by the app a table happens to be in."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Group:
    """A part of the menu. ``models`` are labels (``news.Article``) in their order; ``app.*`` is the rest of an app."""

    key: str
    name: str | Promise
    models: tuple[str, ...]


OTHERS = Group("khac", _("Khác"), ())

GROUPS = (
    Group(
        "tin-bai",
        _("Tin bài"),
        ("news.Article", "news.Category", "news.Thread", "news.Tag", "news.Author", "news.CategoryScope"),
    ),
    Group("anh-va-tep", _("Ảnh và tệp"), ("news.Picture",)),
    Group(
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
    Group("van-ban", _("Văn bản – lấy ý kiến"), ("library.*", "consultations.*")),
    Group("hoi-dap", _("Hỏi đáp"), ("questions.*",)),
    Group("trang", _("Trang và trình đơn"), ("site.*",)),
    Group(
        "co-cau",
        _("Cơ cấu – con người"),
        ("emulation.Agency", "emulation.Officer", "emulation.Decision", "organisation.*"),
    ),
    Group(
        "tai-khoan",
        _("Tài khoản và nhật ký"),
        ("accounts.User", "auth.Group", "accounts.AuditEntry"),
    ),
    Group("cai-dat", _("Địa chỉ và lượt truy cập"), ("redirects.*", "visits.*")),
)

_GROUP_OF = {label: group for group in GROUPS for label in group.models}


def group_of(label: str) -> Group:
    """Where a model (``app.Model``) stands."""
    return _GROUP_OF.get(label) or _GROUP_OF.get(f"{label.partition('.')[0]}.*") or OTHERS


def regrouped(apps: Iterable[dict[str, Any]], address: str) -> list[dict[str, Any]]:
    """Django's list of apps, of which a person sees what they may, as the groups above; empty ones are left out.

    ``address`` is the page on which the groups stand, each under its key.
    """
    found: dict[Group, list[dict[str, Any]]] = {}
    for app in apps:
        for model in app["models"]:
            found.setdefault(group_of(model["model"]._meta.label), []).append(model)
    return [
        {
            "name": group.name,
            "app_label": group.key,
            "app_url": f"{address}#{group.key}",
            "has_module_perms": True,
            "models": sorted(found[group], key=lambda model: _place(group, model)),
        }
        for group in (*GROUPS, OTHERS)
        if group in found
    ]


def _place(group: Group, model: dict[str, Any]) -> tuple[int, str]:
    """By the table; what it names only by its app follows where the app stands, by name."""
    label = model["model"]._meta.label
    named = label if label in group.models else f"{label.partition('.')[0]}.*"
    return (group.models.index(named) if named in group.models else len(group.models), model["name"])
