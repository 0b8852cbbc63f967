"""Management report: article counts by time, category, author and state.

Everything is counted by the database; the number of queries does not depend on the number of articles.
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
from portal.core.text import dates

MAX_DAYS, MAX_MONTHS, MAX_YEARS = 31, 36, 30
# States that depend on the time, besides the stored ones (``Article.Status``).
PUBLISHED, SCHEDULED, EXPIRED = "public", "scheduled", "past"
_Tally = dict[tuple[object, ...], Counter[str]]


class InvalidPeriod(ValueError):
    """The given days are not a valid period; the message is a Vietnamese sentence for the user."""


@dataclass(frozen=True)
class ReportPeriod:
    """From one local day to another, inclusive."""

    first: dt.date
    last: dt.date

    @property
    def bounds(self) -> dates.DateTimeRange:
        return dates.DateTimeRange(dates.start_of_day(self.first), dates.start_of_day(self.last + dt.timedelta(days=1)))

    @property
    def months(self) -> int:
        return (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1


@dataclass(frozen=True)
class ReportRow:
    """Counts under one label, one per column of the table. ``level`` 2 is a part of the row above it."""

    label: str
    counts: tuple[int, ...]
    level: int = 1

    @property
    def total(self) -> int:
        return sum(self.counts)


@dataclass(frozen=True)
class ReportTable:
    """Rows of counts; those of level 1 add up to ``total``."""

    title: str
    heading: str
    rows: tuple[ReportRow, ...]
    total: ReportRow
    note: str = ""

    @property
    def top_level_rows(self) -> tuple[ReportRow, ...]:
        return tuple(row for row in self.rows if row.level == 1)


@dataclass(frozen=True)
class ArticleReport:
    """The report of a period as of ``at``. ``columns`` are the states, the public one first."""

    period: ReportPeriod
    at: dt.datetime
    columns: tuple[str, ...]
    by_time: ReportTable
    by_category: ReportTable
    by_author: ReportTable

    @property
    def is_empty(self) -> bool:
        return self.by_time.total.total == 0

    @property
    def tables(self) -> tuple[ReportTable, ...]:
        return self.by_time, self.by_category, self.by_author


def parse_period(first: str, last: str) -> ReportPeriod:
    """Parses a period from two typed days. Raises InvalidPeriod."""
    days = []
    for name, text in ((_("Từ ngày"), first), (_("Đến ngày"), last)):
        try:
            days.append(dates.parse_date(text))
        except ValueError as error:
            raise InvalidPeriod(f"{name}: {error}") from error
    period = ReportPeriod(*days)
    if period.last < period.first:
        raise InvalidPeriod(_("Ngày kết thúc phải bằng hoặc sau ngày bắt đầu."))
    if period.last.year - period.first.year >= MAX_YEARS:
        raise InvalidPeriod(_("Khoảng thời gian dài quá %d năm; hãy chọn ngắn hơn.") % MAX_YEARS)
    return period


def preset_periods(today: dt.date) -> dict[str, ReportPeriod]:
    """Named preset periods; the first is the default."""
    this_month = today.replace(day=1)
    last_month = this_month - dt.timedelta(days=1)
    quarter = today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1)
    return {
        _("Tháng này"): ReportPeriod(this_month, _end_of_month(today)),
        _("Tháng trước"): ReportPeriod(last_month.replace(day=1), last_month),
        _("Quý này"): ReportPeriod(quarter, _end_of_month(quarter.replace(month=quarter.month + 2))),
        _("Năm nay"): ReportPeriod(dt.date(today.year, 1, 1), dt.date(today.year, 12, 31)),
        _("Năm trước"): ReportPeriod(dt.date(today.year - 1, 1, 1), dt.date(today.year - 1, 12, 31)),
    }


def build_report(period: ReportPeriod, *, at: dt.datetime | None = None) -> ArticleReport:
    """Counts the articles of a period; seven queries.

    An article counts on the day of its past or planned publication; without one, on the day of its creation.
    """
    at = at or timezone.now()
    articles = Article.objects.dated_within(period.bounds)
    by_time = _tally(articles.annotate(slot=_time_bucket(period)), ("slot",), at)
    by_category = _tally(articles, ("section_id", "category_id"), at)
    by_author = _tally(articles, ("bylines__author", "bylines__author__sort_key", "bylines__author__display_name"), at)
    total = sum(by_time.values(), Counter())
    states = [state for state in _state_labels() if total[state] or state == PUBLISHED]
    return ArticleReport(
        period=period,
        at=at,
        columns=tuple(_state_labels()[state] for state in states),
        by_time=_time_table(period, by_time, states),
        by_category=_category_table(by_category, states),
        by_author=_author_table(by_author, states),
    )


def _state_labels() -> dict[str, str]:
    stored = {status.value: str(status.label) for status in Article.Status if status.value != Article.Status.PUBLISHED}
    return {PUBLISHED: _("Đã đăng"), SCHEDULED: _("Hẹn giờ đăng"), EXPIRED: _("Hết hạn"), **stored}


def _tally(articles: ArticleQuerySet, keys: tuple[str, ...], at: dt.datetime) -> _Tally:
    """Article counts by key and state; two queries.

    Public articles are counted with ``published``; of the other rows with that status, the rest is scheduled or
    expired.
    """
    tally: _Tally = defaultdict(Counter)
    for *key, count in articles.published(at).order_by().values_list(*keys).annotate(count=Count("pk")):
        tally[tuple(key)][PUBLISHED] = count
    lies_ahead = Case(When(Q(published_at__gt=at), then=Value(True)), default=False, output_field=BooleanField())
    rows = articles.order_by().annotate(lies_ahead=lies_ahead).values_list(*keys, "status", "lies_ahead")
    for *key, status, is_ahead, count in rows.annotate(count=Count("pk")):
        of_key = tally[tuple(key)]
        if status != Article.Status.PUBLISHED:
            of_key[status] += count
        elif is_ahead:
            of_key[SCHEDULED] = count
        else:
            of_key[EXPIRED] = count - of_key[PUBLISHED]
    return tally


def _build_row(label: str, counts: Mapping[str, int], states: Iterable[str], level: int = 1) -> ReportRow:
    return ReportRow(label, tuple(counts[state] for state in states), level)


def _build_total_row(rows: Iterable[ReportRow], states: list[str], label: str) -> ReportRow:
    columns = [row.counts for row in rows if row.level == 1]
    return ReportRow(label, tuple(map(sum, zip(*columns, strict=True))) if columns else (0,) * len(states))


def _build_table(title: str, heading: str, rows: list[ReportRow], states: list[str], note: str = "") -> ReportTable:
    return ReportTable(title, heading, tuple(rows), _build_total_row(rows, states, _("Cộng")), note)


# --- by time ---------------------------------------------------------------------------------------------------
def _time_bucket(period: ReportPeriod) -> Coalesce | TruncMonth | TruncYear:
    """The day, or the first day of the month or year, that an article counts in."""
    day = Coalesce("published_on", TruncDate("created_at"), output_field=DateField())
    if (period.last - period.first).days < MAX_DAYS:
        return day
    return TruncMonth(day) if period.months <= MAX_MONTHS else TruncYear(day)


def _time_table(period: ReportPeriod, tally: _Tally, states: list[str]) -> ReportTable:
    """Every day, month or year of the period, including those without articles."""
    if (period.last - period.first).days < MAX_DAYS:
        count = (period.last - period.first).days + 1
        slots = {period.first + dt.timedelta(days=number): "%d/%m/%Y" for number in range(count)}
        heading = _("Ngày")
    elif period.months <= MAX_MONTHS:
        firsts = (divmod(period.first.month - 1 + number, 12) for number in range(period.months))
        slots = {dt.date(period.first.year + years, month + 1, 1): "%m/%Y" for years, month in firsts}
        heading = _("Tháng")
    else:
        slots = {dt.date(year, 1, 1): "%Y" for year in range(period.first.year, period.last.year + 1)}
        heading = _("Năm")
    rows = [_build_row(slot.strftime(form), tally.get((slot,), Counter()), states) for slot, form in slots.items()]
    return _build_table(_("Theo thời gian"), heading, rows, states)


def _end_of_month(day: dt.date) -> dt.date:
    return (day.replace(day=28) + dt.timedelta(days=4)).replace(day=1) - dt.timedelta(days=1)


# --- by category -----------------------------------------------------------------------------------------------
def _category_table(tally: _Tally, states: list[str]) -> ReportTable:
    """Sections in order, each followed by its categories; articles directly in the section get their own row."""
    rows: list[ReportRow] = []
    categories = list(Category.objects.in_order())
    for section in (category for category in categories if category.parent_id is None):
        parts = {category: counts for (top, category), counts in tally.items() if top == section.pk}
        if not parts:
            continue
        rows.append(_build_row(section.name, sum(parts.values(), Counter()), states))
        children = [child for child in categories if child.parent_id == section.pk and child.pk in parts]
        rows += [_build_row(child.name, parts[child.pk], states, level=2) for child in children]
        if children and section.pk in parts:
            rows.append(_build_row(_("Không thuộc chuyên mục con"), parts[section.pk], states, level=2))
    return _build_table(_("Theo chuyên mục"), _("Chuyên mục"), rows, states)


# --- by author -------------------------------------------------------------------------------------------------
def _author_table(tally: _Tally, states: list[str]) -> ReportTable:
    """Authors by article count, highest first; articles without a byline come last."""
    signed = [(key, counts) for key, counts in tally.items() if key[0] is not None]
    signed.sort(key=lambda item: (-item[1].total(), item[0][1:]))
    rows = [_build_row(str(key[2]), counts, states) for key, counts in signed]
    unsigned = [counts for key, counts in tally.items() if key[0] is None]
    rows += [_build_row(_("Không ký tên"), counts, states) for counts in unsigned]
    note = _("Bài có nhiều người ký được tính cho từng người, nên tổng ở đây là số lượt ký tên.")
    return _build_table(_("Theo tác giả"), _("Tác giả"), rows, states, note)
