from django.apps import AppConfig

from portal.kit import converters


class KitConfig(AppConfig):
    name = "portal.kit"
    label = "kit"

    def ready(self) -> None:
        converters.register()
