"""Query sets of the index that need no engine."""

import datetime as dt
from collections.abc import Collection, Iterable
from typing import Self

from django.db import connections, models
from django.db.models import Q


class EntryQuerySet(models.QuerySet):
    def visible(self, at: dt.datetime) -> Self:
        """Public at a time."""
        begun = Q(visible_from=None) | Q(visible_from__lte=at)
        return self.filter(begun, Q(visible_to=None) | Q(visible_to__gt=at))

    def ended(self, at: dt.datetime) -> Self:
        """No longer public at a time, and never again without a change of the original."""
        return self.filter(visible_to__lte=at)

    def next_end(self) -> dt.datetime | None:
        """The earliest end of visibility in the index; None while none is known."""
        return self.filter(visible_to__isnull=False).order_by("visible_to").values_list("visible_to", flat=True).first()

    def of_originals(self, kind: str, source_ids: Collection[int]) -> Self:
        return self.filter(kind=kind, source_id__in=source_ids)

    def of_kind(self, kind: str) -> Self:
        return self.filter(kind=kind)

    def of_keys(self, keys: Collection[int]) -> Self:
        return self.filter(pk__in=keys)

    def with_source_ids_between(self, kind: str, first: int, last: int) -> Self:
        """Entries with ``first <= source_id <= last``, whether the originals still exist or not."""
        return self.filter(kind=kind, source_id__gte=first, source_id__lte=last)

    def with_source_ids_above(self, kind: str, last: int) -> Self:
        """Entries of originals with keys above the last existing one."""
        return self.filter(kind=kind, source_id__gt=last)

    def titles_and_digests(self) -> dict[int, tuple[str, int]]:
        """Titles and digests by the keys of the originals."""
        return {key: (title, digest) for key, title, digest in self.values_list("source_id", "title", "digest")}

    def digests(self) -> dict[int, int]:
        """Digests by the keys of the originals."""
        return dict(self.values_list("source_id", "digest"))

    def nth_newest(self, place: int, before: dt.datetime) -> dt.datetime | None:
        """Timestamp of the entry that follows the ``place`` newest ones before a time; None when there is none."""
        timestamps = self.filter(sort_at__lt=before).order_by("-sort_at").values_list("sort_at", flat=True)
        return timestamps[place : place + 1].first()


class TermQuerySet(models.QuerySet):
    def starting_with(self, key: str) -> Self:
        """Prefix search.

        A range of the unique index on SQLite, which does not use it for LIKE; PostgreSQL has its own index.
        """
        if connections[self.db].vendor == "sqlite":
            return self.filter(key__gte=key, key__lt=key + "\U0010ffff")
        return self.filter(key__startswith=key)

    def of_keys(self, keys: Iterable[str]) -> Self:
        return self.filter(key__in=list(keys))

    def single_words(self) -> Self:
        return self.filter(is_bigram=False)

    def most_frequent_first(self) -> Self:
        return self.order_by("-title_count", "key")
