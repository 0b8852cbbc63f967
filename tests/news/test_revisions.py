"""Snapshots: what they keep, what they bring back, and what they bear."""

import datetime as dt
import json
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from news import revisions
from news import services as article_services
from news.models import Article, ArticleRevision, Attachment, GalleryImage
from portal.core.text import dates
from tests.factories import make_administrator, make_article, make_author, make_category, make_image

pytestmark = pytest.mark.django_db


@pytest.fixture
def article() -> Article:
    """An article with something in every field."""
    made = make_article(
        title="Ký giao ước",
        slug="ky-giao-uoc",
        lead_image=make_image(alt="Lễ ký"),
        lead_caption="Các đại biểu",
        author=make_author("Nông Thúy Quỳnh"),
        source_name="Báo Cao Bằng",
        source_url="https://baocaobang.vn/",
        expires_at=dates.start_of_day(dt.date(2030, 1, 1)),
        is_featured=True,
        is_pinned=True,
    )
    for position, alt in enumerate(("Một", "Hai")):
        GalleryImage.objects.create(article=made, image=make_image(alt=alt), caption=alt, position=position)
    for position, name in enumerate(("Kế hoạch", "Quyết định")):
        file = ContentFile(b"%PDF-1.4", name=f"tep-{position}.pdf")
        Attachment.objects.create(article=made, file=file, name=name, position=position)
    return made


def other(**fields: Any) -> Article:
    return make_article(published=False, **{"published_at": None, "summary": "", "body": "", **fields})


def without_ids(snapshot: dict[str, Any]) -> dict[str, Any]:
    return {**snapshot, "attachments": [{**entry, "id": None} for entry in snapshot["attachments"]]}


class TestSnapshots:
    def test_what_one_keeps_another_article_can_become(self, article: Article) -> None:
        snapshot = json.loads(json.dumps(revisions.snapshot_of(article)))
        twin = other(published_at=dates.start_of_day(dt.date(2019, 1, 1)))
        revisions.apply_snapshot({**snapshot, "slug": "khac"}, twin)
        twin.save()
        revisions.apply_snapshot_lists(snapshot, twin)
        again = revisions.snapshot_of(Article.objects.get(pk=twin.pk))
        assert without_ids(again) == without_ids({**snapshot, "slug": "khac"})
        assert twin.attachments.get(name="Kế hoạch").size_bytes == 8

    def test_every_column_that_people_fill_in_is_kept(self) -> None:
        """A new field of the article must be put among those of the history, or said here not to belong there."""
        of_the_portal = {
            *("id", "body_rendered", "section", "status", "published_on", "revision_of", "base_revision_number"),
            *("goes_live_at", "withdrawal_note", "withdrawal_target", "revision_number", "created_by", "created_at"),
            *("updated_at", "search_folded"),
        }
        columns = {field.name for field in Article._meta.concrete_fields}
        assert columns == set(revisions.SNAPSHOT_FIELDS) | of_the_portal

    def test_a_time_is_the_same_in_every_zone(self, article: Article) -> None:
        fresh = Article.objects.get(pk=article.pk)
        fresh.published_at = timezone.localtime(fresh.published_at)
        assert not revisions.fields_differ(article, fresh)
        assert revisions.snapshot_of(article) == revisions.snapshot_of(fresh)

    def test_cost_three_queries(self, article: Article, django_assert_num_queries: type[CaptureQueriesContext]) -> None:
        with django_assert_num_queries(3):
            revisions.snapshot_of(article)


class TestApplying:
    def test_some_fields_only(self, article: Article) -> None:
        snapshot = revisions.snapshot_of(article)
        target = other(slug="giu-nguyen")
        revisions.apply_snapshot(snapshot, target, names=revisions.content_fields())
        assert (target.title, target.slug, target.published_at) == ("Ký giao ước", "giu-nguyen", None)

    @pytest.mark.parametrize("name", ["lead_image", "category"])
    def test_a_link_to_what_is_gone_stays_as_it_is(self, article: Article, name: str) -> None:
        kept = getattr(article, f"{name}_id")
        revisions.apply_snapshot({name: 10**9}, article)
        assert getattr(article, f"{name}_id") == kept

    @pytest.mark.parametrize("name", ["lead_image", "published_at", "expires_at"])
    def test_an_empty_one_is_brought_back_empty(self, article: Article, name: str) -> None:
        revisions.apply_snapshot({name: None}, article)
        assert getattr(article, name) is None

    def test_what_an_old_snapshot_lacks_stays(self, article: Article) -> None:
        revisions.apply_snapshot({"title": "Chỉ tiêu đề"}, article)
        assert (article.title, article.source_name) == ("Chỉ tiêu đề", "Báo Cao Bằng")

    def test_what_it_knows_too_much_is_passed_over(self, article: Article) -> None:
        revisions.apply_snapshot({"status": "draft", "gone_field": 1}, article)
        assert article.status == Article.Status.PUBLISHED


class TestLists:
    def test_order_captions_and_names(self, article: Article) -> None:
        snapshot = revisions.snapshot_of(article)
        turned = {
            "gallery": [{**place, "caption": "Chú thích khác"} for place in reversed(snapshot["gallery"])],
            "attachments": [{**entry, "name": entry["name"].upper()} for entry in reversed(snapshot["attachments"])],
        }
        revisions.apply_snapshot_lists(turned, article)
        now = revisions.snapshot_of(article)
        assert (now["gallery"], now["attachments"]) == (turned["gallery"], turned["attachments"])

    def test_who_signs_and_for_what(self, article: Article) -> None:
        snapshot = revisions.snapshot_of(article)
        photographer = make_author("Hoàng Văn Ảnh")
        signed = [{"author": photographer.pk, "contribution": "pictures"}, *snapshot["bylines"]]
        revisions.apply_snapshot_lists({**snapshot, "bylines": signed}, article)
        assert revisions.snapshot_of(article)["bylines"] == signed
        revisions.apply_snapshot_lists({**snapshot, "bylines": [{"author": 10**9, "contribution": "text"}]}, article)
        assert not article.bylines.exists()

    def test_a_snapshot_of_before_there_were_several_leaves_who_signs(self, article: Article) -> None:
        snapshot = revisions.snapshot_of(article)
        revisions.apply_snapshot_lists({name: value for name, value in snapshot.items() if name != "bylines"}, article)
        assert revisions.snapshot_of(article)["bylines"] == snapshot["bylines"]

    def test_an_attachment_taken_off_stays_for_the_history(self, article: Article) -> None:
        snapshot = revisions.snapshot_of(article)
        revisions.apply_snapshot_lists({**snapshot, "attachments": []}, article)
        assert not article.attachments.not_removed().exists()
        removed = article.attachments.first().removed_at
        revisions.apply_snapshot_lists({**snapshot, "attachments": []}, article)
        assert article.attachments.first().removed_at == removed, "when it was taken off is not forgotten"
        revisions.apply_snapshot_lists(snapshot, article)
        assert revisions.snapshot_of(article) == snapshot

    def test_images_that_are_gone_are_left_out(self, article: Article) -> None:
        snapshot = revisions.snapshot_of(article)
        snapshot["gallery"].insert(0, {"image": 10**9, "caption": ""})
        revisions.apply_snapshot_lists(snapshot, article)
        assert [place.caption for place in article.gallery.all()] == ["Một", "Hai"]

    def test_a_file_without_any_row_left_comes_back_as_a_row(self, article: Article) -> None:
        snapshot = revisions.snapshot_of(article)
        article.attachments.all().delete()
        revisions.apply_snapshot_lists(snapshot, article)
        assert [attachment.name for attachment in article.attachments.not_removed()] == ["Kế hoạch", "Quyết định"]


class TestRecording:
    def test_the_first_change_keeps_what_was_before(self) -> None:
        writer = make_administrator()
        article = make_article(published=False, title="Cũ", created_by=writer)
        before = article.updated_at
        article.title = "Mới"
        article_services.save_article(article=article, by=None)
        baseline = article.revisions.get(action=ArticleRevision.Kind.BASELINE)
        assert (baseline.revision_number, baseline.snapshot["title"], baseline.made_by) == (0, "Cũ", writer)
        assert baseline.made_at == before

    def test_and_no_later_one_does_again(self) -> None:
        article = make_article(published=False)
        for title in ("Một", "Hai"):
            article.title = title
            article_services.save_article(article=article, by=None)
        assert [revision.action for revision in article.revisions.all()] == ["edit", "edit", "baseline"]

    def test_a_refused_change_keeps_nothing(self) -> None:
        article = make_article(published=False)
        article.title = ""
        with pytest.raises(Exception, match="title"):
            article_services.save_article(article=article, by=None)
        assert not ArticleRevision.objects.exists()
        assert Article.objects.get(pk=article.pk).revision_number == 0

    def test_retaking_looks_at_the_lists_again(self) -> None:
        article = article_services.save_article(article=make_article(published=False), by=None)
        GalleryImage.objects.create(article=article, image=make_image(), caption="Sau khi lưu")
        assert article.revisions.get(revision_number=1).snapshot["gallery"] == []
        revisions.refresh_snapshot(article)
        (place,) = article.revisions.get(revision_number=1).snapshot["gallery"]
        assert place["caption"] == "Sau khi lưu"
        assert article.revisions.get(revision_number=0).snapshot["gallery"] == [], "older ones are never altered"

    def test_the_newest_revision_is_the_article(self, article: Article) -> None:
        article.title, article.category = "Mới", make_category()
        article_services.save_article(article=article, by=None)
        assert article.revisions.first().snapshot == revisions.snapshot_of(Article.objects.get(pk=article.pk))
