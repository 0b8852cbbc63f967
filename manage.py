#!/usr/bin/env python3
"""Django's command line for the portal."""

import os
import sys

from portal.core import entry_points


def main() -> None:
    if sys.argv[1:] == ["version"]:  # needs no settings; Django would print its own
        from portal.core.release import portal_version

        sys.stdout.write(f"{portal_version()}\n")
        return
    entry_points.use_virtual_environment()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    from django.conf import settings
    from django.core.management import execute_from_command_line

    with entry_points.exit_on_configuration_error():
        entry_points.use_demo_environment(sys.argv)
        # Django would continue with invalid settings and fail later.
        settings.DEBUG  # noqa: B018
        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
