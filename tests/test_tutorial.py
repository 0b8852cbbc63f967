"""docs/tutorial.md: the app that it builds works, word for word."""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TUTORIAL = ROOT / "docs" / "tutorial.md"
COPIED = (
    "manage.py",
    "pyproject.toml",
    "portal",
    "news",
    "emulation",
    "templates",
    "static",
    "tests",
    "tools",
    "deploy",
)
_STEP = re.compile(
    r"^(?:`(?P<new>[\w./]+)`:|In `(?P<edited>[\w./]+)`, below `(?P<line>[^\n]+)`:)\n```\w+\n(?P<code>.*?)```$",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True)
class Step:
    """A new file, or lines below the only line of a file that reads ``line``."""

    path: str
    code: str
    line: str = ""


def steps() -> list[Step]:
    found = _STEP.finditer(TUTORIAL.read_text())
    return [Step(match["new"] or match["edited"], match["code"], match["line"] or "") for match in found]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project with all steps of the tutorial done."""
    folder = tmp_path_factory.mktemp("tutorial")
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, folder / name)
    for step in steps():
        path = folder / step.path
        if not step.line:
            assert not path.exists(), f"{step.path} is there already"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(step.code)
            continue
        text = path.read_text()
        assert text.count(f"\n{step.line}\n") == 1, f"{step.path}: {step.line}"
        path.write_text(text.replace(f"\n{step.line}\n", f"\n{step.line}\n{step.code}"))
    run(folder, "manage.py", "makemigrations", "procedures")
    return folder


def run(folder: Path, *command: str) -> str:
    """Runs our Python in the copy; returns what it printed. Fails with that when the command fails."""
    environment = {
        "PATH": os.environ["PATH"],
        "SECRET_KEY": "only-for-the-tests-of-this-portal",
        "HTTPS": "0",
        "VAR_DIR": str(folder / "var"),
    }
    ended = subprocess.run(
        [sys.executable, *command], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


def test_every_block_of_code_is_a_step() -> None:
    assert len(steps()) == len(re.findall(r"^```\w+$", TUTORIAL.read_text(), re.MULTILINE)) >= 20


def test_the_app_works_and_keeps_the_rules(copy: Path) -> None:
    rules = ("tests/architecture/test_imports.py", "tests/architecture/test_services.py", "tests/core/test_search.py")
    run(copy, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/procedures", *rules)


def test_it_is_written_as_the_checks_want_it(copy: Path) -> None:
    for command in (["check"], ["format", "--check"]):
        run(copy, "-m", "ruff", *command, "--no-cache", "portal/procedures", "tests/procedures")
