from django.apps import AppConfig


class LibraryConfig(AppConfig):
    name = "portal.library"
    label = "library"
    verbose_name = "Thư viện văn bản"

    def ready(self) -> None:
        """Makes the acts of the library known to the audit trail."""
        from portal.accounts import audit
        from portal.library.publishing import ACTS

        audit.learn(ACTS)
