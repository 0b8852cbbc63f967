"""The emulation section as open data: the same facts as its pages, under the names of their days."""

import csv
import datetime as dt
import io
import json

import pytest
from django.test import Client

from emulation.models import Bloc
from tests.api.examples import Example, make_example
from tests.emulation.factories import make_agency, make_bloc, make_membership
from tests.emulation.year_factories import make_covenant, make_document, make_year

pytestmark = pytest.mark.django_db

YEAR = "/api/v1/blocs/so-iv/years/2018"


@pytest.fixture
def example() -> Example:
    return make_example()


def told(client: Client, address: str, status: int = 200) -> dict:
    response = client.get(address)
    assert response.status_code == status, response.content
    return json.loads(response.content)


def table(client: Client, address: str) -> list[list[str]]:
    response = client.get(address)
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))


class TestAgencies:
    def test_are_told_with_their_names_over_time(self, client: Client, example: Example) -> None:
        answer = told(client, "/api/v1/agencies/cuc-thi-hanh-an-dan-su-tinh")
        assert [name["valid_to"] for name in answer["names"]] == [None, "2025-07-01"]
        assert answer["names"][0]["name"] != answer["names"][1]["name"]
        assert "463/QĐ-UBND" in {membership["decision"] for membership in answer["memberships"]}
        assert answer["memberships"][0]["bloc"]["url"].startswith("http://testserver/khoi-thi-dua/")

    def test_are_told_with_their_offices(self, client: Client, example: Example) -> None:
        office = told(client, "/api/v1/agencies/thanh-tra-tinh")["offices"][-1]
        assert office["role_name"] == "Trưởng khối"
        assert [person["name"] for person in office["persons"]] == ["Hoàng Tiến Khang"]

    def test_are_filtered_by_line(self, client: Client) -> None:
        make_agency("Công an tỉnh", line="police")
        make_agency("Sở Tư pháp")
        assert [item["name"] for item in told(client, "/api/v1/agencies?line=police")["items"]] == ["Công an tỉnh"]


class TestBlocs:
    def test_are_those_of_the_day(self, client: Client) -> None:
        bloc = make_bloc(slug="so-iv", since=dt.date(2018, 1, 1))
        make_membership(bloc, since=dt.date(2018, 1, 1))
        assert told(client, "/api/v1/blocs?on=2017-12-31")["items"] == []
        (answer,) = told(client, "/api/v1/blocs?on=2018-01-01")["items"]
        assert (answer["slug"], answer["number"], answer["member_count"], answer["head"]) == ("so-iv", "số IV", 1, None)

    def test_lead_to_their_years(self, client: Client, example: Example) -> None:
        years = told(client, "/api/v1/blocs/so-iv")["years"]
        assert [year["year"] for year in years] == [2019, 2018]
        assert years[1]["api_url"] == f"http://testserver{YEAR}"


class TestYear:
    def test_tells_what_its_page_shows(self, client: Client, example: Example) -> None:
        answer = told(client, YEAR)
        assert answer["theme"]
        assert {step["step"] for step in answer["milestones"]} >= {"launch", "covenant"}
        assert answer["covenant_url"] == f"http://testserver{YEAR}/covenant"

    def test_names_the_report_of_a_meeting_once_it_is_public(self, client: Client, example: Example) -> None:
        told_of = {meeting["held_on"]: meeting["article_url"] for meeting in told(client, YEAR)["meetings"]}
        assert told_of == {"2018-03-21": f"http://testserver{example.article.get_absolute_url()}", "2018-07-01": None}

    def test_without_a_public_covenant_names_none(self, client: Client) -> None:
        make_covenant(make_year(make_bloc(slug="so-iv")))
        assert told(client, YEAR)["covenant_url"] is None
        told(client, f"{YEAR}/covenant", 404)


class TestMembers:
    def test_bear_the_names_of_the_year(self, client: Client, example: Example) -> None:
        names_2018 = [row["agency"]["name"] for row in told(client, f"{YEAR}/members")]
        names_2025 = [row["agency"]["name"] for row in told(client, f"{YEAR.replace('2018', '2025')}/members")]
        assert len(names_2018) == 8
        assert "Cục Thi hành án dân sự tỉnh" in names_2018
        assert "Thi hành án dân sự tỉnh" in names_2025

    def test_come_as_a_table_too(self, client: Client, example: Example) -> None:
        rows = table(client, f"{YEAR}/members.csv")
        members = told(client, f"{YEAR}/members")
        assert rows[0][:3] == ["STT", "Đơn vị", "Từ ngày"]
        assert [row[1] for row in rows[1:]] == [row["agency"]["name"] for row in members]
        assert rows[1][0] == "1"

    def test_of_a_year_that_nobody_opened_are_known_all_the_same(self, client: Client) -> None:
        make_membership(make_bloc(slug="so-iv"), make_agency("Sở Tư pháp"))
        assert [row["agency"]["name"] for row in told(client, f"{YEAR}/members")] == ["Sở Tư pháp"]
        told(client, YEAR, 404)
        told(client, "/api/v1/blocs/so-iv/years/2998/members", 404)


class TestDocuments:
    def test_are_the_adopted_ones(self, client: Client, example: Example) -> None:
        answer = told(client, "/api/v1/documents")["items"][-1]
        assert (answer["title"], answer["reference"]) == ("Kế hoạch công tác", "05/KH-KTĐ")
        assert answer["adopted_on"] == "2018-03-21"
        assert answer["id"] == example.document.pk

    @pytest.mark.parametrize(
        ("query", "count"),
        [("bloc=so-iv", 3), ("bloc=so-5", 0), ("year=2018&kind=plan", 2), ("year=2019", 0), ("kind=report", 0)],
    )
    def test_are_filtered(self, client: Client, example: Example, query: str, count: int) -> None:
        assert len(told(client, f"/api/v1/documents?{query}")["items"]) == count

    def test_are_told_in_full(self, client: Client, example: Example) -> None:
        answer = told(client, f"/api/v1/documents/{example.document.pk}")
        assert 'href="http://testserver/tin-tuc/"' in answer["text_html"]

    def test_a_draft_is_not_there(self, client: Client) -> None:
        told(client, f"/api/v1/documents/{make_document().pk}", 404)

    def test_of_a_year_come_as_a_table(self, client: Client, example: Example) -> None:
        rows = table(client, f"{YEAR}/documents.csv")
        address = f"http://testserver/khoi-thi-dua/so-iv/2018/van-ban/{example.document.pk}/"
        assert rows[-1] == [
            *("Kế hoạch", "Kế hoạch công tác", "05/KH-KTĐ", "", "21/03/2018", "Hoàng Văn Mẫu", "", address),
        ]
        assert len(rows) == 1 + 3

    def test_the_year_page_leads_to_the_tables(self, client: Client, example: Example) -> None:
        page = client.get("/khoi-thi-dua/so-iv/2018/").content.decode()
        for name in ("members.csv", "documents.csv", "members"):
            assert f'href="{YEAR}/{name}"' in page


class TestCovenant:
    def test_tells_who_signed(self, client: Client, example: Example) -> None:
        answer = told(client, f"{YEAR}/covenant")
        assert answer["is_sealed"]
        assert len(answer["parties"]) == Bloc.objects.get(slug="so-iv").memberships.count()
        assert {party["signed_on"] for party in answer["parties"]} == {"2018-03-21"}
