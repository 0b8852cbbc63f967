"""Rows for the tests of the agency's own pages: each takes what matters to the test and makes up the rest."""

import datetime as dt
from itertools import count
from typing import Any

from portal.organisation.models import Official, Posting, Unit

_numbers = count(1)

LONG_AGO = dt.date(2016, 4, 19)


def make_unit(name: str = "", *, since: dt.date = LONG_AGO, **given: Any) -> Unit:
    return Unit.objects.create(name=name or f"Phòng số {next(_numbers)}", valid_from=since, **given)


def make_official(full_name: str = "Nguyễn Văn A", **given: Any) -> Official:
    return Official.objects.create(full_name=full_name, **given)


def make_posting(
    official: Official | str, unit: Unit, post: str = "Trưởng phòng", *, since: dt.date = LONG_AGO, **given: Any
) -> Posting:
    official = make_official(official) if isinstance(official, str) else official
    return Posting.objects.create(official=official, unit=unit, post=post, valid_from=since, **given)
