"""Adding to the counts, and what pages show of them."""

import datetime as dt
from collections.abc import Iterable
from typing import Any, Self

from django.db import connection, models
from django.db.models import Sum
from django.db.models.functions import ExtractDay, TruncMonth


class _CountQuerySet(models.QuerySet):
    def add(self, key: tuple[str, str], counts: Iterable[tuple[dt.date, Any, int]]) -> None:
        """Adds to many counts in one statement, making those that are not there yet; nothing is lost between two
        processes that add at once.

        ``key`` names the two columns that a count goes by. The rows go in their order, so that two processes wait for
        each other and never lock each other out.
        """
        rows = sorted(counts)
        if not rows:
            return
        names = connection.ops.quote_name
        table, columns = names(self.model._meta.db_table), ", ".join(map(names, key))
        places = ", ".join(["(%s, %s, %s)"] * len(rows))
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} ({columns}, count) VALUES {places} "  # noqa: S608  # our own names only
                f"ON CONFLICT ({columns}) DO UPDATE SET count = {table}.count + excluded.count",
                [value for row in rows for value in row],
            )

    def total(self) -> int:
        return self.aggregate(total=Sum("count"))["total"] or 0

    def since(self, day: dt.date) -> Self:
        return self.filter(day__gte=day)

    def of_day(self, day: dt.date) -> Self:
        return self.filter(day=day)


class PageCountQuerySet(_CountQuerySet):
    def by_day(self) -> dict[dt.date, int]:
        rows = self.values("day").annotate(total=Sum("count")).order_by("day")
        return {row["day"]: row["total"] for row in rows}

    def by_month(self) -> dict[dt.date, int]:
        rows = self.values(month=TruncMonth("day")).annotate(total=Sum("count")).order_by("month")
        return {row["month"]: row["total"] for row in rows}

    def by_kind(self) -> dict[str, int]:
        rows = self.values("kind").annotate(total=Sum("count")).order_by("-total", "kind")
        return {row["kind"]: row["total"] for row in rows}


class ArticleCountQuerySet(_CountQuerySet):
    def most_read(self, count: int) -> list[tuple[int, int]]:
        """The keys of articles and how often they were read, the most read first."""
        rows = self.values("article_id").annotate(total=Sum("count")).order_by("-total", "-article_id")
        return [(row["article_id"], row["total"]) for row in rows[:count]]

    def before(self, day: dt.date) -> Self:
        return self.filter(day__lt=day)

    def of_month(self, first: dt.date) -> Self:
        return self.filter(day__year=first.year, day__month=first.month)

    def months_of_days(self) -> list[dt.date]:
        """The months that still stand here by days; a month rolled up stands on its first."""
        by_days = self.annotate(number=ExtractDay("day")).filter(number__gt=1)
        return list(
            by_days.annotate(month=TruncMonth("day")).order_by("month").values_list("month", flat=True).distinct()
        )

    def by_article(self) -> dict[int, int]:
        rows = self.values("article_id").annotate(total=Sum("count")).order_by("article_id")
        return {row["article_id"]: row["total"] for row in rows}
