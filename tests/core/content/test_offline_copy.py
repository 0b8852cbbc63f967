"""A page of the tree as one file, and on paper."""

import re
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from portal.pages.models import Page
from portal.pages.services import save_page
from tests.factories import make_image
from tests.pages.factories import LONG_AGO, make_page

pytestmark = pytest.mark.django_db


def save(client: Client, address: str) -> str:
    response = client.get(f"{address}luu/")
    assert response.status_code == 200
    name = address.strip("/").rpartition("/")[2]
    assert response.headers["Content-Disposition"] == f'attachment; filename="{name}.html"'
    assert response.headers["X-Robots-Tag"] == "noindex"
    return response.content.decode()


class TestSavedPage:
    def test_needs_nothing_from_elsewhere(self, client: Client) -> None:
        image = make_image(alt="Trụ sở")
        make_page(
            "Giới thiệu", summary="Về cơ quan.", body=f'<p>Nội dung <img src="{image.file.url}" alt="Trụ sở"></p>'
        )
        page = save(client, "/gioi-thieu/")
        assert '<html lang="vi">' in page
        assert "<h1>Giới thiệu</h1>" in page
        assert "Về cơ quan." in page
        assert page.count('src="data:image/') == 1
        assert 'alt="Trụ sở"' in page
        assert "<style>" in page
        assert not re.search(r"srcset|<source|<script|<link|<iframe", page)

    def test_leads_back_to_where_it_came_from_and_to_what_stands_below(self, client: Client) -> None:
        above = make_page("Giới thiệu", body='<p><a href="/khoi-thi-dua/">Các khối</a></p>')
        make_page("Lịch sử", parent=above)
        page = save(client, "/gioi-thieu/")
        for address in ("/gioi-thieu/", "/khoi-thi-dua/", "/gioi-thieu/lich-su/"):
            assert f'href="http://testserver{address}"' in page
        assert not re.search(r'href="(?!http)', page)
        assert "Lịch sử" in save(client, "/gioi-thieu/lich-su/")

    def test_in_english_says_so_throughout(self, client: Client) -> None:
        make_page("About", language="en", body="<p>What we do.</p>")
        page = save(client, "/en/about/")
        assert '<html lang="en">' in page
        assert "Updated on" in page
        assert 'href="http://testserver/en/about/"' in page
        assert re.search(r'<p class="origin"( lang="vi")?>', page)

    def test_stands_among_the_tools_of_the_page(self, client: Client) -> None:
        make_page("Giới thiệu")
        make_page("About", language="en")
        assert '<a class="article-tools__button" href="/gioi-thieu/luu/" download>' in _read(client, "/gioi-thieu/")
        assert '<a class="article-tools__button" href="/en/about/luu/" download>' in _read(client, "/en/about/")

    @pytest.mark.parametrize(
        "fields", [{"published": False}, {"published_at": LONG_AGO, "withdrawn_at": LONG_AGO.replace(year=2019)}]
    )
    def test_is_there_only_while_the_page_is(self, client: Client, fields: dict[str, Any]) -> None:
        make_page("Giới thiệu", **fields)
        assert client.get("/gioi-thieu/luu/").status_code == 404

    @pytest.mark.parametrize("address", ["/khong-co/luu/", "/en/gioi-thieu/luu/", "/luu/", "/gioi-thieu/luu/luu/"])
    def test_what_is_not_there_is_a_404(self, client: Client, address: str) -> None:
        make_page("Giới thiệu")
        assert client.get(address).status_code == 404

    def test_costs_what_the_page_costs(self, client: Client, django_assert_num_queries: Any) -> None:
        make_page("Giới thiệu")
        client.get("/gioi-thieu/luu/")
        with django_assert_num_queries(3):
            client.get("/gioi-thieu/luu/")


class TestItsWord:
    @pytest.mark.parametrize("language", ["vi", "en"])
    def test_is_no_address_of_a_page_below_another(self, language: str) -> None:
        above = make_page("Giới thiệu", language=language)
        with pytest.raises(ValidationError) as refused:
            save_page(page=Page(title="Lưu", parent=above, language=language), by=None)
        assert "đã dành cho một phần khác" in refused.value.message_dict["slug"][0]

    def test_may_be_a_page_at_the_top(self, client: Client) -> None:
        make_page("Lưu")
        assert client.get("/luu/").status_code == 200
        assert "<h1>Lưu</h1>" in save(client, "/luu/")

    def test_takes_no_address_from_a_page_that_had_it_before(self, client: Client) -> None:
        above = make_page("Giới thiệu")
        child = make_page("Con", parent=above)
        Page.objects.filter(pk=child.pk).update(slug="luu", path="gioi-thieu/luu")
        assert "data-portal-article" in _read(client, "/gioi-thieu/luu/")


class TestPaper:
    def test_says_whose_page_it_is_where_it_stands_and_when_it_was_printed(self, client: Client) -> None:
        make_page("About", language="en")
        page = _read(client, "/en/about/")
        note = re.search(r'<p class="print-only">(.*?)</p>', page)
        assert note
        assert "http://testserver/en/about/" in note[1]
        assert 'data-portal-printed="Printed on"' in note[1]


def _read(client: Client, address: str) -> str:
    return client.get(address).content.decode()
