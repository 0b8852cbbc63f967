"""Questions about the index that need no engine."""

import datetime as dt
from collections.abc import Collection, Iterable
from typing import Self

from django.db import connections, models
from django.db.models import Q


class EntryQuerySet(models.QuerySet):
    def visible(self, at: dt.datetime) -> Self:
        """What the public may see at a moment."""
        begun = Q(visible_from=None) | Q(visible_from__lte=at)
        return self.filter(begun, Q(visible_to=None) | Q(visible_to__gt=at))

    def of_originals(self, kind: str, source_ids: Collection[int]) -> Self:
        return self.filter(kind=kind, source_id__in=source_ids)

    def of_kind(self, kind: str) -> Self:
        return self.filter(kind=kind)

    def of_keys(self, keys: Collection[int]) -> Self:
        return self.filter(pk__in=keys)

    def between(self, kind: str, first: int, last: int) -> Self:
        """Entries of originals ``first <= id <= last``, whether these are still there or not."""
        return self.filter(kind=kind, source_id__gte=first, source_id__lte=last)

    def beyond(self, kind: str, last: int) -> Self:
        """Entries of originals with keys above the last one there is."""
        return self.filter(kind=kind, source_id__gt=last)

    def titles_and_digests(self) -> dict[int, tuple[str, int]]:
        """By the keys of the originals."""
        return {key: (title, digest) for key, title, digest in self.values_list("source_id", "title", "digest")}

    def digests(self) -> dict[int, int]:
        """By the key of the original."""
        return dict(self.values_list("source_id", "digest"))

    def nth_newest(self, place: int, before: dt.datetime) -> dt.datetime | None:
        """The moment of the entry that has ``place`` newer ones between it and a moment, or None when there is none."""
        moments = self.filter(moment__lt=before).order_by("-moment").values_list("moment", flat=True)
        return moments[place : place + 1].first()


class TermQuerySet(models.QuerySet):
    def beginning_with(self, key: str) -> Self:
        """By a range of the unique index on SQLite, which does not use it for LIKE; PostgreSQL has one for it."""
        if connections[self.db].vendor == "sqlite":
            return self.filter(key__gte=key, key__lt=key + "\U0010ffff")
        return self.filter(key__startswith=key)

    def of_keys(self, keys: Iterable[str]) -> Self:
        return self.filter(key__in=list(keys))

    def single(self) -> Self:
        return self.filter(is_pair=False)

    def commonest_first(self) -> Self:
        return self.order_by("-count", "key")
