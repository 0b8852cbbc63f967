"""Days as readers write them, and the local times that bound them."""

import datetime as dt

import pytest
from django import forms
from django.utils import formats, timezone

from portal.core.text import dates


class TestParseDay:
    @pytest.mark.parametrize(
        "written",
        [
            *("27/03/2018", "27-3-2018", "27.3.2018", "2018-03-27", " 27/3/2018 ", "27 3 2018"),
            *("27032018", "20180327", "27-3-18", "27/03/18", "27.03.18", "27 / 3 / 2018", "2018/03/27"),
        ],
    )
    def test_reads_the_usual_ways_of_writing(self, written: str) -> None:
        assert dates.parse_date(written) == dt.date(2018, 3, 27)

    @pytest.mark.parametrize(
        ("written", "year"), [("1/2/68", 2068), ("1/2/69", 1969), ("1/2/00", 2000), ("1/2/99", 1999)]
    )
    def test_two_digits_mean_the_nearest_century(self, written: str, year: int) -> None:
        assert dates.parse_date(written) == dt.date(year, 2, 1)

    def test_eight_digits_are_never_two_days(self) -> None:
        day = dt.date(dates.FIRST_YEAR, 1, 1)
        while day.year <= 2100:
            assert dates.parse_date(f"{day:%d%m%Y}") == dates.parse_date(f"{day:%Y%m%d}") == day
            day += dt.timedelta(days=1)

    def test_the_day_comes_first(self) -> None:
        assert dates.parse_date("04/03/2018") == dt.date(2018, 3, 4)

    @pytest.mark.parametrize(
        "written",
        [
            "",
            " ",
            "hôm qua",
            "27/03",
            "2018",
            "270318",
            "²7/03/2018",
            "٢٧/٠٣/٢٠١٨",
            "1" * 5000,
            "27/03/2018" + " " * 50 + "x",
        ],
    )
    def test_says_how_to_write_a_day(self, written: str) -> None:
        with pytest.raises(ValueError, match="ngày/tháng/năm"):
            dates.parse_date(written)

    @pytest.mark.parametrize(
        "written",
        ["31/02/2018", "00/01/2018", "32/01/2018", "01/13/2018", "1/1/0001", "31/12/9999", "31022018", "20180231"],
    )
    def test_says_that_there_is_no_such_day(self, written: str) -> None:
        with pytest.raises(ValueError, match="không có trong lịch"):
            dates.parse_date(written)


class TestBounds:
    def test_a_local_day_starts_at_seventeen_utc_the_day_before(self) -> None:
        start, end = dates.day_bounds(dt.date(2018, 3, 27))
        assert start == dt.datetime(2018, 3, 26, 17, tzinfo=dt.UTC)
        assert end - start == dt.timedelta(hours=24)

    @pytest.mark.parametrize(
        ("timestamp", "day"),
        [
            (dt.datetime(2018, 3, 26, 16, 59, 59, tzinfo=dt.UTC), dt.date(2018, 3, 26)),
            (dt.datetime(2018, 3, 26, 17, 0, 0, tzinfo=dt.UTC), dt.date(2018, 3, 27)),
        ],
    )
    def test_the_local_day_turns_at_seventeen_utc(self, timestamp: dt.datetime, day: dt.date) -> None:
        assert dates.local_date(timestamp) == day

    def test_december_ends_in_the_next_year(self) -> None:
        assert dates.local_date(dates.month_bounds(2018, 12).end) == dt.date(2019, 1, 1)
        assert dates.year_bounds(2018).end == dates.month_bounds(2018, 12).end


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (dt.date(2020, 1, 5), "ngày 05 tháng 01 năm 2020"),
        (dt.date(2019, 6, 29), "ngày 29 tháng 6 năm 2019"),
        (dt.date(2024, 12, 1), "ngày 01 tháng 12 năm 2024"),
    ],
)
def test_documents_pad_the_day_and_only_the_first_two_months(day: dt.date, written: str) -> None:
    assert dates.administrative_date(day) == written


class TestFormats:
    def test_forms_read_the_day_first(self) -> None:
        assert forms.DateField().clean("04/03/2018") == dt.date(2018, 3, 4)
        assert forms.DateField().clean("21/03/2018") == dt.date(2018, 3, 21)

    def test_forms_read_a_day_with_a_time_in_local_time(self) -> None:
        timestamp = forms.DateTimeField().clean("21/03/2018 08:30")
        assert timezone.localtime(timestamp).isoformat() == "2018-03-21T08:30:00+07:00"

    def test_dates_and_numbers_are_written_the_vietnamese_way(self) -> None:
        assert formats.date_format(dt.date(2018, 3, 4), "SHORT_DATE_FORMAT") == "04/03/2018"
        assert formats.number_format(1234.5, 1) == "1.234,5"
        assert formats.get_format("FIRST_DAY_OF_WEEK") == 1
