"""Acts on images: whole or not at all, the original kept, nothing removed that stands somewhere."""

import datetime as dt
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone
from PIL import Image as PILImage

from emulation.demo_data import loader as emulation_demo
from emulation.models import Agency, Meeting
from news import revisions
from news import services as article_services
from news.models import Article, Autosave, BodyImage
from news.workflow import ArticleAction
from portal.images import services as image_services
from portal.images.models import Image
from portal.pages.models import Page
from portal.pages.services import save_page
from tests.consultations.factories import make_consultation
from tests.emulation.year_factories import make_document, make_version
from tests.factories import image_bytes, make_administrator, make_article, make_author, make_image, make_user
from tests.organisation.factories import make_unit
from tests.pages.factories import make_page
from tests.questions.factories import make_published

pytestmark = pytest.mark.django_db


def upload(content: bytes = b"", name: str = "anh.png") -> ContentFile:
    return ContentFile(content or image_bytes(), name=name)


def take(content: bytes = b"", name: str = "anh.png", **words: Any) -> Image:
    return image_services.add_image(image=Image(file=upload(content, name), **words), by=None)


def stored_files() -> list[str]:
    """Every file below the media folder."""

    def walk(folder: str) -> list[str]:
        if not default_storage.exists(folder or "."):
            return []
        folders, files = default_storage.listdir(folder)
        return [f"{folder}/{file}" for file in files] + [one for sub in folders for one in walk(f"{folder}/{sub}")]

    return walk("anh") + walk("__processed__")


def body_with(sample_image: Image, alt: str = "Thác nước") -> str:
    return f'<p>Chữ.</p><figure class="image"><img src="{sample_image.file.url}" alt="{alt}"></figure>'


class TestTakingIn:
    def test_keeps_who_and_waits_for_words(self) -> None:
        user = make_user()
        sample_image = image_services.add_image(image=Image(file=upload()), by=user)
        assert (sample_image.uploaded_by, sample_image.needs_alt_text, sample_image.alt) == (user, True, "")

    def test_with_words_it_is_ready(self) -> None:
        assert not take(alt="Núi đá vôi").needs_alt_text
        assert not take(image_bytes((9, 9)), is_decorative=True).needs_alt_text

    def test_the_same_bytes_are_found_again_under_any_name(self) -> None:
        first = take(alt="Núi đá vôi")
        with pytest.raises(image_services.DuplicateImage, match="Núi đá vôi") as refused:
            take(name="khac.png")
        assert refused.value.image == first
        assert Image.objects.count() == 1

    @pytest.mark.parametrize(
        ("content", "name"),
        [
            (b"chu", "anh.png"),
            (image_bytes((900, 900), "JPEG")[:3000], "anh.jpg"),
            (b"GIF89a" + bytes(50), "anh.gif"),
            (b"%PDF-1.4 " + image_bytes(), "anh.png"),
            (image_bytes((8000, 8000), "PNG"), "bom.png"),
        ],
        ids=["text", "truncated", "other kind", "polyglot", "bomb"],
    )
    def test_a_wrong_file_leaves_nothing(self, content: bytes, name: str) -> None:
        with pytest.raises(ValidationError):
            take(content, name)
        assert not Image.objects.exists()
        assert stored_files() == []

    def test_what_hides_behind_an_image_is_gone(self) -> None:
        sample_image = take(image_bytes() + b"<script>alert(1)</script>PK\x03\x04")
        with sample_image.file.open() as file:
            assert b"<script>" not in file.read()

    def test_wrong_words_leave_nothing(self) -> None:
        for words in ({"alt": "IMG_1234"}, {"alt": "a " * 5000}, {"alt": "Núi", "is_decorative": True}):
            with pytest.raises(ValidationError):
                take(**words)
        assert stored_files() == []

    def test_a_name_of_macos_is_composed(self) -> None:
        assert take(name="Tha\u0301c Ba\u0309n Gio\u0302\u0301c.png").file_stem == "thac ban gioc"


@pytest.mark.django_db(transaction=True)
def test_two_people_who_send_the_same_file_at_once_make_one_image() -> None:
    both_ready = threading.Barrier(2, timeout=20)
    outcomes: list[str] = []

    def send() -> None:
        try:
            both_ready.wait()
            take(image_bytes((1200, 900)))
            outcomes.append("stored")
        except image_services.DuplicateImage:
            outcomes.append("known")
        finally:
            connection.close()

    people = [threading.Thread(target=send) for _ in range(2)]
    for person in people:
        person.start()
    for person in people:
        person.join()
    assert sorted(outcomes) == ["known", "stored"]
    assert Image.objects.count() == 1
    # One original with five widths in two kinds; the loser's files are gone.
    assert len(stored_files()) == 11


class TestWordsInTheDatabase:
    @pytest.mark.parametrize(
        "words",
        [
            {"alt": "", "is_decorative": False, "needs_alt_text": False},
            {"alt": "Núi", "is_decorative": True},
            {"alt": "Núi", "needs_alt_text": True},
            {"alt": "", "is_decorative": True, "needs_alt_text": True},
            {"alt": "IMG.Jpg"},
            {"focus_x": 101},
        ],
    )
    def test_no_way_in_gets_around_the_rule(self, words: dict[str, Any]) -> None:
        sample_image = make_image()
        with pytest.raises(IntegrityError), transaction.atomic():
            Image.objects.filter(pk=sample_image.pk).update(**words)


class TestAdoptingWords:
    def test_a_waiting_image_takes_the_words_of_the_text(self) -> None:
        sample_image = take()
        assert image_services.adopt_alt_texts(body_with(sample_image, "Thác nước &amp; núi")) == 1
        sample_image.refresh_from_db()
        assert (sample_image.alt, sample_image.needs_alt_text) == ("Thác nước & núi", False)
        assert Image.objects.matching("thac nuoc").get() == sample_image

    def test_a_described_one_keeps_its_own(self) -> None:
        sample_image = take(alt="Núi đá vôi")
        assert image_services.adopt_alt_texts(body_with(sample_image)) == 0
        sample_image.refresh_from_db()
        assert sample_image.alt == "Núi đá vôi"

    @pytest.mark.parametrize("alt", ["", "  ", "IMG_1234", "anh"])
    def test_what_is_no_description_is_passed_over(self, alt: str) -> None:
        sample_image = take()
        assert image_services.adopt_alt_texts(body_with(sample_image, alt)) == 0
        assert Image.objects.needing_alt_text().exists()

    def test_words_too_long_are_cut(self) -> None:
        sample_image = take()
        image_services.adopt_alt_texts(body_with(sample_image, "dài " * 200))
        sample_image.refresh_from_db()
        assert len(sample_image.alt) <= 250

    def test_saving_an_article_does_it(self) -> None:
        sample_image = take()
        article = make_article(published=False)
        article.body = body_with(sample_image)
        article_services.save_article(article=article, by=None)
        assert not Image.objects.needing_alt_text().exists()


class TestPublishing:
    def test_a_lead_image_without_words_stays_at_home(self) -> None:
        article = make_article(published=False, lead_image=take())
        with pytest.raises(ValidationError, match="chưa có lời tả"):
            article_services.publish_article(article=article, by=None)

    def test_one_in_the_gallery_likewise(self) -> None:
        article = make_article(published=False)
        article.gallery.create(image=take())
        with pytest.raises(ValidationError, match="chưa có lời tả"):
            article_services.publish_article(article=article, by=None)


class TestCutting:
    def test_readers_get_the_part_and_old_addresses_answer(self, client: Client) -> None:
        sample_image = make_image(size=(1000, 600))
        article = make_article(body=body_with(sample_image), lead_image=sample_image)
        before = Article.objects.get(pk=article.pk)
        old = [sample_image.file.url, sample_image.file.plain_400, sample_image.file.webp_800]
        assert (
            image_services.crop_image(image=sample_image, crop_box=(100, 50, 600, 450), focal_point=(30, 60), by=None)
            == 1
        )
        after = Article.objects.get(pk=article.pk)
        assert 'width="500"' in after.body_rendered
        assert 'height="400"' in after.body_rendered
        assert after.body_rendered != before.body_rendered
        assert (after.body, after.updated_at) == (before.body, before.updated_at)
        fresh = Image.objects.get(pk=sample_image.pk)
        with default_storage.open(fresh.file.plain_400.removeprefix("/media/")) as file:
            assert PILImage.open(file).size == (400, 320)
        page = client.get(after.get_absolute_url()).content.decode()
        assert fresh.file.plain_400 in page
        assert sample_image.file.plain_400 not in page
        for address in [*old, fresh.file.url, fresh.file.plain_400, fresh.file.webp_1600]:
            response = client.get(address)
            assert response.status_code == 200
            response.close()

    def test_texts_of_other_sections_follow(self) -> None:
        sample_image = make_image(size=(1000, 600))
        page = make_page("Giới thiệu", body=body_with(sample_image))
        assert (
            image_services.crop_image(image=sample_image, crop_box=(100, 50, 600, 450), focal_point=(30, 60), by=None)
            == 1
        )
        after = Page.objects.get(pk=page.pk)
        assert 'width="500"' in after.body_rendered
        assert (after.body, after.updated_at, after.revision_number) == (
            page.body,
            page.updated_at,
            page.revision_number,
        )

    def test_what_may_not_change_keeps_the_image_it_had(self) -> None:
        sample_image = make_image(size=(1000, 600))
        version = make_version(make_document(), text=body_with(sample_image))
        assert (
            image_services.crop_image(image=sample_image, crop_box=(100, 50, 600, 450), focal_point=(30, 60), by=None)
            == 0
        )
        assert type(version).objects.get(pk=version.pk).text_rendered == version.text_rendered

    def test_the_whole_comes_back_under_its_first_addresses(self) -> None:
        sample_image = make_image(size=(1000, 600))
        article = make_article(body=body_with(sample_image))
        first = article.body_rendered
        image_services.crop_image(image=sample_image, crop_box=(0, 0, 500, 500), focal_point=(50, 50), by=None)
        image_services.crop_image(image=sample_image, crop_box=None, focal_point=(50, 50), by=None)
        assert Article.objects.get(pk=article.pk).body_rendered == first

    def test_a_new_point_alone_touches_no_text(self) -> None:
        sample_image = make_image(size=(100, 60))
        make_article(body=body_with(sample_image))
        assert image_services.crop_image(image=sample_image, crop_box=None, focal_point=(0, 100), by=None) == 0

    @pytest.mark.parametrize(
        "box",
        [(0, 0, 101, 60), (0, 0, 100, 61), (-1, 0, 50, 50), (50, 0, 50, 60), (60, 0, 20, 60), (0, 0, 5, 60)],
        ids=["too wide", "too high", "negative", "empty", "inside out", "too small"],
    )
    def test_no_part_is_refused_and_nothing_changes(self, box: tuple[int, int, int, int]) -> None:
        sample_image = make_image(size=(100, 60))
        with pytest.raises(ValidationError, match="Phần được cắt"):
            image_services.crop_image(image=sample_image, crop_box=box, focal_point=(10, 10), by=None)
        sample_image.refresh_from_db()
        assert (sample_image.crop_box, sample_image.focus_x) == (None, 50)

    def test_the_database_refuses_a_part_outside_by_itself(self) -> None:
        sample_image = make_image(size=(100, 60))
        edges = {"crop_left": 0, "crop_top": 0, "crop_right": 101, "crop_bottom": 60}
        with pytest.raises(IntegrityError), transaction.atomic():
            Image.objects.filter(pk=sample_image.pk).update(**edges)

    def test_a_failure_on_the_way_leaves_all_as_it_was(self, monkeypatch: pytest.MonkeyPatch) -> None:
        sample_image = make_image(size=(100, 60))
        make_article(body=body_with(sample_image))
        monkeypatch.setattr(image_services, "render_body", lambda body: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            image_services.crop_image(image=sample_image, crop_box=(0, 0, 50, 50), focal_point=(50, 50), by=None)
        sample_image.refresh_from_db()
        assert sample_image.crop_box is None

    @pytest.mark.parametrize(
        ("box", "focus", "shown"),
        [
            (None, (30, 60), (30, 60)),
            ((50, 0, 100, 100), (75, 20), (50, 20)),
            ((50, 0, 100, 100), (10, 20), (0, 20)),
        ],
    )
    def test_the_point_is_told_of_what_is_shown(
        self, box: tuple[int, int, int, int] | None, focus: tuple[int, int], shown: tuple[int, int]
    ) -> None:
        sample_image = make_image(size=(100, 100))
        image_services.crop_image(image=sample_image, crop_box=box, focal_point=focus, by=None)
        sample_image.refresh_from_db()
        assert sample_image.display_focal_point == shown

    def test_a_card_keeps_the_point_in_sight(self, client: Client) -> None:
        sample_image = make_image(size=(100, 300))
        article = make_article(lead_image=sample_image)
        address = f"/tin-tuc/{article.published_on:%Y/%m/%d}/"
        assert 'class="focus-x' not in client.get(address).content.decode()
        image_services.crop_image(image=sample_image, crop_box=None, focal_point=(52, 8), by=None)
        other = make_article(lead_image=sample_image, day=article.published_on.replace(year=2017))
        page = client.get(f"/tin-tuc/{other.published_on:%Y/%m/%d}/").content.decode()
        assert 'class="focus-x-50 focus-y-10"' in page


class TestPlacesInTexts:
    def test_follow_the_text(self) -> None:
        first, second = make_image(), make_image()
        article = make_article(body=body_with(first) + body_with(first))
        assert list(BodyImage.objects.values_list("image", flat=True)) == [first.pk]
        article.body = body_with(second)
        article.save()
        assert list(BodyImage.objects.values_list("image", flat=True)) == [second.pk]
        article.body = "<p>Không ảnh.</p>"
        article.save()
        assert not BodyImage.objects.exists()

    def test_an_image_that_is_not_of_the_library_is_no_place(self) -> None:
        make_article(body='<p>a</p><img src="/media/anh/khong-co.jpg" alt="Thác">')
        assert not BodyImage.objects.exists()


def lead(sample_image: Image) -> None:
    make_article(title="Bài có ảnh", lead_image=sample_image)


def gallery(sample_image: Image) -> None:
    make_article(title="Bài có ảnh").gallery.create(image=sample_image)


def body(sample_image: Image) -> None:
    make_article(title="Bài có ảnh", body=body_with(sample_image))


def portrait(sample_image: Image) -> None:
    make_author("Nông Thúy Quỳnh", portrait=sample_image)


def emblem(sample_image: Image) -> None:
    emulation_demo.load(force=False, stored=[])
    Agency.objects.filter(pk=Agency.objects.order_by("pk").first().pk).update(emblem=sample_image)


def meeting(sample_image: Image) -> None:
    emulation_demo.load(force=False, stored=[])
    Meeting.objects.order_by("pk").first().images.add(sample_image)


def page(sample_image: Image) -> None:
    make_page("Giới thiệu", body=body_with(sample_image))


def draft(sample_image: Image) -> None:
    make_consultation(title="Dự thảo có ảnh", explanation=body_with(sample_image))


def answer(sample_image: Image) -> None:
    make_published(answer=body_with(sample_image))


def unit(sample_image: Image) -> None:
    make_unit("Văn phòng", functions_en=body_with(sample_image))


USES = [
    (lead, "Ảnh đại diện – Bài có ảnh"),
    (gallery, "Bộ ảnh – Bài có ảnh"),
    (body, "Ảnh trong nội dung – Bài có ảnh"),
    (portrait, "Chân dung – Nông Thúy Quỳnh"),
    (emblem, "Biểu trưng – "),
    (meeting, "Ảnh – "),
    (page, "Trang thông tin – Giới thiệu"),
    (draft, "Dự thảo lấy ý kiến – Dự thảo có ảnh"),
    (answer, "Câu hỏi – Câu hỏi #"),
    (unit, "Đơn vị – Văn phòng"),
]


class TestRemoving:
    @pytest.mark.parametrize(("use", "said"), USES)
    def test_what_stands_somewhere_stays(self, use: Callable[[Image], None], said: str) -> None:
        sample_image = make_image()
        use(sample_image)
        assert str(image_services.find_uses(sample_image)[0]).startswith(said)
        assert list(Image.objects.in_use()) == [sample_image]
        with pytest.raises(ValidationError, match="đang được dùng"):
            image_services.delete_image(image=sample_image, by=None)
        assert Image.objects.filter(pk=sample_image.pk).exists()

    def test_what_an_old_revision_of_a_page_shows_stays(self) -> None:
        sample_image, other = make_image(), make_image(name="khac.png")
        page = make_page("Giới thiệu", body=body_with(sample_image))
        page.body = "<p>Không còn ảnh.</p>"
        save_page(page=page, by=None)
        assert image_services.find_uses(sample_image) == []
        assert set(Image.objects.unused()) == {sample_image, other}
        with pytest.raises(ValidationError, match=r"còn trong bản lưu của lịch sử.*: Giới thiệu · bản 1"):
            image_services.delete_image(image=sample_image, by=None)
        assert image_services.deletion_error(other) == ""

    @pytest.mark.parametrize("place", ["body", "lead", "gallery"])
    def test_what_an_old_revision_of_an_article_shows_stays(self, place: str) -> None:
        sample_image, other = make_image(), make_image(name="khac.png")
        article = make_article(title="Bài cũ", body=body_with(sample_image) if place == "body" else "<p>Chữ.</p>")
        article.lead_image = sample_image if place == "lead" else None
        if place == "gallery":
            article.gallery.create(image=sample_image)
        article.revision_number += 1
        article.save()
        revisions.record_revision(article=article, action=ArticleAction.PUBLISH, by=None)
        article.gallery.all().delete()
        article.body, article.lead_image = "<p>Không còn ảnh.</p>", None
        article.save()
        assert image_services.count_uses(sample_image) == 0
        assert "bản lưu của lịch sử" in image_services.deletion_error(sample_image)
        assert image_services.deletion_error(other) == ""

    def test_many_places_are_counted(self) -> None:
        sample_image = make_image()
        for _ in range(5):
            make_article(lead_image=sample_image)
        assert "và 2 nơi khác" in image_services.deletion_error(sample_image)

    def test_a_page_names_the_newest_places_only(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(image_services, "MAX_LISTED_USES", 2)
        sample_image = make_image()
        articles = [make_article(lead_image=sample_image) for _ in range(3)]
        assert [use.subject for use in image_services.find_uses(sample_image)] == articles[:0:-1]
        assert image_services.count_uses(sample_image) == 3

    @pytest.mark.django_db(transaction=True)
    def test_an_unused_one_goes_with_every_file(self) -> None:
        kept = make_image(name="giu-lai.png")
        before = stored_files()
        sample_image = make_image()
        image_services.crop_image(image=sample_image, crop_box=(0, 0, 30, 30), focal_point=(50, 50), by=None)
        image_services.delete_image(image=sample_image, by=None)
        assert list(Image.objects.all()) == [kept]
        assert sorted(stored_files()) == sorted(before)

    @pytest.mark.django_db(transaction=True)
    def test_what_was_pasted_and_never_saved_goes_after_some_days(self) -> None:
        pasted, fresh, described, standing, typed, uploaded = (
            take(image_bytes((30, 30 + n)), is_from_editor=n < 5, alt="Cờ" if n == 2 else "") for n in range(6)
        )
        old = timezone.now() - dt.timedelta(days=10)
        Image.objects.exclude(pk=fresh.pk).update(uploaded_at=old)
        make_page(body=f'<p><img alt="" src="{standing.file.url}"></p>')
        author = make_user()
        writing_fields = {"title": "Bài", "body": f'<p><img alt="" src="{typed.file.url}"></p>'}
        Autosave.objects.create(user=author, key="a" * 32, fields=writing_fields)
        call_command("prune_editor_images")
        kept = {fresh.pk, described.pk, standing.pk, typed.pk, uploaded.pk}
        assert set(Image.objects.values_list("pk", flat=True)) == kept
        assert not default_storage.exists(pasted.file.name)
        assert default_storage.exists(typed.file.name)

    def test_files_stay_when_the_row_does(self) -> None:
        sample_image = make_image()

        def remove_and_fail() -> None:
            with transaction.atomic():
                image_services.delete_image(image=sample_image, by=None)
                raise RuntimeError("cut off")

        with pytest.raises(RuntimeError):
            remove_and_fail()
        assert default_storage.exists(Image.objects.get().file.name)


class TestQueries:
    def test_search_knows_no_diacritics(self) -> None:
        user = make_user(full_name="Nông Thị Hoa")
        sample_image = image_services.add_image(
            image=Image(file=upload(name="Bản Giốc.png"), alt="Núi đá vôi", caption="Sương sớm", credit="Ảnh: TTX"),
            by=user,
        )
        make_image(alt="Cây đa", name="khac.png")
        for words in ("da voi", "ĐÁ VÔI", "suong som", "ttx", "ban gioc", "nong thi hoa", "hoa giốc"):
            assert list(Image.objects.matching(words)) == [sample_image]

    def test_whose_images_one_may_change(self) -> None:
        mine, stranger = make_user(), make_user()
        sample_image = image_services.add_image(image=Image(file=upload()), by=mine)
        for user, expected in ((mine, [sample_image]), (stranger, []), (make_administrator(), [sample_image])):
            assert list(Image.objects.changeable_by(user)) == expected
            assert sample_image.is_changeable_by(user) is bool(expected)

    def test_unused_are_those_no_place_points_at(self) -> None:
        used, free = make_image(), make_image()
        make_article(lead_image=used)
        assert list(Image.objects.unused()) == [free]
