"""The parts that apps register for the site map of readers."""

import pytest
from django.test import Client

from portal.core import site_map
from tests.factories import make_category


class TestParts:
    def test_stand_in_the_order_of_the_apps(self) -> None:
        assert [part.slug for part in site_map.parts] == ["cac-chuyen-muc", "cac-khoi"]

    @pytest.mark.django_db
    def test_a_part_without_links_is_left_out(self, client: Client) -> None:
        make_category(name="Pháp đình")
        shown = client.get("/so-do-trang/").content.decode()
        assert 'id="cac-chuyen-muc"' in shown
        assert 'id="cac-khoi"' not in shown
