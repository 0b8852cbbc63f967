"""Scripts that checks evaluate in a page: one file each, beside the check."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from tools.audit.findings import Finding, from_script

HERE = Path(__file__).resolve().parent
SHARED = (HERE / "shared.js").read_text()


def evaluated(page: Page, name: str, argument: Any = None) -> Any:
    """The result of the function of ``<name>.js`` in the page; it may use the functions of shared.js."""
    body = (HERE / f"{name}.js").read_text()
    return page.evaluate(f"(argument) => {{ {SHARED}\nreturn ({body})(argument); }}", argument)


def faults_of(page: Page, name: str, argument: Any = None) -> list[Finding]:
    return from_script(evaluated(page, name, argument))
