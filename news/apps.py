from django.apps import AppConfig


class NewsConfig(AppConfig):
    name = "news"
    verbose_name = "Tin tức"

    def ready(self) -> None:
        """Makes the editorial acts known to the audit trail."""
        from news.models import ArticleRevision
        from news.workflow import Act
        from portal.accounts import audit

        audit.learn({f"news.{act}": act.label for act in [*Act, *ArticleRevision.Kind]})
