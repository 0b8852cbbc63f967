"""Absolute addresses for what leaves the site."""

from typing import Any

from django.test import RequestFactory

from portal.core.http.absolute_urls import base_url


class TestRoot:
    def test_the_public_address_comes_first(self, settings: Any) -> None:
        settings.BASE_URL = "https://portal.example.gov.vn"
        assert base_url(RequestFactory().get("/")) == "https://portal.example.gov.vn"

    def test_without_one_the_requests_host_serves(self, settings: Any) -> None:
        settings.BASE_URL = ""
        assert base_url(RequestFactory().get("/a/")) == "http://testserver"
