"""Redis cache backend that tolerates failures: reads miss, writes are dropped, rate limits allow.

Without the cache, pages come from the database and nobody sees an error; the failure is logged once a minute.
"""

import functools
import time
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from portal.core.throttled_logger import ThrottledLogger

CONNECT_TIMEOUT_SECONDS = 0.25
RESPONSE_TIMEOUT_SECONDS = 0.5
# After a failure the cache is skipped for this long: a page makes a dozen calls, and each would wait.
COOLDOWN_SECONDS = 5.0
_Method = Callable[..., Any]


def _fault_tolerant(method: _Method, fallback: Callable[[dict[str, Any]], Any]) -> _Method:
    """The method, or its fallback value while the server is down."""

    @functools.wraps(method)
    def asked(self: "FaultTolerantRedisCache", *args: Any, **kwargs: Any) -> Any:
        if self.is_suspended():
            return fallback(kwargs)
        try:
            return method(self, *args, **kwargs)
        except (RedisError, OSError) as error:
            self.suspend(error)
            return fallback(kwargs)

    return asked


class FaultTolerantRedisCache(RedisCache):
    """Set as a cache's BACKEND. Options after "?" in ``CACHE_URL`` override the limits here."""

    _suspended_until = 0.0
    _log = ThrottledLogger(__name__)

    def __init__(self, server: Any, params: dict[str, Any]) -> None:
        limits = {"socket_connect_timeout": CONNECT_TIMEOUT_SECONDS, "socket_timeout": RESPONSE_TIMEOUT_SECONDS}
        # The client's default would retry three times, seconds apart.
        options = {**limits, "retry": Retry(NoBackoff(), 0), **params.get("OPTIONS", {})}
        super().__init__(server, {**params, "OPTIONS": options})

    def is_suspended(self) -> bool:
        return time.monotonic() < type(self)._suspended_until

    def suspend(self, error: Exception) -> None:
        """For all threads: Django creates one instance of this class per thread."""
        type(self)._suspended_until = time.monotonic() + COOLDOWN_SECONDS
        self._log.warning("The cache does not answer (%s); pages are made without it", type(error).__name__)

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        return self._get(key, default=default, version=version)

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        """Raises ValueError for a missing key, as Django does, and so when the server is down."""
        counted = self._incr(key, delta=delta, version=version)
        if counted is None:
            raise ValueError("The cache does not answer")
        return int(counted)

    _get = _fault_tolerant(RedisCache.get, lambda asked: asked.get("default"))
    _incr = _fault_tolerant(RedisCache.incr, lambda asked: None)
    # True while the server is down: the caller counts or locks as the first.
    add = _fault_tolerant(RedisCache.add, lambda asked: True)
    set = _fault_tolerant(RedisCache.set, lambda asked: None)
    touch = _fault_tolerant(RedisCache.touch, lambda asked: False)
    delete = _fault_tolerant(RedisCache.delete, lambda asked: False)
    get_many = _fault_tolerant(RedisCache.get_many, lambda asked: {})
    has_key = _fault_tolerant(RedisCache.has_key, lambda asked: False)
    set_many = _fault_tolerant(RedisCache.set_many, lambda asked: [])
    delete_many = _fault_tolerant(RedisCache.delete_many, lambda asked: None)
    clear = _fault_tolerant(RedisCache.clear, lambda asked: False)
