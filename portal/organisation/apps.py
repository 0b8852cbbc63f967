from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    name = "portal.organisation"
    label = "organisation"
    verbose_name = "Cơ cấu tổ chức"

    def ready(self) -> None:
        """Makes the acts on posts and units known to the audit trail."""
        from portal.accounts import audit
        from portal.organisation import appointing

        audit.learn(appointing.ACTS)
