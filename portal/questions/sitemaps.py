"""Sitemap of the answered questions."""

from portal.core.sitemaps import SitemapEntry, SitemapSection, landing_pages, sections
from portal.questions.models import Question

landing_pages.register("questions:question-list")
sections.register(
    SitemapSection(
        "hoi-dap",
        lambda: Question.objects.published().only("pk", "published_at"),
        lambda question: SitemapEntry(question.get_absolute_url(), question.published_at),
    )
)
