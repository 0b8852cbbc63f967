"""Query sets that increment and read page view counts."""

import datetime as dt
from collections.abc import Iterable
from typing import Any, Self

from django.db import connection, models
from django.db.models import Sum
from django.db.models.functions import ExtractDay, TruncMonth


class _ViewCountQuerySet(models.QuerySet):
    def increment(self, key_columns: tuple[str, str], counts: Iterable[tuple[dt.date, Any, int]]) -> None:
        """Upserts many counts in one statement, so that concurrent increments are not lost.

        ``key_columns`` names the two columns of the unique key. Rows are sorted, so that concurrent processes never
        deadlock.
        """
        rows = sorted(counts)
        if not rows:
            return
        quote_name = connection.ops.quote_name
        table, columns = quote_name(self.model._meta.db_table), ", ".join(map(quote_name, key_columns))
        placeholders = ", ".join(["(%s, %s, %s)"] * len(rows))
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} ({columns}, count) VALUES {placeholders} "  # noqa: S608  # fixed names
                f"ON CONFLICT ({columns}) DO UPDATE SET count = {table}.count + excluded.count",
                [value for row in rows for value in row],
            )

    def total(self) -> int:
        return self.aggregate(total=Sum("count"))["total"] or 0

    def since(self, day: dt.date) -> Self:
        return self.filter(day__gte=day)

    def on_day(self, day: dt.date) -> Self:
        return self.filter(day=day)


class PageViewCountQuerySet(_ViewCountQuerySet):
    def by_day(self) -> dict[dt.date, int]:
        rows = self.values("day").annotate(total=Sum("count")).order_by("day")
        return {row["day"]: row["total"] for row in rows}

    def by_month(self) -> dict[dt.date, int]:
        rows = self.values(month=TruncMonth("day")).annotate(total=Sum("count")).order_by("month")
        return {row["month"]: row["total"] for row in rows}

    def by_kind(self) -> dict[str, int]:
        rows = self.values("kind").annotate(total=Sum("count")).order_by("-total", "kind")
        return {row["kind"]: row["total"] for row in rows}


class ArticleViewCountQuerySet(_ViewCountQuerySet):
    def most_read(self, count: int) -> list[tuple[int, int]]:
        """Primary keys of articles with their view counts, most read first."""
        rows = self.values("article_id").annotate(total=Sum("count")).order_by("-total", "-article_id")
        return [(row["article_id"], row["total"]) for row in rows[:count]]

    def before(self, day: dt.date) -> Self:
        return self.filter(day__lt=day)

    def of_month(self, first: dt.date) -> Self:
        return self.filter(day__year=first.year, day__month=first.month)

    def months_to_roll_up(self) -> list[dt.date]:
        """Months that still have daily rows; a rolled-up month has only a row on its first day."""
        by_days = self.annotate(number=ExtractDay("day")).filter(number__gt=1)
        return list(
            by_days.annotate(month=TruncMonth("day")).order_by("month").values_list("month", flat=True).distinct()
        )

    def by_article(self) -> dict[int, int]:
        rows = self.values("article_id").annotate(total=Sum("count")).order_by("article_id")
        return {row["article_id"]: row["total"] for row in rows}
