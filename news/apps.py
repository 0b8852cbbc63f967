from django.apps import AppConfig
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _


class NewsConfig(AppConfig):
    name = "news"
    verbose_name = "Tin tức"
    page_dependencies = ("Category", "Correction", "GalleryImage", "Tag", "Thread")

    def ready(self) -> None:
        """Registers the editorial actions with the audit log; raises when ARTICLE_CHECKS is invalid."""
        from news import content_checks, preview_links
        from news.models import ArticleRevision
        from news.workflow import ArticleAction, ArticleState
        from portal.audit import services as audit_services
        from portal.images import services as image_services

        acts = {f"news.{act}": act.label for act in [*ArticleAction, *ArticleRevision.Kind]}
        audit_services.register_actions(
            {**acts, **image_services.AUDIT_ACTIONS, **preview_links.AUDIT_ACTIONS},
            details={"revision_number": _("bản số"), "state": _("trạng thái"), "link_ends": _("mở đến")},
            values={state.value: state.label for state in ArticleState},
        )
        try:
            content_checks.parse_severities(settings.ARTICLE_CHECKS)
        except ValueError as error:
            raise ImproperlyConfigured(f"ARTICLE_CHECKS: {error}") from error
