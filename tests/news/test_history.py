"""The history of an article in the editors' section: who sees it, what it shows, and bringing a revision back."""

import datetime as dt

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from news import revisions
from news import services as article_services
from news.models import Article, ArticleRevision, Attachment, Author, GalleryImage
from portal import roles
from tests.factories import (
    make_administrator,
    make_article,
    make_author,
    make_byline,
    make_category,
    make_image,
    make_staff,
    make_user,
)

pytestmark = pytest.mark.django_db


def edited(article: Article, *, author: Author | None = None, **fields: object) -> Article:
    """Saved as the form does it: the article, then who signs it."""
    for name, value in fields.items():
        setattr(article, name, value)
    article_services.save_article(article=article, by=None)
    article.bylines.all().delete()
    if author is not None:
        make_byline(article, author)
    revisions.refresh_snapshot(article)
    return article


@pytest.fixture
def article() -> Article:
    """A draft of three revisions: the baseline, a new title, a new body."""
    article = make_article(published=False, title="Ký giao ước", body="<p>Khối ký giao ước.</p>")
    edited(article, title="Ký kết giao ước")
    return edited(article, body="<p>Khối ký kết giao ước.</p>")


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(make_staff(roles.PUBLISHER, full_name="Lục Thị Mai"))
    return client


def history(article: Article) -> str:
    return f"/quan-tri/news/article/{article.pk}/lich-su/"


def page(client: Client, address: str, **query: object) -> str:
    response = client.get(address, query)
    assert response.status_code == 200
    return response.content.decode()


class TestWhoSeesIt:
    @pytest.mark.parametrize("path", ["", "so-sanh/", "1/"])
    def test_the_writer_does_a_colleague_does_not(self, client: Client, path: str) -> None:
        writer = make_staff(roles.CONTRIBUTOR)
        draft = edited(make_article(published=False, created_by=writer), title="Mới")
        client.force_login(writer)
        assert client.get(history(draft) + path).status_code == 200
        client.force_login(make_staff(roles.CONTRIBUTOR))
        assert client.get(history(draft) + path).status_code == 404
        Article.objects.filter(pk=draft.pk).update(status="published")
        assert client.get(history(draft) + path).status_code == 403, "what it was before is no affair of readers"

    @pytest.mark.parametrize("path", ["", "so-sanh/", "1/"])
    def test_nobody_else(self, client: Client, article: Article, path: str) -> None:
        address = history(article) + path
        assert client.get(address).status_code == 302, "anonymous: to the sign-in page"
        client.force_login(make_user())
        assert client.get(address).status_code == 302, "no staff"
        client.force_login(make_staff(roles.BLOC_MANAGER))
        assert client.get(address).status_code == 403
        make_article()
        published = history(make_article()) + path
        assert client.get(published).status_code == 403, "what readers see shows no outsider how it came to be"

    @pytest.mark.parametrize("path", ["", "so-sanh/", "1/"])
    def test_is_only_read(self, editor: Client, article: Article, path: str) -> None:
        assert editor.post(history(article) + path).status_code == 405

    @pytest.mark.parametrize(
        "path", ["9/", "so-sanh/?tu=9", "so-sanh/?tu=x", "so-sanh/?den=99999999999", "so-sanh/?voi=ban-dang-dang"]
    )
    def test_what_there_is_not(self, editor: Client, article: Article, path: str) -> None:
        assert editor.get(history(article) + path).status_code == 404

    def test_nobody_keeps_it(self, editor: Client, article: Article) -> None:
        for path in ("", "so-sanh/", "1/"):
            assert "no-store" in editor.get(history(article) + path).headers["Cache-Control"]

    def test_the_admins_own_link_leads_here(self, editor: Client, article: Article) -> None:
        response = editor.get(f"/quan-tri/news/article/{article.pk}/history/")
        assert (response.status_code, response.url) == (302, history(article))
        assert editor.get("/quan-tri/news/article/x/history/").status_code == 404


class TestRevisions:
    def test_newest_first_with_who_when_what_and_why(self, editor: Client) -> None:
        reviewer = make_staff(roles.EDITOR, full_name="Hoàng Văn An")
        draft = make_article(published=False)
        article_services.submit_article(article=draft, by=None)
        article_services.return_to_author(article=draft, by=reviewer, reason="Thiếu số liệu quý I.")
        shown = page(editor, history(draft))
        assert shown.index("Bản 2: Trả lại") < shown.index("Bản 1: Chuyển duyệt") < shown.index("Bản 0: Bản trước")
        for said in ("Hoàng Văn An", "Thiếu số liệu quý I.", "Bị trả lại", "Cổng thông tin"):
            assert said in shown
        made = timezone.localtime(draft.revisions.get(revision_number=2).made_at)
        assert f"{made:%H:%M %d/%m/%Y}" in shown

    def test_an_article_without_any(self, editor: Client) -> None:
        assert "chưa có bản lưu nào" in page(editor, history(make_article()))

    def test_in_pages(self, editor: Client, article: Article) -> None:
        for number in range(40):
            edited(article, title=f"Tiêu đề {number}")
        assert "Bản 42:" in page(editor, history(article))
        assert "Bản 12:" not in page(editor, history(article))
        assert "Bản 12:" in page(editor, history(article), trang=2)
        assert "Bản 12:" in page(editor, history(article), trang=99)

    def test_costs_the_same_whatever_their_number(self, editor: Client, article: Article) -> None:
        def queries() -> int:
            with CaptureQueriesContext(connection) as asked:
                page(editor, history(article))
            return len(asked)

        queries()
        few = queries()
        for number in range(15):
            edited(article, title=f"Tiêu đề {number}")
        assert queries() == few

    def test_shows_versions_and_old_addresses(self, editor: Client) -> None:
        live = make_article(slug="cu", title="Bài đang đăng")
        live.slug = "moi"
        article_services.save_article(article=live, by=None)
        version = article_services.create_pending_revision(article=live, by=None)
        edited(version, title="Bản mới của bài")
        shown = page(editor, history(live))
        assert "/tin-tuc/2018/03/27/cu/" in shown
        assert "Bản mới của bài" in shown
        assert history(version) in shown
        assert history(live) in page(editor, history(version))

    def test_offers_no_restoring_to_whoever_may_not_edit(self, client: Client, article: Article) -> None:
        article_services.approve_article(article=article, by=None)
        client.force_login(make_staff(roles.EDITOR))
        assert "Khôi phục bản" not in page(client, history(article))


class TestComparing:
    def test_two_revisions_by_words(self, editor: Client, article: Article) -> None:
        shown = page(editor, history(article) + "so-sanh/", tu=0, den=1)
        assert "Tiêu đề" in shown
        assert (
            '<ins><span class="visually-hidden">[thêm: </span>kết <span class="visually-hidden">]</span></ins>giao ước'
            in shown
        )
        assert "Nội dung" not in shown

    def test_without_a_second_with_the_present(self, editor: Client, article: Article) -> None:
        shown = page(editor, history(article) + "so-sanh/", tu=0)
        assert "Tiêu đề" in shown
        assert "Nội dung" in shown

    def test_without_any_the_last_change(self, editor: Client, article: Article) -> None:
        shown = page(editor, history(article) + "so-sanh/")
        assert "Nội dung" in shown
        assert '<h2 class="diff__field">Tiêu đề</h2>' not in shown

    def test_the_same(self, editor: Client, article: Article) -> None:
        assert "giống hệt nhau" in page(editor, history(article) + "so-sanh/", tu=1, den=1)

    def test_nothing_before(self, editor: Client) -> None:
        assert "Chưa có bản nào trước đó" in page(editor, history(make_article()) + "so-sanh/")

    def test_links_by_their_names(self, editor: Client) -> None:
        draft = make_article(published=False, category=make_category("Thi đua"))
        sample_image = make_image(alt="Lễ ký giao ước")
        edited(draft, category=make_category("Văn hóa"), author=make_author("Nông Thúy Quỳnh"), lead_image=sample_image)
        shown = page(editor, history(draft) + "so-sanh/", tu=0)
        for name in ("Thi đua", "Văn hóa", "Nông Thúy Quỳnh", "Lễ ký giao ước", sample_image.file.plain_400):
            assert name in shown

    def test_what_was_written_is_shown_not_run(self, editor: Client, article: Article) -> None:
        edited(article, title="<script>alert(1)</script>", body="<p>&lt;script&gt;alert(2)&lt;/script&gt;</p>")
        shown = page(editor, history(article) + "so-sanh/", tu=0)
        assert "<script>alert" not in shown
        assert "&lt;" in shown

    def test_a_version_with_its_live_article(self, editor: Client) -> None:
        live = make_article(title="Bài đang đăng")
        version = article_services.create_pending_revision(article=live, by=None)
        edited(version, title="Bài đang đăng, đã sửa")
        shown = page(editor, history(version) + "so-sanh/", voi="ban-dang-dang")
        assert "đã sửa" in shown
        assert "bản mà người đọc đang thấy" in shown


class TestARevisionsPage:
    def test_is_the_page_as_it_was(self, editor: Client) -> None:
        draft = make_article(published=False, title="Cũ", body="<p>Lời cũ</p>", author=make_author("Nông Thúy Quỳnh"))
        sample_image = make_image(alt="Ảnh bộ cũ")
        GalleryImage.objects.create(article=draft, image=sample_image)
        plan = Attachment.objects.create(
            article=draft, file=ContentFile(b"%PDF-1.4", name="ke-hoach.pdf"), name="Kế hoạch cũ"
        )
        edited(draft, title="Mới", body="<p>Lời mới</p>", author=None)
        draft.gallery.all().delete()
        plan.removed_at = timezone.now()
        plan.save()
        shown = page(editor, history(draft) + "0/")
        for said in ("<h1", "Cũ", "Lời cũ", "Nông Thúy Quỳnh", "Ảnh bộ cũ", "Kế hoạch cũ", "Bản 0, lưu lúc", "noindex"):
            assert said in shown
        assert "Lời mới" not in shown
        draft.refresh_from_db()
        assert (draft.title, draft.revision_number) == ("Mới", 1)

    def test_bears_that_its_images_are_gone(self, editor: Client, article: Article) -> None:
        revision = article.revisions.get(revision_number=1)
        revision.snapshot |= {
            "gallery": [{"image": 999, "caption": ""}],
            "attachments": [{"id": 999, "name": "a", "file": "a.pdf"}],
            "lead_image": 999,
            "author": 999,
        }
        revision.save()
        assert "Ký kết giao ước" in page(editor, history(article) + "1/")


class TestReturning:
    def back(self, client: Client, article: Article, number: int, **sent: object) -> str:
        """Presses the button as the page shows it; returns what the next page says."""
        values = {"revision_number": Article.objects.get(pk=article.pk).revision_number, **sent}
        response = client.post(f"{history(article)}{number}/khoi-phuc/", values, follow=True)
        assert response.status_code == 200
        return response.content.decode()

    def test_is_itself_a_new_revision(self, editor: Client, article: Article) -> None:
        assert "Đã khôi phục bản 0; đây là bản 3." in self.back(editor, article, 0)
        fresh = Article.objects.get(pk=article.pk)
        assert (fresh.title, fresh.body, fresh.revision_number) == ("Ký giao ước", "<p>Khối ký giao ước.</p>", 3)
        assert "Khối ký giao ước." in fresh.body_rendered
        revision = fresh.revisions.get(revision_number=3)
        assert (revision.action, revision.made_by.full_name) == (ArticleRevision.Kind.RESTORE_REVISION, "Lục Thị Mai")
        assert revision.snapshot == revisions.snapshot_of(fresh)
        assert fresh.revisions.count() == 4, "nothing of the history goes"

    def test_can_be_undone(self, editor: Client, article: Article) -> None:
        self.back(editor, article, 0)
        self.back(editor, article, 2)
        assert Article.objects.get(pk=article.pk).body == "<p>Khối ký kết giao ước.</p>"

    def test_brings_back_gallery_and_attachments(self, editor: Client) -> None:
        draft = make_article(published=False)
        first, second = make_image(alt="Một"), make_image(alt="Hai")
        GalleryImage.objects.create(article=draft, image=first, caption="Chú thích", position=0)
        GalleryImage.objects.create(article=draft, image=second, position=1)
        plan = Attachment.objects.create(
            article=draft, file=ContentFile(b"%PDF-1.4", name="ke-hoach.pdf"), name="Kế hoạch"
        )
        edited(draft, title="Mới")
        revisions.apply_snapshot_lists({"gallery": [{"image": second.pk, "caption": ""}], "attachments": []}, draft)
        revisions.refresh_snapshot(draft)
        assert not draft.attachments.not_removed().exists()
        self.back(editor, draft, 0)
        assert list(draft.gallery.values_list("image", "caption")) == [(first.pk, "Chú thích"), (second.pk, "")]
        assert [attachment.pk for attachment in draft.attachments.not_removed()] == [plan.pk]
        assert plan.file.storage.exists(plan.file.name)

    def test_leaves_address_and_time(self, editor: Client) -> None:
        live = make_article(slug="cu", title="Cũ")
        timestamp = live.published_at + dt.timedelta(days=1)
        edited(live, slug="moi", title="Mới", published_at=timestamp)
        self.back(editor, live, 0)
        fresh = Article.objects.get(pk=live.pk)
        assert (fresh.title, fresh.slug, fresh.published_at) == ("Cũ", "moi", timestamp)
        assert fresh.is_published()

    def test_says_what_is_gone_for_good(self, editor: Client, article: Article) -> None:
        author, sample_image = make_author(), make_image()
        edited(article, author=author, lead_image=sample_image)
        edited(article, lead_image=None)
        author.delete()
        sample_image.delete()
        said = self.back(editor, article, 3)
        assert "không lấy lại được đủ: Ảnh đại diện, Ký tên." in said
        fresh = Article.objects.get(pk=article.pk)
        assert (fresh.bylines.count(), fresh.lead_image) == (0, None)

    def test_a_live_article_stays_complete(self, editor: Client) -> None:
        article = make_article(published=False, summary="")
        edited(article, summary="Một câu.")
        article_services.publish_article(article=article, by=None)
        assert "Hãy viết sapo" in self.back(editor, article, 0)
        fresh = Article.objects.get(pk=article.pk)
        assert (fresh.summary, fresh.revision_number) == ("Một câu.", article.revision_number)

    def test_is_refused_when_somebody_saved_meanwhile(self, editor: Client, article: Article) -> None:
        said = self.back(editor, article, 0, revision_number=1)
        assert "người khác lưu" in said
        assert Article.objects.get(pk=article.pk).revision_number == 2

    @pytest.mark.parametrize("sent", ["", "x", "-1", "9" * 20])
    def test_asks_which_revision_was_shown(self, editor: Client, article: Article, sent: str) -> None:
        assert editor.post(f"{history(article)}0/khoi-phuc/", {"revision_number": sent}).status_code == 404

    def test_needs_the_right_to_edit(self, client: Client, article: Article) -> None:
        article_services.approve_article(article=article, by=None)
        client.force_login(make_staff(roles.EDITOR))
        assert client.post(f"{history(article)}0/khoi-phuc/", {"revision_number": 3}).status_code == 403
        client.force_login(make_staff(roles.CONTRIBUTOR))
        assert client.post(f"{history(article)}0/khoi-phuc/", {"revision_number": 3}).status_code == 404
        client.logout()
        assert client.post(f"{history(article)}0/khoi-phuc/", {"revision_number": 3}).status_code == 302
        assert Article.objects.get(pk=article.pk).revision_number == 3

    def test_needs_a_press_and_a_token(self, editor: Client, article: Article) -> None:
        assert editor.get(f"{history(article)}0/khoi-phuc/").status_code == 405
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(make_administrator())
        assert strict.post(f"{history(article)}0/khoi-phuc/", {"revision_number": 2}).status_code == 403

    def test_a_revision_of_another_article_is_none_of_this(self, editor: Client, article: Article) -> None:
        other = make_article(published=False)
        assert editor.post(f"{history(other)}2/khoi-phuc/", {"revision_number": 0}).status_code == 404
        with pytest.raises(ValueError, match="another article"):
            article_services.restore_revision(revision=article.revisions.get(revision_number=2), article=other, by=None)
