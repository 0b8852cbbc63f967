"""Validates documents and stylesheets with the Nu HTML checker."""

import json
import re
import subprocess
from pathlib import Path

from tools.audit.findings import Finding

# The checker does not support container queries (CSS Containment, level 3). They are replaced by media queries, so that
# the rules inside are checked all the same.
_STYLE_ELEMENT = re.compile(r"(?<=<style>).*?(?=</style>)", re.DOTALL)
_CONTAINER_RULE = re.compile(r"@container\s+[\w-]+\s*(?=\()")
_CONTAINER_PROPERTY = re.compile(r"(?<=[{;\s])container(?:-type|-name)?\s*:[^;}]*;?")


def faults(packages: Path, folder: Path, files: dict[str, str]) -> dict[str, list[Finding]]:
    """Errors by file.

    ``files`` are names, ending in .html or .css, and their texts; files are written to ``folder``.
    """
    for name, text in files.items():
        shown = _as_the_checker_knows(text) if name.endswith(".css") else _STYLE_ELEMENT.sub(_of_element, text)
        (folder / name).write_text(shown, encoding="utf-8")
    jar = packages / "vnu-jar" / "build" / "dist" / "vnu.jar"
    # One Java process per file type: the checker uses one type for all files of a call.
    found: dict[str, list[Finding]] = {}
    for suffix, options in ((".html", []), (".css", ["--css"])):
        of_kind = [str(folder / name) for name in files if name.endswith(suffix)]
        if not of_kind:
            continue
        command = [
            "java",
            "-Xss4m",
            "-jar",
            str(jar),
            "--errors-only",
            "--format",
            "json",
            "--stdout",
            "--exit-zero-always",
        ]
        ended = subprocess.run(
            [*command, *options, *of_kind], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
        )
        if ended.returncode:
            raise RuntimeError(f"the Nu HTML checker failed: {ended.stderr[-800:]}")
        for message in json.loads(ended.stdout)["messages"]:
            name = message["url"].rpartition("/")[2]
            found.setdefault(name, []).append(Finding(f"line {message.get('lastLine', '?')}", _words(message)))
    return found


def _as_the_checker_knows(style: str) -> str:
    return _CONTAINER_PROPERTY.sub("", _CONTAINER_RULE.sub("@media ", style))


def _of_element(style: re.Match[str]) -> str:
    return _as_the_checker_knows(style[0])


def _words(message: dict[str, str]) -> str:
    extract = " ".join(message.get("extract", "").split())[:100]
    return f"{message['message']} [{extract}]" if extract else message["message"]
