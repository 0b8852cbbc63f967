"""Text from outside passes bounded functions: what costs the square of a text's length is called in one place."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
# What only these modules may call, as a name of a module and what is taken from it.
ONLY_IN = {
    ("unicodedata", "normalize"): {"portal/core/text/vietnamese.py"},
    # It normalizes the host.
    ("urllib.parse", "urlsplit"): {
        "portal/core/http/absolute_urls.py",
        *("portal/pages/monitoring.py", "portal/redirects/paths.py"),
    },
    ("urllib.parse", "urlparse"): set(),
}
SOURCES = sorted(path for section in ("portal", "news", "emulation") for path in (ROOT / section).rglob("*.py"))


def calls_of(source: str) -> set[tuple[str, str]]:
    """What a source takes from modules, by ``from x import y`` or ``import x`` … ``x.y``."""
    tree = ast.parse(source)
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            found |= {(node.module or "", alias.name) for alias in node.names}
        elif isinstance(node, ast.Attribute):
            found.add((ast.unparse(node.value), node.attr))
    return found


@pytest.mark.parametrize("call", ONLY_IN, ids=".".join)
def test_is_called_in_one_place(call: tuple[str, str]) -> None:
    callers = {str(path.relative_to(ROOT)) for path in SOURCES if call in calls_of(path.read_text())}
    assert callers == ONLY_IN[call]


@pytest.mark.parametrize(
    "source", ["import unicodedata\nx = unicodedata.normalize('NFC', y)", "from unicodedata import normalize as n"]
)
def test_is_seen_however_it_is_called(source: str) -> None:
    assert ("unicodedata", "normalize") in calls_of(source)
