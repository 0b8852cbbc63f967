"""README, docs and handbook say what is: commands, targets, files, variables and the words on buttons exist."""

import re
import subprocess
from collections.abc import Iterable
from pathlib import Path

import polib
import pytest
from django.core.management import get_commands

ROOT = Path(__file__).resolve().parent.parent
HANDBOOK = ROOT / "docs/huong-dan/README.md"
WORDS = ROOT / "portal/locale/vi/LC_MESSAGES"
DOCUMENTS = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
]
FILE = re.compile(r"`([\w.-][\w./-]*\.(?:py|css|js|html|txt|toml|conf|service|timer|po|svg|png))`")
COMMAND = re.compile(r"manage\.py ([a-z_]+)(?![\w/])")
TARGET = re.compile(r"`make ([a-z-]+)")
VARIABLE = re.compile(r"(?<![\w/?])`?([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)=")
BUTTON = re.compile(r"[Bb]ấm(?: nút| lại)? \*\*([^*]+)\*\*")
QUOTED = re.compile(r"""["']([^"'\n]+)["']""")


def tracked() -> list[str]:
    told = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S607  # the one on the PATH
    return told.stdout.splitlines()


def lines_of(found: Iterable[tuple[Path, str]]) -> str:
    return "\n".join(f"{path.relative_to(ROOT)}: {what}" for path, what in found)


def named(pattern: re.Pattern[str]) -> list[tuple[Path, str]]:
    return [(path, name) for path in DOCUMENTS for name in pattern.findall(path.read_text())]


def words_of_the_portal() -> set[str]:
    """What stands in quotes in templates, modules and scripts, and our words for what the framework says."""
    sources = [name for name in tracked() if name.endswith((".html", ".py", ".js")) and not name.startswith("tests/")]
    own = {word for name in sources for word in QUOTED.findall((ROOT / name).read_text())}
    ours = {entry.msgstr for name in ("django.po", "djangojs.po") for entry in polib.pofile(str(WORDS / name))}
    return {word.rstrip("…:. ").casefold() for word in own | ours}


class TestDocuments:
    def test_are_there(self) -> None:
        assert len(DOCUMENTS) > 20
        assert all(path.exists() for path in DOCUMENTS)

    @pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
    def test_link_to_what_exists(self, path: Path) -> None:
        targets = re.findall(r"\]\((?!https?:|mailto:)([^)#\s]+)", path.read_text())
        assert [target for target in targets if not (path.parent / target).exists()] == []

    def test_name_files_that_exist(self) -> None:
        """By a path, or by the last parts of one."""
        ends = {
            "/".join(parts[start:]) for name in tracked() for parts in [name.split("/")] for start in range(len(parts))
        }
        # The tutorial makes the files that it names (tests/test_tutorial.py).
        found = ((path, name) for path, name in named(FILE) if path.name != "tutorial.md")
        missing = [(path, name) for path, name in found if name not in ends]
        assert not missing, lines_of(missing)

    def test_name_commands_that_exist(self) -> None:
        missing = [(path, name) for path, name in named(COMMAND) if name not in {*get_commands(), "help", "version"}]
        assert not missing, lines_of(missing)

    def test_name_targets_of_the_makefile(self) -> None:
        targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
        missing = [(path, name) for path, name in named(TARGET) if name not in targets]
        assert not missing, lines_of(missing)

    def test_name_variables_that_are_read(self) -> None:
        """As the example of the environment has them; a test of the settings keeps that one complete."""
        variables = set(re.findall(r"^# ([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
        missing = [(path, name) for path, name in named(VARIABLE) if name not in variables]
        assert not missing, lines_of(missing)

    def test_of_staff_name_buttons_as_they_are(self) -> None:
        words = words_of_the_portal()
        named_here = {re.sub(r"\s+", " ", button) for button in BUTTON.findall(HANDBOOK.read_text())}
        assert {button for button in named_here if button.rstrip("…:. ").casefold() not in words} == set()
