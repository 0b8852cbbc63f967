"""``manage.py forgetcontacts``: for the clock of the machine, once a day (docs/operations.md)."""

from typing import Any

from django.core.management.base import BaseCommand

from portal.questions.answering import forget_contacts


class Command(BaseCommand):
    help = "Erases the contact data of questions that were answered or refused QUESTION_CONTACT_DAYS ago."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Contact data of {forget_contacts()} questions erased.")
