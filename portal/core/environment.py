"""Typed environment variables; an invalid value raises ImproperlyConfigured with its name.

Stricter than the package it uses: there ``HTTPS=ja`` is False, ``PORT=80a`` a traceback, a secret key that begins with
``$`` the name of another variable, and an unreadable .env is ignored. Values that may hold a password are never
repeated in an error.
"""

import io
import os
import re
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

import environ
from django.core.exceptions import ImproperlyConfigured

_TRUE, _FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off"}
EMAIL_PATTERN = r"[^@<>\s]+@[^@<>\s]+|[^@<>]+<[^@<>\s]+@[^@<>\s]+>"
EMAIL_DESCRIPTION = "an address like portal@example.gov.vn"
_DATABASE_SCHEMES = ("sqlite", "postgres", "postgresql")
_CACHE_SCHEMES = ("locmemcache", "dummycache", "redis", "rediss", "rediscache")
_EMAIL_SCHEMES = ("smtp", "smtps", "smtp+tls", "smtp+ssl", "consolemail", "filemail", "dummymail")
_MAX_QUOTED_LENGTH = 60
# Relative folders are below it, whatever the working directory.
BASE_DIR = Path(__file__).resolve().parent.parent.parent
# Lines that the package parses; it skips any other with a warning that repeats the line.
_ASSIGNMENT = re.compile(r"(?:export )?[A-Za-z_0-9]+=.*")
Value = TypeVar("Value")


def load_env_file(path: Path) -> None:
    """Loads a .env file into ``os.environ``, which has precedence; a missing file is ignored.

    Lines are never repeated in an error: they hold passwords.
    """
    try:
        text = path.read_text("utf-8-sig")
    except FileNotFoundError:
        return
    except UnicodeDecodeError:
        raise ImproperlyConfigured(f"{path} must be text in UTF-8. See .env.example.") from None
    except OSError as error:
        raise ImproperlyConfigured(f"{path} cannot be read: {error.strerror}.") from None
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip() and not line.lstrip().startswith("#") and not _ASSIGNMENT.fullmatch(line):
            raise ImproperlyConfigured(f"{path}, line {number}, must be NAME=value. See .env.example.")
    environ.Env.read_env(io.StringIO(text))


# Within the class these names are its methods.
_str: TypeAlias = str
_int: TypeAlias = int
_float: TypeAlias = float
_bool: TypeAlias = bool
_list: TypeAlias = list


class Environment:
    """Reads ``os.environ``. An empty variable counts as not set, except for plain text."""

    def str(self, name: _str, default: _str = "", *, pattern: _str = "", expected: _str = "") -> _str:
        """Plain text. With a ``pattern`` the value must match it whole; ``expected`` describes it for the error."""
        written = os.environ.get(name, default)
        if written and pattern and not re.fullmatch(pattern, written):
            raise invalid_variable(name, expected, written)
        return written

    def path(self, name: _str, default: Path) -> Path:
        """A folder, which need not exist yet."""
        folder = BASE_DIR / (os.environ.get(name, "").strip() or default)
        try:
            fits = folder.is_dir() or not folder.exists()
        except (OSError, ValueError):  # not accessible, or not a path
            raise invalid_variable(name, "a folder that this user may open", _str(folder)) from None
        if not fits:
            raise invalid_variable(name, "a folder", _str(folder))
        return folder

    def choice(self, name: _str, choices: Collection[_str], default: _str) -> _str:
        return self._read(name, default, lambda text: _require_choice(text, choices), f"one of {', '.join(choices)}")

    def bool(self, name: _str, default: _bool) -> _bool:
        return self._read(name, default, _parse_bool, "1 or 0")

    def int(self, name: _str, default: _int, *, minimum: _int = 0, maximum: _int = 2**53) -> _int:
        wanted = (
            f"a whole number of {minimum} or more"
            if maximum == 2**53
            else f"a whole number from {minimum} to {maximum}"
        )
        return self._read(name, default, lambda text: _require_range(_int(text), minimum, maximum), wanted)

    def float(self, name: _str, default: _float, *, minimum: _float = 0.0) -> _float:
        return self._read(
            name, default, lambda text: _require_range(_float(text), minimum, 1e9), f"a number of {minimum:g} or more"
        )

    def list(
        self, name: _str, default: Collection[_str] = (), *, pattern: _str = r".+", expected: _str = ""
    ) -> _list[_str]:
        """A comma-separated list, with surrounding spaces stripped."""
        written = os.environ.get(name, "")
        found = [part.strip() for part in written.split(",") if part.strip()] or [*default]
        if written and not all(re.fullmatch(pattern, part) for part in found):
            raise invalid_variable(name, expected, written)
        return found

    def database(self, name: _str, default: _str) -> dict[_str, Any]:
        """A database URL as Django's dictionary."""
        return self._read_url(
            name, default, _DATABASE_SCHEMES, environ.Env.db_url_config, "like postgres://user:password@host:5432/name"
        )

    def cache(self, name: _str, default: _str) -> dict[_str, Any]:
        return self._read_url(name, default, _CACHE_SCHEMES, environ.Env.cache_url_config, "like redis://host:6379/0")

    def email(self, name: _str, default: _str) -> dict[_str, Any]:
        example = "like smtp+tls://user:password@mail.example.gov.vn:587"
        return self._read_url(name, default, _EMAIL_SCHEMES, environ.Env.email_url_config, example)

    def _read_url(
        self,
        name: _str,
        default: _str,
        schemes: Collection[_str],
        parse: Callable[[_str], dict[_str, Any]],
        example: _str,
    ) -> dict[_str, Any]:
        def read(text: _str) -> dict[_str, Any]:
            _require_choice(text.partition("://")[0], schemes)
            found = parse(text)
            if "NAME" in found and not found["NAME"]:
                raise ValueError(text)
            return found

        try:
            return read(os.environ.get(name) or default)
        except (ValueError, LookupError, ImproperlyConfigured):
            # The value may hold a password, and so may the error.
            raise invalid_variable(name, f"an address {example}") from None

    def _read(self, name: _str, default: Value, read: Callable[[_str], Value], expected: _str) -> Value:
        written = os.environ.get(name, "").strip()
        if not written:
            return default
        try:
            return read(written)
        except ValueError:
            raise invalid_variable(name, expected, written) from None


def invalid_variable(name: str, expected: str, written: str = "") -> ImproperlyConfigured:
    """The error for a variable, in one line; with its value unless that is a secret."""
    told = f", not {written[:_MAX_QUOTED_LENGTH]!r}" if written else ""
    return ImproperlyConfigured(f"{name} must be {expected}{told}. See .env.example.")


def _parse_bool(text: str) -> bool:
    return _require_choice(text.lower(), _TRUE | _FALSE) in _TRUE


def _require_choice(text: str, choices: Collection[str]) -> str:
    if text not in choices:
        raise ValueError(text)
    return text


def _require_range(number: Any, minimum: Any, maximum: Any) -> Any:
    if not minimum <= number <= maximum:  # nan is between no two numbers
        raise ValueError(number)
    return number
