"""The result type of checks."""

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Finding:
    """One fault: its location (a selector, a line, a URL) and a short description."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}" if self.where else self.what


def from_script(found: list[dict[str, str]]) -> list[Finding]:
    """The findings returned by a check's script, without duplicates."""
    return sorted({Finding(fault["where"], fault["what"]) for fault in found})
