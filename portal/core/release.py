"""The portal's own version; Django's is ``django.get_version()``."""

import tomllib
from pathlib import Path

PROJECT_FILE = Path(__file__).resolve().parent.parent.parent / "pyproject.toml"


def portal_version() -> str:
    """The version that ``pyproject.toml`` names, such as "0.1.0"."""
    return str(tomllib.loads(PROJECT_FILE.read_text("utf-8"))["project"]["version"])
