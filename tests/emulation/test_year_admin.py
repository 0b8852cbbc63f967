"""The managers' section of a bloc's year: every act without a shell, and nothing that the record forbids."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from emulation.covenants import sign_covenant
from emulation.documents import add_comment, circulate_document
from emulation.models import (
    BlocDocument,
    Covenant,
    CovenantSignature,
    EmulationYear,
    Meeting,
    Milestone,
    Registration,
)
from tests.emulation.factories import make_agency, make_bloc
from tests.emulation.year_factories import (
    SIGNED_ON,
    make_covenant,
    make_document,
    make_members,
    make_title,
    make_version,
    make_year,
    sign_by_all,
)
from tests.factories import make_administrator, make_user

pytestmark = pytest.mark.django_db

SECTION = "/quan-tri/emulation/"


@pytest.fixture
def manager(client: Client) -> Client:
    client.force_login(make_administrator(full_name="Nông Thị Quản Lý"))
    return client


def text(response: HttpResponse) -> str:
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def errors(response: HttpResponse) -> dict[str, list[str]]:
    assert response.status_code == 200
    form = response.context.get("adminform")
    return (form.form if form else response.context["form"]).errors


def inline(prefix: str, *rows: dict[str, object], initial: int = 0) -> dict[str, object]:
    """What the browser sends for the table of an inline."""
    sent: dict[str, object] = {
        f"{prefix}-TOTAL_FORMS": len(rows),
        f"{prefix}-INITIAL_FORMS": initial,
        f"{prefix}-MIN_NUM_FORMS": 0,
        f"{prefix}-MAX_NUM_FORMS": 1000,
    }
    for number, row in enumerate(rows):
        sent |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return sent


def act(model: str, pk: int, name: str) -> str:
    return f"{SECTION}{model}/{pk}/thao-tac/{name}/"


class TestPages:
    @pytest.mark.parametrize("model", ["emulationyear", "meeting", "blocdocument", "covenant", "registration"])
    def test_list_and_empty_form_open(self, manager: Client, model: str) -> None:
        covenant = sign_by_all(make_covenant())
        Meeting.objects.create(year=covenant.year, kind="launch", held_on=SIGNED_ON)
        make_document(covenant.year)
        assert manager.get(f"{SECTION}{model}/").status_code == 200
        assert manager.get(f"{SECTION}{model}/add/").status_code == 200

    @pytest.mark.parametrize("model", ["emulationyear", "meeting", "blocdocument", "covenant", "registration"])
    def test_nobody_else_gets_in(self, client: Client, model: str) -> None:
        assert client.get(f"{SECTION}{model}/").status_code == 302
        client.force_login(make_user(is_staff=True))
        assert client.get(f"{SECTION}{model}/").status_code == 403

    @pytest.mark.parametrize(
        ("model", "name"), [("covenant", "ky"), ("covenant", "dinh-chinh"), ("blocdocument", "thong-qua")]
    )
    def test_an_act_needs_the_right_to_it(self, client: Client, model: str, name: str) -> None:
        rows = {"covenant": make_covenant, "blocdocument": make_document}
        row = rows[model]()
        client.force_login(make_user(is_staff=True))
        assert client.post(act(model, row.pk, name)).status_code == 403

    def test_an_unknown_act_is_no_page(self, manager: Client) -> None:
        assert manager.get(act("covenant", make_covenant().pk, "xoa")).status_code == 404


class TestYears:
    def test_a_new_year_comes_with_its_steps(self, manager: Client) -> None:
        bloc = make_bloc()
        sent = {"bloc": bloc.pk, "year": 2018, "theme": "Kỷ cương", "anniversary": "", "is_registration_required": "on"}
        response = manager.post(f"{SECTION}emulationyear/add/", sent)
        assert response.status_code == 302
        year = EmulationYear.objects.get()
        assert (year.bloc, year.year, year.theme, year.is_registration_required) == (bloc, 2018, "Kỷ cương", True)
        assert year.milestones.count() == len(Milestone.Kind)

    def test_the_same_year_twice_is_refused_in_words(self, manager: Client) -> None:
        year = make_year()
        response = manager.post(f"{SECTION}emulationyear/add/", {"bloc": year.bloc_id, "year": 2018})
        assert "đã có hồ sơ" in str(errors(response))
        assert EmulationYear.objects.count() == 1

    def test_steps_and_themes_are_filled_in_on_its_page(self, manager: Client) -> None:
        year = make_year()
        agency = make_members(year.bloc, 1)[0]
        sent = {
            "theme": "Kỷ cương",
            **inline("milestones", {"kind": "launch", "planned_on": "15/03/2018", "done_on": "21/03/2018"}),
            **inline("member_themes", {"agency": agency.pk, "theme": "Đoàn kết"}),
        }
        assert manager.post(f"{SECTION}emulationyear/{year.pk}/change/", sent).status_code == 302
        assert year.milestones.get().done_on == SIGNED_ON
        assert year.member_themes.get().theme == "Đoàn kết"

    def test_a_stranger_s_theme_is_refused_at_its_row(self, manager: Client) -> None:
        year = make_year()
        sent = {
            **inline("milestones"),
            **inline("member_themes", {"agency": make_agency().pk, "theme": "Đoàn kết"}),
        }
        assert "không phải là thành viên" in text(manager.post(f"{SECTION}emulationyear/{year.pk}/change/", sent))

    def test_the_next_year_opens_by_button_and_by_action(self, manager: Client) -> None:
        year = make_year()
        manager.post(f"{SECTION}emulationyear/{year.pk}/nam-tiep-theo/")
        following = EmulationYear.objects.get(year=2019)
        manager.post(
            f"{SECTION}emulationyear/", {"action": "open_next", "_selected_action": [following.pk]}, follow=True
        )
        assert EmulationYear.objects.filter(year=2020).exists()

    def test_opening_it_again_says_why_not(self, manager: Client) -> None:
        year = make_year()
        make_year(year.bloc, 2019)
        response = manager.post(f"{SECTION}emulationyear/{year.pk}/nam-tiep-theo/", follow=True)
        assert "đã có hồ sơ" in text(response)

    def test_a_year_with_a_record_is_not_deleted(self, manager: Client) -> None:
        year = make_year()
        make_document(year)
        assert manager.post(f"{SECTION}emulationyear/{year.pk}/delete/", {"post": "yes"}).status_code == 403

    def test_its_number_has_no_thousands_mark(self, manager: Client) -> None:
        year = make_year()
        for address in (f"{SECTION}emulationyear/", f"{SECTION}emulationyear/{year.pk}/change/"):
            assert "2.018" not in text(manager.get(address))

    @pytest.mark.parametrize(("term", "found"), [("2018", True), ("noi chinh 2018", True), ("noi chinh 2019", False)])
    def test_it_is_found_by_typing_without_diacritics(self, manager: Client, term: str, found: bool) -> None:
        make_year()
        asked = {"term": term, "app_label": "emulation", "model_name": "meeting", "field_name": "year"}
        results = manager.get("/quan-tri/autocomplete/", asked).json()["results"]
        assert bool(results) is found


class TestMeetings:
    def test_a_meeting_is_recorded_with_those_who_came(self, manager: Client) -> None:
        year = make_year()
        first, second = make_members(year.bloc, 2)
        sent = {
            "year": year.pk,
            "kind": "launch",
            "held_on": "21/03/2018",
            "part_of_day": "afternoon",
            "agenda": "Một\nHai",
            **inline(
                "attendances",
                {"capacity": "member", "agency": first.pk},
                {"capacity": "member", "agency": second.pk},
                {"capacity": "guest", "guest_organisation": "Ban Thi đua - Khen thưởng tỉnh"},
            ),
            **inline("remarks", {"agency": first.pk, "text": "Nhất trí."}),
        }
        assert manager.post(f"{SECTION}meeting/add/", sent).status_code == 302
        meeting = Meeting.objects.get()
        assert (meeting.attendances.member_count(), meeting.remarks.count()) == (2, 1)

    def test_a_member_that_was_none_is_refused_at_its_row(self, manager: Client) -> None:
        year = make_year()
        sent = {
            "year": year.pk,
            "kind": "launch",
            "held_on": "21/03/2018",
            **inline("attendances", {"capacity": "member", "agency": make_agency().pk}),
            **inline("remarks"),
        }
        page = text(manager.post(f"{SECTION}meeting/add/", sent))
        assert "không phải là thành viên của khối" in page
        assert not Meeting.objects.exists()

    def test_the_minutes_leave_for_managers_only(self, manager: Client) -> None:
        year = make_year()
        sent = {
            "year": year.pk,
            "kind": "launch",
            "held_on": "21/03/2018",
            "minutes": SimpleUploadedFile("Biên bản.pdf", b"%PDF-1.7 bb"),
            **inline("attendances"),
            **inline("remarks"),
        }
        manager.post(f"{SECTION}meeting/add/", sent)
        meeting = Meeting.objects.get()
        address = f"{SECTION}meeting/{meeting.pk}/bien-ban/"
        assert f'href="{address}"' in text(manager.get(f"{SECTION}meeting/{meeting.pk}/change/"))
        assert b"".join(manager.get(address).streaming_content) == b"%PDF-1.7 bb"
        stranger = Client()
        stranger.force_login(make_user(is_staff=True))
        assert stranger.get(address).status_code == 403


class TestDocuments:
    def test_a_new_one_begins_with_a_version(self, manager: Client) -> None:
        sent = {"year": make_year().pk, "kind": "plan", "title": "Kế hoạch", "text": "<p>Một.</p>"}
        assert manager.post(f"{SECTION}blocdocument/add/", sent).status_code == 302
        version = BlocDocument.objects.get().versions.get()
        assert (version.number, version.text, version.created_by.full_name) == (1, "<p>Một.</p>", "Nông Thị Quản Lý")

    def test_an_empty_one_is_refused_and_nothing_is_kept(self, manager: Client) -> None:
        response = manager.post(
            f"{SECTION}blocdocument/add/", {"year": make_year().pk, "kind": "plan", "title": "Kế hoạch"}
        )
        assert "phải có nội dung hoặc tệp" in str(errors(response))
        assert not BlocDocument.objects.exists()

    def test_it_goes_from_draft_to_adopted_with_comments_answered(self, manager: Client) -> None:
        document = make_document()
        member = make_members(document.year.bloc, 1)[0]
        make_version(document)
        manager.post(act("blocdocument", document.pk, "phien-ban"), {"text": "<p>Hai.</p>", "note": "sửa"})
        manager.post(act("blocdocument", document.pk, "lay-y-kien"), {"on": "01/03/2018"})
        manager.post(act("blocdocument", document.pk, "gop-y"), {"agency": member.pk, "text": "Thêm."})
        refused = manager.post(act("blocdocument", document.pk, "thong-qua"), {"on": "21/03/2018"})
        assert "chưa được trả lời" in str(errors(refused))
        comment = document.comments().get()
        assert comment.version.number == 2
        manager.post(act("blocdocument", document.pk, "tra-loi"), {"comment": comment.pk, "answer": "Đã tiếp thu."})
        manager.post(act("blocdocument", document.pk, "thong-qua"), {"on": "21/03/2018"})
        document.refresh_from_db()
        assert (document.state, document.adopted_on) == ("adopted", SIGNED_ON)
        comment.refresh_from_db()
        assert comment.answered_by.full_name == "Nông Thị Quản Lý"

    def test_two_versions_stand_side_by_side(self, manager: Client) -> None:
        document = make_document()
        for number, words in enumerate(("Kiểm tra hai lần", "Kiểm tra một lần", "Kiểm tra ba lần"), start=1):
            make_version(document, f"<p>{words} trong năm.</p>", number)
        address = f"{SECTION}blocdocument/{document.pk}/so-sanh/"
        last_two = text(manager.get(address))
        assert "<del>một</del>" in last_two
        assert "<ins>ba</ins>" in last_two
        chosen = text(manager.get(address, {"cu": 1, "moi": 3}))
        assert "<del>hai</del>" in chosen

    def test_a_document_without_versions_has_nothing_to_compare(self, manager: Client) -> None:
        assert "Không có chữ nào" in text(manager.get(f"{SECTION}blocdocument/{make_document().pk}/so-sanh/"))

    def test_the_file_of_a_version_leaves_for_managers_only(self, manager: Client, client: Client) -> None:
        document = make_document()
        upload = SimpleUploadedFile("Kế hoạch.pdf", b"%PDF-1.7 noi dung")
        manager.post(act("blocdocument", document.pk, "phien-ban"), {"file": upload})
        address = f"{SECTION}blocdocument/{document.pk}/tep/1/"
        response = manager.get(address)
        assert b"".join(response.streaming_content) == b"%PDF-1.7 noi dung"
        assert "no-store" in response.headers["Cache-Control"]
        stranger = Client()
        stranger.force_login(make_user(is_staff=True))
        assert stranger.get(address).status_code == 403
        assert manager.get(f"{SECTION}blocdocument/{document.pk}/tep/2/").status_code == 404

    def test_the_page_tells_versions_and_comments(self, manager: Client) -> None:
        document = make_document()
        member = make_members(document.year.bloc, 1)[0]
        version = make_version(document)
        circulate_document(document=document, on=dt.date(2018, 3, 1))
        version.document.refresh_from_db()
        add_comment(version=version, agency=member, text="Thêm chế độ kiểm tra.")
        assert "Thêm chế độ kiểm tra." in text(manager.get(f"{SECTION}blocdocument/{document.pk}/change/"))


class TestCovenants:
    def test_a_new_one_takes_the_members_for_parties(self, manager: Client) -> None:
        year = make_year()
        make_members(year.bloc, 3)
        sent = {"year": year.pk, "title": "Bản giao ước", "signed_on": "21/03/2018", "commitments": "<p>Cam kết.</p>"}
        assert manager.post(f"{SECTION}covenant/add/", sent).status_code == 302
        assert Covenant.objects.get().parties.count() == 3

    def test_signing_by_form_seals_with_the_last_and_then_nothing_changes(self, manager: Client) -> None:
        covenant = make_covenant(members=2)
        page = f"{SECTION}covenant/{covenant.pk}/change/"
        for number, party in enumerate(covenant.parties.all()):
            assert f"Còn {2 - number} đơn vị chưa ký" in text(manager.get(page))
            sent = {
                "agency": party.agency_id,
                "capacity": "TM",
                "post": "Thủ trưởng",
                "signed_on": "21/03/2018",
                "copy": SimpleUploadedFile("ban-ky.pdf", b"%PDF-1.7"),
            }
            assert manager.post(act("covenant", covenant.pk, "ky"), sent).status_code == 302
        covenant.refresh_from_db()
        assert covenant.is_sealed
        sealed = text(manager.get(page))
        assert "Đã khoá lúc" in sealed
        assert "<p>Hoàn thành nhiệm vụ.</p>" in sealed
        assert 'name="_save"' not in sealed
        assert manager.post(page, {"title": "Khác"}).status_code == 403
        assert manager.post(act("covenant", covenant.pk, "ky"), {}).status_code == 403
        assert manager.post(f"{SECTION}covenant/{covenant.pk}/delete/", {"post": "yes"}).status_code == 403
        covenant.refresh_from_db()
        assert covenant.compute_digest() == covenant.seal_digest

    def test_a_copy_of_the_wrong_kind_is_refused_at_its_field(self, manager: Client) -> None:
        covenant = make_covenant(members=1)
        sent = {
            "agency": covenant.parties.get().agency_id,
            "capacity": "TM",
            "post": "Thủ trưởng",
            "signed_on": "21/03/2018",
            "copy": SimpleUploadedFile("ban-ky.pdf", b"khong phai"),
        }
        assert "copy" in errors(manager.post(act("covenant", covenant.pk, "ky"), sent))
        assert not CovenantSignature.objects.exists()

    def test_only_those_who_have_not_signed_are_offered(self, manager: Client) -> None:
        covenant = make_covenant(members=2)
        first, second = (party.agency for party in covenant.parties.all())
        sign_covenant(covenant=covenant, agency=first, post="Thủ trưởng", signed_on=SIGNED_ON)
        form = manager.get(act("covenant", covenant.pk, "ky")).context["form"]
        assert list(form.fields["agency"].queryset) == [second]

    def test_words_stand_still_under_a_signature_until_it_is_taken_back(self, manager: Client) -> None:
        covenant = make_covenant(members=2)
        party = covenant.parties.all()[0]
        signature = sign_covenant(covenant=covenant, agency=party.agency, post="Thủ trưởng", signed_on=SIGNED_ON)
        page = f"{SECTION}covenant/{covenant.pk}/change/"
        assert 'name="title"' not in text(manager.get(page))
        manager.post(act("covenant", covenant.pk, "go-chu-ky"), {"signature": signature.pk})
        assert not covenant.signatures.exists()
        assert 'name="title"' in text(manager.get(page))

    def test_a_sealed_one_is_corrected_by_another(self, manager: Client) -> None:
        covenant = sign_by_all(make_covenant())
        manager.post(act("covenant", covenant.pk, "dinh-chinh"), {"on": "02/04/2018"})
        assert Covenant.objects.get(supersedes=covenant).signed_on == dt.date(2018, 4, 2)

    def test_the_signed_copy_leaves_for_managers_only(self, manager: Client) -> None:
        covenant = make_covenant(members=1)
        signature = sign_covenant(
            covenant=covenant,
            agency=covenant.parties.get().agency,
            post="Thủ trưởng",
            signed_on=SIGNED_ON,
            copy=SimpleUploadedFile("ban-ky.pdf", b"%PDF-1.7 x"),
        )
        address = f"{SECTION}covenant/{covenant.pk}/ban-ky/{signature.pk}/"
        assert b"".join(manager.get(address).streaming_content) == b"%PDF-1.7 x"
        stranger = Client()
        assert stranger.get(address).status_code == 302
        stranger.force_login(make_user(is_staff=True))
        assert stranger.get(address).status_code == 403


class TestRegistrations:
    @pytest.fixture
    def sent(self) -> dict[str, object]:
        year = make_year(registration_deadline=dt.date(2018, 3, 31))
        return {
            "year": year.pk,
            "agency": make_members(year.bloc, 1)[0].pk,
            "registered_on": "21/03/2018",
            "recipient_type": "collective",
            "title": make_title().pk,
        }

    def test_it_is_recorded_with_who_recorded_it(self, manager: Client, sent: dict[str, object]) -> None:
        assert manager.post(f"{SECTION}registration/add/", sent).status_code == 302
        assert Registration.objects.get().recorded_by.full_name == "Nông Thị Quản Lý"

    def test_what_the_rules_forbid_is_told_at_the_field(self, manager: Client, sent: dict[str, object]) -> None:
        late = manager.post(f"{SECTION}registration/add/", sent | {"registered_on": "01/04/2018"})
        assert "quá hạn" in str(errors(late)["registered_on"])
        both = manager.post(f"{SECTION}registration/add/", sent | {"title": ""})
        assert "không chọn cả hai" in str(errors(both))
        assert not Registration.objects.exists()

    def test_it_is_withdrawn_and_then_only_looked_at(self, manager: Client, sent: dict[str, object]) -> None:
        manager.post(f"{SECTION}registration/add/", sent)
        registration = Registration.objects.get()
        manager.post(act("registration", registration.pk, "rut"), {"on": "25/03/2018"})
        registration.refresh_from_db()
        assert registration.withdrawn_on == dt.date(2018, 3, 25)
        assert manager.post(f"{SECTION}registration/{registration.pk}/change/", sent).status_code == 403
        assert manager.post(f"{SECTION}registration/{registration.pk}/delete/", {"post": "yes"}).status_code == 403
