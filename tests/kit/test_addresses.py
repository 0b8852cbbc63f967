"""Absolute addresses for what leaves the site."""

from typing import Any

from django.test import RequestFactory

from portal.kit.addresses import root_of


class TestRoot:
    def test_the_public_address_comes_first(self, settings: Any) -> None:
        settings.PUBLIC_ADDRESS = "https://portal.example.gov.vn"
        assert root_of(RequestFactory().get("/")) == "https://portal.example.gov.vn"

    def test_without_one_the_requests_host_serves(self, settings: Any) -> None:
        settings.PUBLIC_ADDRESS = ""
        assert root_of(RequestFactory().get("/a/")) == "http://testserver"
