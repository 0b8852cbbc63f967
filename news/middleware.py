"""What is a question of time is answered when somebody asks."""

import logging
from collections.abc import Callable
from typing import Any

from django.core.cache import cache
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse

from news import publishing
from portal.kit import languages

LOOK_AGAIN_SECONDS = 1
_LOOKED = "news.due_versions"
_log = logging.getLogger(__name__)


class DueVersionsMiddleware:
    """Before a public page is made, lets next versions whose moment has come take their articles' places.

    It looks once a second at most: one query on an index that holds scheduled versions only.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any) -> None:
        if getattr(view, "is_public_page", False) and cache.add(_LOOKED, True, LOOK_AGAIN_SECONDS):
            self._look()

    def _look(self) -> None:
        try:
            # Whoever came first may be reading in English; what is stored is made in Vietnamese.
            with languages.speaking(languages.VIETNAMESE):
                publishing.bring_in_due_versions()
        except DatabaseError:  # read-only or away: readers are answered with what can be read
            _log.exception("Versions that are due could not be brought in")
            cache.set(_LOOKED, True, 60)
