from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    name = "portal.documents"
    label = "documents"
    verbose_name = "Thư viện văn bản"
    page_dependencies = ("DocumentKind", "DocumentRelation", "IssuingBody", "SubjectArea")

    def ready(self) -> None:
        """Registers the app's actions with the audit log."""
        from portal.audit import services as audit_services
        from portal.documents.services import DOCUMENT_ACTIONS

        audit_services.register_actions(DOCUMENT_ACTIONS, details={"replaced_by": _("văn bản thay thế")})
