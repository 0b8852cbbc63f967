"""Publishes pending revisions whose scheduled time has passed, before a request is handled."""

import logging
from collections.abc import Callable
from typing import Any

from django.db import DatabaseError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from news import due_revisions, services
from portal.core.throttled_logger import ThrottledLogger

# Views without article content: health checks, which must work without a database, and stored files.
EXEMPT_VIEW_NAMES = frozenset({"livez", "readyz", "media", "robots"})
_log = logging.getLogger(__name__)
# Rate-limits the log message while the database is unavailable; every request would repeat it.
_outage_log_limit = ThrottledLogger(__name__)


class DueRevisionsMiddleware:
    """Publishes due pending revisions before any page, feed or API response is built.

    No response after the scheduled time shows the old text.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any) -> None:
        if request.resolver_match is None or request.resolver_match.view_name in EXEMPT_VIEW_NAMES:
            return
        try:
            if due_revisions.next_due_at() <= timezone.now():
                services.publish_due_revisions()
                due_revisions.clear_cache()
        except DatabaseError as error:  # read-only or unavailable: serve the current content
            if isinstance(error, OperationalError):
                if _outage_log_limit.acquire() is not None:
                    _log.error("Versions that are due were not brought in: %s", type(error).__name__)
            else:
                _log.exception("Versions that are due were not brought in")
            due_revisions.back_off()
