from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "portal.site"
    label = "site"
    verbose_name = "Trang thông tin và giao diện"

    def ready(self) -> None:
        """Names the identity's reader; makes the acts on pages known to the audit trail."""
        from portal.accounts import audit
        from portal.kit import identity
        from portal.site import identifying, paths
        from portal.site.models import PageRevision

        identity.use(identifying.facts)
        paths.register()
        audit.learn({f"site.{act}": act.label for act in PageRevision.Act})
