"""`make check`: all static checks of the code."""

import os
import secrets
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tools import test_services  # noqa: E402  # the path above comes first

BIN = Path(sys.executable).parent
MANAGE = [sys.executable, "manage.py"]


def main() -> int:
    try:
        with test_services.postgres() as address, tempfile.TemporaryDirectory() as folder:
            failed = [title for title, command, env in checks(address, folder) if not passes(title, command, env)]
    except test_services.Missing as missing:
        print(f"\nchecks: not run. {missing}", file=sys.stderr)
        return 1
    print(f"\nchecks: failed: {', '.join(failed)}" if failed else "\nchecks: all passed")
    return 1 if failed else 0


def checks(postgres: str, folder: str) -> list[tuple[str, list[str], dict[str, str]]]:
    """Title, command and extra environment variables of each check."""
    templates = our_templates()
    # The databases need not exist: neither command reads a table.
    production = as_in_production(folder)
    engines = {"SQLite": f"sqlite:///{folder}/check.sqlite3", "PostgreSQL": postgres.rpartition("/")[0] + "/postgres"}
    return [
        ("lint", [str(BIN / "ruff"), "check", "--quiet", "."], {}),
        ("format", [str(BIN / "ruff"), "format", "--check", "--quiet", "."], {}),
        ("types", [str(BIN / "mypy"), "--no-error-summary", f"--cache-dir={ROOT / 'var/mypy'}"], {}),
        ("template format", [str(BIN / "djade"), "--check", "--target-version", "5.2", *templates], {}),
        ("template lint", [str(BIN / "djlint"), "--lint", "--quiet", *templates], {}),
        ("vocabulary", [sys.executable, "tools/vocabulary.py"], {}),
        ("shell scripts", ["bash", "-n", *shell_scripts()], {}),
        ("requirements fit together", [sys.executable, "-m", "pip", "check"], {}),
        *(
            check
            for name, address in engines.items()
            for check in [
                (
                    f"migrations complete on {name}",
                    [*MANAGE, "makemigrations", "--check", "--dry-run"],
                    {**production, "DATABASE_URL": address},
                ),
                (
                    f"safe to deploy on {name}",
                    [*MANAGE, "check", "--deploy", "--fail-level", "WARNING", "--database", "default"],
                    {**production, "DATABASE_URL": address},
                ),
            ]
        ),
    ]


def as_in_production(folder: str) -> dict[str, str]:
    """The environment variables of a production server."""
    return {
        "SECRET_KEY": secrets.token_urlsafe(60),
        "ALLOWED_HOSTS": "portal.example.gov.vn",
        "DEMO": "0",
        "DEBUG": "0",
        "HTTPS": "1",
        "TRUSTED_PROXIES": "1",
        "VAR_DIR": folder,
    }


def our_templates() -> list[str]:
    return sorted(str(path.relative_to(ROOT)) for path in (ROOT / "templates").rglob("*.html"))


def shell_scripts() -> list[str]:
    return [".ci/run", *sorted(str(path.relative_to(ROOT)) for path in (ROOT / "deploy").glob("*.sh"))]


def passes(title: str, command: list[str], variables: dict[str, str]) -> bool:
    """Runs one check; its output is shown only if it fails."""
    ended = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, **variables},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    print(f"{'FAILED' if ended.returncode else 'ok':7}{title}", flush=True)
    if ended.returncode:
        print(ended.stdout, flush=True)
    return ended.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
