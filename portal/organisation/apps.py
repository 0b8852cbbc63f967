from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrganisationConfig(AppConfig):
    name = "portal.organisation"
    label = "organisation"
    verbose_name = "Cơ cấu tổ chức"

    def ready(self) -> None:
        """Registers the app's actions with the audit log."""
        from portal.audit import services as audit_services
        from portal.organisation import appointments

        audit_services.register_actions(
            appointments.ORGANISATION_ACTIONS, details={"predecessor": _("thay cho"), "unit": _("đơn vị")}
        )
