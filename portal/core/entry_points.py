"""Start-up of the portal's programs: the right Python, and configuration errors in one line.

Imports nothing that must be installed, as it may run in a Python without the requirements.
"""

import contextlib
import importlib.util
import os
import sys
from collections.abc import Iterator
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent.parent
# sysexits.h: configuration error.
EX_CONFIG = 78
# sysexits.h: a service is unavailable.
EX_UNAVAILABLE = 69
# Servers must be configured explicitly; they never use the demonstration's settings by default.
_SERVER_COMMANDS = {"runserver", "testserver"}


def use_virtual_environment() -> None:
    """Re-executes in .venv if this Python lacks the requirements; exits with a message without one."""
    if importlib.util.find_spec("django") and importlib.util.find_spec("environ"):
        return
    environment = BASE_DIR / ".venv"
    python = environment / "bin" / "python"
    # Not if this user may not run it: it may be a link into somebody's home directory.
    if os.access(python, os.X_OK) and Path(sys.prefix).resolve() != environment.resolve():
        os.execv(python, [str(python), *sys.argv])  # noqa: S606  # our own
    sys.exit("The requirements are not installed here: run `make run` once, or use .venv/bin/python.")


@contextlib.contextmanager
def exit_on_configuration_error() -> Iterator[None]:
    """Turns configuration errors into exit codes.

    Wrong settings end the program with a line that names the variable, and so does a database that is unreachable or
    read-only; --traceback shows where.
    """
    from django.core.exceptions import ImproperlyConfigured
    from django.db import OperationalError

    try:
        yield
    except (ImproperlyConfigured, OperationalError) as refusal:
        if "--traceback" in sys.argv:
            raise
        is_setting = isinstance(refusal, ImproperlyConfigured)
        said = str(refusal) if is_setting else f"The database (DATABASE_URL): {refusal}"
        sys.stderr.write(f"{' '.join(said.split())}\n")
        sys.exit(EX_CONFIG if is_setting else EX_UNAVAILABLE)


def use_demo_environment(arguments: list[str]) -> None:
    """Lets a command use the demonstration made by `make run` without variables (docs/adr/0030-demonstration.md).

    Only if this copy is not configured: neither SECRET_KEY nor DEMO is set, in the environment or in .env.
    """
    from portal.core.environment import load_env_file

    load_env_file(BASE_DIR / ".env")
    record = demo_environment_file()
    if "SECRET_KEY" in os.environ or "DEMO" in os.environ or not os.path.exists(record):
        return
    if _SERVER_COMMANDS & set(arguments[1:2]):
        return
    load_env_file(record)
    os.environ["DEMO"] = "1"
    sys.stderr.write(f"On the demonstration that `make run` made in {record.parent}.\n")


def demo_environment_file() -> Path:
    """The file that marks a folder as a demonstration's and holds its variables."""
    return BASE_DIR / (os.environ.get("VAR_DIR", "").strip() or "var") / "demonstration.env"


def write_demo_environment_file() -> None:
    """Called by deploy/prepare.py. Stores where the data is; readable by the owner only."""
    where = ("DATABASE_URL", "CACHE_URL", "STATIC_ROOT", "MEDIA_ROOT", "PRIVATE_MEDIA_ROOT")
    lines = [f"{name}='{os.environ[name]}'\n" for name in where if os.environ.get(name)]
    record = demo_environment_file()
    record.touch(mode=0o600)
    record.write_text("".join(["# Written by `make run`: what manage.py works on without a variable.\n", *lines]))
