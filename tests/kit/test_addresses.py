"""Absolute addresses for what leaves the site."""

from typing import Any

import pytest
from django.test import RequestFactory

from portal.kit.addresses import absolute


class TestAbsolute:
    def test_the_public_address_comes_first(self, settings: Any) -> None:
        settings.PUBLIC_ADDRESS = "https://portal.example.gov.vn"
        request = RequestFactory().get("/")
        assert absolute("/tin-tuc/", request) == absolute("/tin-tuc/") == "https://portal.example.gov.vn/tin-tuc/"

    def test_without_one_the_requests_host_serves(self, settings: Any) -> None:
        settings.PUBLIC_ADDRESS = ""
        assert absolute("/tin-tuc/", RequestFactory().get("/a/")) == "http://testserver/tin-tuc/"

    def test_without_either_it_says_what_to_set(self, settings: Any) -> None:
        settings.PUBLIC_ADDRESS = ""
        with pytest.raises(ValueError, match="Set PUBLIC_ADDRESS"):
            absolute("/tin-tuc/")
