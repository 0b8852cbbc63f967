from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    name = "portal.pages"
    label = "pages"
    verbose_name = "Trang thông tin và giao diện"
    page_dependencies = ("Link", "LinkGroup", "MenuEntry", "SiteIdentity")

    def ready(self) -> None:
        """Registers the site identity loader, and the app's actions with the audit log."""
        from portal.audit import services as audit_services
        from portal.core import site_identity
        from portal.pages import paths
        from portal.pages import site_identity as pages_site_identity
        from portal.pages.models import PageRevision

        site_identity.register_reader(pages_site_identity.get_identity_values)
        paths.register_path_converters()
        audit_services.register_actions(
            {f"pages.{act}": act.label for act in PageRevision.Action}, details={"fields": _("đã sửa")}
        )
