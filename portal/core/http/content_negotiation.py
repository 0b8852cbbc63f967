"""Content negotiation: HTML for browsers, JSON for our scripts."""

from django.http import HttpRequest


def wants_json(request: HttpRequest) -> bool:
    """Whether ``Accept`` prefers JSON. A browser's navigation and a missing header prefer HTML."""
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"
