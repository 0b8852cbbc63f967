"""Programs that the audit needs beside Python: Node with axe-core and Lighthouse, Java with the Nu HTML checker."""

import hashlib
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from tools import test_services

HERE = Path(__file__).resolve().parent
# Beside the Python packages: outside of git, kept for the next run, deleted by `make clean`.
CACHE = HERE.parent.parent / ".venv" / "audit"
OLDEST_NODE = 18


def install() -> Path:
    """The folder of the locked packages; reinstalled when the lock file changes. Raises test_services.Missing."""
    require_node()
    require_java()
    manifests = [HERE / "package.json", HERE / "package-lock.json"]
    wanted = hashlib.sha256(b"".join(path.read_bytes() for path in manifests)).hexdigest()[:16]
    folder = CACHE / wanted
    if (folder / "node_modules").is_dir():
        return folder / "node_modules"
    print("Installing the audit's programs (only after a change) …", flush=True)
    CACHE.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=CACHE) as half_done:
        for path in manifests:
            shutil.copy(path, half_done)
        ended = subprocess.run(
            ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
            cwd=half_done,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        if ended.returncode:
            raise test_services.Missing(f"npm ci failed in tools/audit: {ended.stderr.strip()[-800:]}")
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        Path(half_done, "node_modules").rename(folder / "node_modules")
    for former in CACHE.iterdir():
        if former != folder and re.fullmatch(r"[0-9a-f]{16}", former.name):
            shutil.rmtree(former, ignore_errors=True)
    return folder / "node_modules"


def require_node() -> None:
    """Node and npm; Debian's are recent enough."""
    for program in ("nodejs", "npm"):
        if shutil.which("node" if program == "nodejs" else program) is None:
            test_services.apt_install(program, otherwise=f"{program} is missing: apt-get install nodejs npm.")
    said = subprocess.run(["node", "--version"], capture_output=True, text=True, check=False).stdout
    version = re.match(r"v(\d+)", said)
    if version is None or int(version[1]) < OLDEST_NODE:
        raise test_services.Missing(f"Node {OLDEST_NODE} or newer is needed; `node --version` says {said.strip()!r}.")


def require_java() -> None:
    if shutil.which("java") is None:
        test_services.apt_install(
            "default-jre-headless", otherwise="Java is missing: apt-get install default-jre-headless."
        )
