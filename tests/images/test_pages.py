"""The image library in the editors' section: every page with its refusals, and what bad input is told."""

import json
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from news.models import Article
from portal.accounts.models import User
from portal.images import services as image_services
from portal.images.forms import ImageForm
from portal.images.models import Image
from portal.pages.services import save_page
from tests.cases import case_bytes
from tests.factories import image_bytes, make_administrator, make_article, make_category, make_image, make_user
from tests.news.test_admin import typed
from tests.pages.factories import make_page

pytestmark = pytest.mark.django_db

LIBRARY = "/quan-tri/images/image/"
SEVERAL = "/quan-tri/images/image/tai-nhieu/"
WORDS = "/quan-tri/images/image/loi-ta/"
CHOOSE = "/quan-tri/images/image/chon/"
CONTRIBUTOR = ("add_article", "change_article", "view_article", "add_image", "change_image", "view_image")


@pytest.fixture
def contributor() -> User:
    return make_user(full_name="Nông Thị Hoa", permissions=(*CONTRIBUTOR, "delete_image"))


@pytest.fixture
def staff_client(client: Client, contributor: User) -> Client:
    """The browser of a contributor, who may change nobody else's images."""
    client.force_login(contributor)
    return client


def sent(name: str, content: bytes | None = None, side: int = 40) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, image_bytes((side, side)) if content is None else content)


def image_of(user: User | None, side: int = 30, **words: Any) -> Image:
    file = ContentFile(image_bytes((side, side)), name=f"anh-{side}.png")
    return image_services.add_image(image=Image(file=file, **words), by=user)


class TestRefusals:
    @pytest.mark.parametrize("address", [SEVERAL, WORDS, CHOOSE, f"{LIBRARY}1/cat-anh/"])
    def test_strangers_are_sent_to_sign_in(self, client: Client, address: str) -> None:
        assert client.get(address).headers["Location"].startswith("/quan-tri/login/")
        client.force_login(make_user())
        assert client.get(address).status_code == 302

    def test_a_script_is_told_that_the_session_has_ended(self, client: Client) -> None:
        answer = client.post(f"{LIBRARY}tai-len/", {"upload": sent("anh.png")})
        assert answer.status_code == 401
        assert "Phiên đăng nhập đã hết" in answer.json()["error"]["message"]

    @pytest.mark.parametrize("permissions", [("view_article",), ("change_redirect",), ()])
    def test_who_has_no_form_with_the_editor_uploads_nothing(
        self, client: Client, permissions: tuple[str, ...]
    ) -> None:
        client.force_login(make_user(permissions=permissions))
        answer = client.post(f"{LIBRARY}tai-len/", {"upload": sent("anh.png")})
        assert answer.status_code == 403
        assert "không được tải ảnh lên" in answer.json()["error"]["message"]
        assert not Image.objects.exists()

    @pytest.mark.parametrize(
        "permission", ["add_article", "change_question", "change_page", "add_covenant", "change_meeting", "add_unit"]
    )
    def test_who_has_a_form_with_the_editor_uploads_and_chooses(self, client: Client, permission: str) -> None:
        client.force_login(make_user(permissions=(permission,)))
        answer = client.post(f"{LIBRARY}tai-len/", {"upload": sent("anh.png")})
        assert answer.json()["uploaded"] == 1
        assert Image.objects.get().is_from_editor
        assert client.get(CHOOSE).status_code == 200

    @pytest.mark.parametrize("address", [SEVERAL, WORDS, CHOOSE])
    def test_staff_without_the_right_are_refused(self, client: Client, address: str) -> None:
        client.force_login(make_user(permissions=("view_article",)))
        assert client.get(address).status_code == 403

    @pytest.mark.parametrize("address", [CHOOSE])
    def test_what_only_shows_takes_nothing(self, staff_client: Client, address: str) -> None:
        assert staff_client.post(address).status_code == 405

    @pytest.mark.parametrize("address", [SEVERAL, WORDS])
    def test_other_methods_are_refused(self, staff_client: Client, address: str) -> None:
        assert staff_client.put(address).status_code == 405

    def test_nothing_is_sent_without_a_token(self, contributor: User) -> None:
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(contributor)
        assert strict.post(SEVERAL, {"file": sent("a.png")}).status_code == 403

    @pytest.mark.parametrize("address", [LIBRARY, SEVERAL, WORDS, CHOOSE])
    def test_the_pages_keep_to_the_strict_policy(self, staff_client: Client, address: str) -> None:
        response = staff_client.get(address)
        assert response.status_code == 200
        assert "unsafe" not in response.headers["Content-Security-Policy"]
        assert "no-store" in response.headers["Cache-Control"]


class TestUploadingSeveral:
    def test_one_wrong_file_is_told_by_name_and_nine_stay(self, staff_client: Client, contributor: User) -> None:
        files = [sent(f"anh {number}.png", side=20 + number) for number in range(9)]
        files.insert(4, sent("Biên bản.jpg", b"khong phai anh"))
        response = staff_client.post(SEVERAL, {"file": files, "credit": "Ảnh:  Nông Thị Hoa"}, follow=True)
        page = response.content.decode()
        assert "Tệp “Biên bản.jpg”: Tệp này không phải là ảnh" in page
        assert Image.objects.count() == 9
        assert page.count('class="image-row"') == 9
        sample_image = Image.objects.first()
        assert (sample_image.uploaded_by, sample_image.credit, sample_image.needs_alt_text) == (
            contributor,
            "Ảnh: Nông Thị Hoa",
            True,
        )

    def test_a_script_is_answered_file_by_file(self, staff_client: Client) -> None:
        known = image_of(None, side=25, alt="Núi đá vôi")
        given = {"file": [sent("a.png", side=25), sent("b.png"), sent("rong.png", b"")]}
        answer = json.loads(staff_client.post(SEVERAL, given, headers={"accept": "application/json"}).content)
        first, second, third = answer["files"]
        assert first == {"name": "a.png", "key": known.pk, "isNew": False, "refused": ""}
        assert (second["isNew"], second["refused"]) == (True, "")
        assert third["key"] is None
        assert "rỗng" in third["refused"]

    def test_a_jpeg_with_two_images_is_taken_with_the_others(self, staff_client: Client) -> None:
        files = [sent("a.png", side=21), sent("hai anh.jpg", case_bytes("two-pictures-in-one.jpg")), sent("b.png")]
        page = staff_client.post(SEVERAL, {"file": files}, follow=True).content.decode()
        assert page.count('class="image-row"') == 3
        assert Image.objects.count() == 3

    def test_an_error_nobody_foresaw_takes_no_other_image_with_it(
        self, staff_client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        take_in = image_services.add_image

        def fails_once(*, image: Image, by: User | None) -> Image:
            if image.file.name == "hai.png":
                raise KeyError("MPO")
            return take_in(image=image, by=by)

        monkeypatch.setattr(image_services, "add_image", fails_once)
        files = [sent(f"{name}.png", side=side) for side, name in enumerate(("mot", "hai", "ba"), 20)]
        page = staff_client.post(SEVERAL, {"file": files}, follow=True).content.decode()
        assert "Tệp “hai.png”: gặp lỗi chưa lường trước (KeyError)" in page
        assert Image.objects.count() == 2
        answer = staff_client.post(f"{LIBRARY}tai-len/", {"upload": sent("hai.png", side=60)}).json()
        assert answer["uploaded"] == 0
        assert "chưa lường trước" in answer["error"]["message"]

    def test_the_same_image_again_is_offered(self, staff_client: Client) -> None:
        image_of(None, side=25, alt="Núi đá vôi")
        page = staff_client.post(SEVERAL, {"file": sent("khac.png", side=25)}, follow=True).content.decode()
        assert "Đã có trong thư viện" in page
        assert "Núi đá vôi" in page
        assert Image.objects.count() == 1

    @pytest.mark.parametrize("count", [51, 300])
    def test_too_many_are_refused_with_the_limit(self, staff_client: Client, count: int) -> None:
        response = staff_client.post(SEVERAL, {"file": [sent(f"{number}.png", b"x") for number in range(count)]})
        assert response.status_code == 400
        assert f"nhiều nhất 50 ảnh; vừa chọn {count}" in response.content.decode()
        assert not Image.objects.exists()

    def test_none_are_asked_for(self, staff_client: Client) -> None:
        assert "Chưa chọn ảnh nào" in staff_client.post(SEVERAL, {}).content.decode()

    def test_only_wrong_files_come_back_to_the_page(self, staff_client: Client) -> None:
        page = staff_client.post(SEVERAL, {"file": sent("a.svg", b"<svg/>")}, follow=True).content.decode()
        assert "Tệp “a.svg”: Chỉ nhận ảnh" in page
        assert "Kéo ảnh thả vào đây" in page

    def test_a_credit_too_long_is_told(self, staff_client: Client) -> None:
        page = staff_client.post(SEVERAL, {"file": sent("a.png"), "credit": "dài " * 100}, follow=True).content.decode()
        assert "150" in page
        assert not Image.objects.exists()

    def test_a_name_is_shown_and_not_obeyed(self, staff_client: Client) -> None:
        page = staff_client.post(SEVERAL, {"file": sent("<img src=x>.jpg", b"x")}, follow=True).content.decode()
        assert "<img src=x>" not in page


class TestWritingWords:
    def test_right_rows_are_kept_and_wrong_ones_told(self, staff_client: Client, contributor: User) -> None:
        good, wrong, later = (image_of(contributor, side) for side in (20, 21, 22))
        given = {
            "anh": [good.pk, wrong.pk, later.pk],
            f"anh-{good.pk}-alt": "Các đơn vị ký giao ước",
            f"anh-{wrong.pk}-alt": "IMG_1234",
            f"anh-{wrong.pk}-caption": "Chú thích phải còn lại",
            "credit_for_all": "Ảnh: TTX",
        }
        page = staff_client.post(WORDS, given).content.decode()
        assert "Đây là tên tệp, không phải lời tả ảnh" in page
        assert "Chú thích phải còn lại" in page
        assert page.count('class="image-row"') == 1
        good.refresh_from_db()
        assert (good.alt, good.credit, good.needs_alt_text) == ("Các đơn vị ký giao ước", "Ảnh: TTX", False)
        wrong.refresh_from_db()
        assert (wrong.needs_alt_text, wrong.caption) == (True, "")
        later.refresh_from_db()
        assert later.needs_alt_text

    def test_decorative_is_a_choice(self, staff_client: Client, contributor: User) -> None:
        sample_image = image_of(contributor)
        response = staff_client.post(WORDS, {"anh": sample_image.pk, f"anh-{sample_image.pk}-is_decorative": "on"})
        assert response.headers["Location"] == LIBRARY
        sample_image.refresh_from_db()
        assert (sample_image.is_decorative, sample_image.needs_alt_text) == (True, False)

    @pytest.mark.parametrize(
        ("words", "said"),
        [
            ({"alt": "Núi đá vôi", "is_decorative": "on"}, "Hãy chọn một trong hai"),
            ({"alt": "a" * 10_000}, "250"),
            ({"alt": "anh 30"}, "tên tệp"),
        ],
    )
    def test_wrong_words_are_told(
        self, staff_client: Client, contributor: User, words: dict[str, str], said: str
    ) -> None:
        sample_image = image_of(contributor)
        given = {f"anh-{sample_image.pk}-{name}": value for name, value in words.items()}
        assert said in staff_client.post(WORDS, {"anh": sample_image.pk, **given}).content.decode()
        assert Image.objects.needing_alt_text().exists()

    def test_a_described_image_does_not_lose_its_words(self, staff_client: Client, contributor: User) -> None:
        sample_image = image_of(contributor, alt="Núi đá vôi")
        page = staff_client.post(WORDS, {"anh": sample_image.pk, f"anh-{sample_image.pk}-alt": ""}).content.decode()
        assert "Hãy viết nội dung thay thế" in page
        assert Image.objects.get().alt == "Núi đá vôi"

    def test_somebody_elses_image_is_not_there(self, staff_client: Client) -> None:
        sample_image = image_of(make_user())
        staff_client.post(WORDS, {"anh": sample_image.pk, f"anh-{sample_image.pk}-alt": "Chiếm lấy"})
        assert Image.objects.needing_alt_text().exists()

    @pytest.mark.parametrize("query", ["", "?anh=x", "?anh=-1", "?anh=" + "9" * 40, "?co=²", "?anh=1" + "&anh=1" * 500])
    def test_an_odd_address_shows_an_empty_page(self, staff_client: Client, query: str) -> None:
        assert staff_client.get(WORDS + query).status_code == 200


class TestForm:
    def test_words_are_required(self, staff_client: Client, contributor: User) -> None:
        page = staff_client.post(f"{LIBRARY}add/", {"file": sent("a.png"), "alt": ""}).content.decode()
        assert "Hãy viết nội dung thay thế" in page
        assert not Image.objects.exists()
        staff_client.post(f"{LIBRARY}add/", {"file": sent("a.png"), "alt": "Núi đá vôi"})
        assert Image.objects.get().uploaded_by == contributor

    def test_the_same_file_is_told(self, staff_client: Client) -> None:
        image_of(None, side=40, alt="Núi đá vôi")
        page = staff_client.post(f"{LIBRARY}add/", {"file": sent("a.png"), "alt": "Sông"}).content.decode()
        assert "đã có trong thư viện" in page
        assert Image.objects.count() == 1

    def test_one_that_came_while_the_form_was_read_is_shown_instead(
        self, staff_client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        present = image_of(None, side=40, alt="Núi đá vôi")
        monkeypatch.setattr(ImageForm, "clean_file", lambda form: form.cleaned_data["file"])
        response = staff_client.post(f"{LIBRARY}add/", {"file": sent("a.png"), "alt": "Sông"}, follow=True)
        assert response.redirect_chain == [(f"{LIBRARY}{present.pk}/change/", 302)]
        assert "đã có trong thư viện" in response.content.decode()

    def test_a_waiting_image_gets_its_words(self, staff_client: Client, contributor: User) -> None:
        sample_image = image_of(contributor)
        assert "Hãy viết" in staff_client.post(f"{LIBRARY}{sample_image.pk}/change/", {"alt": ""}).content.decode()
        assert staff_client.post(f"{LIBRARY}{sample_image.pk}/change/", {"alt": "Núi đá vôi"}).status_code == 302
        sample_image.refresh_from_db()
        assert (sample_image.alt, sample_image.needs_alt_text) == ("Núi đá vôi", False)

    def test_says_where_it_stands(self, staff_client: Client, contributor: User) -> None:
        sample_image = image_of(contributor, alt="Núi đá vôi")
        assert "Chưa dùng ở đâu." in staff_client.get(f"{LIBRARY}{sample_image.pk}/change/").content.decode()
        article = make_article(title="Lễ ký giao ước", lead_image=sample_image)
        page = staff_client.get(f"{LIBRARY}{sample_image.pk}/change/").content.decode()
        assert f'Ảnh đại diện: <a href="/quan-tri/news/article/{article.pk}/change/">Lễ ký giao ước</a>' in page

    def test_somebody_elses_is_read_only(self, staff_client: Client) -> None:
        sample_image = image_of(make_user(), alt="Núi đá vôi")
        assert staff_client.get(f"{LIBRARY}{sample_image.pk}/change/").status_code == 200
        assert staff_client.post(f"{LIBRARY}{sample_image.pk}/change/", {"alt": "Sông"}).status_code == 403
        assert staff_client.post(f"{LIBRARY}{sample_image.pk}/delete/", {"post": "yes"}).status_code == 403


class TestRemoving:
    def test_one_in_use_stays_and_says_where(self, staff_client: Client, contributor: User) -> None:
        sample_image = image_of(contributor, alt="Núi đá vôi")
        make_article(title="Lễ ký giao ước", lead_image=sample_image)
        page = staff_client.post(f"{LIBRARY}{sample_image.pk}/delete/", {"post": "yes"}, follow=True).content.decode()
        assert "đang được dùng nên không xóa được: Ảnh đại diện – Lễ ký giao ước" in page
        assert Image.objects.exists()

    def test_an_unused_one_goes(self, staff_client: Client, contributor: User) -> None:
        sample_image = image_of(contributor)
        staff_client.post(f"{LIBRARY}{sample_image.pk}/delete/", {"post": "yes"})
        assert not Image.objects.exists()

    def test_in_bulk_only_what_may_go_goes(self, staff_client: Client, contributor: User) -> None:
        free, used, foreign = image_of(contributor, 20), image_of(contributor, 21), image_of(make_user(), 22)
        make_article(lead_image=used)
        keys = [free.pk, used.pk, foreign.pk]
        page = staff_client.post(
            LIBRARY, {"action": "remove_selected", "_selected_action": keys}, follow=True
        ).content.decode()
        assert "Đã xóa 1 ảnh." in page
        assert "đang được dùng" in page
        assert "ảnh của người khác" in page
        assert set(Image.objects.all()) == {used, foreign}


class TestList:
    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ("loi-ta=chua", {"chờ"}),
            ("loi-ta=trang-tri", {"trang trí"}),
            ("cua=toi", {"chờ"}),
            ("dung=co", {"dùng"}),
            ("dung=chua", {"chờ", "trang trí"}),
            ("q=da+voi", {"dùng"}),
            ("q=nong+thi+hoa", {"chờ"}),
        ],
    )
    def test_filters_and_search(self, staff_client: Client, contributor: User, query: str, expected: set[str]) -> None:
        sample_images = {
            "chờ": image_of(contributor, 20),
            "trang trí": image_of(None, 21, is_decorative=True),
            "dùng": image_of(None, 22, alt="Núi đá vôi"),
        }
        make_article(lead_image=sample_images["dùng"])
        shown = set(staff_client.get(f"{LIBRARY}?{query}").context["cl"].result_list)
        assert shown == {sample_images[name] for name in expected}

    def test_costs_the_same_for_many(self, staff_client: Client, django_assert_max_num_queries: Any) -> None:
        for number in range(12):
            make_image(name=f"{number}.png")
        with django_assert_max_num_queries(10):
            staff_client.get(LIBRARY)


class TestChoosing:
    def test_finds_without_diacritics_newest_first(self, staff_client: Client) -> None:
        older, newer = image_of(None, 20, alt="Núi đá vôi"), image_of(None, 21, alt="Núi đá vôi và sông")
        image_of(None, 22, alt="Cây đa")
        assert staff_client.get(f"{CHOOSE}?q=nui+da+voi").context["images"] == [newer, older]

    def test_pages_keep_what_was_searched(self, staff_client: Client) -> None:
        for number in range(30):
            make_image(alt=f"Núi đá vôi số {number} nhìn từ xa")
        first = staff_client.get(f"{CHOOSE}?q=da voi&CKEditorFuncNum=7")
        assert len(first.context["images"]) == 24
        second = staff_client.get(CHOOSE + first.context["older_url"])
        assert len(second.context["images"]) == 6
        assert (second.context["search_term"], second.context["callback_number"]) == ("da voi", "7")

    @pytest.mark.parametrize("query", ["trang=0", "trang=x", "trang=999", "truoc=x", "sau=1-1"])
    def test_a_page_that_is_not_there_leads_to_the_first(self, staff_client: Client, query: str) -> None:
        assert staff_client.get(f"{CHOOSE}?{query}&q=nui").headers["Location"] == f"{CHOOSE}?q=nui"

    @pytest.mark.parametrize("function", ["alert(1)", "1;alert(1)", '"><script>', "١", "-1", "9" * 40, ""])
    def test_the_editors_number_is_digits_or_nothing(self, staff_client: Client, function: str) -> None:
        response = staff_client.get(CHOOSE, {"CKEditorFuncNum": function})
        assert response.context["callback_number"] == ""
        assert 'data-portal-image-chooser=""' in response.content.decode()

    def test_without_words_only_a_text_may_take_it(self, staff_client: Client) -> None:
        image_of(None)
        assert " disabled>" in staff_client.get(CHOOSE).content.decode()
        assert " disabled>" not in staff_client.get(f"{CHOOSE}?CKEditorFuncNum=1").content.decode()

    def test_words_are_escaped(self, staff_client: Client) -> None:
        image_of(None, alt='Núi "><script>alert(1)</script>')
        assert "<script>alert" not in staff_client.get(f"{CHOOSE}?q=<script>").content.decode()

    def test_the_search_of_a_field_leaves_out_what_waits(self, client: Client) -> None:
        client.force_login(make_administrator())
        ready = image_of(None, 20, alt="Núi đá vôi")
        image_of(None, 21)
        field = {"app_label": "news", "model_name": "article", "field_name": "lead_image"}
        found = json.loads(client.get("/quan-tri/autocomplete/", field).content)["results"]
        assert [one["id"] for one in found] == [str(ready.pk)]

    def test_the_form_of_an_article_opens_it(self, client: Client) -> None:
        client.force_login(make_administrator())
        page = client.get("/quan-tri/news/article/add/").content.decode()
        assert page.count(f'data-portal-image-field="{CHOOSE}"') == 2
        assert '<option value=""></option>' not in page, "an empty choice has words"
        assert "filebrowserImageBrowseUrl" in page


class TestCutting:
    def address(self, sample_image: Image) -> str:
        return f"{LIBRARY}{sample_image.pk}/cat-anh/"

    def typed(self, **changed: object) -> dict[str, object]:
        return {"focus_x": 50, "focus_y": 50, "left": 0, "top": 0, "width": 30, "height": 30, **changed}

    def test_cuts_marks_and_gives_back_without_a_script(self, staff_client: Client, contributor: User) -> None:
        sample_image = image_of(contributor)
        staff_client.post(self.address(sample_image), self.typed(left=5, width=20, focus_x=20))
        sample_image.refresh_from_db()
        assert (sample_image.crop_box, sample_image.focus_x) == ((5, 0, 25, 30), 20)
        page = staff_client.get(self.address(sample_image)).content.decode()
        assert 'name="_whole"' in page
        assert 'value="5"' in page
        staff_client.post(self.address(sample_image), self.typed(_whole="1"))
        sample_image.refresh_from_db()
        assert sample_image.crop_box is None

    def test_the_whole_is_no_part(self, staff_client: Client, contributor: User) -> None:
        sample_image = image_of(contributor)
        staff_client.post(self.address(sample_image), self.typed())
        staff_client.post(self.address(sample_image), self.typed(left="", top="", width="", height=""))
        sample_image.refresh_from_db()
        assert sample_image.crop_box is None

    @pytest.mark.parametrize(
        "wrong",
        [
            *({"left": value} for value in ("-1", "NaN", "1e3", "12", "", "9" * 30, "١x")),
            *({"width": value} for value in ("0", "-5", "31", "3")),
            *({"focus_x": value} for value in ("101", "-1", "NaN", "")),
        ],
    )
    def test_wrong_numbers_change_nothing(
        self, staff_client: Client, contributor: User, wrong: dict[str, object]
    ) -> None:
        sample_image = image_of(contributor)
        page = staff_client.post(
            self.address(sample_image), self.typed(width=20, **wrong) if "width" not in wrong else self.typed(**wrong)
        )
        assert page.status_code == 200
        assert "Chưa ghi được gì" in page.content.decode()
        sample_image.refresh_from_db()
        assert (sample_image.crop_box, sample_image.focus_x) == (None, 50)

    def test_somebody_elses_and_none_are_refused(self, staff_client: Client) -> None:
        sample_image = image_of(make_user())
        assert staff_client.get(self.address(sample_image)).status_code == 403
        assert staff_client.post(self.address(sample_image), self.typed(width=20)).status_code == 403
        assert staff_client.get(f"{LIBRARY}999999/cat-anh/").status_code == 404

    def test_says_how_many_articles_show_it_now(self, staff_client: Client, contributor: User) -> None:
        sample_image = image_of(contributor)
        make_article(body=f'<p>a</p><img src="{sample_image.file.url}" alt="Thác">')
        page = staff_client.post(self.address(sample_image), self.typed(width=20), follow=True).content.decode()
        assert "đã thay vào 1 bài viết" in page


class TestEditorUpload:
    def send(self, client: Client) -> dict[str, Any]:
        return json.loads(client.post(f"{LIBRARY}tai-len/", {"upload": sent("Thác.png")}).content)

    def test_a_new_image_waits_for_words(self, staff_client: Client) -> None:
        assert self.send(staff_client)["uploaded"] == 1
        assert Image.objects.get().needs_alt_text

    def test_the_same_image_is_used_again(self, staff_client: Client) -> None:
        assert self.send(staff_client)["url"] == self.send(staff_client)["url"]
        assert Image.objects.count() == 1


class TestArticleForm:
    @pytest.mark.parametrize("key", ["abc", "9" * 30, "-1", "999999"])
    def test_a_key_that_is_none_is_told(self, client: Client, key: str) -> None:
        client.force_login(make_administrator())
        given = typed(category=make_category().pk, lead_image=key, _save="1")
        response = client.post("/quan-tri/news/article/add/", given)
        assert response.status_code == 200
        assert not Article.objects.exists()

    def test_shows_the_image_that_was_chosen(self, client: Client) -> None:
        client.force_login(make_administrator())
        sample_image = image_of(None, alt="Núi đá vôi")
        article = make_article(lead_image=sample_image)
        page = client.get(f"/quan-tri/news/article/{article.pk}/change/").content.decode()
        assert f'data-portal-preview-url="{sample_image.file.plain_400}"' in page

    def test_publishing_with_a_wordless_lead_image_is_told_by_field(self, client: Client) -> None:
        client.force_login(make_administrator())
        article = make_article(published=False)
        given = typed(category=article.category_id, lead_image=image_of(None).pk, _act="publish")
        page = client.post("/quan-tri/news/article/add/", given).content.decode()
        assert "Ảnh đại diện chưa có nội dung thay thế" in page
        assert Article.objects.count() == 1


class TestUsesInOtherApps:
    """What the image's own page says of a static page, which this section does not know."""

    @pytest.fixture
    def sample_image(self, client: Client) -> Image:
        client.force_login(make_administrator())
        return make_image(alt="Trụ sở")

    def test_are_named_with_a_link_and_forbid_removing(self, client: Client, sample_image: Image) -> None:
        page = make_page("Giới thiệu", body=f'<p><img src="{sample_image.file.url}" alt="Trụ sở"></p>')
        named = f'<li>Trang thông tin: <a href="/quan-tri/pages/page/{page.pk}/change/">Giới thiệu</a></li>'
        assert named in client.get(f"{LIBRARY}{sample_image.pk}/change/").content.decode()
        for query, count in {"co": 1, "chua": 0}.items():
            listed = client.get(LIBRARY, {"dung": query}).content.decode()
            assert listed.count(f"{LIBRARY}{sample_image.pk}/change/") == 2 * count
        answer = client.post(f"{LIBRARY}{sample_image.pk}/delete/", {"post": "yes"}, follow=True).content.decode()
        assert "Ảnh đang được dùng nên không xóa được: Trang thông tin – Giới thiệu." in answer
        assert Image.objects.filter(pk=sample_image.pk).exists()

    def test_of_an_old_revision_forbid_removing_too(self, client: Client, sample_image: Image) -> None:
        page = make_page("Giới thiệu", body=f'<p><img src="{sample_image.file.url}" alt="Trụ sở"></p>')
        page.body = ""
        save_page(page=page, by=None)
        answer = client.post(f"{LIBRARY}{sample_image.pk}/delete/", {"post": "yes"}, follow=True).content.decode()
        assert "Ảnh còn trong bản lưu của lịch sử nên không xóa được: Giới thiệu · bản 1." in answer
        assert Image.objects.filter(pk=sample_image.pk).exists()
