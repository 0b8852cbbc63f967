from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "portal.search"
    label = "search"
    verbose_name = "Tìm kiếm"

    def ready(self) -> None:
        from portal.search import signals  # the watched models are loaded only now

        signals.connect_signals()
