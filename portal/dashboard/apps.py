from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.core.exceptions import ImproperlyConfigured
from django.db.models import DateField, DateTimeField, ManyToManyField


class DashboardConfig(AppConfig):
    name = "portal.dashboard"
    label = "dashboard"
    verbose_name = "Bàn làm việc"

    def ready(self) -> None:
        """Registers the guide's actions, and the roles that must use two-factor; refuses unknown role codes."""
        from portal import roles
        from portal.accounts import two_factor
        from portal.audit import services as audit_services
        from portal.dashboard.setup_guide import SETUP_ACTIONS

        audit_services.register_actions(SETUP_ACTIONS)
        try:
            roles.groups_requiring_two_factor()
        except ValueError as error:
            raise ImproperlyConfigured(f"TWO_FACTOR_REQUIRED_ROLES: {error}") from error
        two_factor.set_required_groups(roles.groups_requiring_two_factor)


class PortalAdminConfig(AdminConfig):
    default_site = "portal.dashboard.admin_site.PortalAdminSite"

    def ready(self) -> None:
        """Replaces Django's parsing of dates and keys, before admin classes copy the defaults."""
        from django.contrib.admin.options import FORMFIELD_FOR_DBFIELD_DEFAULTS

        from portal.core.admin.widgets import LabelledSplitDateTime
        from portal.core.form_fields import SafeModelMultipleChoiceField, VietnameseDateField, VietnameseDateTimeField

        FORMFIELD_FOR_DBFIELD_DEFAULTS[ManyToManyField] = {"form_class": SafeModelMultipleChoiceField}
        FORMFIELD_FOR_DBFIELD_DEFAULTS[DateField]["form_class"] = VietnameseDateField
        FORMFIELD_FOR_DBFIELD_DEFAULTS[DateTimeField]["form_class"] = VietnameseDateTimeField
        FORMFIELD_FOR_DBFIELD_DEFAULTS[DateTimeField]["widget"] = LabelledSplitDateTime
        super().ready()
