"""The version of the portal, and the list of its releases."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from portal.core.release import portal_version

ROOT = Path(__file__).resolve().parent.parent
HEADING = re.compile(r"## (?:Unreleased|(?P<version>\d+\.\d+\.\d+) – \d{2}/\d{2}/\d{4}, commit [0-9a-f]{7,40})")


def headings() -> list[str]:
    return re.findall(r"(?m)^## .*$", (ROOT / "CHANGELOG.md").read_text())


def newer_or_same(one: str, other: str) -> bool:
    return [int(part) for part in one.split(".")] >= [int(part) for part in other.split(".")]


def test_manage_tells_the_version_without_any_setting() -> None:
    command = [sys.executable, ROOT / "manage.py", "version"]
    ended = subprocess.run(command, capture_output=True, text=True, env={}, check=True)
    assert ended.stdout == f"{portal_version()}\n"
    assert ended.stderr == ""


def test_every_heading_of_the_changelog_is_a_release_with_its_commit_or_what_is_not_released() -> None:
    assert [heading for heading in headings() if not HEADING.fullmatch(heading)] == []
    assert len(set(headings())) == len(headings())


def test_the_version_is_not_behind_the_last_release() -> None:
    versions = [
        found["version"] for heading in headings() if (found := HEADING.fullmatch(heading)) and found["version"]
    ]
    assert all(newer_or_same(portal_version(), version) for version in versions)


@pytest.mark.parametrize("heading", ["## 0.2", "## 0.2.0", "## 0.2.0 – 2027-01-02, commit abcdef0", "## News"])
def test_other_headings_are_refused(heading: str) -> None:
    assert not HEADING.fullmatch(heading)


def test_a_release_is_recognised() -> None:
    assert HEADING.fullmatch("## 0.1.0 – 24/12/2026, commit 1704f85")
