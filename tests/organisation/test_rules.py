"""What units and posts refuse: in words beforehand, and in the database itself, on whichever one the tests run."""

import datetime as dt
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import ProtectedError

from portal.core.text.languages import ENGLISH, VIETNAMESE, override
from portal.organisation.models import Official, Posting, Unit
from tests.factories import make_image
from tests.organisation.factories import LONG_AGO, make_official, make_posting, make_unit

pytestmark = pytest.mark.django_db

JAN, APR, JUL, OCT = (dt.date(2024, month, 1) for month in (1, 4, 7, 10))


def refused(by: str) -> AbstractContextManager[Any]:
    """The database refuses, and names the constraint."""
    return pytest.raises(IntegrityError, match=by)


def complaints(row: Unit | Official | Posting) -> str:
    try:
        row.full_clean()
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


class TestPosting:
    @pytest.mark.parametrize(
        ("start", "end", "meets"),
        [
            (JAN, APR, False),
            (JAN, dt.date(2024, 4, 2), True),
            (APR, JUL, True),
            (dt.date(2024, 5, 1), dt.date(2024, 6, 1), True),
            (JAN, None, True),
            (JUL, OCT, False),
            (JUL, None, False),
        ],
    )
    def test_is_recorded_once_on_any_day(self, start: dt.date, end: dt.date | None, meets: bool) -> None:
        held = make_posting("Nguyễn Văn A", make_unit(), since=APR, valid_to=JUL)
        again = Posting(official=held.official, unit=held.unit, post=held.post, valid_from=start, valid_to=end)
        assert ("chính chức vụ này" in complaints(again)) == meets
        if meets:
            with refused("posting_is_recorded_once"):
                again.save()
        else:
            again.save()

    def test_another_post_unit_or_person_may_overlap(self) -> None:
        held = make_posting("Nguyễn Văn A", make_unit(), since=APR)
        make_posting(held.official, held.unit, "Bí thư Chi bộ", since=APR)
        make_posting(held.official, make_unit(), held.post, since=APR)
        make_posting("Trần Thị B", held.unit, held.post, since=APR)
        assert Posting.objects.count() == 4

    def test_an_update_past_every_form_is_refused_too(self) -> None:
        held = make_posting("Nguyễn Văn A", make_unit(), since=APR, valid_to=JUL)
        make_posting(held.official, held.unit, since=JUL)
        with refused("posting_is_recorded_once"):
            Posting.objects.filter(pk=held.pk).update(valid_to=None)

    @pytest.mark.parametrize(
        ("start", "end", "outside"),
        [(APR, JUL, False), (JAN, JUL, True), (APR, None, True), (APR, OCT, True), (APR, dt.date(2024, 6, 1), False)],
    )
    def test_lies_within_its_unit(self, start: dt.date, end: dt.date | None, outside: bool) -> None:
        unit = make_unit(since=APR, valid_to=JUL)
        row = Posting(official=make_official(), unit=unit, post="Trưởng phòng", valid_from=start, valid_to=end)
        assert ("thời gian đơn vị tồn tại" in complaints(row)) == outside
        if outside:
            with refused("posting_within_unit"):
                row.save()
        else:
            row.save()

    def test_ends_after_it_starts(self) -> None:
        row = Posting(official=make_official(), unit=make_unit(), post="Trưởng phòng", valid_from=APR, valid_to=APR)
        assert "Ngày kết thúc phải sau ngày bắt đầu." in complaints(row)
        with refused("posting_ends_after_it_starts"):
            row.save()

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("phone", "gọi tôi nhé"),
            ("phone", "0"),
            ("phone", "0" * 61),
            ("email", "không phải thư"),
            ("post", ""),
            ("post", "x" * 151),
            ("area", "x" * 301),
            ("decision_number", "x" * 81),
        ],
    )
    def test_refuses_what_no_page_could_show(self, field: str, value: str) -> None:
        posting = make_posting("Nguyễn Văn A", make_unit())
        setattr(posting, field, value)
        with pytest.raises(ValidationError) as refusal:
            posting.full_clean()
        assert field in refusal.value.message_dict

    @pytest.mark.parametrize("phone", ["0206 3852 123", "(0206) 3.852.123", "+84 206 3852 123", "0206-3852-123"])
    def test_takes_a_phone_number_as_people_write_it(self, phone: str) -> None:
        posting = make_posting("Nguyễn Văn A", make_unit(), phone=phone)
        posting.full_clean()

    @pytest.mark.parametrize("mark", ["is_leader", "is_contact", "is_spokesperson", ""])
    def test_is_public_by_one_of_its_marks_in_sql_and_in_python_equally(self, mark: str) -> None:
        posting = make_posting("Nguyễn Văn A", make_unit(), **({mark: True} if mark else {}))
        assert posting.is_public == bool(mark) == Posting.objects.public().exists()


class TestUnit:
    def test_keeps_its_posts(self) -> None:
        unit = make_unit()
        make_posting("Nguyễn Văn A", unit)
        unit.valid_to = APR
        assert "thời gian đơn vị tồn tại" in complaints(unit)
        with refused("unit_covers_postings"):
            unit.save()

    def test_cannot_begin_later_than_its_posts(self) -> None:
        unit = make_unit()
        make_posting("Nguyễn Văn A", unit)
        with refused("unit_covers_postings"):
            Unit.objects.filter(pk=unit.pk).update(valid_from=JAN)

    def test_is_not_its_own_superior(self) -> None:
        unit = make_unit()
        unit.parent = unit
        assert "vòng tròn" in complaints(unit)
        with refused("unit_is_not_its_own_parent"):
            unit.save()

    def test_makes_no_circle(self) -> None:
        top = make_unit()
        below = make_unit(parent=make_unit(parent=top))
        top.parent = below
        assert "vòng tròn" in complaints(top)

    def test_takes_its_address_from_its_name(self) -> None:
        assert make_unit("Phòng Đầu tư – Xây dựng").slug == "phong-dau-tu-xay-dung"

    def test_a_second_of_the_same_name_asks_for_another_address(self) -> None:
        make_unit("Văn phòng", valid_to=APR)
        assert "hãy viết địa chỉ khác" in complaints(Unit(name="Văn phòng", valid_from=APR))

    def test_is_not_deleted_from_under_its_posts(self) -> None:
        posting = make_posting("Nguyễn Văn A", make_unit())
        for row in (posting.unit, posting.official):
            with pytest.raises(ProtectedError):
                row.delete()

    def test_cleans_its_functions(self) -> None:
        unit = make_unit(functions='<p onclick="x()">Tham mưu<script>x()</script></p>', functions_en="<p>Advice</p>")
        assert unit.functions_rendered == "<p>Tham mưu</p>"
        assert unit.functions_en_rendered == "<p>Advice</p>"

    def test_speaks_english_where_there_is_some(self) -> None:
        unit = make_unit("Văn phòng", name_en="Administrative Office", address="Số 1")
        assert unit.shown_name == "Văn phòng"
        with override(ENGLISH):
            name, address = unit.shown_name, unit.shown_address
        assert (name, name.language) == ("Administrative Office", ENGLISH)
        assert (address, address.language) == ("Số 1", VIETNAMESE)


class TestOfficial:
    def test_keeps_nothing_private(self) -> None:
        kept = {field.name for field in Official._meta.get_fields() if not field.auto_created}
        assert kept == {"full_name", "portrait", "sort_key", "search_folded"}

    def test_a_portrait_has_words(self) -> None:
        undescribed = make_image(alt="", needs_alt_text=True)
        assert "lời tả" in complaints(Official(full_name="Nguyễn Văn A", portrait=undescribed))
        assert complaints(Official(full_name="Nguyễn Văn A", portrait=make_image())) == ""

    @pytest.mark.parametrize(
        ("name", "letters"),
        [("Nguyễn Văn An", "NA"), ("Đinh Thị Hoa", "ĐH"), ("An", "A"), ("Nông Nga", "N"), ("", "")],
    )
    def test_initials_stand_for_a_portrait(self, name: str, letters: str) -> None:
        assert Official(full_name=name).initials == letters

    def test_are_ordered_by_the_given_name(self) -> None:
        for name in ("Trần Văn Ba", "Nguyễn Thị Ánh", "Lê Văn An"):
            make_official(name)
        assert [str(official) for official in Official.objects.all()] == ["Lê Văn An", "Nguyễn Thị Ánh", "Trần Văn Ba"]


def test_a_day_has_the_same_rows_in_sql_and_in_python() -> None:
    rows = [make_unit(), make_unit(since=APR, valid_to=JUL), make_unit(since=JUL)]
    for day in (LONG_AGO, JAN, APR, dt.date(2024, 6, 30), JUL, OCT):
        assert set(Unit.objects.valid_on(day)) == {row for row in rows if row.is_valid_on(day)}
