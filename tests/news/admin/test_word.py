"""Nhập từ Word: who may, what becomes of good and bad documents, and what the person is told."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image as PILImage

from news.admin import word as word_admin
from news.importers.result import ParsedArticle
from news.models import Article, Author, Category
from portal.accounts.models import User
from portal.images.models import Image
from tests.cases import case_bytes
from tests.factories import make_administrator, make_author, make_category, make_user
from tests.news.importers.documents import news_document, of_xml, paragraph
from tests.news.importers.test_word import TITLE_STYLE

pytestmark = pytest.mark.django_db

IMPORT = "/quan-tri/news/article/nhap-tu-word/"
WRITER = ("add_article", "change_article", "view_article")


@pytest.fixture
def category() -> Category:
    return make_category("Tin hoạt động")


@pytest.fixture
def writer(client: Client) -> User:
    user = make_user(permissions=WRITER)
    client.force_login(user)
    return user


def document(content: bytes | None = None, name: str = "trồng cây.docx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, news_document() if content is None else content)


def simple(title: str) -> bytes:
    return of_xml(paragraph(title, properties='<w:pStyle w:val="Title"/>'), paragraph("Nội dung bài."))


class TestImport:
    def test_the_list_leads_here(self, client: Client, writer: User) -> None:
        assert f'href="{IMPORT}"' in client.get("/quan-tri/news/article/").content.decode()

    def test_the_page_asks_for_documents_and_a_category(self, client: Client, writer: User, category: Category) -> None:
        page = client.get(IMPORT).content.decode()
        assert 'type="file"' in page
        assert "multiple" in page
        assert "Tin hoạt động" in page

    def test_a_document_becomes_a_draft_and_its_form_opens(
        self, client: Client, writer: User, category: Category
    ) -> None:
        response = client.post(IMPORT, {"documents": document(), "category": category.pk}, follow=True)
        article = Article.objects.get()
        assert response.redirect_chain == [(f"/quan-tri/news/article/{article.pk}/change/", 302)]
        assert (article.status, article.created_by, article.category) == ("draft", writer, category)
        page = response.content.decode()
        assert "đã thành bản nháp" in page
        assert "Ảnh thứ 2 chưa có lời tả" in page

    def test_several_at_once_and_a_bad_one_spoils_no_other(
        self, client: Client, writer: User, category: Category
    ) -> None:
        files = [document(simple("Một"), "1.docx"), document(b"x", "2.docx"), document(simple("Ba"), "3.docx")]
        page = client.post(IMPORT, {"documents": files, "category": category.pk}, follow=True).content.decode()
        assert set(Article.objects.values_list("title", flat=True)) == {"Một", "Ba"}
        assert "“2.docx”: Nội dung tệp không đúng với đuôi .docx." in page

    def test_an_error_nobody_foresaw_spoils_no_other(
        self, client: Client, writer: User, category: Category, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        original = word_admin.import_article

        def fails_once(found: ParsedArticle, **options: Any) -> Any:
            if found.title == "Hai":
                raise KeyError("MPO")
            return original(found, **options)

        monkeypatch.setattr(word_admin, "import_article", fails_once)
        files = [document(simple(title), f"{title}.docx") for title in ("Một", "Hai", "Ba")]
        page = client.post(IMPORT, {"documents": files, "category": category.pk}, follow=True).content.decode()
        assert set(Article.objects.values_list("title", flat=True)) == {"Một", "Ba"}
        assert "“Hai.docx”: gặp lỗi chưa lường trước (KeyError)" in page

    def test_a_document_with_a_jpeg_of_two_images(self, client: Client, writer: User, category: Category) -> None:
        sent = document(case_bytes("31-mpo-picture.docx"), "31.docx")
        client.post(IMPORT, {"documents": [document(simple("Một")), sent], "category": category.pk})
        assert Article.objects.count() == 2
        image = Image.objects.get()
        with image.file.open() as stored:
            red, green, _blue = PILImage.open(stored).convert("RGB").getpixel((10, 10))
        assert red > 2 * green

    def test_the_same_again_opens_what_is_there(self, client: Client, writer: User, category: Category) -> None:
        for _ in range(2):
            response = client.post(IMPORT, {"documents": document(), "category": category.pk}, follow=True)
        assert Article.objects.count() == 1
        assert "bạn đã nhập bài này rồi" in response.content.decode()

    def test_documents_of_one_title_with_other_words_are_drafts_of_their_own(
        self, client: Client, writer: User, category: Category
    ) -> None:
        def plan(words: str) -> SimpleUploadedFile:
            return document(of_xml(paragraph("Kế hoạch", properties=TITLE_STYLE), paragraph(words)))

        client.post(IMPORT, {"documents": [plan("Về kiểm tra."), plan("Về khen thưởng.")], "category": category.pk})
        page = client.post(IMPORT, {"documents": plan("Về sơ kết."), "category": category.pk}, follow=True)
        assert list(Article.objects.values_list("title", flat=True)) == ["Kế hoạch"] * 3
        assert len(set(Article.objects.values_list("slug", flat=True))) == 3
        assert "bản nháp khác cùng tiêu đề" in page.content.decode()

    def test_one_who_may_only_add_is_told_and_led_home(self, client: Client, category: Category) -> None:
        client.force_login(make_user(permissions=("add_article",)))
        response = client.post(IMPORT, {"documents": document(), "category": category.pk}, follow=True)
        assert response.redirect_chain == [("/quan-tri/", 302)]
        assert Article.objects.count() == 1

    def test_a_title_is_shown_as_words(self, client: Client, writer: User, category: Category) -> None:
        content = simple("&lt;script&gt;x&lt;/script&gt;")
        page = client.post(IMPORT, {"documents": document(content), "category": category.pk}, follow=True)
        assert "<script>x</script>" not in page.content.decode()


class TestByLine:
    def test_a_known_author_is_taken(self, client: Client, writer: User, category: Category) -> None:
        author = make_author("Nông Thuý Quỳnh")
        client.post(IMPORT, {"documents": document(), "category": category.pk})
        assert Article.objects.get().bylines.get().author == author

    def test_an_unknown_one_is_not_added_without_the_right(
        self, client: Client, writer: User, category: Category
    ) -> None:
        page = client.post(IMPORT, {"documents": document(), "category": category.pk}, follow=True).content.decode()
        assert not Author.objects.exists()
        assert Article.objects.get().body.endswith("<p>Nông Thúy Quỳnh</p>")
        assert "chưa có tác giả này" in page

    def test_an_unknown_one_is_added_with_it(self, client: Client, category: Category) -> None:
        client.force_login(make_administrator())
        client.post(IMPORT, {"documents": document(), "category": category.pk})
        assert Article.objects.get().bylines.get().author.display_name == "Nông Thúy Quỳnh"


class TestRefusals:
    def test_a_stranger_signs_in_first(self, client: Client) -> None:
        response = client.get(IMPORT, follow=True)
        assert response.redirect_chain[-1][0].startswith("/dang-nhap/")

    @pytest.mark.parametrize("rights", [("change_article",), ("view_article",), ("add_image",)])
    def test_whoever_may_not_add_articles(self, client: Client, rights: tuple[str, ...], category: Category) -> None:
        client.force_login(make_user(permissions=rights))
        assert client.get(IMPORT).status_code == 403
        assert client.post(IMPORT, {"documents": document(), "category": category.pk}).status_code == 403
        assert not Article.objects.exists()

    def test_other_methods(self, client: Client, writer: User) -> None:
        assert client.put(IMPORT).status_code == 405

    def test_a_post_without_a_token(self, category: Category) -> None:
        client = Client(enforce_csrf_checks=True)
        client.force_login(make_administrator())
        assert client.post(IMPORT, {"documents": document(), "category": category.pk}).status_code == 403

    @pytest.mark.parametrize(
        ("content", "name", "said"),
        [
            (b"", "a.docx", "“a.docx”: Tệp rỗng"),
            (b"%PDF-1.4", "a.pdf", "“a.pdf”: Không nhận loại tệp này"),
            (b"PK\x03\x04xxxx", "a.docx", "“a.docx”: Tệp bị hỏng"),
        ],
    )
    def test_bad_documents_are_told_by_name(
        self, client: Client, writer: User, category: Category, content: bytes, name: str, said: str
    ) -> None:
        page = client.post(IMPORT, {"documents": document(content, name), "category": category.pk}).content.decode()
        assert said in page
        assert [Article.objects.exists(), Image.objects.exists()] == [False, False]

    @pytest.mark.parametrize(
        ("given", "said"),
        [
            ({"category": "", "with": 1}, "Trường này là bắt buộc"),
            ({"category": "999999", "with": 1}, "Hãy chọn"),
            ({"with": 0}, "Trường này là bắt buộc"),
            ({"with": 11}, "tối đa 10 tệp"),
        ],
    )
    def test_a_form_that_is_not_filled_in(
        self, client: Client, writer: User, category: Category, given: dict[str, object], said: str
    ) -> None:
        files = [document(simple("Một")) for _ in range(given.pop("with"))]  # type: ignore[arg-type]  # a number
        page = client.post(IMPORT, {"category": category.pk, **given, "documents": files}).content.decode()
        assert said in page
        assert not Article.objects.exists()
