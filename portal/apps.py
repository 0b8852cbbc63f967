from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.db.models import DateTimeField


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = "Cổng thông tin"


class PortalAdminConfig(AdminConfig):
    default_site = "portal.admin_site.PortalAdminSite"

    def ready(self) -> None:
        """Names the two boxes of every moment, before the admins are made and copy the framework's defaults."""
        from django.contrib.admin.options import FORMFIELD_FOR_DBFIELD_DEFAULTS

        from portal.kit.admin_widgets import SplitMoment

        FORMFIELD_FOR_DBFIELD_DEFAULTS[DateTimeField]["widget"] = SplitMoment
        super().ready()
