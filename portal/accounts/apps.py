from collections.abc import Callable
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


class AccountsConfig(AppConfig):
    name = "portal.accounts"
    label = "accounts"
    verbose_name = "Tài khoản"

    def ready(self) -> None:
        """Connects the trail; refuses the start when the door is set to what cannot be read."""
        # Models stand only now.
        from portal.accounts import openings, witnesses

        witnesses.connect()
        _read("STAFF_NETWORKS", openings.networks_of, tuple(settings.STAFF_NETWORKS))
        _read("STAFF_HOURS", openings.spans_of, settings.STAFF_HOURS)


def _read(name: str, reader: Callable[[Any], object], written: object) -> None:
    try:
        reader(written)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name}: {error}") from error
