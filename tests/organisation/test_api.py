"""Units and officials as open data: what the pages show, in both languages, and nobody else."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from tests.organisation.factories import make_posting, make_unit

pytestmark = pytest.mark.django_db

JULY = dt.date(2025, 7, 1)


def items(client: Client, address: str) -> list[dict[str, Any]]:
    response = client.get(address)
    assert response.status_code == 200, response.content
    return response.json()["items"]


class TestUnits:
    def test_say_what_they_do_and_what_they_belong_to(self, client: Client) -> None:
        agency = make_unit("Sở Mẫu", name_en="Sample Department", functions='<p><a href="/tin-tuc/">Tin</a></p>')
        make_unit("Văn phòng", parent=agency)
        first, second = items(client, "/api/v1/units")
        assert (first["name_en"], first["parent"], second["parent"]) == ("Sample Department", None, "so-mau")
        assert first["url"] == "http://testserver/co-cau-to-chuc/so-mau/"
        assert 'href="http://testserver/tin-tuc/"' in first["functions_html"]

    def test_of_a_day(self, client: Client) -> None:
        make_unit("Phòng Cũ", valid_to=JULY)
        make_unit("Phòng Mới", since=JULY)
        assert [unit["name"] for unit in items(client, "/api/v1/units?on=2025-06-30")] == ["Phòng Cũ"]
        assert [unit["name"] for unit in items(client, "/api/v1/units?on=2025-07-01")] == ["Phòng Mới"]
        assert len(items(client, "/api/v1/units")) == 2

    def test_a_wrong_day_is_refused(self, client: Client) -> None:
        assert client.get("/api/v1/units?on=01/07/2025").status_code == 400


class TestOfficials:
    def test_are_those_of_today_whom_pages_show(self, client: Client) -> None:
        unit = make_unit("Văn phòng")
        make_posting("Nguyễn Văn A", unit, is_leader=True, is_contact=True)
        make_posting("Trần Thị B", unit, is_contact=True, valid_to=JULY)
        make_posting("Đỗ Văn Kín", unit)
        [official] = items(client, "/api/v1/officials")
        assert (official["name"], official["roles"]) == ("Nguyễn Văn A", ["leader", "contact"])
        assert official["unit"]["slug"] == "van-phong"
