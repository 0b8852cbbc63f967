"""One article into the database: whole, once, or not at all."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError

from news.importers.result import ParsedArticle
from news.importers.save import ImportOutcome, import_article
from news.models import Article, Author, Category
from portal.core.text import dates
from portal.images.models import Image
from tests.factories import image_bytes, make_author, make_category

pytestmark = pytest.mark.django_db


def found_article(**fields: Any) -> ParsedArticle:
    values = {
        "title": "Ra quân trồng cây ven hồ",
        "body_html": "<p>Đoàn viên trồng cây ven hồ từ sáng sớm.</p>",
        "published_at": dates.start_of_day(dt.date(2018, 3, 4)),
        "origin": "page.html",
    }
    return ParsedArticle(**{**values, **fields})


def with_image(folder: Path, body: str, *, content: bytes | None = None, **fields: Any) -> ParsedArticle:
    path = folder / "cay.png"
    path.write_bytes(content or image_bytes())
    return found_article(body_html=body, images={"a/cay.png": path}, **fields)


def media_files() -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


class TestImport:
    def test_is_public_at_the_found_time(self) -> None:
        article = import_article(found_article()).article
        assert article is not None
        assert article.is_published()
        assert article.get_absolute_url() == "/tin-tuc/2018/03/04/ra-quan-trong-cay-ven-ho/"
        assert article.summary == "Đoàn viên trồng cây ven hồ từ sáng sớm."
        assert article.category.name == "Tin tức"

    def test_a_draft_stays_with_the_editors(self) -> None:
        asked = import_article(found_article(), as_draft=True).article
        written = import_article(found_article(title="Bài khác", is_draft=True)).article
        assert asked is not None
        assert written is not None
        assert [asked.status, written.status] == ["draft", "draft"]

    def test_hostile_html_is_cleaned(self) -> None:
        body = '<p onclick="x()">Chữ <script>x()</script><a href="javascript:x()">nối</a></p><img src="//evil/x.png">'
        article = import_article(found_article(body_html=body)).article
        assert article is not None
        assert not {"onclick", "script", "javascript", "evil"} & set(
            article.body.replace('"', " ").replace(":", " ").split()
        )
        assert article.body == '<p>Chữ <a rel="noopener noreferrer">nối</a></p>'

    def test_text_is_composed(self) -> None:
        article = import_article(found_article(title="Ho\u0323p", body_html="<p>Ho\u0323p</p>")).article
        assert article is not None
        assert (article.title, article.body) == ("Họp", "<p>Họp</p>")

    def test_an_address_that_is_none_is_left_out(self) -> None:
        article = import_article(found_article(source_url="javascript:x()")).article
        assert article is not None
        assert article.source_url == ""


class TestNames:
    def test_an_author_of_the_same_name_is_the_same(self) -> None:
        present = make_author("Nông Thúy Quỳnh")
        article = import_article(found_article(author="Nông Thuý Quỳnh.".rstrip("."))).article
        assert article is not None
        assert article.bylines.get().author == present

    def test_a_new_author_is_made_and_none_for_an_unsigned_one(self) -> None:
        import_article(found_article(author="Đỗ Văn Đạt"))
        import_article(found_article(title="Bài không ký", author=" "))
        assert list(Author.objects.values_list("slug", flat=True)) == ["do-van-dat"]

    def test_the_given_category_goes_first(self) -> None:
        given = make_category("Thông báo")
        article = import_article(found_article(category_names=("Văn hóa",)), category=given).article
        assert article is not None
        assert article.category == given
        assert Category.objects.count() == 1

    def test_a_known_category_goes_before_a_new_one(self) -> None:
        known = make_category("Văn hóa")
        article = import_article(found_article(category_names=("Sự kiện", "Văn hoá"))).article
        assert article is not None
        assert article.category == known


class TestAgain:
    def test_creates_nothing_twice(self, tmp_path: Path) -> None:
        found = with_image(tmp_path, '<p>Chữ.</p><img src="a/cay.png" alt="Trồng cây">', author="Thu Hà")
        import_article(found)
        again = import_article(found)
        assert again.outcome is ImportOutcome.ALREADY_EXISTS
        assert again.warnings == []
        assert [model.objects.count() for model in (Article, Image, Author, Category)] == [1, 1, 1, 1]

    def test_an_article_that_an_editor_corrected_is_kept(self) -> None:
        article = import_article(found_article()).article
        assert article is not None
        article.body = "<p>Đã sửa.</p>"
        article.save()
        again = import_article(found_article())
        assert (again.outcome, len(again.warnings)) == (ImportOutcome.ALREADY_EXISTS, 1)
        assert Article.objects.get().body == "<p>Đã sửa.</p>"

    def test_two_articles_of_one_day_and_title_are_both_kept_and_both_known(self) -> None:
        one, two = found_article(body_html="<p>Một.</p>"), found_article(body_html="<p>Hai.</p>")
        first = import_article(one).article
        assert first is not None
        second = import_article(two, created_ids={first.pk}).article
        assert second is not None
        assert (first.slug, second.slug) == ("ra-quan-trong-cay-ven-ho", "ra-quan-trong-cay-ven-ho-2")
        assert [import_article(found).outcome for found in (one, two)] == [
            ImportOutcome.ALREADY_EXISTS,
            ImportOutcome.ALREADY_EXISTS,
        ]

    def test_titles_that_differ_by_diacritics_only_are_two_articles(self) -> None:
        import_article(found_article(title="Hội thảo lúa"))
        second = import_article(found_article(title="Hội thao lụa")).article
        assert second is not None
        assert second.slug == "hoi-thao-lua-2"

    @pytest.mark.parametrize("length", [118, 120, 125, 240])
    def test_long_slugs_are_numbered_too(self, length: int) -> None:
        slug = ("a" * 9 + "-") * 24
        import_article(found_article(title="Một", slug=slug[:length][:120].strip("-")))
        second = import_article(found_article(title="Hai", slug=slug[:length][:120].strip("-"))).article
        assert second is not None
        assert second.slug.endswith("-2")
        assert len(second.slug) <= 120


class TestImages:
    def test_come_along_with_their_words(self, tmp_path: Path) -> None:
        body = '<p>Chữ.</p><figure><img src="a/cay.png" alt="Trồng cây"><figcaption>Ở bờ nam</figcaption></figure>'
        article = import_article(with_image(tmp_path, body)).article
        image = Image.objects.get()
        assert article is not None
        assert (image.alt, image.caption, image.width) == ("Trồng cây", "Ở bờ nam", 640)
        assert f'<img src="{image.file.url}" alt="Trồng cây">' in article.body
        assert "srcset" in article.body_rendered

    @pytest.mark.parametrize(
        ("body", "alt"),
        [
            ('<img src="a/cay.png" alt="IMG_1.JPG"><p>Chữ.</p>', "Ảnh trong bài: Ra quân trồng cây ven hồ"),
            ('<img src="a/cay.png"><p>Chữ.</p>', "Ảnh trong bài: Ra quân trồng cây ven hồ"),
            ('<img src="a/cay.png" alt="ảnh 1"><p>Chữ.</p>', "Ảnh trong bài: Ra quân trồng cây ven hồ"),
            ('<img src="a/cay.png" alt="Cây"><p>Chữ.</p>', "Ảnh trong bài: Ra quân trồng cây ven hồ"),
            ('<figure><img src="a/cay.png"><figcaption>Ở bờ nam</figcaption></figure>', "Ở bờ nam"),
            (f'<img src="a/cay.png" alt="{"dài " * 100}"><p>Chữ.</p>', ("dài " * 100)[:250].strip()),
        ],
    )
    def test_always_have_words_that_stand_in_for_them(self, tmp_path: Path, body: str, alt: str) -> None:
        import_article(with_image(tmp_path, body))
        assert Image.objects.get().alt == alt

    def test_shown_twice_are_stored_once(self, tmp_path: Path) -> None:
        import_article(with_image(tmp_path, '<img src="a/cay.png"><p>Chữ.</p><img src="a/cay.png">'))
        assert Image.objects.count() == 1

    def test_a_lead_image_is_not_in_the_body(self, tmp_path: Path) -> None:
        article = import_article(with_image(tmp_path, "<p>Chữ.</p>", lead_image_src="a/cay.png")).article
        assert article is not None
        assert article.lead_image == Image.objects.get()

    def test_one_that_cannot_be_read_is_left_out_with_a_warning(self, tmp_path: Path) -> None:
        body = '<p>Chữ.</p><figure><img src="a/cay.png"><figcaption>x</figcaption></figure><img src="mat.jpg">'
        result = import_article(with_image(tmp_path, body, content=b"not a picture"))
        assert result.article is not None
        assert result.article.body == "<p>Chữ.</p>"
        assert [warning.split(":")[0] for warning in result.warnings] == ["bỏ ảnh “a/cay.png”", "bỏ ảnh “mat.jpg”"]
        assert media_files() == []


class TestFailure:
    @pytest.mark.parametrize(
        ("fields", "reason"),
        [
            ({"title": "x" * 251}, "251"),
            ({"body_html": "<p> </p><script>x</script>"}, "nội dung"),
            ({"body_html": "<p>" + "x" * 1_100_000 + "</p>"}, "quá dài"),
        ],
    )
    def test_says_why(self, fields: dict[str, str], reason: str) -> None:
        with pytest.raises(ValidationError, match=reason):
            import_article(found_article(**fields))
        assert not Article.objects.exists()

    def test_leaves_no_row_and_no_file(self, tmp_path: Path) -> None:
        found = with_image(
            tmp_path, '<img src="a/cay.png"><p>Chữ.</p>', author="Thu Hà", summary=" ", slug="không hợp lệ"
        )
        with pytest.raises(ValidationError):
            import_article(found)
        assert [model.objects.count() for model in (Article, Image, Author, Category)] == [0, 0, 0, 0]
        assert media_files() == []


class TestRehearsal:
    def test_writes_nothing(self, tmp_path: Path) -> None:
        found = with_image(tmp_path, '<img src="a/cay.png"><img src="b.png"><p>Chữ.</p>', author="Thu Hà")
        result = import_article(found, dry_run=True)
        assert (result.outcome, result.article, len(result.warnings)) == (ImportOutcome.CREATED, None, 1)
        assert [model.objects.count() for model in (Article, Image, Author, Category)] == [0, 0, 0, 0]
        assert media_files() == []
