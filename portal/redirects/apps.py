from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RedirectsConfig(AppConfig):
    name = "portal.redirects"
    label = "redirects"
    verbose_name = "Địa chỉ cũ và địa chỉ bị gọi hụt"

    def ready(self) -> None:
        """Registers the app's actions with the audit log."""
        from portal.audit import services as audit_services
        from portal.redirects.resolver import REDIRECT_ACTIONS

        audit_services.register_actions(REDIRECT_ACTIONS, details={"target": _("dẫn đến")})
