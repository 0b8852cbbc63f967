"""A class that a style sheet names and nothing uses is a style that got lost with a rename."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
USERS = ("templates", "static/js", "portal", "news", "emulation")
# Of Django's admin, of its libraries and of the editor.
OF_LIBRARIES = re.compile(
    r"(?:cke|select2|selector|calendar|django-ckeditor|column|field|inline|related-widget|v[A-Z])[\w-]*"
    r"|action-counter|actionlist|clockbox|datetimeshortcuts|deletelink|mini|nowrap|radiolist|shifted|sortoptions"
    r"|this-page|timezonewarning|toplinks"
)


def classes_of_style_sheets() -> dict[str, str]:
    """Every class with the name of a style sheet."""
    found = {}
    for path in sorted((ROOT / "static" / "css").rglob("*.css")):
        selectors = re.sub(r"\{[^{}]*\}", "{}", re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL))
        found.update(dict.fromkeys(re.findall(r"\.([A-Za-z][\w-]*)", selectors), path.name))
    return found


def test_every_class_is_used() -> None:
    """A modifier may be put together from a value: then its beginning is used, up to the last hyphen."""
    files = (path for place in USERS for path in (ROOT / place).rglob("*") if path.suffix in {".html", ".js", ".py"})
    words = set(re.findall(r"[A-Za-z][\w-]*", " ".join(path.read_text() for path in files)))
    lost = {
        name: sheet
        for name, sheet in classes_of_style_sheets().items()
        if name not in words and not OF_LIBRARIES.fullmatch(name) and not _is_modifier_of(name, words)
    }
    assert lost == {}


def _is_modifier_of(name: str, words: set[str]) -> bool:
    """``state-badge--draft`` of ``state-badge--{{ state.value }}``, ``focus-x-10`` of ``focus-x-{{ … }}``."""
    return any(name[:end] in words for end in range(len(name)) if name[end - 1] == "-")
