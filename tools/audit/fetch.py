"""HTTP requests to the audited portal only, without a browser."""

import gzip
import urllib.request
from dataclasses import dataclass
from urllib.error import HTTPError
from urllib.parse import quote, urlsplit

SECONDS = 60


@dataclass(frozen=True)
class Answer:
    """The response, and the transferred bytes of its body."""

    status: int
    kind: str
    body: bytes
    wire_bytes: int

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", errors="replace")


def fetch(address: str) -> Answer:
    """Follows redirects, as a browser would. Raises OSError if the request fails."""
    asked = urllib.request.Request(quote(address, safe=":/?#[]@!$&'()*+,;=%"), headers={"Accept-Encoding": "gzip"})
    try:
        with urllib.request.urlopen(asked, timeout=SECONDS) as answer:
            return _read(answer.status, answer.headers, answer.read())
    except HTTPError as refused:
        return _read(refused.code, refused.headers, refused.read())


def _read(status: int, headers: object, body: bytes) -> Answer:
    encoding, kind = (headers.get(name, "") for name in ("Content-Encoding", "Content-Type"))  # type: ignore[attr-defined]
    return Answer(status, kind.partition(";")[0], gzip.decompress(body) if encoding == "gzip" else body, len(body))


def is_within(address: str, portal: str) -> bool:
    """Whether a URL belongs to the portal at ``portal``."""
    one, other = urlsplit(address), urlsplit(portal)
    return one.scheme == other.scheme and one.netloc == other.netloc
