"""Finding a page's pictures among the files that were saved with it."""

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from portal.kit import vietnamese

# WordPress writes the size into the name of a reduced copy: hoi-nghi-300x200.jpg.
_REDUCED = re.compile(r"-\d{2,4}x\d{2,4}(?=\.\w+$)")


def find_picture(src: str, folder: Path, root: Path) -> Path | None:
    """The file that a ``src`` means: relative to the page's folder, or the tail of an address below it.

    Nothing outside ``root``, the folder being imported, is ever found, whatever the ``src`` says.
    """
    return next((path for path in _candidates(src, folder) if path.is_file() and _is_inside(path, root)), None)


def _candidates(src: str, folder: Path) -> Iterator[Path]:
    try:
        address = urlsplit(src.strip())
    except ValueError:
        return
    if address.scheme not in {"", "http", "https", "file"} or "\x00" in src:
        return
    written = unquote(address.path).replace("\\", "/")
    is_relative = not address.scheme and not address.netloc and not written.startswith("/")
    for name in dict.fromkeys([written, vietnamese.nfc(written), _REDUCED.sub("", written)]):
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
