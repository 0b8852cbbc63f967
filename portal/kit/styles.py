"""Stylesheets written into the page: on a slow line a second question costs more than the style itself.

A page that is read on a telephone far from the mast waits a second for each answer that it cannot be drawn without
(docs/adr/0026-styles-in-the-page.md).
"""

import base64
import functools
import hashlib
import posixpath
import re
from dataclasses import dataclass
from pathlib import Path

import rcssmin
from django.conf import settings
from django.contrib.staticfiles import finders
from django.templatetags.static import static

# An address within a stylesheet, relative to it, with or without quotes.
_ADDRESS = re.compile(r"""url\(\s*(["']?)(?!data:|/|https?:|#)([^"')]+)\1\s*\)""")


@dataclass(frozen=True)
class Style:
    """The text of a ``<style>`` element, and the source by which a policy lets just this text through."""

    text: str

    @property
    def source(self) -> str:
        digest = hashlib.sha256(self.text.encode()).digest()
        return f"'sha256-{base64.b64encode(digest).decode()}'"


class NoSuchStylesheet(Exception):
    """No static file of this name is there; the message is for the engineer who wrote the template."""


def style_of(*names: str) -> Style:
    """The stylesheets one behind the other, without what only people need; ``css/site.css`` is a name."""
    return _read(*names) if settings.DEBUG else _kept(*names)


def _read(*names: str) -> Style:
    return Style("".join(rcssmin.cssmin(_ADDRESS.sub(functools.partial(_whole, name), _file(name))) for name in names))


_kept = functools.cache(_read)


def _file(name: str) -> str:
    found = finders.find(name)
    if not found:
        raise NoSuchStylesheet(f"There is no stylesheet {name}.")
    return Path(str(found)).read_text(encoding="utf-8")


def _whole(name: str, address: re.Match[str]) -> str:
    """The address as a page anywhere on the site must write it."""
    path = posixpath.normpath(posixpath.join(posixpath.dirname(name), address[2]))
    return f'url("{static(path)}")'
