"""Rate limit of the API per client network."""

import threading

from django.conf import settings
from django.http import HttpRequest
from ninja.throttling import BaseThrottle

from portal.core.http.client_ip import client_network
from portal.core.http.rate_limit import RateLimit, StoreType

WINDOW_SECONDS = 60


class ClientNetworkThrottle(BaseThrottle):
    """Limits requests per minute without a cookie; 0 disables the limit.

    The instance is shared by the threads of a process, so the delay that ``wait`` returns is thread-local.
    """

    def __init__(self) -> None:
        self._thread_local = threading.local()

    def allow_request(self, request: HttpRequest) -> bool:
        if not settings.API_REQUESTS_PER_MINUTE:
            return True
        limit = RateLimit("api", settings.API_REQUESTS_PER_MINUTE, WINDOW_SECONDS, store=StoreType.SHARED)
        verdict = limit.hit(client_network(request))
        self._thread_local.retry_after = verdict.retry_after
        return verdict.is_allowed

    def wait(self) -> float:
        return float(self._thread_local.retry_after)
