"""Whose address counts: the last one that a proxy of ours has written down."""

from typing import Any

import pytest
from axes.helpers import get_client_ip_address
from django.test import RequestFactory

from portal.core.http import client_ip


@pytest.mark.parametrize(
    ("proxies", "forwarded", "remote", "expected"),
    [
        (0, "", "192.0.2.7", "192.0.2.7"),
        (0, "203.0.113.9", "192.0.2.7", "192.0.2.7"),
        (1, "203.0.113.9", "", "203.0.113.9"),
        (1, "10.0.0.1, 203.0.113.9", "127.0.0.1", "203.0.113.9"),
        (2, "10.0.0.1, 203.0.113.9, 198.51.100.2", "127.0.0.1", "203.0.113.9"),
        (2, "203.0.113.9", "127.0.0.1", "203.0.113.9"),
        (1, "", "192.0.2.7", "192.0.2.7"),
        (1, "", "", None),
        (1, "unknown", "192.0.2.7", None),
        (0, "", "::ffff:192.0.2.7", "192.0.2.7"),
        (1, "2001:DB8::1", "", "2001:db8::1"),
    ],
)
def test_whoever_our_proxies_heard(
    settings: Any, proxies: int, forwarded: str, remote: str, expected: str | None
) -> None:
    settings.TRUSTED_PROXIES = proxies
    request = RequestFactory().get("/", HTTP_X_FORWARDED_FOR=forwarded, REMOTE_ADDR=remote)
    assert client_ip.client_ip(request) == expected
    assert get_client_ip_address(request) == expected


@pytest.mark.parametrize(
    ("remote", "expected"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff:ffff:ffff:ffff", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("", ""),
    ],
)
def test_a_limit_counts_a_subscriber_and_not_their_addresses(remote: str, expected: str) -> None:
    assert client_ip.client_network(RequestFactory().get("/", REMOTE_ADDR=remote)) == expected
