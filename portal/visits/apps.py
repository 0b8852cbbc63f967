import atexit

from django.apps import AppConfig


class VisitsConfig(AppConfig):
    name = "portal.visits"
    label = "visits"
    verbose_name = "Lượt truy cập"

    def ready(self) -> None:
        """What this process has counted and not yet written is written when it ends in good order."""
        from portal.visits.counting import COUNTER

        atexit.register(COUNTER.flush)
