"""Who may import whom. The directions are those of docs/architecture.md; imports inside functions count as well."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
ROOMS = ("portal", "news", "emulation")
# Each room with what it may import of ours; the longest name that fits a module decides.
ALLOWED = {
    "portal.kit": {"portal.kit"},
    "portal.accounts": {"portal.accounts", "portal.kit"},
    "news": {"news", "portal.kit", "portal.accounts"},
    "emulation": {"emulation", "news", "portal.kit", "portal.accounts"},
    "portal.consultations": {"portal.consultations", "portal.library", "portal.accounts", "portal.kit", "news"},
    "portal.library": {"portal.library", "portal.api", "portal.accounts", "portal.kit"},
    "portal.organisation": {"portal.organisation", "portal.api", "portal.accounts", "portal.kit", "news"},
    "portal": {"portal", "news", "emulation"},
}
# Django reaches these by their names in settings; code of ours that imports them would turn the house upside down.
# The root's own addresses name the root's own views.
ROOF = {"portal.settings": set(), "portal.urls": set(), "portal.views": {"portal.urls"}}
BANNED_NAMES = {"utils", "util", "helpers", "helper", "misc", "common"}


def modules(*rooms: str) -> dict[str, Path]:
    """The dotted names of our modules with their files."""
    files = [path for room in rooms for path in (ROOT / room).rglob("*.py")]
    return {".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path for path in files}


def is_within(module: str, package: str) -> bool:
    return module == package or module.startswith(f"{package}.")


def imports_of(source: str) -> Iterator[str]:
    """Every module that a source text imports, at its top or anywhere deeper.

    ``from a import b`` yields both ``a`` and ``a.b``, for ``b`` may be a module.
    """
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def allowed_for(module: str) -> set[str]:
    return ALLOWED[max((room for room in ALLOWED if is_within(module, room)), key=len)]


def breaches(module: str, source: str) -> list[str]:
    """The imports of a module that its room does not allow."""
    ours = [name for name in imports_of(source) if any(is_within(name, room) for room in ROOMS)]
    strayed = [
        name for name in ours if not any(is_within(name, room) for room in allowed_for(module)) and name != "portal"
    ]
    roofs = [name for name in ours if any(is_within(name, roof) and module not in ROOF[roof] for roof in ROOF)]
    return sorted({*strayed, *roofs})


class TestDirections:
    @pytest.mark.parametrize("module", sorted(modules(*ROOMS)))
    def test_a_module_imports_only_what_its_room_may(self, module: str) -> None:
        assert breaches(module, modules(*ROOMS)[module].read_text()) == []

    @pytest.mark.parametrize(
        ("module", "source"),
        [
            ("portal.kit.dates", "from news.models import Article"),
            ("portal.kit.dates", "from portal import identity"),
            ("portal.kit.dates", "def later():\n    import portal.accounts.models"),
            ("portal.accounts.views", "from news import querysets"),
            ("news.models", "def later():\n    from emulation.blocs import models"),
            ("news.views", "from portal.identity import site_identity"),
            ("emulation.blocs.views", "from portal import views"),
            ("news.views", "import portal.settings"),
            ("portal.menu", "from portal.urls import urlpatterns"),
            ("news.publishing", "from portal.search.indexing import refresh"),
        ],
    )
    def test_a_planted_breach_is_found(self, module: str, source: str) -> None:
        assert breaches(module, source)

    @pytest.mark.parametrize(
        ("module", "source"),
        [
            ("news.views", "from portal.kit import dates"),
            ("news.publishing", "from portal.accounts.models import User"),
            ("emulation.blocs.models", "from news.models import Article"),
            ("portal.menu", "from news.models import Category"),
            ("portal.urls", "from portal import views"),
            ("portal.kit.dates", "from django.utils import timezone"),
        ],
    )
    def test_what_is_allowed_passes(self, module: str, source: str) -> None:
        assert breaches(module, source) == []


class TestNames:
    def test_no_module_is_a_drawer_for_odds_and_ends(self) -> None:
        found = modules(*ROOMS, "tests", "bench", "deploy")
        assert [module for module in found if BANNED_NAMES & set(module.split("."))] == []
