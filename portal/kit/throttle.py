"""How often something may happen, counted in the cache: a cheap dam against floods, not an exact meter."""

import hashlib

from django.core.cache import cache


def is_within_rate(key: str, limit: int, seconds: int = 60) -> bool:
    """Whether this is among the first ``limit`` times within ``seconds``; each call counts.

    The default cache is each process's own, and so is the count.
    """
    name = f"rate.{hashlib.sha256(key.encode()).hexdigest()}"
    if cache.add(name, 1, seconds):
        return True
    try:
        return cache.incr(name) <= limit
    except ValueError:
        # It ran out between the two lines.
        return True
