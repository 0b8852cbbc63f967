from django.apps import AppConfig

from portal.core.http import converters


class CoreConfig(AppConfig):
    name = "portal.core"
    label = "core"

    def ready(self) -> None:
        converters.register_converters()
