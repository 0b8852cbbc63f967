"""Units and officials are found while pages show them, and only then."""

import datetime as dt

import pytest
import time_machine

from portal.core.text import dates
from portal.organisation.appointments import end_posting
from portal.search import query as search_query
from portal.search.retrieval import fetch_public_entries
from tests.organisation.factories import make_posting, make_unit

pytestmark = pytest.mark.django_db

JUNE, JULY = dt.date(2025, 6, 1), dt.date(2025, 7, 1)


def found(query: str, day: dt.date = JULY) -> list[tuple[str, str]]:
    at = dates.start_of_day(day)
    return [(entry.title, entry.url) for entry in fetch_public_entries(search_query.search(query, at=at).keys, at)]


class TestUnits:
    def test_are_found_by_name_and_functions_in_both_languages(self) -> None:
        unit = make_unit("Phòng Thi đua", name_en="Emulation Division", functions="<p>Thẩm định hồ sơ</p>")
        for query in ("phong thi dua", "emulation division", "thẩm định hồ sơ"):
            assert found(query) == [("Phòng Thi đua", unit.get_absolute_url())], query

    def test_not_before_they_exist(self) -> None:
        make_unit("Phòng Mới", since=JULY)
        assert found("phòng mới", JUNE) == []
        assert len(found("phòng mới", JULY)) == 1


class TestOfficials:
    def test_a_leader_is_found_for_good(self) -> None:
        posting = make_posting("Nguyễn Văn Mẫu", make_unit("Sở Mẫu"), "Giám đốc", is_leader=True)
        end_posting(posting=posting, on=JUNE, by=None)
        assert found("nguyen van mau") == [("Nguyễn Văn Mẫu", "/co-cau-to-chuc/so-mau/")]
        assert len(found("giám đốc")) == 1

    def test_a_contact_while_being_one(self) -> None:
        posting = make_posting("Trần Thị Mẫu", make_unit(), is_contact=True)
        with time_machine.travel(dates.start_of_day(JUNE)):
            end_posting(posting=posting, on=JULY, by=None)
        assert len(found("trần thị mẫu", JUNE)) == 1
        assert found("trần thị mẫu", JULY) == []

    def test_nobody_before_the_first_day(self) -> None:
        make_posting("Trần Thị Mẫu", make_unit(), is_leader=True, since=JULY)
        assert found("trần thị mẫu", JUNE) == []

    def test_whoever_is_not_public_never(self) -> None:
        posting = make_posting("Trần Thị Kín", make_unit())
        assert found("trần thị kín") == []
        posting.is_contact = True
        posting.save()
        assert len(found("trần thị kín")) == 1
        posting.is_contact = False
        posting.save()
        assert found("trần thị kín") == []

    def test_follow_their_names(self) -> None:
        posting = make_posting("Trần Thị Mẫu", make_unit("Văn phòng"), is_leader=True)
        posting.official.full_name = "Trần Thị Khác"
        posting.official.save()
        posting.unit.name = "Văn phòng Tổng hợp"
        posting.unit.save()
        assert [title for title, _address in found("trần thị khác")] == ["Trần Thị Khác"]
        assert "Trần Thị Khác" in {title for title, _address in found("văn phòng tổng hợp")}
