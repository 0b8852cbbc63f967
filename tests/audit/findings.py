"""What a check reports."""

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Finding:
    """One fault: where on the page (a selector, a line, an address) and what is wrong, in a few words."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}" if self.where else self.what


def from_script(found: list[dict[str, str]]) -> list[Finding]:
    """What a script of a check returned from the page, each fault once."""
    return sorted({Finding(fault["where"], fault["what"]) for fault in found})
