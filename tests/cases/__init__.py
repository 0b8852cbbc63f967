"""Small files as people really send them, written for this project; no personal data. Tests name each outcome."""

from pathlib import Path

CASES = Path(__file__).parent


def case_bytes(name: str) -> bytes:
    return (CASES / name).read_bytes()
