import atexit

from django.apps import AppConfig


class AnalyticsConfig(AppConfig):
    name = "portal.analytics"
    label = "analytics"
    verbose_name = "Lượt truy cập"

    def ready(self) -> None:
        """Registers an exit handler that writes the pending counts of this process on a clean shutdown."""
        from portal.analytics.counter import COUNTER

        atexit.register(COUNTER.flush)
