"""The images of the demonstration at a tenth of their width: tests of the loader need not process large ones."""

import io
from functools import cache

from PIL import Image

from news.demo_data import loader

WIDTH, HEIGHT = 160, 100

_full_size = loader.image_content


@cache
def small_image_content(key: str) -> bytes:
    """Stands in for ``loader.image_content``."""
    content = io.BytesIO()
    with Image.open(io.BytesIO(_full_size(key))) as image:
        image.resize((WIDTH, HEIGHT)).save(content, "JPEG")
    return content.getvalue()
