"""Reports the first invalid setting in one line, without database access. gunicorn calls it before it starts."""

import os
import runpy
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from portal.core import entry_points  # noqa: E402  # the path above comes first


def main() -> None:
    entry_points.use_virtual_environment()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    import django

    # Variables that only gunicorn reads; errors are reported in the same way.
    runpy.run_path(str(ROOT / "deploy" / "gunicorn.conf.py"))
    with entry_points.exit_on_configuration_error():
        django.setup()


if __name__ == "__main__":
    main()
