"""Roles as groups with permissions. ``manage.py apply_roles`` updates the groups to this table.

A role has permissions of several apps, so it is defined in the project; a data migration could not do it, as
permissions are created only after all migrations have run.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import transaction

from portal.accounts.models import User
from portal.audit import services as audit_services


@dataclass(frozen=True)
class Role:
    """A group's name and its permissions as ``app.codename``; ``app.*`` is all of an app.

    ``code`` identifies it in settings.
    """

    name: str
    permissions: tuple[str, ...]
    code: str


def _model_permissions(app: str, model: str, *actions: str) -> tuple[str, ...]:
    return tuple(f"{app}.{action}_{model}" for action in actions)


_CONTRIBUTOR_PERMISSIONS = (
    *_model_permissions("news", "article", "add", "change", "view"),
    *_model_permissions("images", "image", "add", "change", "view"),
    *_model_permissions("news", "author", "add", "view"),
    *_model_permissions("news", "category", "view"),
    *_model_permissions("news", "galleryimage", "add", "change", "delete", "view"),
    *_model_permissions("news", "attachment", "add", "change", "delete", "view"),
    *_model_permissions("news", "thread", "view"),
    *_model_permissions("news", "tag", "view"),
)
_DOCUMENT_EDITOR_PERMISSIONS = (
    *_model_permissions("documents", "document", "add", "change", "view"),
    *_model_permissions("documents", "documentfile", "add", "change", "view"),
    *_model_permissions("documents", "documentrelation", "add", "change", "delete", "view"),
    *_model_permissions("documents", "documentkind", "view"),
    *_model_permissions("documents", "issuingbody", "add", "view"),
    *_model_permissions("documents", "subjectarea", "add", "view"),
)
_DOCUMENT_PUBLISHER_PERMISSIONS = (
    "documents.publish_document",
    *_model_permissions("documents", "issuingbody", "change"),
    *_model_permissions("documents", "subjectarea", "change"),
)
_CONSULTATION_EDITOR_PERMISSIONS = (
    *_model_permissions("consultations", "consultation", "add", "change", "view"),
    *_model_permissions("consultations", "consultationfile", "add", "change", "view"),
    *_model_permissions("consultations", "comment", "view"),
    "consultations.moderate_comment",
)
_EDITOR_PERMISSIONS = (
    *_CONTRIBUTOR_PERMISSIONS,
    *_DOCUMENT_EDITOR_PERMISSIONS,
    *_CONSULTATION_EDITOR_PERMISSIONS,
    "news.edit_any_article",
    "news.review_article",
    *_model_permissions("news", "author", "change"),
    *_model_permissions("news", "thread", "add", "change"),
    *_model_permissions("news", "tag", "add", "change"),
    *_model_permissions("questions", "question", "view", "change"),
    *_model_permissions("questions", "topic", "view"),
    "questions.answer_question",
    *_model_permissions("pages", "page", "add", "change", "view"),
    *_model_permissions("pages", "menuentry", "view"),
    *_model_permissions("pages", "linkgroup", "view"),
    *_model_permissions("pages", "link", "view"),
)
_PUBLISHER_PERMISSIONS = (
    *_EDITOR_PERMISSIONS,
    *_DOCUMENT_PUBLISHER_PERMISSIONS,
    "consultations.publish_consultation",
    "news.publish_article",
    *_model_permissions("news", "category", "add", "change"),
    *_model_permissions("images", "image", "delete"),
    "questions.publish_question",
    "questions.erase_contact",
    *_model_permissions("questions", "topic", "add", "change"),
    *_model_permissions("questions", "dayoff", "add", "change", "delete", "view"),
    "pages.publish_page",
    *_model_permissions("pages", "linkgroup", "add", "change"),
    *_model_permissions("pages", "link", "add", "change", "delete"),
)

CONTRIBUTOR = Role("Cộng tác viên", _CONTRIBUTOR_PERMISSIONS, "contributor")
EDITOR = Role("Biên tập viên", _EDITOR_PERMISSIONS, "editor")
PUBLISHER = Role("Người duyệt đăng", _PUBLISHER_PERMISSIONS, "publisher")
BLOC_MANAGER = Role("Quản lý khối thi đua", ("emulation.*",), "bloc-manager")
ADMINISTRATOR = Role(
    "Quản trị",
    (
        "news.*",
        "emulation.*",
        "accounts.*",
        "audit.*",
        "images.*",
        "redirects.*",
        "organisation.*",
        "documents.*",
        "consultations.*",
        "questions.*",
        "pages.*",
        "auth.view_group",
    ),
    "administrator",
)

ROLES = (CONTRIBUTOR, EDITOR, PUBLISHER, BLOC_MANAGER, ADMINISTRATOR)


@transaction.atomic
def apply_roles(*, roles: Iterable[Role] = ROLES, by: User | None = None) -> list[str]:
    """Gives each role's group exactly its permissions; other groups are not changed. Returns the names.

    Raises LookupError when the table names a permission that does not exist.
    """
    known = {f"{app}.{codename}": pk for pk, app, codename in _all_permissions()}
    for role in roles:
        group, is_new = Group.objects.get_or_create(name=role.name)
        wanted = {pk for name in role.permissions for pk in _resolve_permission(name, known)}
        if is_new or wanted != set(group.permissions.values_list("pk", flat=True)):
            group.permissions.set(wanted)
            audit_services.record(action=audit_services.ROLE_SYNCED, by=by, target=group, detail={"count": len(wanted)})
    return [role.name for role in roles]


def groups_requiring_two_factor() -> frozenset[str]:
    """The groups with mandatory two-factor authentication (``TWO_FACTOR_REQUIRED_ROLES``).

    Raises ValueError for an unknown role code.
    """
    names = {role.code: role.name for role in ROLES}
    codes = [code.strip() for code in settings.TWO_FACTOR_REQUIRED_ROLES]
    if unknown := [code for code in codes if code not in names]:
        raise ValueError(f"{', '.join(unknown)!r} is no role; the roles are {', '.join(names)}")
    return frozenset(names[code] for code in codes)


def _all_permissions() -> Iterable[tuple[int, str, str]]:
    return Permission.objects.values_list("pk", "content_type__app_label", "codename")


def _resolve_permission(name: str, known: dict[str, int]) -> list[int]:
    app, _dot, codename = name.partition(".")
    if codename == "*":
        return [pk for full, pk in known.items() if full.startswith(f"{app}.")]
    if name not in known:
        raise LookupError(f"There is no permission {name}.")
    return [known[name]]
