"""Every package is pinned exactly and accounted for in docs/adr/0002-dependencies.md, once."""

import re
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
DECISION = (ROOT / "docs/adr/0002-dependencies.md").read_text()
# The given packages' names are parted by commas, as all that share a row.
ROWS = [line for line in DECISION.splitlines() if line.startswith("|")]
TABLE = ROWS[2:]


def pinned(name: str) -> list[str]:
    lines = (ROOT / name).read_text().splitlines()
    return [line for line in lines if line and not line.startswith(("#", "-r"))]


def named_in_the_table() -> list[str]:
    return [package.strip() for row in TABLE for package in row.split("|")[1].split(",")]


class TestRequirements:
    @pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
    def test_are_pinned_exactly(self, name: str) -> None:
        assert [line for line in pinned(name) if not re.fullmatch(r"[A-Za-z0-9_.-]+==[0-9a-z.]+", line)] == []

    def test_of_the_portal_stand_in_the_table_once_and_nothing_else_does(self) -> None:
        wanted = Counter(line.partition("==")[0] for line in pinned("requirements.txt"))
        assert Counter(named_in_the_table()) == wanted

    def test_of_the_tests_are_named_once(self) -> None:
        (paragraph,) = re.findall(r"^Tests and checks: .*$", DECISION, re.MULTILINE)
        names = [line.partition("==")[0] for line in pinned("requirements-dev.txt")]
        counts = {name: len(re.findall(rf"(?<![\w-]){re.escape(name)}(?![\w-])", paragraph)) for name in names}
        assert {name: count for name, count in counts.items() if count != 1} == {}


class TestTable:
    def test_is_one(self) -> None:
        """Rows that a merge put elsewhere are drawn as text."""
        assert "\n".join(ROWS) in DECISION
        assert [row for row in ROWS if row.count("|") != 4] == []

    def test_gives_each_package_its_licence(self) -> None:
        rows = [row.split("|")[1:3] for row in TABLE]
        shared = [(names, licences) for names, licences in rows if "," in names and "," in licences]
        assert [names for names, licences in shared if names.count(",") != licences.count(",")] == []
