"""The roles people are given, as groups. ``manage.py applyroles`` makes the groups what this table says.

A role names permissions of both wings, so it stands on the roof; a data migration could not do it, as permissions are
made only after all migrations have run.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import transaction


@dataclass(frozen=True)
class Role:
    """A group's name and the permissions it carries, as ``app.codename``; ``app.*`` is all of an app.

    ``code`` is what settings call it.
    """

    name: str
    permissions: tuple[str, ...]
    code: str


def _of(app: str, model: str, *actions: str) -> tuple[str, ...]:
    return tuple(f"{app}.{action}_{model}" for action in actions)


_WRITE = (
    *_of("news", "article", "add", "change", "view"),
    *_of("news", "picture", "add", "change", "view"),
    *_of("news", "author", "add", "view"),
    *_of("news", "category", "view"),
    *_of("news", "gallerypicture", "add", "change", "delete", "view"),
    *_of("news", "attachment", "add", "change", "delete", "view"),
    *_of("news", "thread", "view"),
    *_of("news", "tag", "view"),
)
_LIBRARY_DRAFT = (
    *_of("library", "document", "add", "change", "view"),
    *_of("library", "documentfile", "add", "change", "view"),
    *_of("library", "relation", "add", "change", "delete", "view"),
    *_of("library", "documentkind", "view"),
    *_of("library", "issuingbody", "add", "view"),
    *_of("library", "field", "add", "view"),
)
_LIBRARY_PUBLISH = (
    "library.publish_document",
    *_of("library", "issuingbody", "change"),
    *_of("library", "field", "change"),
)
_CONSULTATION_DRAFT = (
    *_of("consultations", "consultation", "add", "change", "view"),
    *_of("consultations", "consultationfile", "add", "change", "view"),
    *_of("consultations", "comment", "view"),
    "consultations.moderate_comment",
)
_EDIT = (
    *_WRITE,
    *_LIBRARY_DRAFT,
    *_CONSULTATION_DRAFT,
    "news.edit_any_article",
    "news.review_article",
    *_of("news", "author", "change"),
    *_of("news", "thread", "add", "change"),
    *_of("news", "tag", "add", "change"),
    *_of("questions", "question", "view", "change"),
    *_of("questions", "topic", "view"),
    "questions.answer_question",
    *_of("site", "page", "add", "change", "view"),
    *_of("site", "menuentry", "view"),
    *_of("site", "linkgroup", "view"),
    *_of("site", "link", "view"),
)
_PUBLISH = (
    *_EDIT,
    *_LIBRARY_PUBLISH,
    "consultations.publish_consultation",
    "news.publish_article",
    *_of("news", "category", "add", "change"),
    *_of("news", "picture", "delete"),
    "questions.publish_question",
    "questions.erase_contact",
    *_of("questions", "topic", "add", "change"),
    *_of("questions", "dayoff", "add", "change", "delete", "view"),
    "site.publish_page",
    *_of("site", "linkgroup", "add", "change"),
    *_of("site", "link", "add", "change", "delete"),
)

CONTRIBUTOR = Role("Cộng tác viên", _WRITE, "contributor")
EDITOR = Role("Biên tập viên", _EDIT, "editor")
PUBLISHER = Role("Người duyệt đăng", _PUBLISH, "publisher")
BLOC_MANAGER = Role("Quản lý khối thi đua", ("emulation.*",), "bloc-manager")
ADMINISTRATOR = Role(
    "Quản trị",
    (
        "news.*",
        "emulation.*",
        "accounts.*",
        "redirects.*",
        "organisation.*",
        "library.*",
        "consultations.*",
        "questions.*",
        "site.*",
        "auth.view_group",
    ),
    "administrator",
)

ROLES = (CONTRIBUTOR, EDITOR, PUBLISHER, BLOC_MANAGER, ADMINISTRATOR)


@transaction.atomic
def apply_roles(roles: Iterable[Role] = ROLES) -> list[str]:
    """Gives each role's group exactly its permissions; groups of other names are left alone. Returns the names.

    Raises LookupError when the table names a permission that does not exist.
    """
    known = {f"{app}.{codename}": pk for pk, app, codename in _permissions()}
    for role in roles:
        group, _created = Group.objects.get_or_create(name=role.name)
        group.permissions.set([pk for name in role.permissions for pk in _matching(name, known)])
    return [role.name for role in roles]


def groups_with_two_factor() -> frozenset[str]:
    """The groups whose members must have two-factor (``TWO_FACTOR_REQUIRED_ROLES``). Raises ValueError for no role."""
    names = {role.code: role.name for role in ROLES}
    asked = [code.strip() for code in settings.TWO_FACTOR_REQUIRED_ROLES]
    if strange := [code for code in asked if code not in names]:
        raise ValueError(f"{', '.join(strange)!r} is no role; the roles are {', '.join(names)}")
    return frozenset(names[code] for code in asked)


def _permissions() -> Iterable[tuple[int, str, str]]:
    return Permission.objects.values_list("pk", "content_type__app_label", "codename")


def _matching(name: str, known: dict[str, int]) -> list[int]:
    app, _dot, codename = name.partition(".")
    if codename == "*":
        return [pk for full, pk in known.items() if full.startswith(f"{app}.")]
    if name not in known:
        raise LookupError(f"There is no permission {name}.")
    return [known[name]]
