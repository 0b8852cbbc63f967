"""The vocabulary of queries on the trail, and the one way in which rows leave it."""

import datetime as dt
from collections.abc import Iterable
from typing import Any, NoReturn, Self

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.kit import dates
from portal.kit.querysets import FoldedSearchQuerySet

TRAIL_STAYS = _("Nhật ký chỉ được ghi thêm, không sửa, không xóa được.")


class AuditEntryQuerySet(FoldedSearchQuerySet):
    """Reads at will, adds, and refuses everything else; the database refuses it too (``portal.accounts.seals``)."""

    def newest_first(self) -> Self:
        return self.order_by("-at", "-pk")

    def before(self, key: tuple[dt.datetime, int]) -> Self:
        """Strictly older than the entry with this (at, pk)."""
        moment, pk = key
        return self.filter(at__lte=moment).exclude(at=moment, pk__gte=pk)

    def after(self, key: tuple[dt.datetime, int]) -> Self:
        """Strictly newer than the entry with this (at, pk)."""
        moment, pk = key
        return self.filter(at__gte=moment).exclude(at=moment, pk__lte=pk)

    def for_list(self) -> Self:
        """A line shows names as they were then, so no other table is read."""
        return self.defer("search_folded")

    def since(self, day: dt.date) -> Self:
        return self.filter(at__gte=dates.start_of(day))

    def until(self, day: dt.date) -> Self:
        """To the end of the day."""
        return self.filter(at__lt=dates.day_bounds(day).end)

    def of_act(self, act: str) -> Self:
        return self.filter(act=act)

    def of_person(self, user_pk: int) -> Self:
        return self.filter(user=user_pk)

    def about_something(self) -> Self:
        """Without signing in and out, which are done to no thing."""
        return self.exclude(thing_id="")

    def about(self, kind: str, thing_id: str = "") -> Self:
        """Everything that happened to one kind of thing, or to one thing."""
        found = self.filter(kind=kind)
        return found.filter(thing_id=thing_id) if thing_id else found

    def trim(self, before: dt.datetime) -> int:
        """Removes what is older than a moment and says how many; for ``audit.trim`` alone, which records it."""
        return super(AuditEntryQuerySet, self.filter(at__lt=before)).delete()[0]

    def update(self, **kwargs: Any) -> NoReturn:
        raise ValidationError(TRAIL_STAYS)

    def delete(self) -> NoReturn:
        raise ValidationError(TRAIL_STAYS)

    def bulk_update(self, objs: Iterable[Any], fields: Iterable[str], batch_size: int | None = None) -> NoReturn:
        raise ValidationError(TRAIL_STAYS)
