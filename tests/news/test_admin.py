"""The editors' section: who may do what, what is refused and how, and that nothing typed is lost."""

import datetime as dt
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image as PILImage

from news.models import Article
from portal.images.models import Image
from tests.factories import (
    image_bytes,
    make_administrator,
    make_article,
    make_author,
    make_category,
    make_image,
    make_user,
)

pytestmark = pytest.mark.django_db

ADD = "/quan-tri/news/article/add/"
UPLOAD = "/quan-tri/images/image/tai-len/"
WRITER = ("add_article", "change_article", "view_article")


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(make_administrator(full_name="Nông Thị Biên Tập"))
    return client


def typed(**fields: object) -> dict[str, object]:
    """An article form as a browser sends it."""
    values = {
        "title": "Khối thi đua họp",
        "summary": "Một câu giới thiệu.",
        "body": "<p>Nội dung</p>",
        "lead_image": "",
        "lead_caption": "",
        "category": "",
        "source_name": "",
        "source_url": "",
        "published_at_0": "",
        "published_at_1": "",
        "slug": "",
    }
    for inline in ("bylines", "gallery", "attachments"):
        values |= {f"{inline}-TOTAL_FORMS": 0, f"{inline}-INITIAL_FORMS": 0}
    return {**values, **fields}


def attached(file: SimpleUploadedFile) -> dict[str, object]:
    return {
        "attachments-TOTAL_FORMS": 1,
        "attachments-0-file": file,
        "attachments-0-position": 0,
        "attachments-0-name": "",
    }


class TestWriting:
    def test_publishing_from_the_form(self, editor: Client) -> None:
        response = editor.post(ADD, typed(category=make_category().pk, _act="publish"), follow=True)
        article = Article.objects.get()
        assert article.is_published()
        assert article.created_by.full_name == "Nông Thị Biên Tập"
        assert "Bài đã lên trang." in response.content.decode()

    def test_a_draft_needs_little(self, editor: Client) -> None:
        editor.post(ADD, typed(category=make_category().pk, summary="", body="", _continue="1"))
        assert Article.objects.get().status == Article.Status.DRAFT

    def test_the_day_is_typed_day_first(self, editor: Client) -> None:
        dated = {"published_at_0": "04/03/2018", "published_at_1": "08:30"}
        editor.post(ADD, typed(category=make_category().pk, _act="publish", **dated))
        assert Article.objects.get().published_on == dt.date(2018, 3, 4)

    def test_publishing_without_a_summary_keeps_what_was_typed(self, editor: Client) -> None:
        page = editor.post(ADD, typed(category=make_category().pk, summary="", _act="publish")).content.decode()
        assert "Hãy viết sapo trước khi xuất bản" in page
        assert "Khối thi đua họp" in page
        assert "&lt;p&gt;Nội dung&lt;/p&gt;" in page
        assert not Article.objects.exists()

    @pytest.mark.parametrize(
        ("wrong", "said"),
        [
            ({"title": "a" * 10_000}, "250"),
            ({"body": "<p>" + "chữ " * 1_300_000 + "</p>"}, "quá mức"),
            ({"published_at_0": "31/02/2018", "published_at_1": "08:00"}, "ngày"),
            ({"source_url": "javascript:alert(1)"}, "URL"),
            ({"category": "999999"}, "Hãy"),
        ],
    )
    def test_wrong_input_is_told_by_field_and_nothing_is_lost(
        self, editor: Client, wrong: dict[str, object], said: str
    ) -> None:
        given = typed(**{"category": make_category().pk, "summary": "Câu này phải còn lại.", "_save": "1", **wrong})
        response = editor.post(ADD, given)
        page = response.content.decode()
        assert response.status_code == 200
        assert said in page
        assert "Câu này phải còn lại." in page
        assert not Article.objects.exists()

    def test_two_articles_of_one_day_and_address_are_refused_in_words(self, editor: Client) -> None:
        article = make_article(slug="trung", day=dt.date(2018, 3, 27))
        dated = {"published_at_0": "27/03/2018", "published_at_1": "09:00", "slug": "trung"}
        page = editor.post(ADD, typed(category=article.category_id, _act="publish", **dated)).content.decode()
        assert "Đã có một bài đăng cùng ngày" in page

    @pytest.mark.parametrize("name", ["virus.exe", "trang.html", "anh.svg", "gia.pdf"])
    def test_attachments_of_other_kinds_are_refused(self, editor: Client, name: str) -> None:
        file = SimpleUploadedFile(name, b"<script>alert(1)</script>")
        page = editor.post(ADD, typed(category=make_category().pk, _save="1", **attached(file))).content.decode()
        assert "Không nhận loại tệp này" in page or "không đúng với đuôi" in page
        assert not Article.objects.exists()

    def test_an_attachment_comes_along(self, editor: Client) -> None:
        file = SimpleUploadedFile("Kế hoạch năm.pdf", b"%PDF-1.4 noi dung")
        editor.post(ADD, typed(category=make_category().pk, _act="publish", **attached(file)))
        attachment = Article.objects.get().attachments.get()
        assert (attachment.name, attachment.extension, attachment.size_bytes) == ("Kế hoạch năm.pdf", "PDF", 17)


class TestMoving:
    def test_an_article_that_moves_says_where_its_old_address_leads(self, editor: Client) -> None:
        article = make_article(slug="cu", day=dt.date(2018, 3, 27))
        dated = {"published_at_0": "28/03/2018", "published_at_1": "08:00", "slug": "moi"}
        address = f"/quan-tri/news/article/{article.pk}/change/"
        page = editor.post(address, typed(category=article.category_id, _continue="1", **dated), follow=True)
        said = page.content.decode()
        assert "ai mở /tin-tuc/2018/03/27/cu/ sẽ được chuyển đến /tin-tuc/2018/03/28/moi/" in said
        assert editor.get("/tin-tuc/2018/03/27/cu/").headers["Location"] == "/tin-tuc/2018/03/28/moi/"

    def test_a_draft_that_moves_says_nothing(self, editor: Client) -> None:
        article = make_article(published=False, slug="cu")
        address = f"/quan-tri/news/article/{article.pk}/change/"
        page = editor.post(address, typed(category=article.category_id, _continue="1", slug="moi"), follow=True)
        assert "sẽ được chuyển đến" not in page.content.decode()


class TestRights:
    def test_a_writer_without_the_right_cannot_publish(self, client: Client) -> None:
        client.force_login(make_user(permissions=WRITER))
        category = make_category()
        assert client.post(ADD, typed(category=category.pk, _act="publish")).status_code == 403
        assert not Article.objects.exists()
        client.post(ADD, typed(category=category.pk, _continue="1"))
        assert Article.objects.get().status == Article.Status.DRAFT
        assert 'value="publish"' not in client.get(ADD).content.decode()

    def test_a_writer_cannot_touch_what_is_public(self, client: Client) -> None:
        client.force_login(make_user(permissions=WRITER))
        article = make_article()
        client.post(f"/quan-tri/news/article/{article.pk}/change/", typed(title="Đổi", category=article.category_id))
        article.refresh_from_db()
        assert article.title != "Đổi"

    @pytest.mark.parametrize("published", [True, False])
    def test_nothing_is_deleted(self, editor: Client, published: bool) -> None:
        article = make_article(published=published)
        assert editor.post(f"/quan-tri/news/article/{article.pk}/delete/", {"post": "yes"}).status_code == 403
        assert Article.objects.exists()

    def test_strangers_are_sent_to_sign_in(self, client: Client) -> None:
        for address in ("/quan-tri/", ADD, "/quan-tri/news/article/xem-truoc/"):
            response = client.get(address, follow=True)
            assert response.redirect_chain[-1][0] == f"/dang-nhap/?next={address}"


class TestList:
    def test_searches_without_diacritics(self, editor: Client) -> None:
        make_article(title="Đẩy mạnh cải cách")
        make_article(title="Tin khác hẳn")
        page = editor.get("/quan-tri/news/article/?q=day manh").content.decode()
        assert "Đẩy mạnh cải cách" in page
        assert "Tin khác hẳn" not in page

    def test_filters_and_drills_down(self, editor: Client) -> None:
        make_article(title="Bài năm 2018", author=make_author(), lead_image=make_image())
        for query in ("trang-thai=published", "published_at__year=2018", "is_featured__exact=0"):
            assert "Bài năm 2018" in editor.get(f"/quan-tri/news/article/?{query}").content.decode()

    def test_bulk_publishing_names_what_could_not_go_out(self, editor: Client) -> None:
        ready = make_article(published=False)
        lacking = make_article(published=False, summary="", title="Bài thiếu sapo")
        chosen = {"action": "act_publish", "_selected_action": [ready.pk, lacking.pk]}
        page = editor.post("/quan-tri/news/article/", chosen, follow=True).content.decode()
        assert "Đã xuất bản 1 bài." in page
        assert "Bài thiếu sapo: Hãy viết sapo" in page


class TestPreview:
    def test_shows_the_form_as_readers_would_see_it_and_saves_nothing(self, editor: Client) -> None:
        response = editor.post("/quan-tri/news/article/xem-truoc/", typed(category=make_category().pk))
        page = response.content.decode()
        assert response.status_code == 200
        assert "Khối thi đua họp" in page
        assert (
            response.headers["Cache-Control"] == "private, no-store" or "no-store" in response.headers["Cache-Control"]
        )
        assert not Article.objects.exists()

    def test_changes_of_a_saved_article_are_shown_but_not_kept(self, editor: Client) -> None:
        article = make_article(title="Tên cũ")
        changed = typed(title="Tên mới", category=article.category_id)
        page = editor.post(f"/quan-tri/news/article/{article.pk}/xem-truoc/", changed).content.decode()
        assert "Tên mới" in page
        article.refresh_from_db()
        assert article.title == "Tên cũ"

    def test_says_what_is_wrong(self, editor: Client) -> None:
        response = editor.post("/quan-tri/news/article/xem-truoc/", typed(title=""))
        assert response.status_code == 422
        assert "Chưa xem trước được" in response.content.decode()


class TestEditorUpload:
    def upload(self, client: Client, content: bytes, name: str = "anh.jpg") -> dict[str, object]:
        return json.loads(client.post(UPLOAD, {"upload": SimpleUploadedFile(name, content)}).content)

    def test_an_image_enters_the_library(self, editor: Client) -> None:
        answer = self.upload(editor, image_bytes((800, 500), "JPEG"), "Bản Giốc.jpg")
        image = Image.objects.get()
        assert answer == {"uploaded": 1, "fileName": "ban-gioc.jpeg", "url": image.file.url}
        assert image.uploaded_by is not None
        with image.file.open() as file:
            assert PILImage.open(file).size == (800, 500)

    @pytest.mark.parametrize(
        ("name", "content"),
        [
            ("anh.jpg", b"chu"),
            ("anh.svg", b"<svg onload=alert(1)>"),
            ("anh.html", b"<script>"),
            ("anh.jpg", image_bytes((900, 900), "JPEG")[:3000]),
            ("anh.jpg", b"\xff\xd8" + bytes(21 * 1024 * 1024)),
            ("anh.jpg", b""),
        ],
    )
    def test_anything_else_is_refused_in_words(self, editor: Client, name: str, content: bytes) -> None:
        answer = self.upload(editor, content, name)
        assert answer["uploaded"] == 0
        assert len(answer["error"]["message"]) > 10
        assert not Image.objects.exists()

    def test_needs_the_right_to_write(self, client: Client) -> None:
        client.force_login(make_user(permissions=("view_article",)))
        response = client.post(UPLOAD, {"upload": SimpleUploadedFile("a.jpg", image_bytes(kind="JPEG"))})
        assert response.status_code == 403

    def test_needs_a_token_and_a_post(self, editor: Client) -> None:
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(make_administrator())
        assert strict.post(UPLOAD, {"upload": SimpleUploadedFile("a.jpg", b"x")}).status_code == 403
        assert editor.get(UPLOAD).status_code == 405


@pytest.mark.parametrize(
    ("address", "field"), [("/quan-tri/news/category/add/", "name"), ("/quan-tri/news/author/add/", "display_name")]
)
def test_a_second_one_of_the_same_name_is_told_in_words(editor: Client, address: str, field: str) -> None:
    for expected in (302, 200):
        response = editor.post(address, {field: "Hội nghị", "position": 0})
        assert response.status_code == expected
    assert "hãy" in response.content.decode()
