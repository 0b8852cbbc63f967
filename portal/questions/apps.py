from django.apps import AppConfig


class QuestionsConfig(AppConfig):
    name = "portal.questions"
    label = "questions"
    verbose_name = "Hỏi đáp"

    def ready(self) -> None:
        """Makes the acts on questions known to the audit trail."""
        from portal.accounts import audit
        from portal.questions.workflow import Act

        audit.learn({f"questions.{act}": f"Hỏi đáp: {str(act.label).lower()}" for act in Act})
