"""The editors' section of the organisation: forms, acts, rights, refusals in words."""

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from portal.audit.models import AuditEntry
from portal.organisation.models import Official, Posting, Unit
from portal.roles import ADMINISTRATOR, EDITOR
from tests.factories import make_staff
from tests.organisation.factories import make_official, make_posting, make_unit

pytestmark = pytest.mark.django_db

TODAY = dt.datetime(2025, 9, 1, 3, 0, tzinfo=dt.UTC)
JULY = dt.date(2025, 7, 1)
ADMIN = "/quan-tri/organisation"


@pytest.fixture(autouse=True)
def now() -> Iterator[None]:
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def clerk(client: Client) -> Client:
    client.force_login(make_staff(ADMINISTRATOR))
    return client


@pytest.fixture
def head() -> Posting:
    return make_posting("Nguyễn Văn A", make_unit("Sở Mẫu"), "Giám đốc", is_leader=True, phone="0206 000 0001")


def unit_answers(**given: object) -> dict[str, object]:
    answers = {"name": "Sở Mẫu", "position": 0, "valid_from": "01/01/2020", "functions": "<p>Tham mưu</p>"}
    formset = {f"postings-{name}": number for name, number in (("TOTAL_FORMS", 0), ("INITIAL_FORMS", 0))}
    return {**answers, **formset, **given}


class TestUnits:
    def test_are_added_with_their_posts(self, clerk: Client) -> None:
        post = {"official": make_official().pk, "post": "Giám đốc", "valid_from": "01/02/2020", "position": 0}
        answers = unit_answers(**{"postings-TOTAL_FORMS": 1})
        answers |= {f"postings-0-{name}": value for name, value in post.items()}
        response = clerk.post(f"{ADMIN}/unit/add/", answers)
        assert response.status_code == 302
        unit = Unit.objects.get()
        assert (unit.slug, unit.functions_rendered) == ("so-mau", "<p>Tham mưu</p>")
        assert unit.postings.get().valid_from == dt.date(2020, 2, 1)

    @pytest.mark.parametrize(
        ("given", "message"),
        [
            ({"valid_to": "01/01/2019"}, "Ngày kết thúc phải sau ngày bắt đầu."),
            ({"name": "x" * 201}, "200"),
            ({"name": "Sở\x00Mẫu"}, "errorlist"),
            ({"phone": "gọi tôi"}, "Hãy viết số điện thoại"),
            ({"position": "-1"}, "lớn hơn hoặc bằng"),
            ({"position": "99999999999"}, "nhỏ hơn hoặc bằng"),
            ({"parent": "99999999999999999999"}, "errorlist"),
            ({"parent": "\x00"}, "errorlist"),
            ({"valid_from": "31/02/2020"}, "ngày"),
        ],
    )
    def test_say_what_is_wrong(self, clerk: Client, given: dict[str, str], message: str) -> None:
        response = clerk.post(f"{ADMIN}/unit/add/", unit_answers(**given))
        assert response.status_code == 200
        assert message in response.content.decode()
        assert not Unit.objects.exists()

    def test_are_found_without_diacritics(self, clerk: Client) -> None:
        make_unit("Phòng Thi đua")
        assert "Phòng Thi đua" in clerk.get(f"{ADMIN}/unit/?q=phong+thi+dua").content.decode()

    def test_show_who_holds_what_today_with_the_acts(self, clerk: Client, head: Posting) -> None:
        past = make_posting("Lê Văn Cũ", head.unit, is_leader=True, valid_to=JULY)
        page = clerk.get(f"{ADMIN}/unit/{head.unit.pk}/change/").content.decode()
        assert f"{ADMIN}/posting/{head.pk}/thao-tac/thay-nguoi/" in page
        assert f"{ADMIN}/posting/{past.pk}/" not in page

    def test_a_dissolved_one_ends_with_its_posts(self, clerk: Client, head: Posting) -> None:
        response = clerk.post(f"{ADMIN}/unit/{head.unit.pk}/thao-tac/giai-the/", {"on": "01/07/2025"})
        assert response.status_code == 302
        head.refresh_from_db()
        assert head.valid_to == JULY

    def test_cannot_be_ended_in_the_form_from_under_a_post_to_come(self, clerk: Client, head: Posting) -> None:
        answers = unit_answers(slug="so-mau", valid_from="19/04/2016", valid_to="01/07/2025")
        inline = {"id": head.pk, "unit": head.unit.pk, "official": head.official.pk, "post": "Giám đốc", "position": 0}
        inline |= {"valid_from": "19/04/2016", "is_leader": "on"}
        answers |= {f"postings-0-{name}": value for name, value in inline.items()}
        answers |= {"postings-TOTAL_FORMS": 1, "postings-INITIAL_FORMS": 1}
        response = clerk.post(f"{ADMIN}/unit/{head.unit.pk}/change/", answers)
        assert response.status_code == 200
        assert "thời gian đơn vị tồn tại" in response.content.decode()


class TestOfficials:
    def test_the_form_asks_for_nothing_private_and_says_so(self, clerk: Client) -> None:
        page = clerk.get(f"{ADMIN}/official/add/").content.decode()
        assert "không công bố ngày sinh" in page

    def test_the_list_costs_the_same(self, clerk: Client, django_assert_max_num_queries: object) -> None:
        unit = make_unit()
        for number in range(8):
            make_posting(f"Người số {number}", unit)
        with django_assert_max_num_queries(12):
            assert "Trưởng phòng" in clerk.get(f"{ADMIN}/official/").content.decode()

    def test_one_who_held_a_post_is_not_deleted(self, clerk: Client, head: Posting) -> None:
        clerk.post(f"{ADMIN}/official/{head.official.pk}/delete/", {"post": "yes"})
        assert Official.objects.filter(pk=head.official.pk).exists()


class TestActs:
    def test_a_holder_is_replaced(self, clerk: Client, head: Posting) -> None:
        successor = make_official("Trần Thị B")
        address = f"{ADMIN}/posting/{head.pk}/thao-tac/thay-nguoi/"
        assert 'value="0206 000 0001"' in clerk.get(address).content.decode()
        response = clerk.post(address, {"successor": successor.pk, "on": "01/07/2025", "email": "b@caobang.example"})
        assert response.status_code == 302
        begun = Posting.objects.get(official=successor)
        assert (begun.valid_from, begun.email, begun.is_leader) == (JULY, "b@caobang.example", True)
        acts = list(AuditEntry.objects.filter(kind="organisation.posting").values_list("action", flat=True))
        assert acts == ["organisation.holder_replaced"]

    def test_a_post_ends(self, clerk: Client, head: Posting) -> None:
        clerk.post(f"{ADMIN}/posting/{head.pk}/thao-tac/ket-thuc/", {"on": "01/07/2025"})
        head.refresh_from_db()
        assert head.valid_to == JULY

    @pytest.mark.parametrize(
        ("answers", "message"),
        [
            ({"on": "01/07/2025"}, "bắt buộc"),
            ({"on": "01/01/2001", "successor": "other"}, "phải kết thúc sau ngày đó"),
            ({"on": "01/07/2025", "successor": "self"}, "đang giữ chính chức vụ đó"),
            ({"on": "hôm nay", "successor": "other"}, "ngày"),
            ({"on": "01/07/2025", "successor": "99999999999999999999"}, "errorlist"),
            ({"on": "01/07/2025", "successor": "\x00"}, "errorlist"),
            ({"on": "01/07/2025", "successor": "other", "phone": "gọi tôi"}, "Hãy viết số điện thoại"),
            ({"on": "01/07/2025", "successor": "other", "area": "x" * 301}, "300"),
        ],
    )
    def test_refusals_stand_in_the_form(
        self, clerk: Client, head: Posting, answers: dict[str, str], message: str
    ) -> None:
        known = {"self": str(head.official.pk), "other": str(make_official("Trần Thị B").pk)}
        answers = {**answers, "successor": known.get(answers.get("successor", ""), answers.get("successor", ""))}
        response = clerk.post(f"{ADMIN}/posting/{head.pk}/thao-tac/thay-nguoi/", answers)
        assert response.status_code == 200
        assert message in response.content.decode()
        assert Posting.objects.get().valid_to is None

    @pytest.mark.parametrize("address", ["posting/9/thao-tac/thay-nguoi/", "posting/{pk}/thao-tac/khong-co/"])
    def test_of_nothing_are_not_found(self, clerk: Client, head: Posting, address: str) -> None:
        assert clerk.get(f"{ADMIN}/{address.format(pk=head.pk)}").status_code == 404

    def test_a_correction_leaves_the_usual_audit_log_entry(self, clerk: Client, head: Posting) -> None:
        answers = {"official": head.official.pk, "unit": head.unit.pk, "post": "Quyền Giám đốc", "position": 0}
        response = clerk.post(f"{ADMIN}/posting/{head.pk}/change/", {**answers, "valid_from": "19/04/2016"})
        assert response.status_code == 302
        assert AuditEntry.objects.get(kind="organisation.posting").action == "changed"

    def test_a_term_is_not_deleted(self, clerk: Client, head: Posting) -> None:
        assert clerk.post(f"{ADMIN}/posting/{head.pk}/delete/", {"post": "yes"}).status_code == 403
        assert Posting.objects.exists()


class TestRights:
    @pytest.mark.parametrize("page", ["unit/", "official/", "posting/", "unit/{unit}/thao-tac/giai-the/"])
    def test_others_have_no_business_here(self, client: Client, head: Posting, page: str) -> None:
        client.force_login(make_staff(EDITOR))
        assert client.get(f"{ADMIN}/{page.format(unit=head.unit.pk)}").status_code in {403, 404}

    def test_an_act_needs_the_right_to_change(self, client: Client, head: Posting) -> None:
        client.force_login(make_staff(EDITOR))
        response = client.post(f"{ADMIN}/posting/{head.pk}/thao-tac/ket-thuc/", {"on": "01/07/2025"})
        assert response.status_code in {403, 404}
        head.refresh_from_db()
        assert head.valid_to is None
