from django.apps import AppConfig


class ConsultationsConfig(AppConfig):
    name = "portal.consultations"
    label = "consultations"
    verbose_name = "Lấy ý kiến dự thảo"

    def ready(self) -> None:
        """Makes the acts of consulting known to the audit trail."""
        from portal.accounts import audit
        from portal.consultations import consulting, moderating

        audit.learn({**consulting.ACTS, **moderating.ACTS})
