"""Which page of an admin a request is for."""

from django.http import HttpRequest


def is_changelist(request: HttpRequest) -> bool:
    """Whether the request is for a list; other pages need none of the annotations of its columns."""
    match = request.resolver_match
    return match is not None and match.view_name.endswith("_changelist")
