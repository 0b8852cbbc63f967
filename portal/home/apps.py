from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "portal.home"
    label = "home"
    verbose_name = "Trang chủ"

    def ready(self) -> None:
        """Connects the models whose changes alter cached pages."""
        from portal.home import page_dependencies

        page_dependencies.connect_signals()
