"""Query sets for redirects and the 404 log."""

import datetime as dt
from collections.abc import Iterable
from typing import Self

from django.db import IntegrityError, models, transaction
from django.db.models import F

from portal.redirects import paths


class RedirectQuerySet(models.QuerySet):
    def for_path(self, path: str) -> Self:
        """The redirect of a path in any form, if there is one."""
        return self.filter(path=paths.normalize_path(path))

    def targeting(self, path: str) -> Self:
        return self.filter(target_path=paths.normalize_path(path))


class NotFoundHitQuerySet(models.QuerySet):
    def for_path(self, path: str) -> Self:
        return self.filter(path=paths.normalize_path(path))

    def unhandled(self) -> Self:
        """Rows that nobody has handled yet."""
        return self.filter(is_ignored=False)

    def ignored(self) -> Self:
        return self.filter(is_ignored=True)

    def record_hit(self, path: str, *, hits: int, referrer: str, is_probe: bool, at: dt.datetime) -> bool:
        """Adds hits to a path; returns whether the row is new. Concurrent requests create one row."""
        if self._increment(path, hits, referrer, at):
            return False
        try:
            with transaction.atomic():
                self.create(
                    path=path,
                    count=hits,
                    first_seen_at=at,
                    last_seen_at=at,
                    last_referrer=referrer,
                    is_ignored=is_probe,
                )
        except IntegrityError:
            self._increment(path, hits, referrer, at)
            return False
        return True

    def _increment(self, path: str, hits: int, referrer: str, at: dt.datetime) -> int:
        changed = {"count": F("count") + hits, "last_seen_at": at}
        return self.filter(path=path).update(**changed, **({"last_referrer": referrer} if referrer else {}))

    def prune_to(self, limit: int) -> int:
        """Deletes the rows with the fewest, oldest hits beyond a maximum; returns the number deleted.

        Ignored rows stay, or they would come back as new.
        """
        surplus = self.count() - limit
        if surplus <= 0:
            return 0
        surplus_pks: Iterable[int] = (
            self.unhandled().order_by("count", "last_seen_at", "pk").values_list("pk", flat=True)[:surplus]
        )
        return self.filter(pk__in=list(surplus_pks)).delete()[0]
