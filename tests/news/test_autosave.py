"""What an open form sends every few seconds, and what comes of it."""

import datetime as dt
import re
import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone

from news import autosave as news_autosave
from news import services as article_services
from news.models import Article, ArticleRevision, Autosave, Presence
from news.querysets.revisions import PRESENCE_LIFETIME
from portal import roles
from portal.accounts.models import User
from portal.core.content import rich_text
from tests.factories import make_article, make_author, make_category, make_staff, make_user
from tests.news.test_admin import ADD, typed

pytestmark = pytest.mark.django_db

KEY = uuid.uuid4().hex


def pulse_of(article: Article | None = None) -> str:
    return f"/quan-tri/news/article/{article.pk}/nhip/" if article else "/quan-tri/news/article/nhip/"


def form_of(article: Article) -> str:
    return f"/quan-tri/news/article/{article.pk}/change/"


def sent(**fields: object) -> dict[str, object]:
    return {"_key": KEY, "_revision": "0", "title": "Đang gõ", "body": "<p>Dở dang</p>", **fields}


@pytest.fixture
def writer() -> User:
    return make_staff(roles.CONTRIBUTOR, full_name="Nông Thị Viết")


@pytest.fixture
def staff_client(client: Client, writer: User) -> Client:
    client.force_login(writer)
    return client


class TestKeeping:
    def test_a_new_article_is_kept_before_it_is_one(self, staff_client: Client, writer: User) -> None:
        answer = staff_client.post(pulse_of(), sent(category="7"))
        kept = Autosave.objects.get()
        assert answer.json()["saved_at"] == timezone.localtime(kept.saved_at).strftime("%H:%M")
        assert (kept.user, kept.article, kept.fields["title"], kept.fields["category"]) == (
            writer,
            None,
            "Đang gõ",
            "7",
        )
        assert not Article.objects.exists()

    def test_five_hundred_leave_one_row_and_no_revision(self, staff_client: Client, writer: User) -> None:
        article = make_article(published=False, created_by=writer)
        for number in range(500):
            news_autosave.store_autosave(
                user=writer,
                article=article,
                key=KEY,
                base_revision_number=0,
                fields={"title": f"Lần {number}", "body": ""},
            )
        assert Autosave.objects.get().fields["title"] == "Lần 499"
        assert not ArticleRevision.objects.exists()

    def test_what_goes_back_into_the_editor_is_clean(self, staff_client: Client) -> None:
        staff_client.post(pulse_of(), sent(body='<p onclick="x()">A<script>alert(1)</script></p>'))
        assert Autosave.objects.get().fields["body"] == "<p>A</p>"

    def test_rows_beside_the_article_are_kept_too(self, staff_client: Client) -> None:
        staff_client.post(pulse_of(), sent(**{"gallery-TOTAL_FORMS": "1", "gallery-0-caption": "Lễ ký"}))
        assert Autosave.objects.get().fields["gallery-0-caption"] == "Lễ ký"

    def test_unknown_names_are_left_out(self, staff_client: Client) -> None:
        staff_client.post(pulse_of(), sent(status="published", created_by="1", csrfmiddlewaretoken="x"))
        assert set(Autosave.objects.get().fields) == {"title", "body"}

    def test_saving_the_article_forgets_it(self, staff_client: Client, writer: User) -> None:
        article = make_article(published=False, created_by=writer)
        staff_client.post(pulse_of(article), sent())
        staff_client.post(form_of(article), typed(category=article.category_id, _key=KEY, _revision="0", _continue="1"))
        assert Article.objects.get().title == "Khối thi đua họp"
        assert not Autosave.objects.exists()

    def test_an_article_approved_meanwhile_costs_its_writer_no_sentence(
        self, staff_client: Client, writer: User
    ) -> None:
        article = make_article(status="approved", created_by=writer)
        assert staff_client.post(pulse_of(article), sent()).status_code == 200
        assert Autosave.objects.get().fields["title"] == "Đang gõ"

    def test_a_form_left_open_in_ten_windows_drops_the_oldest(self, writer: User) -> None:
        for number in range(news_autosave.MAX_AUTOSAVES + 3):
            news_autosave.store_autosave(
                user=writer, article=None, key=uuid.uuid4().hex, base_revision_number=0, fields={"title": str(number)}
            )
        kept = [autosave.fields["title"] for autosave in Autosave.objects.pending(writer, None)]
        assert kept == [str(number) for number in range(news_autosave.MAX_AUTOSAVES + 2, 2, -1)]


class TestRefusing:
    def test_an_ended_session_is_told_not_redirected(self, client: Client) -> None:
        assert client.post(pulse_of(), sent()).status_code == 401
        assert not Autosave.objects.exists()

    def test_somebody_elses_article(self, staff_client: Client) -> None:
        article = make_article(published=False, created_by=make_staff(roles.CONTRIBUTOR))
        assert staff_client.post(pulse_of(article), sent()).status_code == 403
        assert not Autosave.objects.exists()
        assert not Presence.objects.exists()

    def test_looking_into_somebody_elses_article_tells_nothing(self, staff_client: Client) -> None:
        article = make_article(published=False, created_by=make_staff(roles.CONTRIBUTOR))
        news_autosave.touch_presence(user=make_staff(roles.EDITOR, full_name="Hoàng Thị Lan"), article=article)
        answer = staff_client.post(pulse_of(article), {"_revision": "0"})
        assert answer.status_code == 403
        assert "Lan" not in answer.content.decode()
        assert Presence.objects.count() == 1

    @pytest.mark.parametrize("permissions", [(), ("view_article",)])
    def test_people_who_do_not_write(self, client: Client, permissions: tuple[str, ...]) -> None:
        client.force_login(make_user(permissions=permissions))
        assert client.post(pulse_of(), sent()).status_code == 403

    @pytest.mark.parametrize("key", ["", "x", "../../etc", "A" * 32, "a" * 33])
    def test_a_key_that_no_form_of_ours_makes_up(self, staff_client: Client, key: str) -> None:
        assert staff_client.post(pulse_of(), sent(_key=key)).status_code == 422

    def test_more_than_an_article_can_hold(self, staff_client: Client) -> None:
        answer = staff_client.post(pulse_of(), sent(body="<p>" + "chữ " * 700_000 + "</p>"))
        assert answer.status_code == 422
        assert "quá dài" in answer.json()["message"]

    def test_too_many_fields(self, writer: User) -> None:
        fields = {f"gallery-{row}-caption{letter}": "x" for row in range(999) for letter in "ab"}
        with pytest.raises(ValidationError):
            news_autosave.store_autosave(user=writer, article=None, key=KEY, base_revision_number=0, fields=fields)

    @pytest.mark.parametrize("revision_number", ["", "-1", "abc", "9" * 400, "１"])
    def test_a_revision_that_is_none(self, staff_client: Client, revision_number: str) -> None:
        assert staff_client.post(pulse_of(), sent(_revision=revision_number)).status_code == 200

    def test_a_nul_and_another_form_of_the_letters(self, staff_client: Client) -> None:
        staff_client.post(pulse_of(), sent(title="Hoà\x00 bình"))
        assert Autosave.objects.get().fields["title"] == "Hoà bình"

    def test_needs_a_post(self, staff_client: Client) -> None:
        assert staff_client.get(pulse_of()).status_code == 405

    def test_an_article_that_is_not_there(self, staff_client: Client) -> None:
        assert staff_client.post("/quan-tri/news/article/999999/nhip/", sent()).status_code == 404

    def test_the_act_asks_for_the_right_itself(self, writer: User) -> None:
        with pytest.raises(PermissionDenied):
            news_autosave.store_autosave(user=make_user(), article=None, key=KEY, base_revision_number=0, fields={})


class TestRecovering:
    def test_the_form_offers_what_was_typed_before(self, staff_client: Client, writer: User) -> None:
        article = make_article(published=False, created_by=writer)
        staff_client.post(pulse_of(article), sent(summary="Sapo gõ dở"))
        page = staff_client.get(form_of(article)).content.decode()
        assert "Có một bản gõ dở chưa lưu" in page
        assert "Sapo gõ dở" not in page

    def test_it_comes_back_into_the_form_and_is_not_saved(self, staff_client: Client, writer: User) -> None:
        article = make_article(published=False, created_by=writer, title="Tên đã lưu")
        kept = typed(category=article.category_id, title="Tên gõ dở", _key=KEY, _revision="0")
        staff_client.post(pulse_of(article), kept)
        page = staff_client.post(form_of(article), {"_recover": KEY}).content.decode()
        assert "Tên gõ dở" in page
        assert "Chưa lưu: hãy xem lại" in page
        assert f'name="_key" value="{KEY}"' in page
        article.refresh_from_db()
        assert article.title == "Tên đã lưu"

    def test_of_a_new_article(self, staff_client: Client) -> None:
        staff_client.post(pulse_of(), {**typed(title="Bài mới gõ dở"), "_key": KEY})
        assert "Bài mới gõ dở" in staff_client.get(ADD).content.decode()
        page = staff_client.post(ADD, {"_recover": KEY}).content.decode()
        assert 'value="Bài mới gõ dở"' in page
        assert not Article.objects.exists()

    def test_rubbish_that_was_kept_still_shows_a_form(self, staff_client: Client) -> None:
        staff_client.post(pulse_of(), sent(category="xyz", published_at_0="hôm qua"))
        assert staff_client.post(ADD, {"_recover": KEY}).status_code == 200

    def test_whoever_may_not_edit_any_longer_can_still_read_and_copy_it(
        self, staff_client: Client, writer: User
    ) -> None:
        article = make_article(status="approved", created_by=writer)
        staff_client.post(pulse_of(article), sent(summary="Sapo gõ dở", body="<p>Đoạn <strong>chưa lưu</strong>.</p>"))
        page = staff_client.get(form_of(article)).content.decode()
        for part in ("Sapo gõ dở", "Đoạn chưa lưu."):
            assert part in page
        assert 'name="_recover"' not in page

    def test_nobody_elses(self, client: Client, staff_client: Client) -> None:
        staff_client.post(pulse_of(), sent())
        client.force_login(make_staff(roles.EDITOR))
        assert client.post(ADD, {"_recover": KEY}).status_code == 404

    def test_it_can_be_dropped(self, staff_client: Client) -> None:
        staff_client.post(pulse_of(), sent())
        staff_client.post(f"/quan-tri/news/article/go-do/{KEY}/bo/")
        assert not Autosave.objects.exists()

    def test_dropping_leads_nowhere_outside(self, staff_client: Client) -> None:
        answer = staff_client.post(f"/quan-tri/news/article/go-do/{KEY}/bo/", {"next": "https://vi.du/"})
        assert answer.headers["Location"].startswith("/quan-tri/")


class TestPresence:
    def test_each_sees_the_other(self, staff_client: Client, writer: User) -> None:
        article = make_article(published=False, created_by=writer)
        news_autosave.touch_presence(user=make_staff(roles.EDITOR, full_name="Hoàng Thị Lan"), article=article)
        assert staff_client.post(pulse_of(article), {"_revision": "0"}).json()["others"] == ["Hoàng Thị Lan"]

    def test_an_abandoned_one_frees_itself(self, writer: User) -> None:
        article = make_article(published=False, created_by=writer)
        editor = make_staff(roles.EDITOR)
        news_autosave.touch_presence(user=editor, article=article)
        long_ago = timezone.now() - PRESENCE_LIFETIME - dt.timedelta(seconds=1)
        Presence.objects.update(seen_at=long_ago)
        assert news_autosave.touch_presence(user=writer, article=article) == []
        assert not Presence.objects.filter(user=editor).exists()

    def test_a_newer_revision_is_told(self, staff_client: Client, writer: User) -> None:
        article = make_article(published=False, created_by=writer)
        staff_client.post(form_of(article), typed(category=article.category_id, _revision="0", _continue="1"))
        newer = staff_client.post(pulse_of(article), {"_revision": "0"}).json()["newer"]
        assert newer["by"] == "Nông Thị Viết"
        assert staff_client.post(pulse_of(article), {"_revision": "1"}).json()["newer"] is None


class TestSavingInPlace:
    JSON = {"headers": {"Accept": "application/json"}}

    def save(self, staff_client: Client, article: Article, **fields: object) -> object:
        given = typed(
            category=article.category_id, _continue="1", **{"_revision": str(article.revision_number), **fields}
        )
        return staff_client.post(form_of(article), given, **self.JSON)

    def test_answers_with_the_new_revision(self, staff_client: Client, writer: User) -> None:
        article = make_article(published=False, created_by=writer)
        answer = self.save(staff_client, article)
        assert answer.json() | {"saved_at": ""} == {"saved": True, "revision_number": 1, "saved_at": "", "go_to": ""}

    def test_a_new_article_leads_to_its_form(self, staff_client: Client) -> None:
        category = make_article().category
        answer = staff_client.post(ADD, typed(category=category.pk, _continue="1"), **self.JSON).json()
        assert answer["go_to"] == form_of(Article.objects.get(title="Khối thi đua họp"))

    def test_wrong_input_is_told_by_field(self, staff_client: Client, writer: User) -> None:
        answer = self.save(staff_client, make_article(published=False, created_by=writer), title="")
        assert answer.status_code == 422
        assert "title" in answer.json()["errors"]

    def test_a_newer_revision_is_not_overwritten(self, staff_client: Client, writer: User) -> None:
        article = make_article(published=False, created_by=writer)
        self.save(staff_client, article)
        answer = self.save(staff_client, article, title="Bản sau")
        assert answer.status_code == 409
        assert Article.objects.get().title == "Khối thi đua họp"


class TestConflict:
    def test_shows_both_texts_and_who(self, staff_client: Client, writer: User) -> None:
        article = make_article(published=False, created_by=writer, summary="Câu cũ.")
        category = article.category_id
        staff_client.post(form_of(article), typed(category=category, summary="Câu của người kia.", _revision="0"))
        answer = staff_client.post(form_of(article), typed(category=category, summary="Câu của tôi.", _revision="0"))
        page = answer.content.decode()
        assert answer.status_code == 200
        for part in ("Hai người cùng sửa", "Câu của người kia.", "Câu của tôi.", 'name="_revision" value="1"'):
            assert part in page, part

    def test_fields_are_taken_over_on_request_and_nothing_is_saved(self, staff_client: Client, writer: User) -> None:
        article = make_article(published=False, created_by=writer)
        category = article.category_id
        staff_client.post(
            form_of(article), typed(category=category, title="Tên kia", summary="Câu kia.", _revision="0")
        )
        merging = typed(
            category=category, title="Tên tôi", summary="Câu tôi.", _revision="1", _merge="1", _take="title"
        )
        page = staff_client.post(form_of(article), merging).content.decode()
        assert 'value="Tên kia"' in page
        assert "Câu tôi." in page
        article.refresh_from_db()
        assert (article.title, article.revision_number) == ("Tên kia", 1)

    def test_shows_by_words_what_the_other_changed(self, staff_client: Client, writer: User) -> None:
        article = make_article(published=False, created_by=writer, summary="Câu cũ.")
        category = article.category_id
        staff_client.post(form_of(article), typed(category=category, summary="Câu mới.", _revision="0"))
        page = staff_client.post(
            form_of(article), typed(category=category, summary="Câu tôi.", _revision="0")
        ).content.decode()
        change = page.split("Người kia đã đổi")[1].split("Bản của người kia")[0]
        assert re.search(r"<del>.*cũ.*</del>", change)
        assert re.search(r"<ins>.*mới.*</ins>", change)

    @pytest.mark.parametrize(
        ("theirs", "mine", "is_offered"),
        [
            ("<p>Một, kia.</p><p>Hai.</p><p>Ba.</p>", "<p>Một.</p><p>Hai.</p><p>Ba, tôi.</p>", True),
            ("<p>Một, kia.</p><p>Hai.</p><p>Ba.</p>", "<p>Một, tôi.</p><p>Hai.</p><p>Ba.</p>", False),
        ],
    )
    def test_both_bodies_are_joined_where_they_do_not_meet(
        self, staff_client: Client, writer: User, theirs: str, mine: str, is_offered: bool
    ) -> None:
        article = make_article(published=False, created_by=writer, body="<p>Một.</p><p>Hai.</p><p>Ba.</p>")
        fields = typed(category=article.category_id)
        staff_client.post(form_of(article), {**fields, "body": theirs, "_revision": "0"})
        page = staff_client.post(form_of(article), {**fields, "body": mine, "_revision": "0"}).content.decode()
        assert ("Gộp cả hai" in page) == is_offered
        joining = {**fields, "body": mine, "_revision": "1", "_base": "0", "_join": "both", "_merge": "1"}
        form = staff_client.post(form_of(article), joining).context["adminform"].form
        joined = "<p>Một, kia.</p><p>Hai.</p><p>Ba, tôi.</p>"
        assert rich_text.clean_html(form["body"].value()).replace("\n", "") == (joined if is_offered else mine)
        # What could not be joined is asked about once more.
        assert form.data["_revision"] == ("1" if is_offered else "0")
        assert Article.objects.get().body.replace("\n", "") == theirs

    @pytest.mark.parametrize(("choice", "kept"), [("theirs", "kia"), ("mine", "tôi")])
    def test_one_of_both_bodies_is_taken(self, staff_client: Client, writer: User, choice: str, kept: str) -> None:
        article = make_article(published=False, created_by=writer, body="<p>Một.</p>")
        fields = typed(category=article.category_id)
        staff_client.post(form_of(article), {**fields, "body": "<p>kia</p>", "_revision": "0"})
        answer = staff_client.post(
            form_of(article), {**fields, "body": "<p>tôi</p>", "_revision": "1", "_join": choice, "_merge": "1"}
        )
        assert kept in answer.context["adminform"].form["body"].value()

    @pytest.mark.parametrize("base", ["", "x", "99", "9" * 400, "²"])
    def test_bears_a_revision_that_never_was(self, staff_client: Client, writer: User, base: str) -> None:
        article = make_article(published=False, created_by=writer)
        fields = typed(category=article.category_id, _revision="1", _join="both", _merge="1", _base=base)
        assert staff_client.post(form_of(article), fields).status_code == 200
        assert Article.objects.get().revision_number == 0

    def test_someone_quicker_between_reading_and_locking_is_seen_too(
        self, staff_client: Client, writer: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The form was current when it was checked; the row is not when it is locked."""
        article = make_article(published=False, created_by=writer, title="Tên đã lưu")

        def overtaken(*args: object, **kwargs: object) -> None:
            raise article_services.EditConflict(article)

        monkeypatch.setattr(article_services, "_run_transition", overtaken)
        page = staff_client.post(form_of(article), typed(category=article.category_id, _revision="0")).content.decode()
        assert "Hai người cùng sửa" in page
        assert "Khối thi đua họp" in page
        assert Article.objects.get().title == "Tên đã lưu"


class TestAnAnswerLostOnTheWay:
    """The first save of a new article arrived, its answer did not: whoever presses again gets the same article."""

    def save(self, staff_client: Client, **fields: object) -> object:
        sent = {
            "title": "Khối họp",
            "_key": KEY,
            "_revision": "0",
            "_continue": "1",
            "category": self.category,
            **fields,
        }
        return staff_client.post(ADD, typed(**sent), headers={"Accept": "application/json"})

    @pytest.fixture(autouse=True)
    def _category(self, db: None) -> None:
        self.category = make_category().pk

    def test_the_second_save_makes_no_second_article(self, staff_client: Client) -> None:
        first, second = self.save(staff_client).json(), self.save(staff_client).json()
        assert first["go_to"] == second["go_to"] == form_of(Article.objects.get())
        assert "không tạo thêm bài" in staff_client.get(second["go_to"]).content.decode()

    def test_without_a_script_it_is_led_there(self, staff_client: Client) -> None:
        self.save(staff_client)
        again = staff_client.post(
            ADD, typed(title="Khối họp", category=self.category, _key=KEY, _revision="0", _continue="1")
        )
        assert again.headers["Location"] == form_of(Article.objects.get())

    def test_nothing_of_it_waits_to_be_restored(self, staff_client: Client, writer: User) -> None:
        self.save(staff_client)
        self.save(staff_client)
        assert not Autosave.objects.pending(writer, Article.objects.get()).exists()
        assert not Autosave.objects.for_dashboard(writer).exists()

    def test_what_was_typed_meanwhile_waits_beside_the_article(self, staff_client: Client, writer: User) -> None:
        self.save(staff_client)
        staff_client.post(pulse_of(), sent(title="Khối họp sáng nay"))
        self.save(staff_client, title="Khối họp sáng nay, bàn ba việc")
        kept = Autosave.objects.pending(writer, Article.objects.get()).get()
        assert kept.fields["title"] == "Khối họp sáng nay, bàn ba việc"

    def test_a_form_of_somebody_else_is_another_form(self, staff_client: Client, client: Client) -> None:
        self.save(staff_client)
        client.force_login(make_staff(roles.CONTRIBUTOR))
        self.save(client)
        assert Article.objects.count() == 2

    def test_two_forms_make_two_articles(self, staff_client: Client) -> None:
        self.save(staff_client)
        self.save(staff_client, _key=uuid.uuid4().hex)
        assert Article.objects.count() == 2

    def test_without_a_key_every_save_counts(self, staff_client: Client) -> None:
        self.save(staff_client, _key="")
        self.save(staff_client, _key="")
        assert Article.objects.count() == 2


class TestNewRevisionOfALiveArticle:
    @pytest.fixture
    def publisher(self, client: Client) -> Client:
        client.force_login(make_staff(roles.PUBLISHER))
        return client

    def start(self, publisher: Client, article: Article, **fields: object) -> Article:
        form = typed(title=article.title, summary=article.summary, body=article.body, category=article.category_id)
        hidden = {"_key": KEY, "_revision": str(article.revision_number), "_act": "pending-revision"}
        answer = publisher.post(form_of(article), {**form, **hidden, **fields})
        pending_revision = Article.objects.get(revision_of=article)
        assert answer.headers["Location"] == form_of(pending_revision)
        return pending_revision

    def test_what_was_typed_in_the_live_form_waits_in_the_new_one(self, publisher: Client) -> None:
        article = make_article(body="<p>Đang đăng.</p>")
        pending_revision = self.start(publisher, article, body="<p>Vừa gõ thêm.</p>")
        article.refresh_from_db()
        assert "Đang đăng" in article.body
        kept = Autosave.objects.get()
        assert (kept.article, kept.fields["body"]) == (pending_revision, "<p>Vừa gõ thêm.</p>")
        assert "Những gì vừa gõ được giữ" in publisher.get(form_of(pending_revision)).content.decode()

    def test_nothing_waits_when_nothing_was_typed(self, publisher: Client) -> None:
        self.start(publisher, make_article())
        assert not Autosave.objects.exists()

    def test_the_live_lists_stay_as_they_are(self, publisher: Client) -> None:
        article = make_article()
        lists = {"bylines-TOTAL_FORMS": 1, "bylines-0-author": make_author().pk}
        lists |= {"bylines-0-contribution": "text", "bylines-0-position": 1}
        self.start(publisher, article, **lists)
        assert not article.bylines.exists()
