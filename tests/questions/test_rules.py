"""What needs no database: the table of acts, working days, initials, codes, addresses of pages."""

import datetime as dt
import itertools

import pytest

from portal.questions.display_names import get_initials, get_public_name
from portal.questions.due_dates import working_day_after
from portal.questions.forms import clean_own_path
from portal.questions.models import CODE_LENGTH, generate_code, normalize_code
from portal.questions.workflow import (
    CLOSED_STATUSES,
    OPEN_STATUSES,
    QUESTION_WORKFLOW,
    QuestionAction,
    QuestionRole,
    QuestionStatus,
)

FRIDAY, MONDAY = dt.date(2026, 11, 20), dt.date(2026, 11, 23)
ANSWERER, PUBLISHER = QuestionRole.ANSWERER, QuestionRole.PUBLISHER

# Every state with what each right may do in it; what is not here is refused.
MATRIX = {
    QuestionStatus.RECEIVED: {
        ANSWERER: {QuestionAction.EDIT, QuestionAction.ACCEPT, QuestionAction.REFUSE},
        PUBLISHER: {QuestionAction.EDIT, QuestionAction.ACCEPT, QuestionAction.REFUSE},
    },
    QuestionStatus.ACCEPTED: {
        ANSWERER: {QuestionAction.EDIT, QuestionAction.REFUSE, QuestionAction.ASSIGN, QuestionAction.DRAFT},
        PUBLISHER: {QuestionAction.EDIT, QuestionAction.REFUSE, QuestionAction.ASSIGN, QuestionAction.DRAFT},
    },
    QuestionStatus.ASSIGNED: {
        ANSWERER: {QuestionAction.EDIT, QuestionAction.REFUSE, QuestionAction.ASSIGN, QuestionAction.DRAFT},
        PUBLISHER: {QuestionAction.EDIT, QuestionAction.REFUSE, QuestionAction.ASSIGN, QuestionAction.DRAFT},
    },
    QuestionStatus.DRAFTED: {
        ANSWERER: {QuestionAction.EDIT, QuestionAction.ASSIGN},
        PUBLISHER: {
            QuestionAction.EDIT,
            QuestionAction.ASSIGN,
            QuestionAction.RETURN_DRAFT,
            QuestionAction.PUBLISH,
            QuestionAction.REPLY,
        },
    },
    QuestionStatus.PUBLISHED: {ANSWERER: set(), PUBLISHER: {QuestionAction.EDIT, QuestionAction.WITHDRAW}},
    QuestionStatus.REPLIED: {ANSWERER: set(), PUBLISHER: set()},
    QuestionStatus.REFUSED: {ANSWERER: {QuestionAction.ACCEPT}, PUBLISHER: {QuestionAction.ACCEPT}},
    QuestionStatus.WITHDRAWN: {ANSWERER: set(), PUBLISHER: {QuestionAction.EDIT, QuestionAction.PUBLISH}},
}


class TestWorkflow:
    @pytest.mark.parametrize(("status", "action"), list(itertools.product(QuestionStatus, QuestionAction)))
    def test_each_act_is_allowed_exactly_where_the_matrix_says(
        self, status: QuestionStatus, action: QuestionAction
    ) -> None:
        for right, allowed in MATRIX[status].items():
            assert QUESTION_WORKFLOW.is_allowed(action, status, {right}) == (action in allowed)
        assert QUESTION_WORKFLOW.is_allowed(action, status, {QuestionRole.DATA_PROTECTION_OFFICER}) == (
            action == QuestionAction.ERASE
        )
        assert not QUESTION_WORKFLOW.is_allowed(action, status, set())

    @pytest.mark.parametrize("status", QuestionStatus)
    def test_a_report_is_never_published(self, status: QuestionStatus) -> None:
        assert QuestionAction.PUBLISH not in QUESTION_WORKFLOW.allowed_actions(
            status, set(QuestionRole), is_variant=True
        )

    def test_every_state_is_reached_and_open_or_closed(self) -> None:
        reached = {line.target for line in QUESTION_WORKFLOW.transitions} - {None}
        assert reached == set(QuestionStatus) - {QuestionStatus.RECEIVED}
        assert set(QuestionStatus) == OPEN_STATUSES | CLOSED_STATUSES


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
        assert get_initials(name) == expected

    def test_the_public_reads_initials_or_nothing(self) -> None:
        assert get_public_name("Nguyễn Văn A", is_anonymous=False) == "Ông/Bà N.V.A."
        assert get_public_name("Nguyễn Văn A", is_anonymous=True) == "Ẩn danh"
        assert get_public_name("???", is_anonymous=False) == "Ẩn danh"


class TestCodes:
    def test_are_long_and_differ(self) -> None:
        codes = {generate_code() for _ in range(200)}
        assert len(codes) == 200
        assert all(len(code) == CODE_LENGTH for code in codes)

    def test_are_read_however_they_are_typed(self) -> None:
        assert normalize_code(" abcd-efgh-2345 6789") == "ABCDEFGH23456789"


class TestPagesOfReports:
    @pytest.mark.parametrize("address", ["/", "/tin-tuc/2018/03/27/hoi-nghi/", "/tim-kiem/?q=a"])
    def test_ours_are_kept(self, address: str) -> None:
        assert clean_own_path(address) == address

    @pytest.mark.parametrize(
        "address", ["", "tin-tuc", "//xau.vn/", "/\\xau.vn", "https://xau.vn/", "/a\nb", "/a\x00", "/" + "a" * 300]
    )
    def test_others_are_not(self, address: str) -> None:
        assert clean_own_path(address) == ""
