"""The audit log: what goes into it by itself, that nobody alters it, and how administrators read it."""

import csv
import datetime as dt
import io
from collections.abc import Callable
from typing import Any, NoReturn

import pytest
import time_machine
from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.accounts.models import User
from portal.audit import services as audit_services
from portal.audit.models import AuditEntry
from portal.audit.signals import MAX_LOGGED_FAILURES_PER_MINUTE
from tests.factories import PASSWORD, make_administrator, make_category, make_user

pytestmark = pytest.mark.django_db

AUDIT_LOG = "/quan-tri/audit/auditentry/"
EXPORT = f"{AUDIT_LOG}xuat-csv/"
VIETNAM = timezone.get_default_timezone()


SETTING_UP = {audit_services.PASSWORD_SET, audit_services.PERMISSION_GRANTED}


def acts() -> list[str]:
    """The acts on record, oldest first; setting up a test's people is none of its acts."""
    return [act for act in AuditEntry.objects.order_by("pk").values_list("action", flat=True) if act not in SETTING_UP]


def last() -> AuditEntry:
    return AuditEntry.objects.order_by("pk").last()


def make_entry(**fields: object) -> AuditEntry:
    values = {"action": audit_services.CHANGED, "by": None, "name": "Nông Thúy Quỳnh", **fields}
    return audit_services.record(**values)


def sign_in(client: Client, username: str, password: str = PASSWORD) -> HttpResponse:
    return client.post("/dang-nhap/", {"username": username, "password": password})


class TestRecord:
    def test_it_keeps_names_and_titles_as_they_were(self) -> None:
        user, category = make_user(username="quynh"), make_category("Tin hoạt động")
        entry = audit_services.record(
            action=audit_services.CHANGED, by=user, target=category, detail={"note": "đổi tên"}
        )
        entry.refresh_from_db()
        assert (entry.user_id, entry.actor_name) == (user.pk, "Nông Thúy Quỳnh (quynh)")
        assert (entry.kind, entry.target_id, entry.title) == ("news.category", str(category.pk), "Tin hoạt động")
        assert entry.detail == {"note": "đổi tên"}

    def test_an_act_that_nobody_made_known_is_a_slip(self) -> None:
        with pytest.raises(ValueError, match="Unknown act 'publishd'"):
            audit_services.record(action="publishd", by=None)

    def test_another_section_makes_its_acts_known(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(audit_services, "_ACTION_LABELS", dict(audit_services._ACTION_LABELS))
        audit_services.register_actions({"published": "Xuất bản"})
        assert audit_services.action_label(audit_services.record(action="published", by=None).action) == "Xuất bản"

    def test_it_goes_with_the_act_when_the_act_fails(self) -> None:
        @transaction.atomic
        def act_that_fails() -> NoReturn:
            make_entry()
            raise RuntimeError("the act failed")

        with pytest.raises(RuntimeError, match="the act failed"):
            act_that_fails()
        assert acts() == []

    def test_a_long_title_is_cut_and_a_decomposed_one_composed(self) -> None:
        entry = make_entry(title="Tiê\u0301ng Việt " + "x" * 400)
        entry.refresh_from_db()
        assert entry.title.startswith("Tiếng Việt")
        assert len(entry.title) <= 250

    def test_it_outlives_the_account(self) -> None:
        user = make_user(username="nghi-viec")
        entry = audit_services.record(action=audit_services.CHANGED, by=user)
        user.delete()
        entry.refresh_from_db()
        assert "nghi-viec" in entry.actor_name
        assert AuditEntry.objects.select_related("user").get(pk=entry.pk).user is None

    @pytest.mark.parametrize(("wanted", "kept"), [(True, "192.0.2.7"), (False, None)])
    def test_the_network_address_is_kept_only_where_it_is_wanted(
        self, client: Client, settings: Any, wanted: bool, kept: str | None
    ) -> None:
        settings.AUDIT_LOG_IP_ADDRESSES = wanted
        credentials = {"username": make_user().username, "password": PASSWORD}
        client.post("/dang-nhap/", credentials, REMOTE_ADDR="192.0.2.7")
        assert (last().action, last().ip_address) == (audit_services.SIGNED_IN, kept)


class TestSigningIn:
    def test_in_and_out_are_on_record(self, client: Client) -> None:
        user = make_user(username="quynh")
        sign_in(client, "quynh")
        client.post("/dang-xuat/")
        assert acts() == [audit_services.SIGNED_IN, audit_services.SIGNED_OUT]
        assert {entry.user_id for entry in AuditEntry.objects.of_action(audit_services.SIGNED_OUT)} == {user.pk}

    def test_a_failure_keeps_the_name_and_never_the_password(self, client: Client) -> None:
        sign_in(client, "khong-co-ai", "mat-khau-bi-mat")
        entry = last()
        assert (entry.action, entry.actor_name, entry.user_id) == (audit_services.SIGN_IN_FAILED, "khong-co-ai", None)
        row = AuditEntry.objects.filter(pk=entry.pk).values().get()
        assert "mat-khau-bi-mat" not in str(row)

    def test_a_lock_out_is_noted_once(self, client: Client) -> None:
        for _ in range(settings.SIGN_IN_ATTEMPTS + 5):
            sign_in(client, "khong-co-ai", "sai")
        assert acts().count(audit_services.LOCKED_OUT) == 1
        assert acts().count(audit_services.SIGN_IN_FAILED) == settings.SIGN_IN_ATTEMPTS

    def test_guessing_by_the_thousand_does_not_fill_the_audit_log(self, client: Client) -> None:
        with time_machine.travel("2026-11-24T08:00:20Z", tick=False):
            for number in range(MAX_LOGGED_FAILURES_PER_MINUTE + 20):
                credentials = {"username": f"ten-{number}", "password": "sai"}
                client.post("/dang-nhap/", credentials, REMOTE_ADDR=f"192.0.2.{number}")
        assert acts().count(audit_services.SIGN_IN_FAILED) == MAX_LOGGED_FAILURES_PER_MINUTE

    def test_a_session_gets_a_new_key_with_the_sign_in(self, client: Client) -> None:
        user = make_user()
        client.force_login(make_user())
        before = client.session.session_key
        client.post("/dang-xuat/")
        session = client.session
        session["ghi"] = "chú"
        session.save()
        anonymous = client.session.session_key
        sign_in(client, user.username)
        assert client.session.session_key not in {before, anonymous}

    def test_an_account_put_to_rest_loses_its_sessions_at_once(self, client: Client) -> None:
        user = make_administrator()
        client.force_login(user)
        assert client.get("/quan-tri/").status_code == 200
        User.objects.filter(pk=user.pk).update(is_active=False)
        assert client.get("/quan-tri/").status_code == 302

    def test_a_new_password_ends_the_sessions_elsewhere(self, client: Client) -> None:
        user = make_administrator()
        client.force_login(user)
        user.set_password("mat-khau-moi-toanh")
        user.save()
        assert client.get("/quan-tri/").status_code == 302


class TestAccounts:
    @pytest.fixture
    def chief(self, client: Client) -> User:
        chief = make_administrator(username="chanh-van-phong")
        client.force_login(chief)
        return chief

    def account_form(self, user: User, **changed: object) -> dict[str, object]:
        joined = timezone.localtime(user.date_joined)
        return {
            "username": user.username,
            "full_name": user.full_name,
            "email": user.email,
            "is_active": "on",
            "date_joined_0": f"{joined:%d/%m/%Y}",
            "date_joined_1": f"{joined:%H:%M:%S}",
            **changed,
        }

    def test_who_gave_and_who_took_a_role_is_on_record(self, client: Client, chief: User) -> None:
        user, role = make_user(username="quynh"), Group.objects.create(name="Biên tập viên")
        address = f"/quan-tri/accounts/user/{user.pk}/change/"
        for groups, act in (([role.pk], audit_services.ROLE_GRANTED), ([], audit_services.ROLE_REVOKED)):
            assert client.post(address, self.account_form(user, groups=groups)).status_code == 302
            entry = AuditEntry.objects.of_action(act).get()
            assert (entry.user_id, entry.target_id, entry.detail) == (chief.pk, str(user.pk), {"role": "Biên tập viên"})

    def test_what_else_was_changed_with_a_role_is_on_record_too(self, client: Client, chief: User) -> None:
        user, role = make_user(username="quynh"), Group.objects.create(name="Biên tập viên")
        answers = self.account_form(user, groups=[role.pk], email="moi@example.vn")
        assert client.post(f"/quan-tri/accounts/user/{user.pk}/change/", answers).status_code == 302
        assert acts()[-2:] == [audit_services.ROLE_GRANTED, audit_services.CHANGED]

    @pytest.mark.parametrize(
        "take",
        [
            lambda user, role: user.groups.clear(),
            lambda user, role: role.user_set.remove(user),
            lambda user, role: role.user_set.clear(),
            lambda user, role: user.groups.set([]),
        ],
        ids=["clear", "from-the-role", "clear-the-role", "set"],
    )
    def test_a_role_is_seen_from_either_side(self, take: Callable[[User, Group], None]) -> None:
        user, role = make_user(), Group.objects.create(name="Biên tập viên")
        role.user_set.add(user)
        take(user, role)
        assert acts() == [audit_services.ROLE_GRANTED, audit_services.ROLE_REVOKED]
        assert {(entry.target_id, entry.user_id) for entry in AuditEntry.objects.of_target("accounts.user")} == {
            (str(user.pk), None)
        }

    def test_a_right_given_to_one_person_is_on_record(self) -> None:
        user = make_user()
        user.user_permissions.add(Permission.objects.get(codename="add_article"))
        assert last().action == audit_services.PERMISSION_GRANTED
        assert last().detail["permission"]

    def test_a_password_set_in_the_admin_names_who_set_it(self, client: Client, chief: User) -> None:
        user = make_user()
        new = {"usable_password": "true", "password1": "mat-khau-moi-toanh", "password2": "mat-khau-moi-toanh"}
        assert client.post(f"/quan-tri/accounts/user/{user.pk}/password/", new).status_code == 302
        entry = AuditEntry.objects.of_action(audit_services.PASSWORD_SET).newest_first().first()
        assert (entry.user_id, entry.target_id) == (chief.pk, str(user.pk))
        assert "mat-khau-moi" not in str(AuditEntry.objects.filter(pk=entry.pk).values().get())

    def test_a_sign_in_sets_no_password(self, client: Client) -> None:
        user = make_user()
        before = AuditEntry.objects.of_action(audit_services.PASSWORD_SET).count()
        sign_in(client, user.username)
        assert AuditEntry.objects.of_action(audit_services.PASSWORD_SET).count() == before

    def test_every_change_in_the_admin_is_on_record(self, client: Client, chief: User) -> None:
        client.post("/quan-tri/auth/group/add/", {"name": "Kiểm duyệt"})
        group = Group.objects.get()
        client.post(f"/quan-tri/auth/group/{group.pk}/change/", {"name": "Người duyệt"})
        client.post(f"/quan-tri/auth/group/{group.pk}/delete/", {"post": "yes"})
        entries = AuditEntry.objects.of_target("auth.group", str(group.pk)).order_by("pk")
        assert [entry.action for entry in entries] == [
            audit_services.ADDED,
            audit_services.CHANGED,
            audit_services.DELETED,
        ]
        assert {entry.user_id for entry in entries} == {chief.pk}
        assert [entry.title for entry in entries] == ["Kiểm duyệt", "Người duyệt", "Người duyệt"]
        assert entries[1].detail["note"]

    @pytest.mark.parametrize("count", [1, 3])
    def test_deleting_several_at_once_is_on_record_once_each(self, client: Client, chief: User, count: int) -> None:
        groups = [Group.objects.create(name=f"Nhóm {number}") for number in range(count)]
        answer = {"action": "delete_selected", "_selected_action": [group.pk for group in groups], "post": "yes"}
        client.post("/quan-tri/auth/group/", answer)
        assert not Group.objects.exists()
        kept = AuditEntry.objects.of_action(audit_services.DELETED).values_list("target_id", flat=True)
        assert sorted(kept) == sorted(str(group.pk) for group in groups)

    def test_asking_whether_to_delete_is_no_act(self, client: Client, chief: User) -> None:
        groups = [Group.objects.create(name=f"Nhóm {number}") for number in range(2)]
        before = acts()
        answer = {"action": "delete_selected", "_selected_action": [group.pk for group in groups]}
        assert client.post("/quan-tri/auth/group/", answer).status_code == 200
        assert acts() == before


class TestNobodyAltersIt:
    @pytest.mark.parametrize(
        "alter",
        [
            lambda entry: entry.save(),
            lambda entry: entry.delete(),
            lambda entry: AuditEntry.objects.update(action=audit_services.DELETED),
            lambda entry: AuditEntry.objects.all().delete(),
            lambda entry: AuditEntry.objects.bulk_update([entry], ["action"]),
        ],
        ids=["save", "delete", "update", "delete-all", "bulk-update"],
    )
    def test_the_models_refuse(self, alter: Callable[[AuditEntry], object]) -> None:
        entry = make_entry()
        with pytest.raises(ValidationError, match="chỉ được ghi thêm"):
            alter(entry)
        assert AuditEntry.objects.get(pk=entry.pk).action == audit_services.CHANGED

    @pytest.mark.parametrize(
        ("statement", "constraint"),
        [
            ("UPDATE audit_auditentry SET title = 'khác'", "audit_entry_forbid_update"),
            ("UPDATE audit_auditentry SET user_id = NULL", "audit_entry_forbid_update"),
            ("DELETE FROM audit_auditentry", "audit_entry_forbid_recent_delete"),
        ],
    )
    def test_the_database_refuses_too(self, statement: str, constraint: str) -> None:
        make_entry()
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)

    @pytest.mark.parametrize(("days", "stays"), [(0, True), (180, True), (182, False), (3000, False)])
    def test_the_database_lets_go_what_is_half_a_year_old(self, days: int, stays: bool) -> None:
        now = timezone.now()
        make_entry(at=now - dt.timedelta(days=days))
        if stays:
            with pytest.raises(IntegrityError, match="audit_entry_forbid_recent_delete"), transaction.atomic():
                AuditEntry.objects.prune(now + dt.timedelta(days=1))
        else:
            assert AuditEntry.objects.prune(now) == 1

    @pytest.mark.parametrize("part", ["add/", "{pk}/delete/"])
    def test_the_admin_offers_no_way(self, client: Client, part: str) -> None:
        entry = make_entry()
        client.force_login(make_administrator())
        address = AUDIT_LOG + part.format(pk=entry.pk)
        assert [client.get(address).status_code, client.post(address, {"post": "yes"}).status_code] == [403, 403]

    def test_an_entry_is_shown_without_a_way_to_save_it(self, client: Client) -> None:
        entry = make_entry(title="Hội nghị")
        client.force_login(make_administrator())
        address = f"{AUDIT_LOG}{entry.pk}/change/"
        assert 'name="_save"' not in client.get(address).content.decode()
        assert client.post(address, {"title": "khác"}).status_code == 403


@pytest.mark.django_db(transaction=True)
def test_a_tests_database_can_be_emptied() -> None:
    make_entry()
    call_command("flush", interactive=False, verbosity=0)
    assert not AuditEntry.objects.exists()


class TestTrimming:
    NOW = dt.datetime(2026, 8, 31, 9, 30, tzinfo=VIETNAM)

    @pytest.mark.parametrize(
        ("months", "day"),
        [(6, (2026, 2, 28)), (24, (2024, 8, 31)), (18, (2025, 2, 28)), (8, (2025, 12, 31)), (30, (2024, 2, 29))],
    )
    def test_months_before_ends_on_a_day_that_exists(self, months: int, day: tuple[int, int, int]) -> None:
        assert audit_services.subtract_months(self.NOW, months) == dt.datetime(*day, 9, 30, tzinfo=VIETNAM)

    def test_the_command_removes_what_is_older_and_says_so_on_the_audit_log(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        now = timezone.now()
        for age in (800, 760, 10):
            make_entry(at=now - dt.timedelta(days=age))
        call_command("prune_audit_log", older_than_months=24)
        assert "2 entries" in capsys.readouterr().out
        assert acts() == [audit_services.CHANGED, audit_services.AUDIT_LOG_PRUNED]
        assert last().detail["count"] == 2

    def test_nothing_to_remove_is_nothing_to_record(self) -> None:
        make_entry()
        call_command("prune_audit_log", older_than_months=24)
        assert acts() == [audit_services.CHANGED]

    @pytest.mark.parametrize("months", [-1, 0, 5])
    def test_the_last_half_year_stays(self, months: int) -> None:
        make_entry(at=timezone.now() - dt.timedelta(days=170))
        with pytest.raises(CommandError, match="must stay"):
            call_command("prune_audit_log", older_than_months=months)
        assert acts() == [audit_services.CHANGED]


class TestAuditLog:
    @pytest.fixture
    def reader(self, client: Client) -> Client:
        client.force_login(make_user(permissions=("view_auditentry",), username="xem-nhat-ky", full_name="Người Xem"))
        return client

    def titles(self, client: Client, query: dict[str, str]) -> list[str]:
        response = client.get(AUDIT_LOG, query)
        assert response.status_code == 200
        return [entry.title for entry, *_ in response.context["rows"]]

    def test_the_newest_come_first(self, reader: Client) -> None:
        for number in range(3):
            make_entry(title=f"Bài {number}")
        assert self.titles(reader, {"action": audit_services.CHANGED}) == ["Bài 2", "Bài 1", "Bài 0"]

    @pytest.mark.parametrize(
        ("words", "is_found"),
        [("dai hoi", True), ("ĐẠI HỘI", True), ("ma thi sao", True), ("ly do rieng", True), ("hội thảo", False)],
    )
    def test_it_is_searched_without_diacritics(self, reader: Client, words: str, is_found: bool) -> None:
        make_entry(title="Đại hội thi đua", name="Mã Thị Sao", detail={"reason": "Lý do riêng"})
        assert ("Đại hội thi đua" in self.titles(reader, {"q": words})) is is_found

    def test_it_is_narrowed_by_act_and_person(self, reader: Client) -> None:
        quynh, sao = make_user(), make_user()
        audit_services.record(action=audit_services.CHANGED, by=quynh, title="của Quỳnh")
        audit_services.record(action=audit_services.ADDED, by=quynh, title="thêm của Quỳnh")
        audit_services.record(action=audit_services.CHANGED, by=sao, title="của Sao")
        assert self.titles(reader, {"action": audit_services.CHANGED, "user": str(quynh.pk)}) == ["của Quỳnh"]

    def test_a_range_of_days_counts_its_last_day(self, reader: Client) -> None:
        for day, hour in ((26, 23), (27, 0), (28, 23), (29, 0)):
            timestamp = dt.datetime(2026, 3, day, hour, 30, tzinfo=VIETNAM)
            make_entry(title=f"{day}", at=timestamp)
        assert self.titles(reader, {"since": "27/03/2026", "until": "28/03/2026"}) == ["28", "27"]

    @pytest.mark.parametrize(
        "query",
        [
            {"since": "31/02/2026"},
            {"since": "02/03/2026", "until": "01/03/2026"},
            {"user": "999999"},
            {"action": "khong-co"},
        ],
    )
    def test_a_question_wrongly_put_is_told_and_shows_nothing(self, reader: Client, query: dict[str, str]) -> None:
        make_entry()
        assert self.titles(reader, query) == []
        assert "errorlist" in reader.get(AUDIT_LOG, query).content.decode()

    def test_one_things_own_audit_log(self, reader: Client) -> None:
        one, other = make_category("Một"), make_category("Hai")
        for category in (one, other, one):
            audit_services.record(action=audit_services.CHANGED, by=None, target=category)
        assert self.titles(reader, {"kind": "news.category", "id": str(one.pk)}) == ["Một", "Một"]

    def test_pages_keep_the_question_and_lead_both_ways(self, reader: Client) -> None:
        for number in range(120):
            make_entry(title=f"Bài {number}", name="Mã Thị Sao")
            make_entry(title="khác", action=audit_services.ADDED)
        first = reader.get(AUDIT_LOG, {"action": audit_services.CHANGED, "q": "sao"})
        second = reader.get(AUDIT_LOG + first.context["older"])
        third = reader.get(AUDIT_LOG + second.context["older"])
        seen = [entry.title for page in (first, second, third) for entry, *_ in page.context["rows"]]
        assert seen == [f"Bài {number}" for number in reversed(range(120))]
        assert third.context["older"] is None
        assert reader.get(AUDIT_LOG + third.context["newer"]).context["rows"][0][0].title == "Bài 69"

    @pytest.mark.parametrize("page", ["0", "999", "abc"])
    def test_a_page_that_is_not_there_leads_to_the_first(self, reader: Client, page: str) -> None:
        assert reader.get(AUDIT_LOG, {"trang": page}).headers["Location"] == AUDIT_LOG

    def test_many_rows_cost_as_many_queries_as_few_and_none_counts(self, reader: Client) -> None:
        def queries() -> list[str]:
            with CaptureQueriesContext(connection) as captured:
                reader.get(AUDIT_LOG)
            return [query["sql"] for query in captured]

        make_entry()
        few = queries()
        AuditEntry.objects.bulk_create(
            [AuditEntry(action=audit_services.CHANGED, title=f"Bài {n}") for n in range(3000)]
        )
        many = queries()
        assert len(many) == len(few) <= 7
        assert not [sql for sql in many if "COUNT(" in sql.upper() and "audit_auditentry" in sql]

    @pytest.mark.parametrize("url", [AUDIT_LOG, EXPORT])
    def test_it_is_for_those_who_may(self, client: Client, url: str) -> None:
        assert client.get(url).status_code == 302
        client.force_login(make_user(permissions=("add_article",)))
        assert client.get(url).status_code == 403
        client.force_login(make_administrator())
        assert client.get(url).status_code == 200
        assert client.post(url).status_code == 405

    def test_an_empty_answer_says_so(self, reader: Client) -> None:
        page = reader.get(AUDIT_LOG, {"q": "khong co gi nhu the"}).content.decode()
        assert "Không có việc nào" in page

    def test_titles_are_shown_as_text(self, reader: Client) -> None:
        make_entry(title="<script>alert(1)</script>")
        page = reader.get(AUDIT_LOG).content.decode()
        assert "&lt;script&gt;alert" in page
        assert "<script>alert" not in page


class TestExport:
    def rows(self, client: Client, query: dict[str, str]) -> list[list[str]]:
        response = client.get(EXPORT, query)
        assert response.streaming
        text = b"".join(response.streaming_content).decode("utf-8-sig")
        return list(csv.reader(io.StringIO(text)))

    @pytest.fixture
    def reader(self, client: Client) -> Client:
        client.force_login(make_administrator())
        return client

    def test_it_holds_what_is_asked_for(self, reader: Client) -> None:
        timestamp = dt.datetime(2026, 3, 27, 8, 5, 9, tzinfo=VIETNAM)
        make_entry(title="Đại hội", at=timestamp, detail={"note": "Tiêu đề"})
        make_entry(title="khác")
        head, *rows = self.rows(reader, {"q": "dai hoi", "action": audit_services.CHANGED})
        assert head[0] == "lúc"
        assert rows == [["27/03/2026 08:05:09", "Sửa", "Nông Thúy Quỳnh", "", "", "Đại hội", "Tiêu đề", ""]]

    @pytest.mark.parametrize("cell", ["=1+1", "+84", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0"])
    def test_a_title_is_no_formula(self, reader: Client, cell: str) -> None:
        make_entry(title=cell)
        assert self.rows(reader, {"action": audit_services.CHANGED})[1][5] == f"'{cell}"

    def test_taking_it_away_is_on_record(self, reader: Client) -> None:
        self.rows(reader, {"q": "đại hội"})
        assert (last().action, last().detail) == (audit_services.AUDIT_LOG_EXPORTED, {"q": "đại hội"})

    def test_a_question_wrongly_put_leads_back_to_it(self, reader: Client) -> None:
        assert reader.get(EXPORT, {"since": "32/01/2026"}).headers["Location"].startswith(f"{AUDIT_LOG}?since=")
