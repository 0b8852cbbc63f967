"""The panel under the form: what it says, to whom, and that it is the same truth as publishing."""

from typing import Any

import pytest
from django.test import Client

from news import services as article_services
from news.models import Article
from portal.accounts.models import User
from tests.factories import make_administrator, make_article, make_author, make_category, make_image, make_user

pytestmark = pytest.mark.django_db

CHECK = "/quan-tri/news/article/kiem-tra/"
ADD = "/quan-tri/news/article/add/"
READY = {"title": "Khối họp", "summary": "Một câu.", "body": "<p>Nội dung.</p>"}


@pytest.fixture
def writer(client: Client) -> User:
    user = make_user(permissions=("add_article", "change_article", "view_article"))
    client.force_login(user)
    return user


def panel(client: Client, **fields: object) -> str:
    response = client.post(CHECK, {**READY, **fields}, headers={"X-Requested-With": "fetch"})
    assert response.status_code == 200
    return response.content.decode()


class TestPanel:
    def test_counts_in_words(self, client: Client, writer: User) -> None:
        page = panel(client, summary="", body="<h3>Một</h3><p>a</p>", lead_image="")
        assert "1 điều phải sửa, 2 điều nên xem." in page
        assert "Phải sửa trước khi xuất bản" in page
        assert "Nên xem lại" in page

    def test_says_when_all_is_well(self, client: Client, writer: User) -> None:
        given = {"lead_image": make_image().pk, "bylines-TOTAL_FORMS": 1, "bylines-0-author": make_author().pk}
        assert "Không thấy điều gì phải sửa." in panel(client, **given)

    def test_is_a_piece_for_the_script_and_a_page_without_it(self, client: Client, writer: User) -> None:
        assert "<html" not in panel(client)
        page = client.post(CHECK, {**READY, "summary": ""}).content.decode()
        assert "<html" in page
        assert "1 điều phải sửa" in page

    def test_stands_under_a_saved_article(self, client: Client, writer: User) -> None:
        article = make_article(published=False, summary="", created_by=writer)
        page = client.get(f"/quan-tri/news/article/{article.pk}/change/").content.decode()
        assert "1 điều phải sửa, 2 điều nên xem." in page

    def test_stands_empty_under_a_new_one(self, client: Client, writer: User) -> None:
        page = client.get(ADD).content.decode()
        assert f'data-portal-checks="{CHECK}"' in page
        assert "điều phải sửa" not in page

    def test_looks_for_broken_links(self, client: Client, writer: User) -> None:
        page = panel(client, body='<p><a href="/tin-tuc/2018/03/27/mat/">Bài cũ</a></p>')
        assert "Liên kết này dẫn tới một trang không có" in page

    @pytest.mark.parametrize(
        "fields",
        [
            {"published_at_0": "hôm qua", "published_at_1": "sáng"},
            {"lead_image": "abc", "author": "999999"},
            {"body": "\x00<p>x"},
            {"title": "a" * 100_000},
            {"thừa": "x"},
        ],
    )
    def test_bears_rubbish(self, client: Client, writer: User, fields: dict[str, object]) -> None:
        assert "content-checks__count" in panel(client, **fields)

    def test_what_was_written_is_shown_as_words(self, client: Client, writer: User) -> None:
        page = panel(client, body="<h3>&lt;script&gt;x&lt;/script&gt;</h3><p>a</p>")
        assert "<script>" not in page
        assert "&lt;script&gt;x" in page

    def test_nobody_keeps_it(self, client: Client, writer: User) -> None:
        assert "no-store" in client.post(CHECK, READY).headers["Cache-Control"]

    def test_writes_nothing(self, client: Client, writer: User) -> None:
        panel(client)
        assert not Article.objects.exists()


class TestRefusals:
    def test_a_stranger_signs_in_first(self, client: Client) -> None:
        assert client.post(CHECK, READY).status_code == 302

    @pytest.mark.parametrize("right", ["view_article", "add_image"])
    def test_whoever_may_not_write(self, client: Client, right: str) -> None:
        client.force_login(make_user(permissions=(right,)))
        assert client.post(CHECK, READY).status_code == 403

    @pytest.mark.parametrize("right", ["add_article", "change_article"])
    def test_either_right_to_write_is_enough(self, client: Client, right: str) -> None:
        client.force_login(make_user(permissions=(right,)))
        assert client.post(CHECK, READY).status_code == 200

    def test_reading_is_no_check(self, client: Client, writer: User) -> None:
        assert client.get(CHECK).status_code == 405

    def test_a_post_without_a_token(self) -> None:
        client = Client(enforce_csrf_checks=True)
        client.force_login(make_administrator())
        assert client.post(CHECK, READY).status_code == 403


class TestOneTruth:
    """What the panel calls blocking keeps an article from readers, in the form and in every other way in."""

    def test_a_check_that_is_made_blocking_blocks(self, settings: Any) -> None:
        settings.ARTICLE_CHECKS = "heading-jump=block"
        missing = article_services.missing_for_publication(summary="Một câu.", body="<h3>Một</h3><p>a</p>")
        assert list(missing) == ["body"]
        assert "Đề mục nhảy cấp" in missing["body"]

    def test_one_that_is_made_advisory_lets_pass(self, settings: Any) -> None:
        settings.ARTICLE_CHECKS = "summary=advise"
        assert article_services.missing_for_publication(summary="", body="<p>a</p>") == {}

    def test_each_field_says_all_that_it_lacks(self) -> None:
        body = '<p>a</p><img src="/media/a.png"><img src="/media/b.png">'
        missing = article_services.missing_for_publication(summary="Một câu.", body=body)
        assert "Ảnh thứ 1" in missing["body"]
        assert "Ảnh thứ 2" in missing["body"]

    def test_the_form_refuses_by_field_and_keeps_what_was_typed(self, client: Client, settings: Any) -> None:
        settings.ARTICLE_CHECKS = "capital-title=block,lead-picture=block"
        client.force_login(make_administrator())
        empty = {
            f"{name}-{part}": 0
            for name in ("bylines", "gallery", "attachments")
            for part in ("TOTAL_FORMS", "INITIAL_FORMS")
        }
        given = {**READY, "title": "KHỐI THI ĐUA HỌP", "category": make_category().pk, "_act": "publish", **empty}
        page = client.post(ADD, given).content.decode()
        assert "Tiêu đề viết toàn chữ hoa" in page
        assert "Bài chưa có ảnh đại diện" in page
        assert not Article.objects.exists()
