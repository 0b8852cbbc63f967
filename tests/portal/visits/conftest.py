"""The counter and the dam of this process are everybody's: each test begins with empty ones."""

from collections.abc import Iterator

import pytest

from portal.visits.counting import COUNTER
from portal.visits.dam import DAM


@pytest.fixture(autouse=True)
def nothing_counted() -> Iterator[None]:
    COUNTER.forget()
    DAM.forget()
    yield
    COUNTER.forget()
    DAM.forget()
