"""The pages' section in the admin: who may what, revisions, comparing, bringing back, two people at once."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.test import Client

from portal.audit.models import AuditEntry
from portal.pages import services as page_services
from portal.pages.models import Page, PageRevision
from portal.roles import ADMINISTRATOR, BLOC_MANAGER, CONTRIBUTOR, EDITOR, PUBLISHER, Role
from tests.factories import make_staff, make_user
from tests.pages.factories import look_again, make_page

pytestmark = pytest.mark.django_db

ADD = "/quan-tri/pages/page/add/"
PERIOD = {f"{name}_{part}": "" for name in ("published_at", "withdrawn_at") for part in (0, 1)}


def posted(**fields: Any) -> dict[str, Any]:
    values = {"title": "Giới thiệu", "slug": "", "language": "vi", "position": "0", "body": "<p>Chữ.</p>"}
    return {**values, **PERIOD, "opened_revision_number": "0", **fields}


def change(page: Page) -> str:
    return f"/quan-tri/pages/page/{page.pk}/change/"


def history(page: Page, rest: str = "") -> str:
    return f"/quan-tri/pages/page/{page.pk}/lich-su/{rest}"


@pytest.fixture
def publisher(client: Client) -> Client:
    client.force_login(make_staff(PUBLISHER))
    return client


class TestRoles:
    @pytest.mark.parametrize(
        ("role", "may_write", "may_publish", "may_keep_links", "may_set_menu"),
        [
            (CONTRIBUTOR, False, False, False, False),
            (BLOC_MANAGER, False, False, False, False),
            (EDITOR, True, False, False, False),
            (PUBLISHER, True, True, True, False),
            (ADMINISTRATOR, True, True, True, True),
        ],
    )
    def test_open_what_they_are_for(
        self,
        client: Client,
        role: Role,
        may_write: bool,
        may_publish: bool,
        may_keep_links: bool,
        may_set_menu: bool,
    ) -> None:
        page = make_page()
        client.force_login(make_staff(role))
        assert (client.get(ADD).status_code == 200) is may_write
        client.post(change(page), posted(title="Tên khác", opened_revision_number="1"))
        page.refresh_from_db()
        assert (page.title == "Tên khác") is may_publish
        assert (client.get("/quan-tri/pages/linkgroup/add/").status_code == 200) is may_keep_links
        assert (client.get("/quan-tri/pages/menuentry/add/").status_code == 200) is may_set_menu

    def test_an_editor_drafts_and_cannot_publish(self, client: Client) -> None:
        client.force_login(make_staff(EDITOR))
        form = client.get(ADD).content.decode()
        assert "id_published_at_0" not in form
        client.post(ADD, posted(published_at_0="01/02/2026", published_at_1="08:00"))
        page = Page.objects.get()
        assert page.published_at is None
        assert client.post(change(page), posted(title="Sửa bản nháp", opened_revision_number="1")).status_code == 302

    def test_the_act_itself_refuses_too(self) -> None:
        editor = make_staff(EDITOR)
        with pytest.raises(ValidationError, match="chưa được giao quyền"):
            make_page(by=editor)
        page = make_page()
        page.title = "Đổi"
        with pytest.raises(ValidationError, match="chưa được giao quyền"):
            page_services.save_page(page=page, by=editor)

    def test_nobody_deletes_a_page(self, client: Client) -> None:
        page = make_page()
        client.force_login(make_staff(ADMINISTRATOR))
        assert client.post(f"/quan-tri/pages/page/{page.pk}/delete/", {"post": "yes"}).status_code == 403
        assert not Permission.objects.filter(codename="delete_page").exists()

    def test_history_is_for_those_who_keep_pages(self, client: Client) -> None:
        page = make_page()
        client.force_login(make_user(permissions=("view_article",)))
        for rest in ("", "so-sanh/", "1/"):
            assert client.get(history(page, rest)).status_code == 403
        assert client.post(history(page, "1/khoi-phuc/"), {"revision_number": "1"}).status_code == 403


class TestForm:
    def test_writes_publishes_and_says_who(self, publisher: Client) -> None:
        answer = publisher.post(ADD, posted(published_at_0="01/02/2018", published_at_1="08:00"))
        assert answer.status_code == 302
        look_again()
        assert Client().get("/gioi-thieu/").status_code == 200
        revision = PageRevision.objects.get()
        assert revision.made_by is not None
        assert Page.objects.get().created_by == revision.made_by

    @pytest.mark.parametrize(
        ("fields", "said"),
        [
            ({"title": ""}, "Trường này là bắt buộc"),
            ({"title": "x" * 201}, "200"),
            ({"slug": "tin-tuc"}, "đã dành cho một phần khác"),
            ({"slug": "có dấu"}, "slug"),
            ({"summary": "x" * 501}, "500"),
            ({"parent": "999999"}, "parent"),
            ({"parent": "khong-phai-so"}, "parent"),
            ({"language": "fr"}, "language"),
            ({"position": "-1"}, "position"),
            ({"position": "99999999999"}, "position"),
            ({"published_at_0": "31/02/2026", "published_at_1": "08:00"}, "published_at"),
            ({"withdrawn_at_0": "01/02/2018", "withdrawn_at_1": "08:00"}, "Giờ rút xuống phải sau giờ đăng."),
            ({"title": "a\x00b"}, "title"),
            ({"opened_revision_number": "x"}, "opened_revision_number"),
        ],
    )
    def test_answers_bad_input_in_the_form(self, publisher: Client, fields: dict[str, str], said: str) -> None:
        answer = publisher.post(ADD, posted(**fields))
        assert answer.status_code == 200
        assert not Page.objects.exists()
        assert "errorlist" in answer.content.decode()
        assert said in answer.content.decode()

    @pytest.mark.parametrize("key", ["0", "99999999999999999999", "x"])
    def test_of_a_page_that_is_not_there_leads_back(self, publisher: Client, key: str) -> None:
        assert publisher.get(f"/quan-tri/pages/page/{key}/change/").status_code in {302, 404}
        assert publisher.get(f"/quan-tri/pages/page/{key}/history/").status_code in {302, 404}

    def test_says_of_a_taken_address_while_the_text_is_there(self, publisher: Client) -> None:
        make_page()
        answer = publisher.post(ADD, posted(body="<p>Chữ của tôi.</p>")).content.decode()
        assert "Đã có một trang ở địa chỉ này." in answer
        assert "Chữ của tôi." in answer

    def test_never_overwrites_what_another_has_saved(self, publisher: Client) -> None:
        page = make_page()
        page.title = "Người khác đã sửa"
        page_services.save_page(page=page, by=None)
        answer = publisher.post(change(page), posted(title="Chữ của tôi", opened_revision_number="1"))
        assert "đã được người khác lưu" in answer.content.decode()
        assert "Chữ của tôi" in answer.content.decode()
        page.refresh_from_db()
        assert page.title == "Người khác đã sửa"

    def test_only_the_form_relaxes_the_policy(self, publisher: Client) -> None:
        assert "unsafe-inline" in publisher.get(ADD).headers["Content-Security-Policy"]
        assert "unsafe" not in publisher.get("/quan-tri/pages/page/").headers["Content-Security-Policy"]

    def test_the_list_shows_the_tree_and_finds(self, publisher: Client) -> None:
        make_page("Con", parent=make_page(), published=False)
        listed = publisher.get("/quan-tri/pages/page/?trang-thai=nhap").content.decode()
        assert "— Con" in listed
        assert "Bản nháp" in listed
        assert "— Con" not in publisher.get("/quan-tri/pages/page/?trang-thai=dang-dang").content.decode()


class TestHistory:
    def test_lists_compares_shows_and_brings_back(self, publisher: Client) -> None:
        page = make_page(title="Giới thiệu", body="<p>Chữ đầu tiên.</p>")
        publisher.post(
            change(page),
            posted(
                title="Giới thiệu chung",
                slug="gioi-thieu",
                body="<p>Chữ thứ hai.</p>",
                opened_revision_number="1",
                published_at_0="27/03/2018",
                published_at_1="00:00",
            ),
        )
        listed = publisher.get(f"/quan-tri/pages/page/{page.pk}/history/", follow=True).content.decode()
        assert "Bản 2: Sửa trang" in listed
        assert "Bản 1: Tạo trang" in listed
        compared = publisher.get(history(page, "so-sanh/?tu=1&den=2")).content.decode()
        assert re.search(r"<ins>.*chung", compared)
        assert "Tiêu đề" in compared
        shown = publisher.get(history(page, "1/"))
        assert "Chữ đầu tiên." in shown.content.decode()
        assert "no-store" in shown.headers["Cache-Control"]
        answer = publisher.post(history(page, "1/khoi-phuc/"), {"revision_number": "2"}, follow=True)
        assert "Đã khôi phục bản 1; đây là bản 3." in answer.content.decode()
        page.refresh_from_db()
        assert (page.title, page.body, page.revision_number) == ("Giới thiệu", "<p>Chữ đầu tiên.</p>", 3)
        assert AuditEntry.objects.filter(action="pages.restore").exists()

    def test_bringing_back_leaves_address_and_time(self) -> None:
        page = make_page(title="Một")
        page.slug, page.title, page.withdrawn_at = "hai", "Hai", None
        page_services.save_page(page=page, by=None)
        page_services.restore_revision(page=page, revision=page.revisions.get(revision_number=1), by=None)
        page.refresh_from_db()
        assert (page.title, page.path) == ("Một", "hai")
        assert page.published_at is not None

    def test_bringing_back_is_refused_when_another_was_quicker(self, publisher: Client) -> None:
        page = make_page()
        page.title = "Khác"
        page_services.save_page(page=page, by=None)
        answer = publisher.post(history(page, "1/khoi-phuc/"), {"revision_number": "1"}, follow=True)
        assert "đã được người khác lưu" in answer.content.decode()

    @pytest.mark.parametrize("rest", ["99/", "99999999999999/", "so-sanh/?tu=99", "so-sanh/?tu=x", "so-sanh/?den=²"])
    def test_a_revision_that_is_not_there_is_not_found(self, publisher: Client, rest: str) -> None:
        assert publisher.get(history(make_page(), rest)).status_code == 404

    @pytest.mark.parametrize("revision_number", ["", "x", "-1", "9999999999"])
    def test_a_wrong_number_is_no_crash(self, publisher: Client, revision_number: str) -> None:
        assert (
            publisher.post(history(make_page(), "1/khoi-phuc/"), {"revision_number": revision_number}).status_code
            == 404
        )

    def test_of_a_page_that_is_not_there_is_not_found(self, publisher: Client) -> None:
        assert publisher.get("/quan-tri/pages/page/99999999999999999999/lich-su/").status_code == 404

    @pytest.mark.parametrize(
        ("fields", "action"),
        [
            ({"published_at": None}, "withdraw"),
            ({"slug": "khac"}, "move"),
            ({"title": "Khác", "slug": "gioi-thieu"}, "change"),
        ],
    )
    def test_names_what_was_done(self, fields: dict[str, Any], action: str) -> None:
        page = make_page()
        for name, value in fields.items():
            setattr(page, name, value)
        page_services.save_page(page=page, by=None)
        assert page.revisions.first().action == action
        entry = AuditEntry.objects.newest_first()[0]
        assert (entry.action, set(entry.detail)) == (f"pages.{action}", {"fields"})
