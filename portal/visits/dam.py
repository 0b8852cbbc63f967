"""How much one address may count: in the memory of this process for a minute, and no address in it.

Not in the cache, which others use: a flood from many addresses would push out what they keep there.
"""

import hashlib
import secrets
import threading
import time
from collections import Counter
from collections.abc import Callable

WINDOW_SECONDS = 60
PAGES_PER_WINDOW = 60
# So many different addresses in a minute; those that come later are not counted.
MOST_ADDRESSES = 20_000


class Dam:
    """Lets through so many visits of an address in a minute. A digest with a salt of the minute stands for it."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self._lock = threading.Lock()
        self.forget()

    def lets_through(self, address: str) -> bool:
        with self._lock:
            if self.clock() - self._since >= WINDOW_SECONDS:
                self.forget()
            name = hashlib.blake2b(address.encode(), digest_size=8, key=self._salt).digest()
            if name not in self._seen and len(self._seen) >= MOST_ADDRESSES:
                return False
            self._seen[name] += 1
            return self._seen[name] <= PAGES_PER_WINDOW

    def forget(self) -> None:
        """Begins another minute, with another salt."""
        self._since = self.clock()
        self._salt = secrets.token_bytes(16)
        self._seen: Counter[bytes] = Counter()


DAM = Dam()
