"""How often one address may ask."""

import hashlib
import time

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from ninja.throttling import BaseThrottle

WINDOW_SECONDS = 60


class PerAddress(BaseThrottle):
    """So many requests in a minute of the clock from one address, without a cookie.

    The count stands in the cache, so processes with one cache (``CACHE_URL``) count together. Unlike the package's own
    throttles it keeps nothing on itself, as the threads of a process share it.
    """

    def allow_request(self, request: HttpRequest) -> bool:
        allowed = settings.API_REQUESTS_PER_MINUTE
        if not allowed:
            return True
        # Who asked is kept nowhere: a digest counts as well.
        asking = hashlib.sha256((self.get_ident(request) or "").encode()).hexdigest()
        key = f"portal.api.{asking}.{int(time.time() // WINDOW_SECONDS)}"
        if cache.add(key, 1, 2 * WINDOW_SECONDS):
            return True
        try:
            return cache.incr(key) <= allowed
        except ValueError:  # it went out of the cache between the two lines
            return True

    def wait(self) -> float:
        return WINDOW_SECONDS - time.time() % WINDOW_SECONDS
