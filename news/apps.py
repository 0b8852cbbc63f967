from django.apps import AppConfig
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


class NewsConfig(AppConfig):
    name = "news"
    verbose_name = "Tin tức"

    def ready(self) -> None:
        """Refuses the start when the checks of articles are set to something that there is not."""
        from news import checking

        try:
            checking.parse_severities(settings.ARTICLE_CHECKS)
        except ValueError as error:
            raise ImproperlyConfigured(f"ARTICLE_CHECKS: {error}") from error
