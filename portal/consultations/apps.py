from django.apps import AppConfig


class ConsultationsConfig(AppConfig):
    name = "portal.consultations"
    label = "consultations"
    verbose_name = "Lấy ý kiến dự thảo"
    page_dependencies = ("Comment",)

    def ready(self) -> None:
        """Registers the app's actions with the audit log."""
        from portal.audit import services as audit_services
        from portal.consultations import moderation, services

        audit_services.register_actions({**services.CONSULTATION_ACTIONS, **moderation.COMMENT_ACTIONS})
