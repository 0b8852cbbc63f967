"""The vocabulary of queries on redirects and missed addresses."""

import datetime as dt
from collections.abc import Iterable
from typing import Self

from django.db import IntegrityError, models, transaction
from django.db.models import F

from portal.redirects import paths


class RedirectQuerySet(models.QuerySet):
    def at(self, path: str) -> Self:
        """The redirect, if any, of a path in whichever form it was asked for."""
        return self.filter(path=paths.kept(path))

    def leading_to(self, path: str) -> Self:
        return self.filter(target_path=paths.kept(path))


class MissedAddressQuerySet(models.QuerySet):
    def at(self, path: str) -> Self:
        return self.filter(path=paths.kept(path))

    def waiting(self) -> Self:
        """Nobody has looked after them yet."""
        return self.filter(is_ignored=False)

    def ignored(self) -> Self:
        return self.filter(is_ignored=True)

    def note(self, path: str, *, times: int, referrer: str, is_probe: bool, at: dt.datetime) -> bool:
        """Counts some more misses of an address; says whether it is new. Two requests at once make one row."""
        if self._count(path, times, referrer, at):
            return False
        try:
            with transaction.atomic():
                self.create(
                    path=path, count=times, first_at=at, last_at=at, last_referrer=referrer, is_ignored=is_probe
                )
        except IntegrityError:
            self._count(path, times, referrer, at)
            return False
        return True

    def _count(self, path: str, times: int, referrer: str, at: dt.datetime) -> int:
        changed = {"count": F("count") + times, "last_at": at}
        return self.filter(path=path).update(**changed, **({"last_referrer": referrer} if referrer else {}))

    def drop_surplus(self, limit: int) -> int:
        """Keeps the table small: what was missed least goes first, among those the longest ago; says how many went.

        What somebody has put aside stays, or it would come back as new.
        """
        surplus = self.count() - limit
        if surplus <= 0:
            return 0
        doomed: Iterable[int] = self.waiting().order_by("count", "last_at", "pk").values_list("pk", flat=True)[:surplus]
        return self.filter(pk__in=list(doomed)).delete()[0]
