from django.apps import AppConfig


class EmulationConfig(AppConfig):
    name = "emulation"
    verbose_name = "Khối thi đua"
    page_dependencies = ("Meeting", "Membership", "Milestone", "Registration")

    def ready(self) -> None:
        """Registers the app's actions with the audit log."""
        from emulation import audit_log
        from portal.audit import services as audit_services

        audit_services.register_actions(audit_log.ACTIONS, details=audit_log.DETAILS)
