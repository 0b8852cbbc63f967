"""The managers' section: a bloc on a chosen day, guided actions, the full record, and members from a spreadsheet."""

import datetime as dt
from typing import Any
from urllib.parse import unquote

import pytest
from django.contrib.admin import site
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from emulation.admin.guided import DecisionActionAdmin
from emulation.bloc_changes import release_member
from emulation.models import Agency, AgencyRelation, Bloc, Decision, LeadershipTerm, Membership
from tests.emulation.factories import (
    make_agency,
    make_bloc,
    make_decision,
    make_membership,
    make_officer,
    make_person,
)
from tests.emulation.importers.test_members import csv_file, line
from tests.factories import make_administrator, make_user

pytestmark = pytest.mark.django_db

LIST = "/quan-tri/emulation/bloc/"
IMPORT = f"{LIST}nhap-thanh-vien/"
DAY = dt.date(2018, 4, 6)
READER = ("view_bloc",)


@pytest.fixture
def manager(client: Client) -> Client:
    client.force_login(make_administrator(full_name="Nông Thị Quản Lý"))
    return client


def staff_client(bloc: Bloc, day: str = "06/04/2018") -> str:
    return f"{LIST}{bloc.pk}/thanh-vien/?ngay={day}"


def guided(row: Bloc | Agency, action: str, query: str = "") -> str:
    return f"/quan-tri/emulation/{row._meta.model_name}/{row.pk}/thao-tac/{action}/{query}"


def text(response: HttpResponse) -> str:
    return " ".join(response.content.decode().split())


def errors(response: HttpResponse) -> dict[str, list[str]]:
    assert response.status_code == 200
    return response.context["form"].errors


class TestList:
    def test_it_shows_name_number_head_and_how_many(self, manager: Client) -> None:
        bloc = make_bloc("Nội chính", "số IV")
        place = make_membership(bloc, make_agency("Thanh tra tỉnh"))
        make_membership(bloc, make_agency("Sở Tư pháp"))
        make_officer(bloc, place.agency)
        page = text(manager.get(LIST))
        assert all(part in page for part in ("Nội chính", "số IV", "Thanh tra tỉnh"))
        assert 'class="field-member_count">2<' in page

    def test_the_name_leads_to_the_members(self, manager: Client) -> None:
        bloc = make_bloc()
        assert f'href="{LIST}{bloc.pk}/thanh-vien/"' in text(manager.get(LIST))

    @pytest.mark.parametrize(("words", "is_found"), [("noi chinh", True), ("SO IV", True), ("doanh nghiệp", False)])
    def test_it_is_searched_without_diacritics(self, manager: Client, words: str, is_found: bool) -> None:
        make_bloc("Khối Nội chính", "số IV")
        assert ("Khối Nội chính" in text(manager.get(LIST, {"q": words}))) is is_found

    def test_its_queries_do_not_grow(self, manager: Client) -> None:
        def count() -> int:
            with CaptureQueriesContext(connection) as queries:
                manager.get(LIST)
            return len(queries)

        make_membership()
        few = count()
        for _ in range(5):
            place = make_membership()
            make_officer(place.bloc, place.agency)
        assert count() == few


class TestDashboard:
    def test_the_members_of_the_day_under_the_names_of_the_day(self, manager: Client) -> None:
        bloc = make_bloc()
        agency = make_agency("Cục Thi hành án dân sự tỉnh")
        make_membership(bloc, agency, since=DAY)
        manager.post(
            guided(agency, "doi-ten"),
            {"name": "Thi hành án dân sự tỉnh", "on": "01/07/2025", "decision": make_decision().pk},
        )
        assert "Cục Thi hành án dân sự tỉnh" in text(manager.get(staff_client(bloc, "06/04/2018")))
        later = text(manager.get(staff_client(bloc, "01/07/2025")))
        assert "Thi hành án dân sự tỉnh" in later
        assert "Cục Thi hành án" not in later
        assert "0 đơn vị thành viên ngày 05/04/2018" in text(manager.get(staff_client(bloc, "05/04/2018")))

    def test_head_and_deputy_with_those_who_speak_for_them(self, manager: Client) -> None:
        bloc = make_bloc()
        for role, name in (("head", "Hoàng Văn Mẫu"), ("deputy", "Nông Thị Mẫu")):
            place = make_membership(bloc)
            make_person(make_officer(bloc, place.agency, role), name)
        page = text(manager.get(staff_client(bloc)))
        assert "Hoàng Văn Mẫu, Giám đốc" in page
        assert "Nông Thị Mẫu, Giám đốc" in page

    def test_a_head_whose_term_is_over_is_told_as_such(self, manager: Client) -> None:
        bloc = make_bloc()
        place = make_membership(bloc)
        make_person(make_officer(bloc, place.agency, until=dt.date(2018, 1, 1)), "Hoàng Văn Mẫu")
        page = text(manager.get(staff_client(bloc)))
        assert "nhiệm kỳ đến hết 31/12/2017; tiếp tục cho đến khi ghi nhận Trưởng khối mới" in page
        assert "Hoàng Văn Mẫu" in page

    def test_who_is_to_come_and_who_has_gone(self, manager: Client) -> None:
        bloc = make_bloc()
        gone = make_membership(bloc, make_agency("Sở Cũ"))
        make_membership(bloc, make_agency("Sở Mới"), since=dt.date(2019, 1, 1))
        release_member(bloc=bloc, agency=gone.agency, on=DAY, decision=None)
        page = text(manager.get(staff_client(bloc)))
        assert "Sở Mới – từ 01/01/2019" in page
        assert "Sở Cũ – từ 19/04/2016 đến hết 05/04/2018" in page

    def test_a_day_that_is_none_says_so_and_shows_today(self, manager: Client) -> None:
        response = manager.get(staff_client(make_bloc(), "31/02/2018"))
        assert response.context["day_form"].errors["ngay"]
        assert response.context["overview"].day == timezone.localdate()

    def test_a_bloc_that_was_not_yet_founded(self, manager: Client) -> None:
        bloc = make_bloc(since=dt.date(2025, 1, 1))
        assert "khối chưa được thành lập" in text(manager.get(staff_client(bloc)))

    def test_its_queries_do_not_grow_with_the_members(self, manager: Client) -> None:
        bloc = make_bloc()

        def count() -> int:
            with CaptureQueriesContext(connection) as queries:
                manager.get(staff_client(bloc))
            return len(queries)

        make_membership(bloc)
        few = count()
        for _ in range(5):
            make_membership(bloc, decision=make_decision())
        assert count() == few

    def test_ids_are_written_without_separators(self, manager: Client) -> None:
        bloc = make_bloc()
        agency = make_agency(pk=1234567)
        make_membership(bloc, agency)
        page = manager.get(staff_client(bloc)).content.decode()
        assert "co-quan=1234567" in page
        assert "1.234.567" not in page


class TestRights:
    @pytest.mark.parametrize("address", [staff_client, lambda bloc: guided(bloc, "ket-nap"), lambda bloc: IMPORT])
    def test_a_stranger_is_sent_to_sign_in(self, client: Client, address: Any) -> None:
        response = client.get(address(make_bloc()))
        assert response.status_code == 302
        assert response["Location"].startswith("/quan-tri/login/?next=")

    @pytest.mark.parametrize("address", [staff_client, lambda bloc: guided(bloc, "ket-nap"), lambda bloc: IMPORT])
    def test_who_may_only_look_may_not_act(self, client: Client, address: Any) -> None:
        client.force_login(make_user(is_staff=True, permissions=READER))
        assert client.get(address(make_bloc())).status_code == 403

    @pytest.mark.parametrize(
        "address", [staff_client, lambda bloc: guided(bloc, "khong-co"), lambda bloc: guided(bloc, "ket-nap")]
    )
    def test_what_is_not_there_is_not_found(self, manager: Client, address: Any) -> None:
        bloc = make_bloc()
        missing = Bloc(pk=bloc.pk + 99) if "khong-co" not in address(bloc) else bloc
        assert manager.get(address(missing)).status_code == 404

    def test_the_dashboard_is_for_reading_only(self, manager: Client) -> None:
        assert manager.post(staff_client(make_bloc())).status_code == 405

    @pytest.mark.parametrize("kind", ["bloc", "agency"])
    def test_every_guided_page_opens(self, manager: Client, kind: str) -> None:
        bloc = make_bloc()
        place = make_membership(bloc)
        make_officer(bloc, place.agency)
        row = bloc if kind == "bloc" else place.agency
        model_admin = site.get_model_admin(type(row))
        assert isinstance(model_admin, DecisionActionAdmin)
        for action, form in model_admin.action_forms.items():
            page = text(manager.get(guided(row, action, "?ngay=06/04/2018")))
            assert str(form.title) in page
            assert 'value="06/04/2018"' in page


class TestAdmit:
    def answers(self, joining: Agency, /, **given: object) -> dict[str, object]:
        return {"agency": joining.pk, "on": "06/04/2018", "decision": make_decision().pk} | given

    def test_the_agency_is_a_member_and_the_manager_sees_it(self, manager: Client) -> None:
        bloc, agency = make_bloc(), make_agency()
        response = manager.post(guided(bloc, "ket-nap"), self.answers(agency))
        assert unquote(response["Location"]) == staff_client(bloc)
        assert Membership.objects.of_bloc_and_agency(bloc, agency).valid_on(DAY).exists()
        page = text(manager.get(response["Location"]))
        assert "Đã kết nạp thành viên." in page
        assert "Sở Tư pháp" in page

    def test_it_is_logged_with_who_and_when(self, manager: Client) -> None:
        bloc = make_bloc()
        manager.post(guided(bloc, "ket-nap"), self.answers(make_agency()))
        entry = LogEntry.objects.get()
        assert (entry.object_id, entry.user.full_name) == (str(bloc.pk), "Nông Thị Quản Lý")
        assert "Kết nạp thành viên: 06/04/2018" in entry.get_change_message()

    @pytest.mark.parametrize("field", ["agency", "on", "decision"])
    def test_each_answer_is_asked_for(self, manager: Client, field: str) -> None:
        bloc = make_bloc()
        response = manager.post(guided(bloc, "ket-nap"), self.answers(make_agency(), **{field: ""}))
        assert list(errors(response)) == [field]
        assert not Membership.objects.exists()

    def test_a_member_of_another_bloc_is_refused_in_words(self, manager: Client) -> None:
        place = make_membership()
        response = manager.post(guided(make_bloc(), "ket-nap"), self.answers(place.agency))
        assert "một khối cùng cấp" in str(errors(response)["__all__"])
        assert "một khối cùng cấp" in text(response)

    def test_what_the_act_refuses_stands_at_its_field(self, manager: Client) -> None:
        response = manager.post(
            guided(make_bloc(), "ket-nap"), self.answers(make_agency(dissolved_on=dt.date(2017, 1, 1)))
        )
        assert "đã giải thể" in str(errors(response)["agency"])

    def test_the_agency_is_found_by_typing_without_diacritics(self, manager: Client) -> None:
        agency = make_agency("Viện kiểm sát nhân dân tỉnh", initials="VKSND")
        make_agency("Sở Tư pháp")
        for words in ("vien kiem sat", "vksnd"):
            found = manager.get(
                "/quan-tri/autocomplete/",
                {"app_label": "emulation", "model_name": "membership", "field_name": "agency", "term": words},
            ).json()
            assert found["results"] == [{"id": str(agency.pk), "text": "Viện kiểm sát nhân dân tỉnh"}]

    def test_the_decision_is_found_by_number_and_words(self, manager: Client) -> None:
        decision = make_decision(number="348", abstract="Kiện toàn các khối thi đua")
        make_decision(number="12", abstract="Ban hành quy chế")
        for words in ("348", "348/QĐ-UBND", "kien toan"):
            found = manager.get(
                "/quan-tri/autocomplete/",
                {"app_label": "emulation", "model_name": "membership", "field_name": "decision", "term": words},
            ).json()
            assert [result["id"] for result in found["results"]] == [str(decision.pk)], words


class TestOtherActs:
    def test_release(self, manager: Client) -> None:
        place = make_membership()
        response = manager.post(
            guided(place.bloc, "roi-khoi", "?ngay=06/04/2018"),
            {"agency": place.agency_id, "on": "06/04/2018", "decision": make_decision().pk},
        )
        assert response.status_code == 302
        place.refresh_from_db()
        assert place.valid_to == DAY

    def test_the_button_of_a_row_knows_its_agency(self, manager: Client) -> None:
        place = make_membership()
        response = manager.get(guided(place.bloc, "roi-khoi", f"?ngay=06/04/2018&co-quan={place.agency_id}"))
        assert f'<option value="{place.agency_id}" selected>' in text(response)

    def test_only_members_are_offered_to_leave(self, manager: Client) -> None:
        place = make_membership()
        outsider = make_agency("Cơ quan ngoài khối")
        response = manager.post(
            guided(place.bloc, "roi-khoi"), {"agency": outsider.pk, "on": "06/04/2018", "decision": make_decision().pk}
        )
        assert "agency" in errors(response)

    def test_move(self, manager: Client) -> None:
        place, to = make_membership(), make_bloc("Khối khác")
        manager.post(
            guided(place.bloc, "chuyen-khoi", "?ngay=06/04/2018"),
            {"agency": place.agency_id, "to": to.pk, "on": "06/04/2018", "decision": make_decision().pk},
        )
        assert Membership.objects.of_bloc_and_agency(to, place.agency).valid_on(DAY).exists()

    def test_hand_over_with_both_who_speak(self, manager: Client) -> None:
        bloc = make_bloc()
        head, deputy = (make_membership(bloc).agency for _ in range(2))
        make_officer(bloc, head)
        response = manager.post(
            guided(bloc, "ban-giao"),
            {
                "head": deputy.pk,
                "head_person_name": "Nông Thị Mẫu",
                "head_post": "Giám đốc",
                "deputy": head.pk,
                "on": "01/01/2019",
            },
        )
        assert response.status_code == 302, errors(response)
        office = LeadershipTerm.objects.heads().valid_on(dt.date(2019, 1, 1)).get()
        assert (office.agency, office.representatives.get().person_name) == (deputy, "Nông Thị Mẫu")
        assert LeadershipTerm.objects.of_role("deputy").valid_on(dt.date(2019, 1, 1)).get().agency == head

    def test_a_person_without_a_post_is_asked_for_it(self, manager: Client) -> None:
        place = make_membership()
        response = manager.post(
            guided(place.bloc, "cu-truong-khoi"),
            {"agency": place.agency_id, "on": "01/01/2019", "person_name": "Nông Thị Mẫu"},
        )
        assert "post" in errors(response)

    @pytest.mark.parametrize(("action", "role"), [("cu-truong-khoi", "head"), ("cu-pho-truong-khoi", "deputy")])
    def test_appoint(self, manager: Client, action: str, role: str) -> None:
        place = make_membership()
        manager.post(guided(place.bloc, action), {"agency": place.agency_id, "on": "01/01/2019", "until": "01/01/2020"})
        office = LeadershipTerm.objects.get()
        assert (office.role, office.valid_from, office.valid_to) == (role, dt.date(2019, 1, 1), dt.date(2020, 1, 1))

    def test_change_who_speaks(self, manager: Client) -> None:
        place = make_membership()
        office = make_officer(place.bloc, place.agency)
        make_person(office)
        manager.post(
            guided(place.bloc, "doi-nguoi-dai-dien", "?ngay=06/04/2018"),
            {"leadership_term": office.pk, "person_name": "Hoàng Văn Mẫu", "post": "Chánh án", "on": "06/04/2018"},
        )
        assert office.representative_on(DAY).person_name == "Hoàng Văn Mẫu"

    def test_vacate(self, manager: Client) -> None:
        place = make_membership()
        office = make_officer(place.bloc, place.agency)
        manager.post(guided(place.bloc, "thoi-chuc-trach"), {"leadership_term": office.pk, "on": "06/04/2030"})
        office.refresh_from_db()
        assert office.valid_to == dt.date(2030, 4, 6)

    def test_rename_and_dissolve_a_bloc(self, manager: Client) -> None:
        bloc = make_bloc(number_label="số IV")
        answers = {"on": "06/04/2018", "decision": make_decision().pk}
        manager.post(guided(bloc, "doi-ten"), answers | {"name": "Nội chính", "number_label": "số 5"})
        manager.post(guided(bloc, "giai-the"), answers | {"on": "01/01/2020"})
        assert bloc.name_on(DAY).number_label == "số 5"
        assert not bloc.exists_on(dt.date(2020, 1, 1))

    def test_merging_from_the_page_of_a_bloc_leads_back_there(self, manager: Client) -> None:
        place, into = make_membership(), make_agency("Sở Mới")
        response = manager.post(
            guided(place.agency, "sap-nhap", f"?khoi={place.bloc_id}"),
            {"into": into.pk, "inherits_membership": "on", "on": "06/04/2018", "decision": make_decision().pk},
        )
        assert unquote(response["Location"]) == staff_client(place.bloc)
        assert Membership.objects.of_bloc_and_agency(place.bloc, into).valid_on(DAY).exists()

    def test_split_and_dissolve_an_agency(self, manager: Client) -> None:
        whole, part = make_agency(), make_agency("Phòng mới")
        answers = {"on": "06/04/2018", "decision": make_decision().pk}
        manager.post(guided(whole, "tach"), answers | {"into": [part.pk]})
        manager.post(guided(whole, "giai-the"), answers)
        assert sorted(AgencyRelation.objects.values_list("kind", flat=True)) == ["dissolved", "split_from"]


class TestAdding:
    def test_a_bloc_is_founded_with_its_name_and_then_wants_members(self, manager: Client) -> None:
        decision = make_decision()
        response = manager.post(
            f"{LIST}add/",
            {
                "name": "Khối thi đua các cơ quan Nội chính",
                "number_label": "số IV",
                "on": "06/04/2018",
                "decision": decision.pk,
                "kind": "khoi",
                "level": "province",
                "slug": "so-iv",
            },
        )
        bloc = Bloc.objects.get()
        assert response["Location"] == f"{LIST}{bloc.pk}/thanh-vien/"
        assert (bloc.names.get().decision, bloc.exists_on(DAY)) == (decision, True)

    def test_a_bloc_of_a_taken_address_is_refused(self, manager: Client) -> None:
        make_bloc(slug="so-iv")
        answers = {"name": "Khác", "on": "06/04/2018", "kind": "khoi", "level": "province", "slug": "so-iv"}
        response = manager.post(f"{LIST}add/", answers)
        assert "slug" in response.context["adminform"].form.errors
        assert Bloc.objects.count() == 1

    def test_an_agency_gets_its_address_from_its_name(self, manager: Client) -> None:
        response = manager.post(
            "/quan-tri/emulation/agency/add/",
            {"name": "Công an tỉnh", "initials": "CAT", "on": "06/04/2018", "line": "police", "force": "armed"},
        )
        assert response.status_code == 302
        agency = Agency.objects.get()
        assert (agency.slug, str(agency), agency.force) == ("cong-an-tinh", "Công an tỉnh", "armed")

    def test_a_decision_in_the_popup_comes_back_to_the_question(self, manager: Client) -> None:
        response = manager.post(
            "/quan-tri/emulation/decision/add/?_popup=1",
            {
                "number": "348",
                "symbol": "QĐ-UBND",
                "issued_on": "06/04/2018",
                "issuer": "UBND tỉnh",
                "abstract": "Kiện toàn",
                "_popup": "1",
            },
        )
        assert response.status_code == 200
        assert "348/QĐ-UBND, 06/04/2018" in response.context["popup_response_data"].encode().decode("unicode_escape")
        assert Decision.objects.get().effective_from == DAY


class TestDecisionFile:
    def make_scanned(self) -> Decision:
        return make_decision(file=SimpleUploadedFile("Quyết định 348.pdf", b"%PDF-1.7 scan"))

    def test_it_leaves_through_a_page_that_authorises(self, manager: Client) -> None:
        decision = self.make_scanned()
        address = f"/quan-tri/emulation/decision/{decision.pk}/tep/"
        assert f'href="{address}"' in text(manager.get(f"/quan-tri/emulation/decision/{decision.pk}/change/"))
        response = manager.get(address)
        assert b"".join(response.streaming_content) == b"%PDF-1.7 scan"
        assert response["Content-Disposition"] == 'attachment; filename="quyet-dinh-348.pdf"'
        assert "no-store" in response["Cache-Control"]

    def test_nobody_else_gets_it(self, client: Client) -> None:
        address = f"/quan-tri/emulation/decision/{self.make_scanned().pk}/tep/"
        assert client.get(address).status_code == 302
        client.force_login(make_user(is_staff=True, permissions=READER))
        assert client.get(address).status_code == 403

    def test_without_a_file_there_is_nothing(self, manager: Client) -> None:
        decision = make_decision()
        assert manager.get(f"/quan-tri/emulation/decision/{decision.pk}/tep/").status_code == 404

    def test_a_file_of_another_kind_is_refused(self, manager: Client) -> None:
        answers = {
            "number": "348",
            "symbol": "QĐ-UBND",
            "issued_on": "06/04/2018",
            "issuer": "UBND tỉnh",
            "abstract": "Kiện toàn",
            "file": SimpleUploadedFile("a.html", b"<script>"),
        }
        response = manager.post("/quan-tri/emulation/decision/add/", answers)
        assert "Không nhận loại tệp này" in str(response.context["adminform"].form.errors["file"])
        assert not Decision.objects.exists()


class TestFullRecord:
    def record(self, bloc: Bloc, **given: object) -> dict[str, object]:
        """The change form of a bloc with its one membership and its one office, as a browser sends it."""
        name, place, office = bloc.names.get(), bloc.memberships.get(), bloc.leadership_terms.get()
        rows = {
            "names": {"id": name.pk, "name": name.name, "number_label": name.number_label},
            "memberships": {"id": place.pk, "agency": place.agency_id, "position": place.position},
            "leadership_terms": {"id": office.pk, "agency": office.agency_id, "role": office.role},
        }
        values: dict[str, object] = {"kind": bloc.kind, "level": bloc.level, "slug": bloc.slug}
        for prefix, row in rows.items():
            values |= {f"{prefix}-TOTAL_FORMS": 1, f"{prefix}-INITIAL_FORMS": 1, f"{prefix}-0-bloc": bloc.pk}
            values |= {f"{prefix}-0-valid_from": "19/04/2016"} | {
                f"{prefix}-0-{key}": value for key, value in row.items()
            }
        return values | given

    def make_led_bloc(self) -> Bloc:
        bloc = make_bloc()
        make_officer(bloc, make_membership(bloc).agency)
        return bloc

    def test_it_can_be_put_right(self, manager: Client) -> None:
        bloc = self.make_led_bloc()
        response = manager.post(f"{LIST}{bloc.pk}/change/", self.record(bloc, **{"memberships-0-position": 7}))
        assert response.status_code == 302
        assert bloc.memberships.get().position == 7

    @pytest.mark.parametrize(
        ("given", "message"),
        [
            ({"memberships-0-valid_to": "06/04/2018"}, "phải là thành viên"),
            ({"memberships-0-DELETE": "on"}, "phải là thành viên"),
            ({"leadership_terms-0-valid_to": "01/01/2016"}, "Ngày kết thúc phải sau ngày bắt đầu"),
            ({"level": "commune"}, "Cấp của khối không đổi được"),
        ],
    )
    def test_what_cannot_be_is_told_and_not_written(self, manager: Client, given: dict[str, Any], message: str) -> None:
        bloc = self.make_led_bloc()
        response = manager.post(f"{LIST}{bloc.pk}/change/", self.record(bloc, **given), follow=True)
        assert message in text(response)
        place = bloc.memberships.get()
        assert (place.valid_to, place.level) == (None, "province")

    def test_nothing_is_deleted_in_bulk(self, manager: Client) -> None:
        bloc = make_bloc()
        manager.post(LIST, {"action": "delete_selected", "_selected_action": bloc.pk, "post": "yes"})
        assert Bloc.objects.filter(pk=bloc.pk).exists()

    @pytest.mark.parametrize(
        "address",
        ["agency", "decision", "leadershipterm", "emulationtitle", "commendationform", "commendationkind", "bloc"],
    )
    def test_every_list_and_every_add_page_opens(self, manager: Client, address: Any) -> None:
        place = make_membership()
        make_officer(place.bloc, place.agency)
        assert manager.get(f"/quan-tri/emulation/{address}/").status_code == 200
        assert manager.get(f"/quan-tri/emulation/{address}/?q=so").status_code == 200
        assert manager.get(f"/quan-tri/emulation/{address}/add/").status_code == 200

    def test_the_pages_of_a_row_open(self, manager: Client) -> None:
        place = make_membership(decision=make_decision())
        office = make_officer(place.bloc, place.agency)
        for row in (place.bloc, place.agency, place.decision, office):
            assert manager.get(f"/quan-tri/emulation/{row._meta.model_name}/{row.pk}/change/").status_code == 200

    @pytest.mark.parametrize(("value", "names"), [("co", {"Sở Mới"}), ("khong", {"Sở Cũ"}), ("", {"Sở Mới", "Sở Cũ"})])
    def test_agencies_of_the_past_are_one_click_away(self, manager: Client, value: str, names: set[str]) -> None:
        make_agency("Sở Cũ", dissolved_on=DAY)
        make_agency("Sở Mới")
        page = text(manager.get("/quan-tri/emulation/agency/", {"ton-tai": value} if value else {}))
        assert {name for name in ("Sở Mới", "Sở Cũ") if f">{name}<" in page} == names


class TestImportPage:
    def test_a_good_sheet_is_written_and_counted(self, manager: Client) -> None:
        make_bloc()
        make_agency()
        response = manager.post(IMPORT, {"file": csv_file(line())}, follow=True)
        assert "Đã thêm 1 thành viên và 0 cơ quan" in text(response)

    def test_bad_rows_are_listed_by_number(self, manager: Client) -> None:
        make_bloc()
        make_agency()
        page = text(manager.post(IMPORT, {"file": csv_file(line(), line(bloc="số IX"))}))
        assert "có 1 dòng sai" in page
        assert '<th scope="row">3</th> <td>Không tìm thấy khối “số IX”.</td>' in page
        assert not Membership.objects.exists()

    def test_a_file_of_another_kind_is_refused(self, manager: Client) -> None:
        response = manager.post(IMPORT, {"file": SimpleUploadedFile("a.pdf", b"%PDF-1.7")})
        assert "Không nhận loại tệp này" in str(errors(response)["file"])

    def test_no_file_is_asked_for(self, manager: Client) -> None:
        assert "file" in errors(manager.post(IMPORT, {}))

    @pytest.mark.parametrize(("kind", "start"), [("xlsx", b"PK"), ("csv", b"\xef\xbb\xbfKh")])
    def test_the_template_can_be_downloaded(self, manager: Client, kind: str, start: bytes) -> None:
        response = manager.get(f"{IMPORT}mau.{kind}")
        assert response.content.startswith(start)
        assert f"mau-thanh-vien-khoi.{kind}" in response["Content-Disposition"]

    def test_there_is_no_other_template(self, manager: Client) -> None:
        assert manager.get(f"{IMPORT}mau.docx").status_code == 404
