from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.core.exceptions import ImproperlyConfigured
from django.db.models import DateTimeField


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = "Cổng thông tin"

    def ready(self) -> None:
        """Tells the accounts whose two-factor the settings ask for; they do not know the roles."""
        from portal import roles
        from portal.accounts import two_factor

        try:
            roles.groups_with_two_factor()
        except ValueError as error:
            raise ImproperlyConfigured(f"TWO_FACTOR_REQUIRED_ROLES: {error}") from error
        two_factor.ask_of(roles.groups_with_two_factor)


class PortalAdminConfig(AdminConfig):
    default_site = "portal.admin_site.PortalAdminSite"

    def ready(self) -> None:
        """Names the two boxes of every moment, before the admins are made and copy the framework's defaults."""
        from django.contrib.admin.options import FORMFIELD_FOR_DBFIELD_DEFAULTS

        from portal.kit.admin_widgets import SplitMoment

        FORMFIELD_FOR_DBFIELD_DEFAULTS[DateTimeField]["widget"] = SplitMoment
        super().ready()
