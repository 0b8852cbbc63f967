"""Allowed image sources in rich text: our own media folder, as our pages load nothing from other hosts."""

import re
from html import unescape

from django.conf import settings

_IMG_SOURCE = re.compile(r"""<img\b[^<>]{0,2000}?\ssrc\s*=\s*(["'])([^<>]*?)\1""", re.IGNORECASE)


def is_own_media(source: str) -> bool:
    return source.startswith(settings.MEDIA_URL) and ".." not in source


def external_image_urls(markup: str) -> list[str]:
    """The URLs of external images, which the sanitiser removes; each once, in document order."""
    sources = (unescape(match[2]) for match in _IMG_SOURCE.finditer(markup))
    return list(dict.fromkeys(source for source in sources if not is_own_media(source)))
