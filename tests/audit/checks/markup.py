"""The Nu HTML checker over whole documents and stylesheets."""

import json
import subprocess
from pathlib import Path

from tests.audit.findings import Finding


def faults(packages: Path, folder: Path, files: dict[str, str]) -> dict[str, list[Finding]]:
    """Errors by file. ``files`` are names, ending in .html or .css, and their texts; ``folder`` may be written to."""
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    jar = packages / "vnu-jar" / "build" / "dist" / "vnu.jar"
    # One start of Java for each kind: the checker takes a kind for all files of a call.
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


def _words(message: dict[str, str]) -> str:
    extract = " ".join(message.get("extract", "").split())[:100]
    return f"{message['message']} [{extract}]" if extract else message["message"]
