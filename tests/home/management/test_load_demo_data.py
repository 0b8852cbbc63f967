"""``manage.py load_demo_data``: what it brings, that it repeats safely, what it refuses, and that its content is fit to print."""

import datetime as dt
import io
import re
import unicodedata
from pathlib import Path
from unittest import mock

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db.models.fields.files import FieldFile
from django.test import Client, TestCase
from lxml import etree, html
from PIL import Image as PILImage

from news import services as article_services
from news.demo_data import loader
from news.models import Article, ArticleRevision, Attachment, Author, Category, GalleryImage
from portal.consultations.models import Consultation
from portal.core.content import rich_text
from portal.core.demo_data import DemoApp
from portal.core.text import dates
from portal.documents.models import Document, DocumentFile
from portal.home.management.commands import load_demo_data
from portal.images.models import Image
from tests.consultations.factories import make_consultation
from tests.documents.factories import make_library_document
from tests.emulation.factories import make_bloc
from tests.factories import make_article
from tests.news.demo_images import small_image_content

ARTICLES = loader.shipped_articles()
PUBLIC = [demo for demo in ARTICLES if demo.status == Article.Status.PUBLISHED]
LAUNCH_DAY = dt.date(2018, 3, 27)


@pytest.fixture(autouse=True)
def small_images(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loader, "image_content", small_image_content)


@pytest.fixture
def loaded(db: None) -> str:
    return load()


def load(*options: str) -> str:
    said = io.StringIO()
    call_command("load_demo_data", *options, stdout=said)
    return said.getvalue()


def stored_files() -> list[Path]:
    folders = (Path(settings.MEDIA_ROOT), Path(settings.PRIVATE_MEDIA_ROOT))
    return [path for folder in folders for path in folder.rglob("*") if path.is_file()]


def words_of(demo: loader.DemoArticle) -> int:
    return len(rich_text.plain_text(demo.body).split())


class TestLoading(TestCase):
    """What one loading brings, and what another says after it: loading takes seconds, so both are done once."""

    said: str
    said_again: str

    @classmethod
    def setUpTestData(cls) -> None:
        with mock.patch.object(loader, "image_content", small_image_content):
            cls.said, cls.said_again = load(), load()

    def test_every_shipped_article_arrives_in_its_state_on_its_day(self) -> None:
        arrived = set(Article.objects.values_list("title", "status", "published_on"))
        assert arrived == {(demo.title, demo.status, dates.local_date(demo.published_at)) for demo in ARTICLES}

    def test_the_launch_meeting_is_among_the_news_of_its_day(self) -> None:
        page = Client().get("/tin-tuc/2018/03/27/").content.decode()
        assert "Tám cơ quan Nội chính ký giao ước thi đua" in page

    def test_every_public_article_has_a_page(self) -> None:
        client, articles = Client(), Article.objects.published()
        assert len(articles) >= 24
        for article in articles:
            assert client.get(article.get_absolute_url()).status_code == 200, article.title

    def test_images_in_bodies_come_in_several_widths(self) -> None:
        bodies = Article.objects.filter(body__contains="<img").values_list("body_rendered", flat=True)
        assert len(bodies) == len([demo for demo in ARTICLES if demo.body_images])
        assert all("<picture>" in body and "image:" not in body for body in bodies)

    def test_old_news_does_not_look_freshly_edited(self) -> None:
        article = Article.objects.filter(published_on=LAUNCH_DAY).first()
        assert article is not None
        assert article.updated_at == article.published_at

    def test_an_image_used_by_several_articles_is_stored_once(self) -> None:
        used = {demo.lead_image for demo in ARTICLES} | {key for demo in ARTICLES for key in demo.body_images}
        used |= {place["image"] for demo in ARTICLES for place in demo.gallery}
        assert Image.objects.count() == len(used)

    def test_blocs_come_along_once(self) -> None:
        assert "2 blocs added" in self.said
        assert "0 blocs added; 2 blocs were there" in self.said_again

    def test_documents_come_along_once(self) -> None:
        assert "14 documents added" in self.said
        assert "0 documents added; 14 documents were there" in self.said_again
        assert Document.objects.public().count() == DocumentFile.objects.count() == 14

    def test_the_old_rules_are_replaced(self) -> None:
        old = Document.objects.get(number="2", issued_on=dt.date(2022, 1, 10))
        assert old.ceased_on == dt.date(2025, 4, 1)
        assert "Được thay thế bởi" in Client().get(old.get_absolute_url()).content.decode()

    def test_drafts_come_along_once(self) -> None:
        assert "2 drafts added" in self.said
        assert "0 drafts added; 2 drafts were there" in self.said_again
        closed = Consultation.objects.closed().get()
        assert closed.outcome is not None
        page = Client().get(closed.get_absolute_url()).content.decode()
        assert "Đã tiếp thu ý kiến về lời tả" in page


class TestFiles:
    def test_can_be_taken_by_everybody(self, loaded: str) -> None:
        document = Attachment.objects.get(name__startswith="Phiếu đăng ký")
        answer = Client().get(document.get_absolute_url())
        assert b"".join(answer.streaming_content).startswith(b"%PDF-")  # type: ignore[attr-defined]  # a FileResponse
        answer.close()


class TestRepeating:
    def test_a_second_time_adds_nothing(self, loaded: str) -> None:
        kinds = (Article, Author, Category, Image, GalleryImage, Attachment)
        before = [set(kind.objects.values_list("pk", flat=True)) for kind in kinds]
        files = len(stored_files())
        assert "0 articles and 0 images added" in load()
        assert [set(kind.objects.values_list("pk", flat=True)) for kind in kinds] == before
        assert len(stored_files()) == files

    def test_what_people_changed_stays(self, loaded: str) -> None:
        article = Article.objects.filter(published_on=LAUNCH_DAY).first()
        assert article is not None
        article.title, article.body = "Tiêu đề do biên tập viên sửa", "<p>Nội dung đã sửa.</p>"
        article.save()
        load()
        article.refresh_from_db()
        assert (article.title, article.body) == ("Tiêu đề do biên tập viên sửa", "<p>Nội dung đã sửa.</p>")

    @pytest.mark.parametrize(
        "day",
        [LAUNCH_DAY, dt.date(2025, 12, 10), dt.date(2026, 11, 25), dt.date(2027, 1, 4)],
        ids=["published", "withdrawn", "draft", "scheduled"],
    )
    def test_an_article_moved_to_another_day_is_still_known(self, loaded: str, day: dt.date) -> None:
        article = Article.objects.filter(published_on=day).first()
        assert article is not None
        article.published_at += dt.timedelta(days=1)
        article_services.save_article(article=article, by=None)
        assert "0 articles" in load()

    def test_what_was_deleted_comes_back_with_the_images_that_are_there(self, loaded: str) -> None:
        gone = Article.objects.filter(published_on=LAUNCH_DAY)
        ArticleRevision.objects.filter(article__in=gone).delete()
        gone.delete()
        assert "3 articles and 0 images added; 29 articles were there" in load()


@pytest.mark.django_db
class TestRefusing:
    def test_a_database_with_real_articles_is_left_alone(self) -> None:
        make_article(title="Tin do người thật viết")
        with pytest.raises(CommandError, match="1 bài viết thật"):
            load()
        assert Article.objects.count() == 1

    def test_real_articles_written_beside_the_demonstration_count(self, loaded: str) -> None:
        make_article(title="Tin do người thật viết")
        with pytest.raises(CommandError, match="--force"):
            load()

    def test_force_loads_beside_real_articles(self) -> None:
        real = make_article(title="Tin do người thật viết")
        load("--force")
        assert Article.objects.count() == len(ARTICLES) + 1
        assert Article.objects.filter(pk=real.pk, title="Tin do người thật viết").exists()

    def test_if_empty_fills_an_empty_database(self) -> None:
        assert f"{len(ARTICLES)} articles" in load("--if-empty")

    def test_if_empty_leaves_what_is_there_without_an_error(self) -> None:
        make_article(title="Tin do người thật viết")
        assert load("--if-empty") == ""
        assert Article.objects.count() == 1

    def test_a_failed_load_leaves_neither_rows_nor_files(self, monkeypatch: pytest.MonkeyPatch) -> None:
        written: list[int] = []

        def fails(*, force: bool, stored: list[FieldFile]) -> str:
            written.append(len(stored_files()))
            raise RuntimeError("the disk is full")

        broken = DemoApp(has_content=lambda: False, load=fails)
        monkeypatch.setattr(load_demo_data, "demo_apps", (*load_demo_data.demo_apps, broken))
        with pytest.raises(RuntimeError):
            load()
        assert written[0] > 0
        assert stored_files() == []
        assert not Article.objects.exists()
        assert not Category.objects.exists()


@pytest.mark.parametrize("demo", ARTICLES, ids=lambda demo: demo.slug[:40])
class TestEachArticle:
    def test_its_body_is_clean_as_it_ships(self, demo: loader.DemoArticle) -> None:
        body = demo.body_with_urls({key: f"{settings.MEDIA_URL}{key}.jpg" for key in demo.body_images})
        assert canonical(rich_text.clean_html(body)) == canonical(body)

    def test_its_text_is_composed(self, demo: loader.DemoArticle) -> None:
        text = demo.title + demo.summary + demo.body
        assert unicodedata.is_normalized("NFC", text)

    def test_it_has_a_summary_that_fits_a_card(self, demo: loader.DemoArticle) -> None:
        assert 60 <= len(demo.summary) <= 260

    def test_what_it_names_is_in_the_catalogue(self, demo: loader.DemoArticle) -> None:
        catalogue = loader.load_catalogue()
        sample_images = {entry["key"] for entry in catalogue["images"]}
        headings = {own["slug"] for entry in catalogue["categories"] for own in (entry, *entry["children"])}
        assert {demo.lead_image, *demo.body_images, *(place["image"] for place in demo.gallery)} <= sample_images
        assert demo.category in headings
        assert demo.author in {entry["name"] for entry in catalogue["authors"]}

    def test_its_images_have_words_in_their_place(self, demo: loader.DemoArticle) -> None:
        images = html.fragment_fromstring(demo.body, create_parent="div").findall(".//img")
        assert len(images) == len(demo.body_images)
        assert all(len(image.get("alt", "")) > 20 for image in images)


class TestTheWhole:
    def test_there_is_enough_to_show(self) -> None:
        assert len(PUBLIC) >= 24
        assert len([demo for demo in PUBLIC if words_of(demo) >= 350]) >= 10
        assert {demo.status for demo in ARTICLES} >= {"draft", "published", "withdrawn"}

    def test_some_days_have_several_articles(self) -> None:
        days = [dates.local_date(demo.published_at) for demo in PUBLIC]
        assert len({day for day in days if days.count(day) > 1}) >= 2

    def test_one_is_scheduled_long_after_the_others(self) -> None:
        last_but_one, last = sorted(demo.published_at for demo in PUBLIC)[-2:]
        assert last - last_but_one > dt.timedelta(days=30)

    def test_no_two_have_one_address(self) -> None:
        assert len({demo.slug for demo in ARTICLES}) == len(ARTICLES)

    def test_documents_are_small_and_are_what_they_say(self) -> None:
        shipped = {document["file"] for demo in ARTICLES for document in demo.attachments}
        assert shipped == {path.name for path in (loader.FOLDER / "files").iterdir()}
        assert all((loader.FOLDER / "files" / name).stat().st_size < 60_000 for name in shipped)


def test_every_shipped_image_is_in_the_catalogue() -> None:
    shipped = {path.stem for path in (loader.FOLDER / "images").iterdir()}
    assert shipped == {entry["key"] for entry in loader.load_catalogue()["images"]}


@pytest.mark.parametrize("entry", loader.load_catalogue()["images"], ids=lambda entry: entry["key"])
class TestEachImage:
    def test_it_has_the_shape_of_a_card(self, entry: dict[str, str]) -> None:
        content = (loader.FOLDER / "images" / f"{entry['key']}.jpg").read_bytes()
        sample_image = PILImage.open(io.BytesIO(content))
        assert (sample_image.format, sample_image.size) == ("JPEG", (1600, 1000))
        assert len(content) < 200_000

    def test_words_say_what_is_seen(self, entry: dict[str, str]) -> None:
        assert re.match(r"(Tranh|Hình) vẽ .{40,}\.$", entry["alt"])
        assert entry["caption"]


def canonical(body: str) -> str:
    """A body without what the cleaner may add or order otherwise: the ``rel`` of links, attributes' order, breaks."""
    root = html.fragment_fromstring(body, create_parent="div")
    for link in root.findall(".//a"):
        link.attrib.pop("rel", None)
    for element in root.iter():
        element.text = (element.text or "").strip()
        element.tail = (element.tail or "").strip()
    return etree.tostring(root, method="c14n").decode()


@pytest.mark.django_db
class TestBesideRealContent:
    def test_blocs_stay_away(self) -> None:
        make_bloc(slug="khoi-that")
        with pytest.raises(CommandError, match="khối thi đua thật"):
            load()
        assert not Article.objects.exists()
        assert "2 blocs added" in load("--force")

    def test_documents_stay_away(self) -> None:
        make_library_document()
        with pytest.raises(CommandError, match="văn bản thật"):
            load()
        assert "14 documents added" in load("--force")

    def test_drafts_stay_away(self) -> None:
        make_consultation()
        with pytest.raises(CommandError, match="dự thảo lấy ý kiến thật"):
            load()
        assert "2 drafts added" in load("--force")
