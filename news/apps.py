from django.apps import AppConfig
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


class NewsConfig(AppConfig):
    name = "news"
    verbose_name = "Tin tức"

    def ready(self) -> None:
        """Makes the editorial acts known to the audit trail; refuses the start when a check is set to what is none."""
        from news import checking
        from news.models import ArticleRevision
        from news.workflow import Act
        from portal.accounts import audit

        audit.learn({f"news.{act}": act.label for act in [*Act, *ArticleRevision.Kind]})
        try:
            checking.parse_severities(settings.ARTICLE_CHECKS)
        except ValueError as error:
            raise ImproperlyConfigured(f"ARTICLE_CHECKS: {error}") from error
