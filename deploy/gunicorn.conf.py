"""How gunicorn serves the portal: the same on a laptop (`make run`) and in production (deploy/portal.service)."""

import os
from pathlib import Path
from typing import Any

import environ

ROOT = Path(__file__).resolve().parent.parent
env = environ.Env()
environ.Env.read_env(ROOT / ".env")

chdir = str(ROOT)
wsgi_app = "portal.wsgi:application"

# BIND takes a socket for nginx on the same machine (unix:/run/portal/portal.sock); else a port of this machine only.
port = env.int("PORT", default=8000)
bind = env.str("BIND", default="") or f"127.0.0.1:{port}"
worker_class = "gthread"
workers = env.int("WEB_WORKERS", default=2)
threads = env.int("WEB_THREADS", default=4)

# A request that takes longer is broken; what runs at a restart may finish.
timeout = 60
graceful_timeout = 30
keepalive = 15
# Workers are renewed now and then, never all at once, so that a slow leak never becomes a fault.
max_requests = 100_000
max_requests_jitter = 10_000
# The heartbeat file must not wait for a disk.
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108  # a directory of the kernel's own
# systemd and make steer gunicorn by signals; no second way in is left open.
control_socket_disable = True

errorlog = "-"
loglevel = "warning"
accesslog = "-" if env.bool("ACCESS_LOG", default=False) else None
access_log_format = '%({x-forwarded-for}i)s %(h)s "%(r)s" %(s)s %(b)s %(M)sms'


def when_ready(server: Any) -> None:
    """The last line that `make run` shows."""
    where = bind if bind.startswith("unix:") else f"http://{bind}/"
    print(f"\nThe portal is ready: {where}   (Ctrl+C stops it)\n", flush=True)
