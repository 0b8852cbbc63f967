"""A page asks nobody but the portal."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from tests.audit.fetching import is_within
from tests.audit.findings import Finding


def faults(asked: Iterable[str], portal: str) -> list[Finding]:
    """``asked`` are the addresses of all requests that a page made."""
    abroad = {address for address in asked if _goes_out(address) and not is_within(address, portal)}
    return [Finding("", f"request to another host: {address[:120]}") for address in sorted(abroad)]


def _goes_out(address: str) -> bool:
    return urlsplit(address).scheme in {"http", "https", "ws", "wss"}
