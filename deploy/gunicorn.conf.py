"""gunicorn's configuration: the same on a laptop (`make run`) and in production (deploy/portal.service)."""

import os
import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parent.parent
# Executed anew each time and never imported: workers would keep a module of this process after an upgrade.
environment = runpy.run_path(str(ROOT / "portal" / "core" / "environment.py"))
env = environment["Environment"]()
# sysexits.h: configuration error. deploy/portal.service does not restart the service after it.
EX_CONFIG = 78

chdir = str(ROOT)
wsgi_app = "portal.wsgi:application"

try:
    environment["load_env_file"](ROOT / ".env")
    # BIND is a socket for nginx on the same machine (unix:/run/portal/portal.sock); by default a port on localhost.
    port = env.int("PORT", default=8000, minimum=1, maximum=65535)
    bind = env.str("BIND", pattern=r"unix:/.+|[\w.\[\]:-]+:\d+", expected="unix:/a/path or an address and a port")
    bind = bind or f"127.0.0.1:{port}"
    worker_class = "gthread"
    workers = env.int("WEB_WORKERS", default=2, minimum=1, maximum=256)
    requests_at_once = env.int("WEB_THREADS", default=4, minimum=1, maximum=256)
    accesslog = "-" if env.bool("ACCESS_LOG", default=False) else None
except ImproperlyConfigured as refusal:
    print(refusal, file=sys.stderr)
    sys.exit(EX_CONFIG)

# More than may be in the application: threads that wait for a slot, and still answer when all of those hang
# (portal/core/http/overload.py).
threads = requests_at_once + 8

# Heartbeat of the worker, which a hanging thread does not stop; request timeouts: portal/core/http/time_limits.py.
timeout = 60
# Time for running requests to complete at a restart.
graceful_timeout = 30
keepalive = 15
# Workers are restarted after this many requests, with jitter, so that a slow memory leak does no harm.
max_requests = 100_000
max_requests_jitter = 10_000
# The heartbeat file must not wait for a disk.
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108  # a tmpfs of the kernel
# systemd and make control gunicorn by signals; no second interface is left open.
control_socket_disable = True

errorlog = "-"
loglevel = "warning"
access_log_format = '%({x-forwarded-for}i)s %(h)s "%(r)s" %(s)s %(b)s %(M)sms'


def check_settings() -> int:
    """The exit code of a subprocess that reads the settings anew and reports errors in one line."""
    return subprocess.run([sys.executable, ROOT / "deploy" / "check_settings.py"], check=False).returncode


def on_starting(server: Any) -> None:
    """Refuses invalid settings in one line, before workers fail on them one by one."""
    if code := check_settings():
        sys.exit(code)
    # gunicorn would stop with all its workers on a reload with invalid settings, whoever sent the signal.
    reload = server.handle_hup

    def reload_if_right() -> None:
        if check_settings():
            server.log.error("Not reloaded: the workers go on with the settings they have.")
        else:
            reload()

    server.handle_hup = reload_if_right


def post_worker_init(worker: Any) -> None:
    """Starts the limits of the worker's threads. In the worker the portal may be imported."""
    from portal.core.http.time_limits import WATCHDOG

    worker.wsgi.limit_concurrency(requests_at_once, threads=threads)
    WATCHDOG.start()


def when_ready(server: Any) -> None:
    """Prints the last line of `make run`."""
    where = bind if bind.startswith("unix:") else f"http://{bind}/"
    print(f"\nThe portal is ready: {where}   (Ctrl+C stops it)\n", flush=True)
