from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "portal.search"
    label = "search"
    verbose_name = "Tìm kiếm"

    def ready(self) -> None:
        from portal.search import following  # the models it follows are there only now

        following.begin()
