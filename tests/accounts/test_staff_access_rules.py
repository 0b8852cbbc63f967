"""The two settings that say from where and when the sections of staff are open."""

import datetime as dt

import pytest

from portal.accounts import staff_access_rules

OFFICE = ("10.20.0.0/16", "2001:db8:5::/48", "192.0.2.7")
WEEK = "Mon-Fri 06:00-22:00, Sat 07:30-12:00"


class TestNetworks:
    @pytest.mark.parametrize(
        ("address", "is_open"),
        [
            ("10.20.3.4", True),
            ("10.21.0.1", False),
            ("192.0.2.7", True),
            ("192.0.2.8", False),
            ("2001:db8:5:1::9", True),
            ("2001:db8:6::1", False),
            ("::ffff:10.20.3.4", True),
            ("unknown", False),
            (None, False),
        ],
    )
    def test_only_from_within(self, address: str | None, is_open: bool) -> None:
        assert staff_access_rules.is_network_allowed(address, OFFICE) is is_open

    @pytest.mark.parametrize("address", ["203.0.113.9", None])
    def test_none_is_everywhere(self, address: str | None) -> None:
        assert staff_access_rules.is_network_allowed(address, ())

    @pytest.mark.parametrize("written", ["10.20.0.0/33", "10.20.0.1/16", "van-phong", ""])
    def test_what_is_no_network_is_refused(self, written: str) -> None:
        with pytest.raises(ValueError):  # noqa: PT011  # the library's own words
            staff_access_rules.parse_networks((written,))


class TestHours:
    @pytest.mark.parametrize(
        ("day", "hour", "minute", "is_open"),
        [
            # 30 November 2026 is a Monday.
            (30, 5, 59, False),
            (30, 6, 0, True),
            (30, 21, 59, True),
            (30, 22, 0, False),
            (28, 8, 0, True),
            (28, 12, 0, False),
            (29, 8, 0, False),
        ],
    )
    def test_by_day_and_minute(self, day: int, hour: int, minute: int, is_open: bool) -> None:
        assert staff_access_rules.is_within_hours(dt.datetime(2026, 11, day, hour, minute), WEEK) is is_open  # noqa: DTZ001  # local

    @pytest.mark.parametrize("written", ["", "  "])
    def test_none_is_always(self, written: str) -> None:
        assert staff_access_rules.is_within_hours(dt.datetime(2026, 11, 29, 3), written)  # noqa: DTZ001

    def test_a_day_may_be_whole(self) -> None:
        assert staff_access_rules.is_within_hours(dt.datetime(2026, 11, 29, 23, 59), "Mon-Sun 00:00-24:00")  # noqa: DTZ001

    @pytest.mark.parametrize(
        "written",
        [
            "Mon-Sat",
            "06:00-22:00",
            "T2-T7 06:00-22:00",
            "Mon 6:00-22:00",
            "Mon 06:00-24:01",
            "Mon 06:60-22:00",
            "Mon 22:00-06:00",
            "Sat-Mon 06:00-22:00",
            "Mon 06:00-22:00,",
        ],
    )
    def test_what_cannot_be_read_is_named(self, written: str) -> None:
        with pytest.raises(ValueError, match="'"):
            staff_access_rules.parse_hours(written)
