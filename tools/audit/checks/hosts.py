"""A page requests nothing from other hosts."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from tools.audit.fetch import is_within
from tools.audit.findings import Finding


def faults(asked: Iterable[str], portal: str) -> list[Finding]:
    """``asked`` are the URLs of all requests of a page."""
    abroad = {address for address in asked if _goes_out(address) and not is_within(address, portal)}
    return [Finding("", f"request to another host: {address[:120]}") for address in sorted(abroad)]


def _goes_out(address: str) -> bool:
    return urlsplit(address).scheme in {"http", "https", "ws", "wss"}
