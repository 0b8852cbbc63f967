"""Every variable stands in .env.example, and nothing stands there that nobody reads."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
READERS = ("portal/settings.py", "deploy/gunicorn.conf.py")
# env.int("PORT", …) in code; "# PORT=8000" or "PORT=8000" in the example.
READ = re.compile(r"\benv(?:\.\w+)?\(\s*\"([A-Z][A-Z0-9_]*)\"")
SHOWN = re.compile(r"^(?:# )?([A-Z][A-Z0-9_]*)=", re.MULTILINE)


def read_by(*paths: str) -> list[str]:
    return [name for path in paths for name in READ.findall((ROOT / path).read_text())]


class TestEnvironment:
    def test_what_is_read_and_what_is_shown_agree(self) -> None:
        shown = SHOWN.findall((ROOT / ".env.example").read_text())
        assert sorted(shown) == sorted(set(read_by(*READERS)))

    def test_each_variable_is_read_in_one_place(self) -> None:
        names = read_by(*READERS)
        assert sorted(names) == sorted(set(names))

    def test_nothing_else_reads_the_environment(self) -> None:
        files = [path for section in ("portal", "news", "emulation") for path in (ROOT / section).rglob("*.py")]
        mechanism = {ROOT / "portal/core/environment.py", ROOT / "portal/core/entry_points.py"}
        files = [path for path in files if path not in mechanism]
        reading = [path for path in files if re.search(r"os\.(?:environ\b(?!\.setdefault)|getenv)", path.read_text())]
        assert reading == []

    def test_the_example_changes_nothing_when_it_is_copied(self) -> None:
        lines = (ROOT / ".env.example").read_text().splitlines()
        assert [line for line in lines if line and not line.startswith("#")] == []
