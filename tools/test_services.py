"""Services for tests: PostgreSQL, Chromium and nginx, found, installed or started for the run."""

import contextlib
import getpass
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg2
from playwright._impl._driver import compute_driver_executable

from tests.browser_fixtures import chromium_path

POSTGRES_FOLDERS = "/usr/lib/postgresql"  # where Debian keeps initdb and pg_ctl, a folder for each version
CONNECT_SECONDS = 3
# The cluster exists for one run: nothing in it must survive a power failure.
FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"


class Missing(RuntimeError):
    """A program is missing and cannot be installed; the message says what to do."""


@contextlib.contextmanager
def postgres() -> Iterator[str]:
    """The URL of a database for this run, on a server that allows creating it; dropped at the end."""
    with server() as address:
        database = f"portal_{os.getpid()}"
        try:
            yield database_on(address, database)
        finally:
            drop_databases(address, f"test_{database}")


def database_on(address: str, name: str) -> str:
    """The URL of another database on the same server."""
    return urlunsplit(urlsplit(address)._replace(path=f"/{name}"))


def create_database(address: str, name: str) -> str:
    """Creates an empty database and returns its URL."""
    with _connection(address) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE \"{name}\" ENCODING 'UTF8' TEMPLATE template0")
    return database_on(address, name)


def drop_databases(address: str, prefix: str) -> None:
    """Drops the databases of a run; the tests drop their own unless aborted."""
    with _connection(address) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [prefix])
            for (name,) in cursor.fetchall():
                cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def require_chromium() -> str:
    """The path of a Chromium that starts; installs Debian's if possible."""
    try:
        return _started(chromium_path())
    except LookupError:
        apt_install("chromium", otherwise="Chromium is missing: apt-get install chromium, or set CHROMIUM to its path.")
    try:
        return _started(chromium_path())
    except LookupError as error:
        raise Missing(str(error)) from error


def require_browser_driver() -> None:
    """Ensures that Playwright's own Node starts; a minimal Debian lacks one of its libraries."""
    node = str(compute_driver_executable()[0])
    if _answers(node):
        return
    apt_install("libatomic1", otherwise="Playwright's driver does not start: apt-get install libatomic1.")
    if not _answers(node):
        raise Missing(f"{node} does not start; run it by hand to see what it lacks.")


def require_postgres_client() -> None:
    """Ensures that backups can be tested: pg_dump, also if the server is on another machine."""
    if shutil.which("pg_dump") is None:
        apt_install("postgresql-client", otherwise="pg_dump is missing: apt-get install postgresql-client.")


def require_nginx() -> None:
    """Ensures that the shipped configuration can be served: Debian's nginx, and openssl for its certificate."""
    for program in ("nginx", "openssl"):
        if shutil.which(program, path=f"{os.environ.get('PATH', '')}:/usr/sbin") is None:
            apt_install(program, otherwise=f"{program} is missing: apt-get install {program}.")


def _answers(program: str) -> bool:
    command = [program, "--version"]
    return subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, check=False).returncode == 0


def _started(path: str) -> str:
    # Ubuntu's package of that name is a stub that asks for snap.
    answer = subprocess.run([path, "--version"], capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)
    if answer.returncode:
        raise Missing(
            f"{path} does not start ({answer.stderr.strip()[:200]}). Install a real Chromium or set CHROMIUM."
        )
    return path


@contextlib.contextmanager
def server() -> Iterator[str]:
    """TEST_POSTGRES_URL, else the local server if it accepts us, else a temporary cluster."""
    if given := os.environ.get("TEST_POSTGRES_URL"):
        if not _may_create_databases(given):
            raise Missing("The server of TEST_POSTGRES_URL does not answer, or its user may not create databases.")
        yield given
        return
    for user in dict.fromkeys(("postgres", getpass.getuser())):
        local = f"postgres://{user}@127.0.0.1:5432/postgres"
        if _may_create_databases(local):
            yield local
            return
    with _throw_away_cluster(_postgres_programs()) as made:
        yield made


def _may_create_databases(address: str) -> bool:
    query = "SELECT rolsuper OR rolcreatedb FROM pg_roles WHERE rolname = current_user"
    try:
        with _connection(address) as connection, connection.cursor() as cursor:
            cursor.execute(query)
            row = cursor.fetchone()
    except psycopg2.Error:
        return False
    return bool(row and row[0])


def _connection(address: str) -> "contextlib.closing[psycopg2.extensions.connection]":
    return contextlib.closing(psycopg2.connect(address, connect_timeout=CONNECT_SECONDS))


def _postgres_programs() -> Path:
    """The folder of initdb and pg_ctl; installs PostgreSQL if possible."""
    found = _find_programs()
    if found is None:
        apt_install(
            "postgresql", otherwise="PostgreSQL is missing: apt-get install postgresql, or set TEST_POSTGRES_URL."
        )
        found = _find_programs()
    if found is None:
        raise Missing(f"PostgreSQL was installed, but there is no initdb on the PATH or below {POSTGRES_FOLDERS}.")
    return found


def _find_programs() -> Path | None:
    folders = [Path(found).parent for found in [shutil.which("initdb")] if found]
    folders += sorted(Path(POSTGRES_FOLDERS).glob("*/bin"), key=lambda path: float(path.parent.name), reverse=True)
    return next((path for path in folders if (path / "initdb").exists() and (path / "pg_ctl").exists()), None)


@contextlib.contextmanager
def _throw_away_cluster(programs: Path) -> Iterator[str]:
    """Starts a server on a free local port; always stops and deletes it."""
    print("Starting a PostgreSQL of this run's own …", flush=True)
    run = _as_unprivileged()
    folder = Path(tempfile.mkdtemp(prefix="portal-postgres-"))
    owner = _unprivileged_user()
    if owner:
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    data, port = folder / "data", free_port()
    options = f"-c listen_addresses=127.0.0.1 -p {port} -k {folder} {FAST}"
    try:
        run([programs / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N"])
        run([programs / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", options, "start"])
        yield f"postgres://postgres@127.0.0.1:{port}/postgres"
    finally:
        if (data / "postmaster.pid").exists():
            run([programs / "pg_ctl", "-D", data, "-w", "-m", "immediate", "stop"])
        shutil.rmtree(folder, ignore_errors=True)


def _unprivileged_user() -> pwd.struct_passwd | None:
    """The user that runs the server if we are root, which it refuses; None if we are not root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise Missing("PostgreSQL refuses to run as root, and there is neither a user postgres nor nobody.")


def _as_unprivileged() -> Callable[[list[str | Path]], None]:
    user = _unprivileged_user()
    identity: dict[str, Any] = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}

    def run(command: list[str | Path]) -> None:
        # The server inherits its output: a file, as a pipe would never reach its end.
        with tempfile.TemporaryFile() as said:
            ended = subprocess.run(
                command, stdin=subprocess.DEVNULL, stdout=said, stderr=said, cwd="/", check=False, **identity
            )
            if ended.returncode:
                said.seek(0)
                raise Missing(f"{Path(command[0]).name} failed: {said.read().decode(errors='replace')[-800:]}")

    return run


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def apt_install(package: str, *, otherwise: str) -> None:
    """Installs a package if we are root on Debian. Raises Missing with ``otherwise`` if not."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise Missing(otherwise)
    print(f"Installing {package} …", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", package]):
        ended = subprocess.run(
            ["apt-get", *command],
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        if ended.returncode:
            raise Missing(f"apt-get {command[0]} failed: {ended.stderr.strip()[-400:]}\n{otherwise}")
