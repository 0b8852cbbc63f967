from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class QuestionsConfig(AppConfig):
    name = "portal.questions"
    label = "questions"
    verbose_name = "Hỏi đáp"
    page_dependencies = ("Topic",)

    def ready(self) -> None:
        """Registers the app's actions with the audit log."""
        from portal.audit import services as audit_services
        from portal.questions.workflow import QuestionAction, QuestionStatus

        audit_services.register_actions(
            {f"questions.{act}": f"Hỏi đáp: {str(act.label).lower()}" for act in QuestionAction},
            details={"state": _("trạng thái")},
            values={status.value: status.label for status in QuestionStatus},
        )
