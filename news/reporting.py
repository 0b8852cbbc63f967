"""Figures of the newsroom for its leadership: how many articles, by time, category, author and state.

Everything is counted by the database, in a number of queries that does not depend on the number of articles.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import BooleanField, Case, Count, DateField, Q, Value, When
from django.db.models.functions import Coalesce, TruncDate, TruncMonth, TruncYear
from django.utils import timezone
from django.utils.translation import gettext as _

from news.models import Article, Category
from news.querysets.articles import ArticleQuerySet
from portal.kit import dates

MOST_DAYS, MOST_MONTHS, MOST_YEARS = 31, 36, 30
# States that are questions of time, beside those that are stored (``Article.Status``).
PUBLIC, SCHEDULED, PAST = "public", "scheduled", "past"
_Tally = dict[tuple[object, ...], Counter[str]]


class BadPeriod(ValueError):
    """The days asked for are no period; the message is a Vietnamese sentence for the person who typed them."""


@dataclass(frozen=True)
class Period:
    """From one local day to another, both included."""

    first: dt.date
    last: dt.date

    @property
    def bounds(self) -> dates.Bounds:
        return dates.Bounds(dates.start_of(self.first), dates.start_of(self.last + dt.timedelta(days=1)))

    @property
    def months(self) -> int:
        return (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1


@dataclass(frozen=True)
class Row:
    """Figures under one label, a figure for each column of the table. ``level`` 2 is a part of the row above it."""

    label: str
    counts: tuple[int, ...]
    level: int = 1

    @property
    def total(self) -> int:
        return sum(self.counts)


@dataclass(frozen=True)
class Table:
    """Rows of figures; those of level 1 add up to ``total``."""

    title: str
    heading: str
    rows: tuple[Row, ...]
    total: Row
    note: str = ""

    @property
    def main_rows(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.level == 1)


@dataclass(frozen=True)
class Report:
    """The figures of a period as they stood at a moment. ``columns`` are its states, the public one first."""

    period: Period
    at: dt.datetime
    columns: tuple[str, ...]
    by_time: Table
    by_category: Table
    by_author: Table

    @property
    def is_empty(self) -> bool:
        return self.by_time.total.total == 0

    @property
    def tables(self) -> tuple[Table, ...]:
        return self.by_time, self.by_category, self.by_author


def read_period(first: str, last: str) -> Period:
    """The period that two typed days bound. Raises BadPeriod."""
    days = []
    for name, typed in ((_("Từ ngày"), first), (_("Đến ngày"), last)):
        try:
            days.append(dates.parse_day(typed))
        except ValueError as error:
            raise BadPeriod(f"{name}: {error}") from error
    period = Period(*days)
    if period.last < period.first:
        raise BadPeriod(_("Ngày kết thúc phải bằng hoặc sau ngày bắt đầu."))
    if period.last.year - period.first.year >= MOST_YEARS:
        raise BadPeriod(_("Khoảng thời gian dài quá %d năm; hãy chọn ngắn hơn.") % MOST_YEARS)
    return period


def usual_periods(today: dt.date) -> dict[str, Period]:
    """The periods that are asked for most, by name; the first is what is shown unasked."""
    this_month = today.replace(day=1)
    last_month = this_month - dt.timedelta(days=1)
    quarter = today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1)
    return {
        _("Tháng này"): Period(this_month, _end_of_month(today)),
        _("Tháng trước"): Period(last_month.replace(day=1), last_month),
        _("Quý này"): Period(quarter, _end_of_month(quarter.replace(month=quarter.month + 2))),
        _("Năm nay"): Period(dt.date(today.year, 1, 1), dt.date(today.year, 12, 31)),
        _("Năm trước"): Period(dt.date(today.year - 1, 1, 1), dt.date(today.year - 1, 12, 31)),
    }


def report_of(period: Period, *, at: dt.datetime | None = None) -> Report:
    """Counts the articles of a period; seven queries.

    An article belongs to the day for which it is or was published; one that has no such day yet, to the day on which
    it was begun.
    """
    at = at or timezone.now()
    articles = Article.objects.dated_within(period.bounds)
    by_time = _tally(articles.annotate(slot=_slot(period)), ("slot",), at)
    by_category = _tally(articles, ("section_id", "category_id"), at)
    by_author = _tally(articles, ("bylines__author", "bylines__author__sort_key", "bylines__author__display_name"), at)
    total = sum(by_time.values(), Counter())
    states = [state for state in _state_labels() if total[state] or state == PUBLIC]
    return Report(
        period=period,
        at=at,
        columns=tuple(_state_labels()[state] for state in states),
        by_time=_time_table(period, by_time, states),
        by_category=_category_table(by_category, states),
        by_author=_author_table(by_author, states),
    )


def _state_labels() -> dict[str, str]:
    stored = {status.value: str(status.label) for status in Article.Status if status.value != Article.Status.PUBLISHED}
    return {PUBLIC: _("Đã đăng"), SCHEDULED: _("Hẹn giờ đăng"), PAST: _("Hết hạn"), **stored}


def _tally(articles: ArticleQuerySet, keys: tuple[str, ...], at: dt.datetime) -> _Tally:
    """How many articles are in which state, by key; two queries.

    What is public is asked in the portal's one way; of what is published and not public, the rest lies ahead or is
    over.
    """
    found: _Tally = defaultdict(Counter)
    for *key, count in articles.published(at).order_by().values_list(*keys).annotate(count=Count("pk")):
        found[tuple(key)][PUBLIC] = count
    lies_ahead = Case(When(Q(published_at__gt=at), then=Value(True)), default=False, output_field=BooleanField())
    rows = articles.order_by().annotate(lies_ahead=lies_ahead).values_list(*keys, "status", "lies_ahead")
    for *key, status, is_ahead, count in rows.annotate(count=Count("pk")):
        of_key = found[tuple(key)]
        if status != Article.Status.PUBLISHED:
            of_key[status] += count
        elif is_ahead:
            of_key[SCHEDULED] = count
        else:
            of_key[PAST] = count - of_key[PUBLIC]
    return found


def _row(label: str, counts: Mapping[str, int], states: Iterable[str], level: int = 1) -> Row:
    return Row(label, tuple(counts[state] for state in states), level)


def _total(rows: Iterable[Row], states: list[str], label: str) -> Row:
    columns = [row.counts for row in rows if row.level == 1]
    return Row(label, tuple(map(sum, zip(*columns, strict=True))) if columns else (0,) * len(states))


def _table(title: str, heading: str, rows: list[Row], states: list[str], note: str = "") -> Table:
    return Table(title, heading, tuple(rows), _total(rows, states, _("Cộng")), note)


# --- by time ---------------------------------------------------------------------------------------------------
def _slot(period: Period) -> DateField:
    """The day, or the first day of the month or year, to which an article is counted."""
    day = Coalesce("published_on", TruncDate("created_at"), output_field=DateField())
    if (period.last - period.first).days < MOST_DAYS:
        return day
    return TruncMonth(day) if period.months <= MOST_MONTHS else TruncYear(day)


def _time_table(period: Period, tally: _Tally, states: list[str]) -> Table:
    """Every day, month or year of the period, those without articles too."""
    if (period.last - period.first).days < MOST_DAYS:
        count = (period.last - period.first).days + 1
        slots = {period.first + dt.timedelta(days=number): "%d/%m/%Y" for number in range(count)}
        heading = _("Ngày")
    elif period.months <= MOST_MONTHS:
        firsts = (divmod(period.first.month - 1 + number, 12) for number in range(period.months))
        slots = {dt.date(period.first.year + years, month + 1, 1): "%m/%Y" for years, month in firsts}
        heading = _("Tháng")
    else:
        slots = {dt.date(year, 1, 1): "%Y" for year in range(period.first.year, period.last.year + 1)}
        heading = _("Năm")
    rows = [_row(slot.strftime(form), tally.get((slot,), Counter()), states) for slot, form in slots.items()]
    return _table(_("Theo thời gian"), heading, rows, states)


def _end_of_month(day: dt.date) -> dt.date:
    return (day.replace(day=28) + dt.timedelta(days=4)).replace(day=1) - dt.timedelta(days=1)


# --- by category -----------------------------------------------------------------------------------------------
def _category_table(tally: _Tally, states: list[str]) -> Table:
    """The sections in their order, below each its categories; what stands in the section itself is named apart."""
    rows: list[Row] = []
    categories = list(Category.objects.in_order())
    for section in (category for category in categories if category.parent_id is None):
        parts = {category: counts for (top, category), counts in tally.items() if top == section.pk}
        if not parts:
            continue
        rows.append(_row(section.name, sum(parts.values(), Counter()), states))
        children = [child for child in categories if child.parent_id == section.pk and child.pk in parts]
        rows += [_row(child.name, parts[child.pk], states, level=2) for child in children]
        if children and section.pk in parts:
            rows.append(_row(_("Không thuộc chuyên mục con"), parts[section.pk], states, level=2))
    return _table(_("Theo chuyên mục"), _("Chuyên mục"), rows, states)


# --- by author -------------------------------------------------------------------------------------------------
def _author_table(tally: _Tally, states: list[str]) -> Table:
    """Who signed most stands first; articles that nobody signed stand last."""
    signed = [(key, counts) for key, counts in tally.items() if key[0] is not None]
    signed.sort(key=lambda item: (-item[1].total(), item[0][1:]))
    rows = [_row(str(key[2]), counts, states) for key, counts in signed]
    unsigned = [counts for key, counts in tally.items() if key[0] is None]
    rows += [_row(_("Không ký tên"), counts, states) for counts in unsigned]
    note = _("Bài có nhiều người ký được tính cho từng người, nên tổng ở đây là số lượt ký tên.")
    return _table(_("Theo tác giả"), _("Tác giả"), rows, states, note)
