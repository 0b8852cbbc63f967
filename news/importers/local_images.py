"""Finds a page's images among the files saved with it."""

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from portal.core.http.absolute_urls import split_url
from portal.core.text import vietnamese

# WordPress appends the size to the name of a resized copy: hoi-nghi-300x200.jpg.
_RESIZED_SUFFIX = re.compile(r"-\d{2,4}x\d{2,4}(?=\.\w+$)")


def find_image_file(src: str, folder: Path, root: Path) -> Path | None:
    """The file of a ``src``: relative to the page's folder, or matching the end of a URL path below it.

    Never returns a file outside ``root``, the imported folder (path traversal).
    """
    return next((path for path in _candidate_paths(src, folder) if path.is_file() and _is_inside(path, root)), None)


def _candidate_paths(src: str, folder: Path) -> Iterator[Path]:
    url = split_url(src)
    if url.scheme not in {"", "http", "https", "file"} or not url.path or "\x00" in src:
        return
    decoded_path = unquote(url.path).replace("\\", "/")
    is_relative = not url.scheme and not url.netloc and not decoded_path.startswith("/")
    for name in dict.fromkeys([decoded_path, vietnamese.nfc(decoded_path), _RESIZED_SUFFIX.sub("", decoded_path)]):
        if is_relative:
            yield folder / name
            continue
        parts = [part for part in PurePosixPath(name).parts if part not in {"/", ".."}]
        for start in range(len(parts)):
            yield folder.joinpath(*parts[start:])


def _is_inside(path: Path, root: Path) -> bool:
    try:
        return path.resolve().is_relative_to(root.resolve())
    except OSError:
        return False
