"""Import rules between packages (docs/architecture.md). Imports inside functions count as well."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
TOP_LEVEL = ("portal", "news", "emulation")
SHARED = {"portal.core", "portal.accounts", "portal.audit", "portal.images"}
APPS = {
    "emulation",
    "news",
    "portal.analytics",
    "portal.consultations",
    "portal.documents",
    "portal.organisation",
    "portal.pages",
    "portal.questions",
    "portal.redirects",
}
# Packages that assemble the site from its apps.
ASSEMBLING = {"portal.home", "portal.style_guide"}
# Packages that see the apps through a registry only (portal/core/registry.py).
REGISTRY_ONLY = {"portal.api", "portal.dashboard", "portal.search"}
# Every package with the packages of ours that it may import, itself aside.
ALLOWED: dict[str, set[str]] = {
    "portal.core": set(),
    "portal.accounts": {"portal.core", "portal.audit"},
    "portal.audit": {"portal.core", "portal.accounts"},
    "portal.images": {"portal.core", "portal.accounts", "portal.audit"},
    **dict.fromkeys(APPS, SHARED),
    **{package: SHARED | APPS | {"portal.roles"} for package in ASSEMBLING},
    **{package: {"portal.core"} for package in REGISTRY_ONLY},
    "portal.roles": {"portal.accounts", "portal.audit"},
    "portal.settings": {"portal.core"},
    "portal.urls": {"portal.core", "portal.home", "portal.style_guide"},
    "portal.wsgi": {"portal.core"},
}
# Imports between apps that stand outside the rules, each with its reason.
EXCEPTIONS = {
    ("emulation", "news"): "a meeting, a document and a covenant name the article that reports them",
    ("portal.analytics", "news"): "page views of articles",
    ("portal.consultations", "portal.documents"): "a consultation shows draft documents and their files",
    ("portal.dashboard", "portal.accounts"): "users, and the roles that need two-factor",
    ("portal.dashboard", "portal.audit"): "the user's own last actions; what the admin logs",
    ("portal.dashboard", "portal.roles"): "the roles that need two-factor",
    ("portal.images", "news"): "uses of an image in articles",
    ("portal.pages", "news"): "menu entries for categories",
    ("portal.pages", "portal.organisation"): "demonstration data",
    ("portal.pages", "portal.redirects"): "a moved page leaves a redirect",
    ("portal.questions", "portal.pages"): "the page about personal data",
    ("portal.redirects", "news"): "suggestions of a target for a 404",
}
BANNED_NAMES = {"utils", "util", "helpers", "helper", "misc", "common"}


def modules(*packages: str) -> dict[str, Path]:
    """The dotted names of our modules with their files."""
    files = [path for package in packages for path in (ROOT / package).rglob("*.py")]
    return {".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path for path in files}


def package_of(module: str) -> str:
    """``portal.documents`` for ``portal.documents.admin``, ``news`` for ``news.views``."""
    parts = module.split(".")
    return ".".join(parts[:2]) if parts[0] == "portal" else parts[0]


def imports_of(source: str) -> Iterator[str]:
    """Every module that a source text imports, at module level or inside functions.

    ``from a import b`` yields ``a.b``, for ``b`` may be a module. Imports under TYPE_CHECKING only name types and make
    no dependency, so they are left out.
    """
    waiting: list[ast.AST] = [ast.parse(source)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            waiting.extend(node.orelse)
            continue
        waiting.extend(ast.iter_child_nodes(node))


def forbidden_imports(module: str, source: str) -> list[str]:
    """The imports of a module that the rules of its package do not allow."""
    package = package_of(module)
    allowed = {package} | ALLOWED.get(package, set())
    allowed |= {imported for importer, imported in EXCEPTIONS if importer == package}
    ours = [name for name in imports_of(source) if name.split(".")[0] in TOP_LEVEL]
    return sorted(name for name in ours if package_of(name) not in allowed)


class TestDirections:
    def test_every_module_imports_only_what_its_package_may(self) -> None:
        offenders = {
            module: imports
            for module, path in modules(*TOP_LEVEL).items()
            if (imports := forbidden_imports(module, path.read_text()))
        }
        assert offenders == {}

    def test_every_exception_is_needed(self) -> None:
        found = {
            (package_of(module), package_of(name))
            for module, path in modules(*TOP_LEVEL).items()
            for name in imports_of(path.read_text())
            if name.split(".")[0] in TOP_LEVEL
        }
        assert EXCEPTIONS.keys() - found == set()

    def test_every_package_has_a_rule(self) -> None:
        packages = {package_of(module) for module in modules(*TOP_LEVEL)} - {"portal", "portal.formats"}
        assert packages - ALLOWED.keys() == set()

    @pytest.mark.parametrize(
        ("module", "source"),
        [
            ("portal.images.alt_text", "from portal.documents import models"),
            ("portal.accounts.views", "from news import querysets"),
            ("portal.accounts.views", "def later():\n    import portal.pages.models"),
            ("news.models", "def later():\n    from emulation.models import blocs"),
            ("news.views", "from portal.pages.context_processors import site_identity"),
            ("emulation.views.blocs", "from portal import urls"),
            ("news.views", "import portal.settings"),
            ("portal.pages.navigation", "from portal.urls import urlpatterns"),
            ("news.services", "from portal.search.index import refresh_entries"),
            ("portal.core.dashboard", "if TYPE_CHECKING:\n    import ast\nelse:\n    from news.models import Article"),
            ("portal.search.index", "from news.models import Article"),
            ("portal.api.urls", "from portal.documents import api"),
            ("portal.pages.views", "from emulation.models import Bloc"),
        ],
    )
    def test_a_planted_breach_is_found(self, module: str, source: str) -> None:
        assert forbidden_imports(module, source)

    @pytest.mark.parametrize(
        ("module", "source"),
        [
            ("news.views", "from portal.core.text import dates"),
            ("news.services", "from portal.accounts.models import User"),
            ("emulation.models.blocs", "from news.models import Article"),
            ("portal.urls", "from portal.home import views"),
            ("portal.core.text.dates", "from django.utils import timezone"),
            ("portal.core.dashboard", "if TYPE_CHECKING:\n    from portal.accounts.models import User"),
        ],
    )
    def test_what_is_allowed_passes(self, module: str, source: str) -> None:
        assert forbidden_imports(module, source) == []


class TestNames:
    def test_no_module_has_a_name_that_says_nothing(self) -> None:
        found = modules(*TOP_LEVEL, "tests", "tools", "deploy")
        assert [module for module in found if BANNED_NAMES & set(module.split("."))] == []
