from collections.abc import Callable
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


class AccountsConfig(AppConfig):
    name = "portal.accounts"
    label = "accounts"
    verbose_name = "Tài khoản và bảo mật"

    def ready(self) -> None:
        """Refuses to start if the staff access settings are invalid."""
        # Models are loaded only now.
        from portal.accounts import staff_access_rules

        _validate_setting("STAFF_NETWORKS", staff_access_rules.parse_networks, tuple(settings.STAFF_NETWORKS))
        _validate_setting("STAFF_HOURS", staff_access_rules.parse_hours, settings.STAFF_HOURS)


def _validate_setting(name: str, parse: Callable[[Any], object], value: object) -> None:
    try:
        parse(value)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name}: {error}") from error
