"""Where a row names another one that not everybody may open."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from emulation.models import Meeting
from news import services as article_services
from news.models import Article, Thread
from portal import roles
from portal.images.models import Image
from tests.emulation.year_factories import make_covenant, make_year
from tests.factories import make_article, make_image, make_staff, make_user

pytestmark = pytest.mark.django_db

HIDDEN = "Tên bài nháp chưa ai được biết"


def draft(**fields: object) -> Article:
    return make_article(published=False, title=HIDDEN, **fields)


def shown(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


class TestMeetingOfADraft:
    @pytest.fixture
    def meeting(self) -> Meeting:
        return Meeting.objects.create(year=make_year(), kind="launch", held_on="2018-03-21", article=draft())

    def test_a_manager_of_blocs_keeps_the_link_without_its_name(self, client: Client, meeting: Meeting) -> None:
        client.force_login(make_staff(roles.BLOC_MANAGER))
        page = shown(client, f"/quan-tri/emulation/meeting/{meeting.pk}/change/")
        assert HIDDEN not in page
        assert f'<option value="{meeting.article_id}" selected>(bài bạn không mở được)' in page

    def test_so_does_whoever_may_only_look(self, client: Client, meeting: Meeting) -> None:
        client.force_login(make_user(permissions=("view_meeting",)))
        page = shown(client, f"/quan-tri/emulation/meeting/{meeting.pk}/change/")
        assert HIDDEN not in page
        assert "(bài bạn không mở được)" in page

    def test_the_newsroom_reads_it(self, client: Client, meeting: Meeting) -> None:
        client.force_login(make_staff(roles.ADMINISTRATOR))
        assert HIDDEN in shown(client, f"/quan-tri/emulation/meeting/{meeting.pk}/change/")


class TestThreads:
    def test_saving_one_keeps_the_articles_that_its_editor_may_not_open(self, client: Client) -> None:
        thread = Thread.objects.create(name="Dòng sự kiện")
        hidden, public = draft(), make_article(title="Bài ai cũng đọc")
        thread.articles.add(hidden, public)
        client.force_login(make_user(permissions=("view_thread", "change_thread", "view_article")))
        address = f"/quan-tri/news/thread/{thread.pk}/change/"
        page = shown(client, address)
        assert (HIDDEN in page, "Bài ai cũng đọc" in page) == (False, True)
        rows = {"Thread_articles-TOTAL_FORMS": "0", "Thread_articles-INITIAL_FORMS": "0"}
        response = client.post(address, {"name": "Tên mới", "slug": thread.slug, "description": "", **rows})
        assert response.status_code == 302
        assert set(thread.articles.all()) == {hidden, public}


class TestPlacesOfAImage:
    @pytest.fixture
    def image(self) -> Image:
        return make_image(alt="Ảnh trong kho")

    def test_says_that_there_are_others_and_no_more(self, client: Client, image: Image) -> None:
        draft(lead_image=image)
        make_article(title="Bài ai cũng đọc", lead_image=image)
        client.force_login(make_staff(roles.CONTRIBUTOR))
        page = shown(client, f"/quan-tri/images/image/{image.pk}/change/")
        assert (HIDDEN in page, "Bài ai cũng đọc" in page) == (False, True)
        assert "nơi bạn không mở được" in page

    def test_whoever_may_open_them_reads_all(self, client: Client, image: Image) -> None:
        draft(lead_image=image)
        client.force_login(make_staff(roles.EDITOR))
        page = shown(client, f"/quan-tri/images/image/{image.pk}/change/")
        assert HIDDEN in page
        assert "nơi bạn không mở được" not in page

    def test_a_refusal_to_remove_names_none_that_is_hidden(self, client: Client, image: Image) -> None:
        source = f'<p><img src="{image.file.url}" alt="Ảnh"></p>'
        make_covenant(title=HIDDEN, commitments=source)
        client.force_login(make_staff(roles.PUBLISHER))
        response = client.post(f"/quan-tri/images/image/{image.pk}/delete/", {"post": "yes"}, follow=True)
        page = response.content.decode()
        assert HIDDEN not in page
        assert "Ảnh đang được dùng nên không xóa được: nơi bạn không mở được." in page

    def test_neither_does_one_for_its_history(self, client: Client, image: Image) -> None:
        """Somebody who may remove images and edits no one's articles."""
        article = article_services.save_article(article=draft(lead_image=image), by=None)
        article.title, article.lead_image = "Tên công khai", None
        article_services.publish_article(article=article_services.save_article(article=article, by=None), by=None)
        person = make_user(permissions=("view_image", "delete_image", "view_article"))
        Image.objects.update(uploaded_by=person)
        client.force_login(person)
        response = client.post(f"/quan-tri/images/image/{image.pk}/delete/", {"post": "yes"}, follow=True)
        page = response.content.decode()
        assert HIDDEN not in page
        assert "bản lưu của lịch sử nên không xóa được: nơi bạn không mở được" in page


class TestNextVersionOfOthers:
    def test_the_writer_of_the_article_is_told_that_there_is_one(self) -> None:
        writer = make_staff(roles.CONTRIBUTOR)
        live = make_article(created_by=writer)
        version = article_services.create_pending_revision(article=live, by=make_staff(roles.EDITOR))
        with pytest.raises(ValidationError, match="đã có một bản mới đang được soạn"):
            article_services.create_pending_revision(article=live, by=writer)
        assert article_services.create_pending_revision(article=live, by=make_staff(roles.PUBLISHER)) == version

    def test_one_of_ones_own_is_shown_as_ever(self, client: Client) -> None:
        writer = make_staff(roles.CONTRIBUTOR)
        live = make_article(created_by=writer)
        version = article_services.create_pending_revision(article=live, by=writer)
        client.force_login(writer)
        assert f"/quan-tri/news/article/{version.pk}/change/" in shown(
            client, f"/quan-tri/news/article/{live.pk}/change/"
        )
