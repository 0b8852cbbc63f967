from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    name = "portal.audit"
    label = "audit"
    verbose_name = _("Nhật ký")

    def ready(self) -> None:
        """Connects the signals of sign-ins, roles and the admin's log."""
        # Models are loaded only now.
        from portal.audit import signals

        signals.connect_signals()
