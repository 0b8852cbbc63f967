"""/tim-kiem/ and its suggestions, as readers and their browsers ask for them."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.search import results, retrieval
from portal.search.index import IndexRebuild
from portal.search.models import Term
from portal.search.query_plan import intersect
from tests.emulation.factories import make_agency
from tests.factories import make_article, make_category

pytestmark = pytest.mark.django_db


def page(client: Client, query: str = "", **parameters: str) -> str:
    response = client.get("/tim-kiem/", {"q": query, **parameters})
    assert response.status_code == 200
    return response.content.decode()


class TestResults:
    def test_show_the_words_marked_in_the_text_as_it_was_written(self, client: Client) -> None:
        make_article(title="Sở Tư pháp họp", summary="Chiều nay, Sở Tư pháp họp bàn.")
        html = page(client, "so tu phap")
        assert "<mark>Sở Tư pháp</mark> họp\n</a>" in html
        assert "Chiều nay, <mark>Sở Tư pháp</mark> họp bàn." in html
        assert "Tìm thấy 1 kết quả." in html

    def test_escape_what_was_written_and_what_was_asked(self, client: Client) -> None:
        make_article(title="Thẻ <b>đậm</b> trong thi đua", summary="A < B")
        html = page(client, 'thi đua b "<script>alert(1)</script>')
        assert "<script>alert" not in html
        html = page(client, "thẻ")
        assert "<mark>Thẻ</mark> &lt;b&gt;đậm&lt;/b&gt;" in html

    def test_lead_to_their_pages(self, client: Client) -> None:
        article = make_article(title="Hội nghị", category=make_category("Thông báo"))
        html = page(client, "hội nghị")
        assert f'href="{article.get_absolute_url()}"' in html
        assert "Tin, bài · Thông báo · " in html

    def test_are_kept_out_of_other_search_engines(self, client: Client) -> None:
        assert '<meta name="robots" content="noindex, follow">' in page(client, "họp")

    def test_nothing_asked_is_an_empty_form(self, client: Client) -> None:
        html = page(client)
        assert 'name="q"' in html
        assert "Không tìm thấy" not in html

    def test_nothing_found_says_what_to_do(self, client: Client) -> None:
        assert "Hãy thử ít từ hơn" in page(client, "xyzzy")

    def test_too_few_for_all_words_says_so(self, client: Client) -> None:
        make_article(title="Cấp lại căn cước")
        assert "chứa gần đủ" in page(client, "cấp lại căn cước nhanh")

    def test_of_a_crowd_say_more_than_and_where_the_list_ends(
        self, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(retrieval, "WINDOW_SIZES", (2, 4, 8))
        monkeypatch.setattr(retrieval, "LARGE_SET_SIZE", 1)
        monkeypatch.setattr(retrieval, "in_sample", intersect)
        monkeypatch.setattr(retrieval, "FINE_SAMPLE", "hoi")
        monkeypatch.setattr(retrieval, "SAMPLE_INTERVALS", {**retrieval.SAMPLE_INTERVALS, "hoi": 500})
        for number in range(4):
            make_article(title=f"Hội nghị {number}")
        html = page(client, "hội nghị")
        assert "Tìm thấy hơn 1.000 kết quả." in html
        assert "Cổng chỉ liệt kê" in html


class TestFilters:
    @pytest.fixture(autouse=True)
    def stored(self) -> None:
        category = make_category("Thông báo")
        make_article(title="Hội nghị cũ", day=dt.date(2018, 3, 27), category=category)
        make_article(title="Hội nghị mới", day=dt.date(2019, 3, 27))
        make_agency("Hội nghị hiệp thương")

    def test_offers_kinds_categories_and_years_with_counts(self, client: Client) -> None:
        html = page(client, "hội nghị")
        assert 'href="?q=h%E1%BB%99i+ngh%E1%BB%8B&amp;nam=2018"' in html
        assert 'href="?q=h%E1%BB%99i+ngh%E1%BB%8B&amp;loai=co-quan"' in html
        assert 'href="?q=h%E1%BB%99i+ngh%E1%BB%8B&amp;chuyen-muc=thong-bao"' in html

    @pytest.mark.parametrize(
        ("name", "value", "found"),
        [("nam", "2018", "cũ"), ("loai", "co-quan", "hiệp thương"), ("chuyen-muc", "thong-bao", "cũ")],
    )
    def test_a_choice_narrows_and_can_be_taken_back(self, client: Client, name: str, value: str, found: str) -> None:
        html = page(client, "hội nghị", **{name: value})
        assert "Tìm thấy 1 kết quả." in html
        assert found in html
        assert 'href="?q=h%E1%BB%99i+ngh%E1%BB%8B" rel="nofollow" aria-current="true"' in html
        assert f'<input type="hidden" name="{name}" value="{value}">' in html

    def test_days_come_from_their_own_fields(self, client: Client) -> None:
        html = page(client, "hội nghị", tu="01/01/2019", den="31/12/2019")
        assert "Tìm thấy 1 kết quả." in html
        assert 'value="01/01/2019"' in html

    @pytest.mark.parametrize(
        "parameters",
        [{"nam": "abcd"}, {"nam": "٢٠١٨"}, {"nam": "9" * 500}, {"nam": "0000"}, {"loai": "x"}],
    )
    def test_what_cannot_be_read_narrows_nothing(self, client: Client, parameters: dict[str, str]) -> None:
        assert "Tìm thấy 3 kết quả." in page(client, "hội nghị", **parameters)


class TestDays:
    @pytest.mark.parametrize(
        ("since", "until"),
        [
            ("01/01/2999", ""),
            ("", "01/01/1900"),
            ("01/01/2999", "31/12/2999"),
            ("31/12/2020", "01/01/2001"),
            ("x", "y"),
        ],
    )
    def test_odd_ones_are_an_ordinary_page(self, client: Client, since: str, until: str) -> None:
        make_article(title="Hội nghị")
        page(client, "", tu=since, den=until)
        page(client, "hội nghị", tu=since, den=until)

    def test_without_words_everything_between_them_is_listed(self, client: Client) -> None:
        make_article(title="Hội nghị", day=dt.date(2018, 3, 27))
        assert "Tìm thấy 1 kết quả." in page(client, "", tu="27/03/2018", den="27/03/2018")
        assert "Không tìm thấy" in page(client, "", tu="28/03/2018", den="29/03/2018")


class TestPages:
    @pytest.fixture(autouse=True)
    def stored(self) -> None:
        for number in range(results.PAGE_SIZE + 2):
            make_article(title=f"Hội nghị {number}", hour=number)

    def test_go_on_and_back(self, client: Client) -> None:
        first, second = page(client, "hội nghị"), page(client, "hội nghị", trang="2")
        assert 'rel="next" href="?q=h%E1%BB%99i+ngh%E1%BB%8B&amp;trang=2"' in first
        assert 'rel="prev" href="?q=h%E1%BB%99i+ngh%E1%BB%8B"' in second
        assert first.count('class="search-result"') == results.PAGE_SIZE
        assert second.count('class="search-result"') == 2

    @pytest.mark.parametrize("number", ["3", "99999", "0", "-1", "x", "٢", "9" * 400])
    def test_one_that_is_not_there_says_so(self, client: Client, number: str) -> None:
        response = client.get("/tim-kiem/", {"q": "hội nghị", "trang": number})
        assert response.status_code == 404
        assert "trang" in response.content.decode()


class TestSlips:
    def test_are_noticed_when_the_other_word_finds_more(self, client: Client) -> None:
        make_article(title="Hội nghị khen thưởng")
        html = page(client, "khen thuowng")
        assert "Có phải bạn muốn tìm:" in html
        assert ">khen thưởng</a>" in html

    def test_what_finds_enough_is_no_slip(self, client: Client) -> None:
        for number in range(3):
            make_article(title=f"Khen thưởng {number}")
        assert "Có phải" not in page(client, "khen thưởng")


class TestCost:
    def test_a_page_takes_few_queries_and_no_session(self, client: Client) -> None:
        for number in range(15):
            make_article(title=f"Hội nghị tổng kết {number}", hour=number)
        page(client, "hội nghị tổng kết")
        with CaptureQueriesContext(connection) as asked:
            page(client, "hội nghị tổng kết")
        assert len(asked) <= 8
        assert not any("session" in query["sql"] or "accounts_user" in query["sql"] for query in asked)

    def test_a_crowd_takes_hardly_more(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(retrieval, "WINDOW_SIZES", (2, 4, 8))
        monkeypatch.setattr(retrieval, "LARGE_SET_SIZE", 1)
        monkeypatch.setattr(retrieval, "in_sample", intersect)
        monkeypatch.setattr(retrieval, "FINE_SAMPLE", "hoi")
        monkeypatch.setattr(retrieval, "SAMPLE_INTERVALS", {**retrieval.SAMPLE_INTERVALS, "hoi": 1})
        for number in range(15):
            make_article(title=f"Hội nghị tổng kết {number}", hour=number)
        page(client, "hội nghị tổng kết")
        with CaptureQueriesContext(connection) as asked:
            page(client, "hội nghị tổng kết")
        assert len(asked) <= 45

    @pytest.mark.parametrize("address", ["/tim-kiem/", "/tim-kiem/goi-y/"])
    def test_nothing_is_written_to(self, client: Client, address: str) -> None:
        assert client.post(address).status_code == 405


class TestSuggestions:
    def ask(self, client: Client, query: str) -> list[str]:
        response = client.get("/tim-kiem/goi-y/", {"q": query})
        assert response.status_code == 200
        return response.json()["suggestions"]

    def test_complete_a_name_without_its_diacritics(self, client: Client) -> None:
        make_agency("Sở Tư pháp")
        assert self.ask(client, "so tu") == ["Sở Tư pháp"]
        assert self.ask(client, "tu p") == ["Sở Tư pháp", "tư pháp"]

    def test_complete_words_of_titles_the_commoner_first(self, client: Client) -> None:
        make_article(title="Khen thưởng")
        make_article(title="Khen thêm")
        Term.objects.filter(key="khen thuong").update(title_count=9)
        assert self.ask(client, "hội nghị khen th")[:2] == ["hội nghị khen thưởng", "hội nghị khen thêm"]

    def test_know_nothing_of_drafts_nor_of_what_is_to_appear(self, client: Client) -> None:
        make_article(title="Mật lệnh", published=False)
        make_article(title="Mật lệnh", day=dt.date(2999, 1, 1))
        assert self.ask(client, "mật l") == []
        IndexRebuild().run()
        assert self.ask(client, "mật l") == []

    @pytest.mark.parametrize("query", ["", "a", "?", '"', "%", "'; --", "x" * 10_000, "\u202e", "__t"])
    def test_bad_input_suggests_nothing(self, client: Client, query: str) -> None:
        make_article(title="Thi đua")
        assert self.ask(client, query) == []

    def test_take_four_queries(self, client: Client) -> None:
        make_agency("Sở Tư pháp")
        with CaptureQueriesContext(connection) as asked:
            self.ask(client, "so t")
        # One of them looks whether a scheduled version is due.
        assert len(asked) <= 4


class TestBox:
    def test_stands_in_the_head_of_every_page(self, client: Client) -> None:
        html = client.get("/").content.decode()
        assert 'action="/tim-kiem/"' in html
        assert 'data-portal-suggest="/tim-kiem/goi-y/"' in html
