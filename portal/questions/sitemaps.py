"""The answered questions, for search engines."""

from portal.kit.sitemaps import Entry, Section
from portal.questions.models import Question

SECTIONS = [
    Section(
        "hoi-dap",
        lambda: Question.objects.published().only("pk", "published_at"),
        lambda question: Entry(question.get_absolute_url(), question.published_at),
    )
]
