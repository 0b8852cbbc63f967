"""times as people say them."""

import datetime as dt

import pytest

from portal.core.text.dates import relative_time

NOW = dt.datetime(2026, 11, 24, 3, 0, tzinfo=dt.UTC)  # 10:00 in Việt Nam


class TestRelativeTimes:
    @pytest.mark.parametrize(
        ("ago", "said"),
        [
            (dt.timedelta(0), "vừa xong"),
            (dt.timedelta(seconds=59), "vừa xong"),
            (dt.timedelta(minutes=1), "1 phút trước"),
            (dt.timedelta(minutes=59, seconds=59), "59 phút trước"),
            (dt.timedelta(hours=1), "1 giờ trước"),
            (dt.timedelta(hours=23, minutes=59), "23 giờ trước"),
            (dt.timedelta(days=1), "1 ngày trước"),
            (dt.timedelta(days=6, hours=23), "6 ngày trước"),
            (dt.timedelta(days=7), "17/11/2026 10:00"),
            # Clocks of two machines differ by a little; what truly lies ahead is named.
            (-dt.timedelta(seconds=30), "vừa xong"),
            (-dt.timedelta(hours=2), "24/11/2026 12:00"),
        ],
    )
    def test_says_it_in_the_largest_unit_that_fits(self, ago: dt.timedelta, said: str) -> None:
        assert relative_time(NOW - ago, NOW) == said
