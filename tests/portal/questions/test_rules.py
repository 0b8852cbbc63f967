"""What needs no database: the table of acts, working days, initials, codes, addresses of pages."""

import datetime as dt
import itertools

import pytest

from portal.questions import workflow
from portal.questions.deadlines import working_day_after
from portal.questions.forms import own_page
from portal.questions.models import CODE_LENGTH, new_code, read_code
from portal.questions.naming import initials_of, public_name
from portal.questions.workflow import CLOSED, OPEN, Act, Right, Status

FRIDAY, MONDAY = dt.date(2026, 11, 20), dt.date(2026, 11, 23)
ANSWERER, PUBLISHER = Right.ANSWERER, Right.PUBLISHER

# Every state with what each right may do in it; what is not here is refused.
MATRIX = {
    Status.RECEIVED: {
        ANSWERER: {Act.EDIT, Act.ACCEPT, Act.REFUSE},
        PUBLISHER: {Act.EDIT, Act.ACCEPT, Act.REFUSE},
    },
    Status.ACCEPTED: {
        ANSWERER: {Act.EDIT, Act.REFUSE, Act.ASSIGN, Act.DRAFT},
        PUBLISHER: {Act.EDIT, Act.REFUSE, Act.ASSIGN, Act.DRAFT},
    },
    Status.ASSIGNED: {
        ANSWERER: {Act.EDIT, Act.REFUSE, Act.ASSIGN, Act.DRAFT},
        PUBLISHER: {Act.EDIT, Act.REFUSE, Act.ASSIGN, Act.DRAFT},
    },
    Status.DRAFTED: {
        ANSWERER: {Act.EDIT, Act.ASSIGN},
        PUBLISHER: {Act.EDIT, Act.ASSIGN, Act.GIVE_BACK, Act.PUBLISH, Act.REPLY},
    },
    Status.PUBLISHED: {ANSWERER: set(), PUBLISHER: {Act.EDIT, Act.WITHDRAW}},
    Status.REPLIED: {ANSWERER: set(), PUBLISHER: set()},
    Status.REFUSED: {ANSWERER: {Act.ACCEPT}, PUBLISHER: {Act.ACCEPT}},
    Status.WITHDRAWN: {ANSWERER: set(), PUBLISHER: {Act.EDIT, Act.PUBLISH}},
}


class TestWorkflow:
    @pytest.mark.parametrize(("status", "act"), list(itertools.product(Status, Act)))
    def test_each_act_is_allowed_exactly_where_the_matrix_says(self, status: Status, act: Act) -> None:
        for right, allowed in MATRIX[status].items():
            assert workflow.allows(act, status, {right}) == (act in allowed)
        assert workflow.allows(act, status, {Right.KEEPER}) == (act == Act.ERASE)
        assert not workflow.allows(act, status, set())

    @pytest.mark.parametrize("status", Status)
    def test_a_report_is_never_published(self, status: Status) -> None:
        assert Act.PUBLISH not in workflow.acts_for(status, set(Right), is_report=True)

    def test_every_state_is_reached_and_open_or_closed(self) -> None:
        reached = {line.target for line in workflow.TRANSITIONS} - {None}
        assert reached == set(Status) - {Status.RECEIVED}
        assert set(Status) == OPEN | CLOSED


class TestWorkingDays:
    @pytest.mark.parametrize(
        ("count", "days_off", "expected"),
        [
            (0, [], FRIDAY),
            (1, [], MONDAY),
            (5, [], dt.date(2026, 11, 27)),
            (10, [], dt.date(2026, 12, 4)),
            (1, [MONDAY], dt.date(2026, 11, 24)),
            (1, [dt.date(2026, 11, 21)], MONDAY),
            (0, [FRIDAY], FRIDAY),
        ],
    )
    def test_weekends_and_days_off_do_not_count(self, count: int, days_off: list[dt.date], expected: dt.date) -> None:
        assert working_day_after(FRIDAY, count, days_off) == expected

    def test_nonsense_is_refused(self) -> None:
        with pytest.raises(ValueError, match="ahead"):
            working_day_after(FRIDAY, -1)
        with pytest.raises(ValueError, match="Too few"):
            working_day_after(FRIDAY, 1, {FRIDAY + dt.timedelta(days=n) for n in range(4000)})


class TestNaming:
    @pytest.mark.parametrize(
        ("name", "expected"),
        [
            ("Nguyễn Văn A", "N.V.A."),
            ("đàm  thị ủy", "Đ.T.Ủ."),
            ("123 -", ""),
            ("<b>", ""),
            ("Một Hai Ba Bốn Năm Sáu Bảy", "M.H.B.B.N.S."),
        ],
    )
    def test_initials(self, name: str, expected: str) -> None:
        assert initials_of(name) == expected

    def test_the_public_reads_initials_or_nothing(self) -> None:
        assert public_name("Nguyễn Văn A", is_anonymous=False) == "Ông/Bà N.V.A."
        assert public_name("Nguyễn Văn A", is_anonymous=True) == "Ẩn danh"
        assert public_name("???", is_anonymous=False) == "Ẩn danh"


class TestCodes:
    def test_are_long_and_differ(self) -> None:
        codes = {new_code() for _ in range(200)}
        assert len(codes) == 200
        assert all(len(code) == CODE_LENGTH for code in codes)

    def test_are_read_however_they_are_typed(self) -> None:
        assert read_code(" abcd-efgh-2345 6789") == "ABCDEFGH23456789"


class TestPagesOfReports:
    @pytest.mark.parametrize("address", ["/", "/tin-tuc/2018/03/27/hoi-nghi/", "/tim-kiem/?q=a"])
    def test_ours_are_kept(self, address: str) -> None:
        assert own_page(address) == address

    @pytest.mark.parametrize(
        "address", ["", "tin-tuc", "//xau.vn/", "/\\xau.vn", "https://xau.vn/", "/a\nb", "/a\x00", "/" + "a" * 300]
    )
    def test_others_are_not(self, address: str) -> None:
        assert own_page(address) == ""
