"""Runs within namespaces of its own (serving.py): lays the machine of docs/operations.md out, starts Debian's nginx
with the files of deploy/ as they stand, and asks it what it is told to ask, a line of JSON for each question.

Nothing here outlives the process: what it mounts and the network that it opens are its own. Only the standard library.
"""

import base64
import contextlib
import fcntl
import http.client
import json
import os
import shutil
import signal
import socket
import ssl
import struct
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

HOST = "portal.example.gov.vn"
STARTS_IN_SECONDS = 20


def mount(*arguments: str | Path) -> None:
    subprocess.run(["mount", *map(str, arguments)], check=True, capture_output=True)


def lay_out(folder: Path, root: Path) -> None:
    """The places that the documents name, empty or with the portal's own; the machine's stay as they are outside."""
    mount("--make-rprivate", "/")
    place = folder / "srv" / "portal"
    (place / "var").mkdir(parents=True)
    shutil.copytree(root / "deploy", place / "deploy")
    mount("--bind", folder / "var", place / "var")
    nginx = folder / "etc-nginx"
    shutil.copytree("/etc/nginx", nginx, symlinks=True)
    mount("--bind", nginx, "/etc/nginx")
    mount("--rbind", folder / "srv", "/srv")
    # What the system makes: there, and empty.
    for name in ("/etc/ssl", "/run", "/var/cache", "/var/log", "/var/lib/nginx"):
        mount("-t", "tmpfs", "-o", "mode=755", "tmpfs", name)
    Path("/var/log/nginx").mkdir()
    shutil.copytree(folder / "certificate", "/etc/ssl/portal")
    Path("/run/portal").mkdir()
    mount("--bind", folder / "run", "/run/portal")
    if not _may_become("www-data"):
        _let_root_stand_for("www-data", folder)


def _may_become(name: str) -> bool:
    """Whether this namespace knows more users than the one who made it."""
    return any(int(line.split()[2]) > 1 for line in Path("/proc/self/uid_map").read_text().splitlines())


def _let_root_stand_for(name: str, folder: Path) -> None:
    """Without privileges there is one user: nginx's own is the same under another name."""
    for file in ("passwd", "group"):
        lines = Path("/etc", file).read_text().splitlines()
        other = [line for line in lines if not line.startswith(f"{name}:")]
        mine = f"{name}:x:0:0::/:/bin/false" if file == "passwd" else f"{name}:x:0:"
        (folder / file).write_text("\n".join([*other, mine, ""]))
        mount("--bind", folder / file, f"/etc/{file}")


def bring_up_loopback() -> None:
    up, get, put = 0x1, 0x8913, 0x8914  # IFF_UP, SIOCGIFFLAGS, SIOCSIFFLAGS
    with socket.socket() as asked:
        request = struct.pack("16sH14s", b"lo", 0, b"")
        flags = struct.unpack("16sH14s", fcntl.ioctl(asked, get, request))[1]
        fcntl.ioctl(asked, put, struct.pack("16sH14s", b"lo", flags | up, b""))


def install(commands: list[str]) -> None:
    """The commands of docs/operations.md, where they are typed."""
    for command in commands:
        ended = subprocess.run(["sh", "-c", command], cwd="/srv/portal", capture_output=True, text=True, check=False)
        if ended.returncode:
            raise SystemExit(f"{command}: {ended.stderr}")


def wait_until_it_listens(process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + STARTS_IN_SECONDS
    while time.monotonic() < until and process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", 443), timeout=1):
            return
        time.sleep(0.05)
    errors = Path("/var/log/nginx/error.log")
    raise SystemExit(f"nginx did not start: {errors.read_text() if errors.exists() else ''}")


def ask(question: dict[str, Any]) -> dict[str, Any]:
    """One request over HTTPS (or plain, to port 80), ``fill`` bytes long, from the ``sender``, an address of this network."""
    trusted = ssl.create_default_context(cafile="/etc/ssl/portal/fullchain.pem")
    source = (question.get("sender", "127.0.0.1"), 0)
    connection: http.client.HTTPConnection
    if question.get("plain"):
        connection = http.client.HTTPConnection("127.0.0.1", 80, timeout=90, source_address=source)
    else:
        connection = http.client.HTTPSConnection("127.0.0.1", 443, timeout=90, source_address=source, context=trusted)
        trusted.check_hostname = False  # the name is in Host; the certificate itself is checked
    body = b"a" * question["fill"] if "fill" in question else question.get("body", "").encode() or None
    with contextlib.closing(connection):
        connection.request(question["method"], question["path"], body, {"Host": HOST, **question["headers"]})
        response = connection.getresponse()
        content = response.read()
        return {
            "status": response.status,
            "headers": {name.lower(): value for name, value in response.headers.items()},
            "body": base64.b64encode(content).decode(),
        }


def main() -> None:
    folder, root, *commands = sys.argv[1:]
    # Where Debian keeps it, whoever runs this.
    os.environ["PATH"] = f"{os.environ.get('PATH', '')}:/usr/sbin"
    lay_out(Path(folder), Path(root))
    bring_up_loopback()
    install(commands)
    process = subprocess.Popen(["nginx", "-g", "daemon off;"], stdin=subprocess.DEVNULL)
    try:
        wait_until_it_listens(process)
        for line in sys.stdin:
            sys.stdout.write(json.dumps(ask(json.loads(line))) + "\n")
            sys.stdout.flush()
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)
        shutil.copyfile("/var/log/nginx/error.log", os.path.join(folder, "nginx-error.log"))


if __name__ == "__main__":
    main()
