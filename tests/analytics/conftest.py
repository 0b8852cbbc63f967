"""The counter of this process is everybody's: each test begins with an empty one."""

from collections.abc import Iterator

import pytest

from portal.analytics.counter import COUNTER


@pytest.fixture(autouse=True)
def nothing_counted() -> Iterator[None]:
    COUNTER.forget()
    yield
    COUNTER.forget()
