"""In which form an answer is wanted: as a page for people, or as data for a script of ours."""

from django.http import HttpRequest


def wants_json(request: HttpRequest) -> bool:
    """Whether ``Accept`` prefers JSON; a browser that opens an address prefers HTML, and so does who says nothing."""
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"
