"""``manage.py anonymize_contacts``: run daily by the scheduler (docs/operations.md)."""

from typing import Any

from portal.audit.commands import OperatorCommand
from portal.questions.services import anonymize_contacts


class Command(OperatorCommand):
    help = "Erases the contact data of questions that were answered or refused QUESTION_CONTACT_RETENTION_DAYS ago."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Contact data of {anonymize_contacts()} questions erased.")
