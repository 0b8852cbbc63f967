"""An article as one file."""

import re

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from news import services as article_services
from portal.core.content import offline_copy
from tests.factories import make_administrator, make_article, make_image

pytestmark = pytest.mark.django_db

ADDRESS = "/tin-tuc/2018/03/27/hoi-nghi/"


def save(client: Client) -> str:
    response = client.get(f"{ADDRESS}luu/")
    assert response.status_code == 200
    assert response.headers["Content-Disposition"] == 'attachment; filename="hoi-nghi.html"'
    return response.content.decode()


class TestSavedArticle:
    def test_needs_nothing_from_elsewhere(self, client: Client) -> None:
        sample_image = make_image(alt="Lễ ký")
        article = make_article(slug="hoi-nghi", lead_image=sample_image, title="Hội nghị ký giao ước")
        article.gallery.create(image=sample_image)
        page = save(client)
        assert "Hội nghị ký giao ước" in page
        assert page.count('src="data:image/') == 2
        assert 'alt="Lễ ký"' in page
        assert "<style>" in page
        assert not re.search(r"srcset|<source|<script|<link|<iframe", page)

    def test_leads_back_to_where_it_came_from(self, client: Client) -> None:
        make_article(slug="hoi-nghi", body='<p><a href="/khoi-thi-dua/">Các khối</a></p>')
        page = save(client)
        assert f'href="http://testserver{ADDRESS}"' in page
        assert 'href="http://testserver/khoi-thi-dua/"' in page
        assert not re.search(r'href="(?!http)', page)

    def test_an_image_that_is_not_there_or_too_much_is_left_at_its_address(
        self, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        make_article(slug="hoi-nghi", lead_image=make_image())
        monkeypatch.setattr(offline_copy, "MAX_INLINE_IMAGE_BYTES", 10)
        assert 'src="http://testserver/media/' in save(client)
        monkeypatch.setattr(offline_copy, "_read_media_file", lambda source: b"")
        assert 'src="http://testserver/media/' in save(client)

    def test_attachments_are_named_with_their_addresses(self, client: Client) -> None:
        article = make_article(slug="hoi-nghi")
        article.attachments.create(file=ContentFile(b"%PDF-1.4 x", name="a.pdf"))
        assert "http://testserver/tin-tuc/tep/" in save(client)

    def test_a_draft_cannot_be_saved(self, client: Client) -> None:
        make_article(slug="hoi-nghi", published=False)
        assert client.get(f"{ADDRESS}luu/").status_code == 404

    def test_a_withdrawn_article_cannot_be_saved(self, client: Client) -> None:
        article = make_article(slug="hoi-nghi")
        article_services.withdraw_article(article=article, by=make_administrator(), note="Đăng nhầm")
        assert client.get(f"{ADDRESS}luu/").status_code == 404

    @pytest.mark.parametrize("address", ["/tin-tuc/2018/13/27/hoi-nghi/luu/", "/tin-tuc/2018/03/27/khong-co/luu/"])
    def test_what_is_not_there_is_a_404(self, client: Client, address: str) -> None:
        assert client.get(address).status_code == 404
