"""How the open data is served: to whom, how often, kept by whom, and what it refuses in which words."""

import json
import re

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from emulation.models import Bloc
from portal.core.http.caching import PUBLIC_WITHOUT_STALE_IF_ERROR
from tests.api.examples import SECRET, Example, make_example
from tests.emulation.factories import make_agency, make_bloc, make_membership
from tests.factories import make_administrator, make_article, make_author, make_category, make_image

pytestmark = pytest.mark.django_db

ADDRESS = "/api/v1/articles"


@pytest.fixture
def example() -> Example:
    return make_example()


def told(client: Client, address: str, status: int = 200) -> dict:
    response = client.get(address)
    assert response.status_code == status, response.content
    return json.loads(response.content)


class TestPrivacy:
    def test_nothing_that_is_not_public_is_in_any_answer(self, client: Client, example: Example) -> None:
        client.force_login(make_administrator())
        for address in example.addresses:
            answer = client.get(address).content.decode()
            assert SECRET not in answer, address
            for trace in ("bi-mat", "bien-ban-mat", "private", "/van-ban-khoi/"):
                assert trace not in answer, address

    def test_every_link_leads_somewhere(self, client: Client, example: Example) -> None:
        waiting, seen = [*example.addresses, "/api/v1/articles?limit=1", "/api/v1/agencies?limit=3"], set()
        while waiting:
            address = waiting.pop()
            response = client.get(address)
            assert response.status_code == 200, address
            seen.add(address)
            if not address.startswith("/api/v1/"):
                continue
            linked = set(re.findall(r'(?<=["\s,(])http://testserver(/[^"\s,)<\\]*)', response.content.decode()))
            # A file would close the test's database with its answer; that files answer is tested with the pages.
            pages = {path for path in linked if not path.startswith(("/media/", "/tin-tuc/tep/", "/van-ban/tep/"))}
            waiting += pages - seen - set(waiting)
        assert len(seen) > 40


class TestServing:
    def test_any_site_may_ask(self, client: Client) -> None:
        for address in (ADDRESS, f"{ADDRESS}?x=1", "/api/v1/khong-co", "/api/v1/openapi.json"):
            headers = client.get(address, headers={"origin": "https://bao.example"}).headers
            assert headers["Access-Control-Allow-Origin"] == "*"
            assert "Access-Control-Allow-Credentials" not in headers

    def test_a_browser_that_asks_first_is_told_so(self, client: Client) -> None:
        response = client.options(ADDRESS, headers={"access-control-request-method": "GET"})
        assert (response.status_code, response.content) == (204, b"")
        assert response.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"

    @pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
    def test_nothing_can_be_written(self, client: Client, method: str) -> None:
        response = getattr(client, method)(ADDRESS)
        assert response.status_code == 405
        assert response.headers["Allow"] == "GET, HEAD, OPTIONS"
        assert json.loads(response.content)["detail"] == "Dữ liệu mở chỉ để đọc."

    def test_head_tells_what_get_would(self, client: Client) -> None:
        response = client.head(ADDRESS)
        assert (response.status_code, response.content) == (200, b"")
        assert response.headers["Cache-Control"] == client.get(ADDRESS).headers["Cache-Control"]

    def test_no_cookie_is_looked_at_or_set(self, client: Client) -> None:
        response = client.get(ADDRESS)
        assert not response.cookies
        assert "Cookie" not in response.headers.get("Vary", "")

    def test_what_is_unchanged_is_not_sent_again(self, client: Client) -> None:
        make_article()
        etag = client.get(ADDRESS).headers["ETag"]
        assert client.get(ADDRESS, headers={"if-none-match": etag}).status_code == 304
        make_article()
        assert client.get(ADDRESS, headers={"if-none-match": etag}).status_code == 200

    def test_vietnamese_is_written_as_it_is(self, client: Client) -> None:
        make_article(title="Đại hội")
        assert "Đại hội".encode() in client.get(ADDRESS).content

    def test_its_root_leads_to_the_page_for_people(self, client: Client) -> None:
        assert client.get("/api/v1/").headers["Location"] == "/api/"


class TestRefusals:
    @pytest.mark.parametrize(
        ("query", "parameter", "message"),
        [
            ("limit=0", "limit", "Phải từ 1 trở lên."),
            ("limit=101", "limit", "Nhiều nhất là 100."),
            ("limit=nhieu", "limit", "Phải là một số nguyên."),
            ("limit=", "limit", "Phải là một số nguyên."),
            ("cursor=abc", "cursor", "Không đúng mẫu."),
            ("cursor=1%00", "cursor", "Không đúng mẫu."),
            (f"cursor={'9' * 60}-1", "cursor", "Không đúng mẫu."),
            ("category=%00", "category", "Không đúng mẫu."),
            ("category=", "category", "Không đúng mẫu."),
            (f"author={'a' * 10_000}", "author", "Dài quá 160 ký tự."),
            ("since=27/03/2018", "since", "Hãy viết ngày theo mẫu năm-tháng-ngày, ví dụ 2018-03-27."),
            ("since=2018-02-31", "since", "Ngày này không có trong lịch."),
            ("since=1", "since", "Hãy viết ngày theo mẫu năm-tháng-ngày, ví dụ 2018-03-27."),
            ("since=2018-03-28&until=2018-03-27", "until", "Ngày cuối đứng trước ngày đầu."),
            ("tac-gia=a", "tac-gia", "Không có tham số này."),
            ("%3Cscript%3E=1", "<script>", "Không có tham số này."),
        ],
    )
    def test_say_which_parameter_and_why(self, client: Client, query: str, parameter: str, message: str) -> None:
        answer = told(client, f"{ADDRESS}?{query}", 400)
        assert answer["detail"] == "Có tham số không hợp lệ."
        assert answer["errors"] == [{"parameter": parameter, "message": message}]

    @pytest.mark.parametrize("query", ["line=khac", "cursor=-1", "limit=1.5"])
    def test_of_lists_by_key_too(self, client: Client, query: str) -> None:
        answer = told(client, f"/api/v1/agencies?{query}", 400)
        assert answer["errors"][0]["parameter"] == query.partition("=")[0]

    @pytest.mark.parametrize(
        "address",
        [
            "/api/v1/articles/1",
            "/api/v1/articles?category=khong-co",
            "/api/v1/articles?author=khong-co",
            "/api/v1/articles?thread=khong-co",
            "/api/v1/articles?tag=khong-co",
            "/api/v1/agencies/khong-co",
            "/api/v1/blocs/khong-co",
            "/api/v1/blocs/khong-co/years/2018",
            "/api/v1/blocs/khong-co/years/2018/members",
            "/api/v1/blocs/khong-co/years/2018/covenant",
            "/api/v1/documents/1",
            "/api/v1/khong-co",
            "/api/v1/articles/1/",
        ],
    )
    def test_of_what_is_not_there(self, client: Client, address: str) -> None:
        assert told(client, address, 404)["detail"].startswith("Không có")

    @pytest.mark.parametrize(
        "address",
        [
            "/api/v1/articles/abc",
            "/api/v1/articles/0",
            f"/api/v1/articles/{10**30}",
            "/api/v1/documents/-1",
            "/api/v1/blocs/so-iv/years/0",
            "/api/v1/blocs/so-iv/years/99999",
            "/api/v1/agencies/%00",
            "/api/v1/agencies/đ",
        ],
    )
    def test_of_what_cannot_be(self, client: Client, address: str) -> None:
        assert told(client, address, 400)["errors"]

    def test_of_questions_are_kept_by_nobody_and_of_what_is_not_there_for_a_second(self, client: Client) -> None:
        assert "no-store" in client.get(f"{ADDRESS}?x=1").headers["Cache-Control"]
        for address in ("/api/v1/khong-co", f"{ADDRESS}/1"):
            assert client.get(address).headers["Cache-Control"] == PUBLIC_WITHOUT_STALE_IF_ERROR


class TestThrottle:
    @pytest.fixture(autouse=True)
    def two_a_minute(self, settings: object) -> None:
        settings.API_REQUESTS_PER_MINUTE = 2

    def test_too_many_are_told_how_long_to_wait(self, client: Client) -> None:
        with time_machine.travel("2026-11-24T08:00:20Z", tick=False) as clock:
            assert client.get(ADDRESS).status_code == 200
            clock.shift(20)
            assert [client.get(ADDRESS).status_code for _ in range(2)] == [200, 429]
            response = client.get(f"{ADDRESS}?limit=5")
            assert response.headers["Retry-After"] == "40"
            assert "no-store" in response.headers["Cache-Control"]
            assert response.headers["Access-Control-Allow-Origin"] == "*"
            assert "chờ" in json.loads(response.content)["detail"]
            clock.shift(40)
            assert client.get(ADDRESS).status_code == 200

    def test_each_address_is_counted_apart(self, client: Client) -> None:
        with time_machine.travel("2026-11-24T08:00:20Z", tick=False):
            for _ in range(3):
                client.get(ADDRESS)
            assert client.get(ADDRESS).status_code == 429
            assert client.get(ADDRESS, REMOTE_ADDR="192.0.2.7").status_code == 200

    def test_a_claimed_address_is_not_believed_without_a_proxy(self, client: Client) -> None:
        with time_machine.travel("2026-11-24T08:00:20Z", tick=False):
            answers = [client.get(ADDRESS, headers={"x-forwarded-for": f"192.0.2.{n}"}) for n in range(3)]
        assert [answer.status_code for answer in answers] == [200, 200, 429]

    def test_addresses_of_one_subscriber_are_counted_together(self, client: Client) -> None:
        with time_machine.travel("2026-11-24T08:00:20Z", tick=False):
            answers = [client.get(ADDRESS, REMOTE_ADDR=f"2001:db8:1:2::{n}") for n in range(3)]
        assert [answer.status_code for answer in answers] == [200, 200, 429]

    def test_none_sets_no_limit(self, client: Client, settings: object) -> None:
        settings.API_REQUESTS_PER_MINUTE = 0
        assert {client.get(ADDRESS).status_code for _ in range(5)} == {200}

    def test_the_pages_are_not_counted(self, client: Client) -> None:
        assert {client.get("/api/").status_code for _ in range(5)} == {200}


class TestPageForPeople:
    def test_names_every_resource_and_loads_nothing(self, client: Client) -> None:
        page = client.get("/api/").content.decode()
        for path in told(client, "/api/v1/openapi.json")["paths"]:
            assert f">{path}<" in page
        assert "Đăng từ ngày này." in page
        assert "openapi.json" in page
        assert page.count("<h1") == 1


class TestCost:
    BUDGET = 9

    def test_no_answer_grows_in_queries(self, client: Client, example: Example) -> None:
        few = {address: self.queries_of(client, address) for address in example.addresses}
        self.fill(example)
        for address, count in few.items():
            assert self.queries_of(client, address) == count <= self.BUDGET, address

    @staticmethod
    def queries_of(client: Client, address: str) -> int:
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    @staticmethod
    def fill(example: Example) -> None:
        bloc = Bloc.objects.get(slug="so-iv")
        for number in range(3):
            article = make_article(author=make_author(), lead_image=make_image())
            article.threads.create(name=f"Dòng {number}")
            article.tags.create(name=f"Thẻ {number}")
            example.article.gallery.create(image=make_image())
            example.article.threads.create(name=f"Dòng nữa {number}")
            make_category(parent=make_category())
            make_membership(bloc, make_agency(f"Thêm {number}"))
            make_bloc()
