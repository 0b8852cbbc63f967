"""Inlines stylesheets into the page: on a slow connection a further request costs more than the styles.

On a mobile connection with high latency each render-blocking request takes a second
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

# A relative URL in a stylesheet, with or without quotes.
_CSS_URL = re.compile(r"""url\(\s*(["']?)(?!data:|/|https?:|#)([^"')]+)\1\s*\)""")


@dataclass(frozen=True)
class InlineStyle:
    """The text of a ``<style>`` element, and its hash source for the Content-Security-Policy."""

    text: str

    @property
    def csp_source(self) -> str:
        digest = hashlib.sha256(self.text.encode()).digest()
        return f"'sha256-{base64.b64encode(digest).decode()}'"


class StylesheetNotFound(Exception):
    """There is no static file of this name; the message is for the engineer who wrote the template."""


def inline_style(*names: str) -> InlineStyle:
    """The stylesheets concatenated and minified; ``css/site.css`` is a name."""
    return _build(*names) if settings.DEBUG else _cached_build(*names)


def _build(*names: str) -> InlineStyle:
    return InlineStyle(
        "".join(
            rcssmin.cssmin(_CSS_URL.sub(functools.partial(_absolute_css_url, name), _read_stylesheet(name)))
            for name in names
        )
    )


_cached_build = functools.cache(_build)


def _read_stylesheet(name: str) -> str:
    found = finders.find(name)
    if not found:
        raise StylesheetNotFound(f"There is no stylesheet {name}.")
    return Path(str(found)).read_text(encoding="utf-8")


def _absolute_css_url(name: str, address: re.Match[str]) -> str:
    """The URL made absolute, so that it works on a page at any path."""
    path = posixpath.normpath(posixpath.join(posixpath.dirname(name), address[2]))
    return f'url("{static(path)}")'
