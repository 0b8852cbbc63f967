"""Every package is pinned exactly, with all that it needs, and accounted for in docs/adr/0002-dependencies.md, once."""

import re
from collections import Counter
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent.parent
DECISION = (ROOT / "docs/adr/0002-dependencies.md").read_text()
# The given packages' names are parted by commas, as all that share a row.
ROWS = [line for line in DECISION.splitlines() if line.startswith("|")]
TABLE = ROWS[2:]


# What a machine may run on (docs/operations.md): Debian 12 and 13, Ubuntu 24.04, and the newest.
PYTHONS = ("3.11.2", "3.11.14", "3.12.3", "3.13.5", "3.14.0")
NEEDED_BY_OTHERS = "# Pinned because the ones above leave them open"


def pinned(name: str, *, direct: bool = False) -> list[str]:
    """The lines of the file; the ``direct`` ones are those that we ask for ourselves."""
    text = (ROOT / name).read_text()
    lines = (text.partition(NEEDED_BY_OTHERS)[0] if direct else text).splitlines()
    return [line for line in lines if line and not line.startswith(("#", "-r"))]


def names_in(lines: Iterable[str]) -> list[str]:
    return [line.partition("==")[0] for line in lines]


def needed_by(requirements: Iterable[Requirement]) -> set[str]:
    """The names of all that these need in turn, as the packages that are installed tell, on any of our Pythons."""
    found: set[tuple[str, str]] = set()
    waiting = [(canonicalize_name(each.name), extra) for each in requirements for extra in ("", *each.extras)]
    while waiting:
        package = waiting.pop()
        if package in found:
            continue
        found.add(package)
        name, extra = package
        waiting += [
            (canonicalize_name(needed.name), wanted)
            for needed in asked_by(name)
            if holds_on_some_python(needed, extra)
            for wanted in ("", *needed.extras)
        ]
    return {name for name, _ in found}


def asked_by(name: str) -> list[Requirement]:
    """Nothing of a package that this machine's Python does without."""
    try:
        return [Requirement(line) for line in metadata.requires(name) or []]
    except metadata.PackageNotFoundError:
        return []


def holds_on_some_python(needed: Requirement, extra: str) -> bool:
    if needed.marker is None:
        return True
    return any(
        needed.marker.evaluate(
            {"python_full_version": python, "python_version": python.rpartition(".")[0], "extra": extra}
        )
        for python in PYTHONS
    )


def named_in_the_table() -> list[str]:
    return [package.strip() for row in TABLE for package in row.split("|")[1].split(",")]


class TestRequirements:
    @pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
    def test_are_pinned_exactly(self, name: str) -> None:
        pin = r"[A-Za-z0-9_.-]+==[0-9a-z.]+(; python_full_version < \"[0-9.]+\")?"
        assert [line for line in pinned(name) if not re.fullmatch(pin, line)] == []

    @pytest.mark.parametrize("names", [["requirements.txt"], ["requirements.txt", "requirements-dev.txt"]], ids=str)
    def test_leave_nothing_open_that_they_bring(self, names: list[str]) -> None:
        lines = [line for name in names for line in pinned(name)]
        given = {canonicalize_name(name) for name in names_in(lines)}
        assert needed_by(map(Requirement, lines)) - given == set()

    def test_name_nothing_that_is_not_needed(self) -> None:
        for name in ("requirements.txt", "requirements-dev.txt"):
            needed = needed_by(map(Requirement, pinned(name, direct=True)))
            assert {each for each in names_in(pinned(name)) if canonicalize_name(each) not in needed} == set()

    def test_are_what_is_installed(self) -> None:
        """What the tests ran with is what a new machine gets."""
        lines = map(Requirement, [*pinned("requirements.txt"), *pinned("requirements-dev.txt")])
        wanted = {each.name: str(each.specifier) for each in lines if each.marker is None or each.marker.evaluate()}
        assert {name: f"=={metadata.version(name)}" for name in wanted} == wanted

    def test_of_the_portal_stand_in_the_table_once_and_nothing_else_does(self) -> None:
        wanted = Counter(names_in(pinned("requirements.txt")))
        assert Counter(named_in_the_table()) == wanted

    def test_of_the_tests_are_named_once(self) -> None:
        (paragraph,) = re.findall(r"^Tests and checks: .*$", DECISION, re.MULTILINE)
        names = names_in(pinned("requirements-dev.txt", direct=True))
        counts = {name: len(re.findall(rf"(?<![\w-]){re.escape(name)}(?![\w-])", paragraph)) for name in names}
        assert {name: count for name, count in counts.items() if count != 1} == {}


class TestTheRuleItself:
    def test_follows_what_a_package_needs_and_what_that_needs(self) -> None:
        assert {"trafilatura", "htmldate", "dateparser", "tzlocal"} <= needed_by([Requirement("trafilatura")])

    def test_knows_what_only_an_older_python_needs(self) -> None:
        """As Debian 12 has it; nothing here is installed by it."""
        assert "async-timeout" in needed_by([Requirement("redis")])

    def test_follows_an_extra_only_where_it_is_asked_for(self) -> None:
        assert "bcrypt" not in needed_by([Requirement("django")])
        assert "bcrypt" in needed_by([Requirement("django[bcrypt]")])


class TestTable:
    def test_is_one(self) -> None:
        """Rows that a merge put elsewhere are drawn as text."""
        assert "\n".join(ROWS) in DECISION
        assert [row for row in ROWS if row.count("|") != 4] == []

    def test_gives_each_package_its_licence(self) -> None:
        rows = [row.split("|")[1:3] for row in TABLE]
        shared = [(names, licences) for names, licences in rows if "," in names and "," in licences]
        assert [names for names, licences in shared if names.count(",") != licences.count(",")] == []
