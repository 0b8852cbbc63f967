"""Each command of README and docs works, as it is written there, on what `make run` made."""

import os
import re
import shlex
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.deploy.gunicorn_server import ROOT

DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")), *sorted((ROOT / "docs/huong-dan").glob("*.md"))]
# A command as it stands in a line: up to the end of the code, a remark, or a word of the sentence.
WRITTEN = re.compile(r"manage\.py ([a-z_]+(?![\w/])(?: [^\s`#]+)*)")
# What stands for something of the reader's own.
STANDS_FOR = {"NAME": "quantri", "saved-pages/": "{page}", "old-site/": "{page}", "export.xml": "{page}"}
SYNOPSIS = re.compile(r"[…\[\]]")
# Those that ask at the keyboard, are only named, or need what a demonstration has not: they must be known, no more.
ONLY_KNOWN = {"changepassword quantri", "import_articles", "reset_two_factor quantri"}
PAGE = """<!doctype html><html lang="vi"><head><title>Hội nghị</title>
<meta property="article:published_time" content="2018-03-27T08:00:00+07:00"></head><body><article><h1>Hội nghị tổng kết</h1>
<p>Ngày 27/03/2018, hội nghị tổng kết công tác thi đua đã diễn ra tại thành phố Cao Bằng với nhiều đại biểu tham dự.</p>
<p>Phát biểu tại hội nghị, lãnh đạo Khối đề nghị các đơn vị tiếp tục thi đua trong năm tới.</p></article></body></html>
"""


def written_commands() -> list[str]:
    """Those of the tutorial run in a copy with its app (tests/test_tutorial.py)."""
    documents = (path for path in DOCUMENTS if path.name != "tutorial.md")
    return sorted({match[1] for path in documents for match in WRITTEN.finditer(path.read_text())})


def runnable(command: str, page: Path) -> list[str]:
    name, *rest = command.split()
    if SYNOPSIS.search(command) or command in ONLY_KNOWN:
        return [name, "--help"]
    return shlex.split(" ".join([name, *(STANDS_FOR.get(word, word) for word in rest)]).format(page=page))


def run(*command: str | Path, **variables: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **variables},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an instance, made as `make run` makes it; its static files are of no matter here."""
    folder = tmp_path_factory.mktemp("demonstration")
    made = run(
        *(sys.executable, "-c", "from deploy import prepare; prepare.collect_static = lambda: None; prepare.main()"),
        DEMO="1",
        VAR_DIR=str(folder),
        PYTHONPATH=str(ROOT),
    )
    assert made.returncode == 0, made.stderr
    return folder


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "hoi-nghi.html"
    path.write_text(PAGE)
    return path


class TestDocuments:
    def test_name_commands(self) -> None:
        assert {"apply_roles", "reindex", "anonymize_contacts"} <= {
            command.split()[0] for command in written_commands()
        }

    @pytest.mark.parametrize("command", written_commands())
    def test_each_works_without_a_variable(self, demonstration: Path, page: Path, command: str) -> None:
        ended = run(sys.executable, "manage.py", *runnable(command, page), VAR_DIR=str(demonstration))
        assert ended.returncode == 0, ended.stderr
        assert "On the demonstration" in ended.stderr

    def test_other_users_of_the_machine_read_nothing_of_it(self, demonstration: Path) -> None:
        made = [path for path in demonstration.iterdir() if path.is_file()]
        assert demonstration / "portal.sqlite3" in made
        assert [path.name for path in made if path.stat().st_mode & 0o007] == []

    def test_a_backup_of_it_is_made(self, demonstration: Path, tmp_path: Path) -> None:
        ended = run(sys.executable, "deploy/backup.py", "save", tmp_path, VAR_DIR=str(demonstration))
        assert ended.returncode == 0, ended.stderr
        assert next(tmp_path.glob("portal-*/SHA256SUMS")).exists()


class TestPython:
    @pytest.mark.skipif(not (ROOT / ".venv").exists(), reason="there is no .venv to go on in")
    def test_one_without_the_requirements_goes_on_in_the_virtual_environment(self, demonstration: Path) -> None:
        ended = run(sys.executable, "-S", "manage.py", "check", VAR_DIR=str(demonstration))
        assert ended.returncode == 0, ended.stderr

    def test_without_one_a_line_says_what_to_do(self, tmp_path: Path) -> None:
        (tmp_path / "portal/core").mkdir(parents=True)
        for name in ("manage.py", "portal/__init__.py", "portal/core/__init__.py", "portal/core/entry_points.py"):
            (tmp_path / name).write_text((ROOT / name).read_text())
        ended = run(sys.executable, "-S", tmp_path / "manage.py", "check")
        assert ended.returncode == 1
        assert len(ended.stderr.splitlines()) == 1
        assert "make run" in ended.stderr


class TestMark:
    def test_remembers_where_the_data_lies_and_keeps_it_to_itself(self, tmp_path: Path) -> None:
        script = "from portal.core import entry_points as e; e.write_demo_environment_file()"
        made = run(sys.executable, "-c", script, VAR_DIR=str(tmp_path), DATABASE_URL="sqlite:////tmp/x y.sqlite3")
        assert made.returncode == 0, made.stderr
        assert stat.S_IMODE((tmp_path / "demonstration.env").stat().st_mode) == 0o600
        ask = "from django.conf import settings; print(settings.DATABASES['default']['NAME'])"
        found = run(sys.executable, "manage.py", "shell", "-v0", "-c", ask, VAR_DIR=str(tmp_path))
        assert found.stdout.strip() == "/tmp/x y.sqlite3"  # noqa: S108  # a name, no file

    @pytest.mark.parametrize(
        "serving",
        [
            ["-c", "import portal.wsgi"],
            ["manage.py", "runserver"],
            ["-m", "gunicorn", "--config", "deploy/gunicorn.conf.py"],
            ["deploy/check_settings.py"],
        ],
    )
    def test_is_nothing_to_what_serves(self, demonstration: Path, serving: list[str]) -> None:
        ended = run(sys.executable, *serving, VAR_DIR=str(demonstration))
        assert ended.returncode != 0
        assert "SECRET_KEY is not set" in ended.stderr

    @pytest.mark.parametrize("variables", [{"DEMO": "0"}, {"SECRET_KEY": ""}])
    def test_is_nothing_where_somebody_says_what_this_is(self, demonstration: Path, variables: dict[str, str]) -> None:
        ended = run(sys.executable, "manage.py", "check", VAR_DIR=str(demonstration), **variables)
        assert (ended.returncode, ended.stdout) == (78, "")
        assert "SECRET_KEY is not set" in ended.stderr

    def test_a_production_key_means_production(self, demonstration: Path) -> None:
        ask = "from django.conf import settings; print(settings.DEMO, settings.HTTPS, settings.SECRET_KEY)"
        ended = run(
            sys.executable,
            "manage.py",
            "shell",
            "-v0",
            "-c",
            ask,
            VAR_DIR=str(demonstration),
            SECRET_KEY="mot-hai-ba-bon-nam-sau-bay-tam-chin",
        )
        assert ended.stdout.split() == ["False", "True", "mot-hai-ba-bon-nam-sau-bay-tam-chin"]
