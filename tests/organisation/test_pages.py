"""The agency's public pages: of today and of a day, in both languages, at one cost, with nothing private on them."""

import datetime as dt
import json
import re
from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client
from lxml import html
from pytest_django import DjangoAssertNumQueries

from portal.core.text.languages import ENGLISH, VIETNAMESE, override
from portal.organisation.demo_data import loader as demo
from portal.organisation.models import Posting, Unit
from portal.organisation.org_chart import build_org_chart, to_tel_number
from tests.factories import make_image
from tests.organisation.factories import make_official, make_posting, make_unit

pytestmark = pytest.mark.django_db

TODAY = dt.datetime(2025, 9, 1, 3, 0, tzinfo=dt.UTC)
JULY = dt.date(2025, 7, 1)
PAGES = ("/co-cau-to-chuc/", "/lanh-dao/", "/lien-he/", "/lien-he/can-bo-dau-moi.csv")


@pytest.fixture(autouse=True)
def now() -> Iterator[None]:
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def agency() -> Unit:
    """An agency with an office, a division that was dissolved, a director who was replaced, and a contact."""
    agency = make_unit(
        "Sở Mẫu",
        name_en="Sample Department",
        functions="<p>Tham mưu cho tỉnh.</p>",
        functions_en="<p>Advises the province.</p>",
        address="Số 1, đường Mẫu",
        phone="0206 000 0000",
        fax="0206 000 0009",
        email="somau@caobang.example",
    )
    office = make_unit("Văn phòng", name_en="Office", parent=agency, position=1)
    closed = make_unit("Phòng Cũ", parent=agency, position=2, valid_to=JULY)
    make_posting("Nguyễn Văn A", agency, "Giám đốc", post_en="Director", is_leader=True, valid_to=JULY)
    make_posting("Trần Thị B", agency, "Giám đốc", post_en="Director", is_leader=True, since=JULY, phone="+84 206 1")
    make_posting("Hoàng Văn E", office, "Chuyên viên", is_contact=True, phone="0206 000 0012", area="Tiếp công dân")
    make_posting("Vũ Thị K", closed, "Trưởng phòng", is_leader=True, is_contact=True, valid_to=JULY)
    make_posting("Đỗ Văn Kín", office, "Chuyên viên", phone="0206 000 0099")
    make_posting("Mai Văn Sau", office, "Chánh Văn phòng", is_leader=True, is_contact=True, since=dt.date(2026, 1, 1))
    return agency


def read(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def words(page: str) -> str:
    return " ".join(html.fromstring(page).find(".//main").text_content().split())


class TestStructure:
    @pytest.mark.usefixtures("agency")
    def test_shows_today(self, client: Client) -> None:
        shown = words(read(client, "/co-cau-to-chuc/"))
        assert "tính đến ngày 01/09/2025" in shown
        assert "Giám đốc: Trần Thị B" in shown
        assert "Tham mưu cho tỉnh." in shown
        for absent in ("Nguyễn Văn A", "Phòng Cũ", "Mai Văn Sau", "Trở về hôm nay"):
            assert absent not in shown

    @pytest.mark.usefixtures("agency")
    @pytest.mark.parametrize("typed", ["30/06/2025", "30-6-2025", "2025-06-30", "30062025", "30-6-25"])
    def test_shows_what_held_on_a_day(self, client: Client, typed: str) -> None:
        shown = words(read(client, f"/co-cau-to-chuc/?ngay={typed}"))
        assert "Giám đốc: Nguyễn Văn A" in shown
        assert "Trưởng phòng: Vũ Thị K" in shown
        assert "Trần Thị B" not in shown
        assert "Trở về hôm nay" in shown

    def test_changes_on_the_very_day(self, client: Client, agency: Unit) -> None:
        assert "Trần Thị B" in words(read(client, "/co-cau-to-chuc/?ngay=01/07/2025"))

    @pytest.mark.usefixtures("agency")
    @pytest.mark.parametrize("typed", ["hôm qua", "31/02/2025", "1/1/1", "9" * 5000, "<script>"])
    def test_says_that_a_day_is_none_and_shows_today(self, client: Client, typed: str) -> None:
        page = read(client, f"/co-cau-to-chuc/?ngay={typed}")
        assert "Trần Thị B" in page
        assert "<script>" not in re.sub(r"<script [^>]+>", "", page)
        assert 'aria-invalid="true"' in page
        assert '<meta name="robots" content="noindex, follow">' in page

    def test_nests_units_as_a_list(self, client: Client, agency: Unit) -> None:
        make_unit("Tổ Một cửa", parent=Unit.objects.get(name="Văn phòng"))
        tree = html.fromstring(read(client, "/co-cau-to-chuc/"))
        path = "//ul/li[div/a='Sở Mẫu']/ul/li[div/a='Văn phòng']/ul/li[div/a='Tổ Một cửa']"
        assert len(tree.xpath(path)) == 1

    def test_a_unit_whose_superior_is_gone_stands_at_the_top(self, client: Client) -> None:
        make_unit("Đội Còn lại", parent=make_unit("Chi cục Đã giải thể", valid_to=JULY))
        assert "Đội Còn lại" in read(client, "/co-cau-to-chuc/")

    def test_a_circle_hangs_no_page(self, client: Client) -> None:
        first = make_unit("Phòng Một")
        second = make_unit("Phòng Hai", parent=first)
        Unit.objects.filter(pk=first.pk).update(parent=second)
        make_unit("Tổ Ba", parent=second)
        shown = words(read(client, "/co-cau-to-chuc/"))
        for name in ("Phòng Một", "Phòng Hai", "Tổ Ba"):
            assert name in shown

    def test_is_there_while_nothing_is_recorded(self, client: Client) -> None:
        for page in PAGES:
            assert client.get(page).status_code == 200


class TestUnit:
    def test_shows_functions_people_and_contacts(self, client: Client, agency: Unit) -> None:
        page = read(client, "/co-cau-to-chuc/so-mau/")
        shown = words(page)
        for part in ("Tham mưu cho tỉnh.", "Số 1, đường Mẫu", "0206 000 0009", "Trần Thị B", "Văn phòng"):
            assert part in shown
        assert 'href="tel:02060000000"' in page
        assert 'href="mailto:somau@caobang.example"' in page
        assert "Nguyễn Văn A" in shown.partition("thời kỳ trước")[2]
        assert "Phòng Cũ" not in shown

    @pytest.mark.usefixtures("agency")
    def test_a_dissolved_one_says_so(self, client: Client) -> None:
        assert "tồn tại từ 19/04/2016 đến 30/06/2025" in words(read(client, "/co-cau-to-chuc/phong-cu/"))

    def test_one_to_come_says_so(self, client: Client) -> None:
        make_unit("Phòng Mới", since=dt.date(2026, 1, 1))
        assert "được thành lập từ 01/01/2026" in words(read(client, "/co-cau-to-chuc/phong-moi/"))

    @pytest.mark.parametrize("address", ["/co-cau-to-chuc/khong-co/", f"/co-cau-to-chuc/{'a' * 300}/"])
    def test_none_is_told_to_the_reader(self, client: Client, address: str) -> None:
        response = client.get(address)
        assert response.status_code == 404
        assert "Không có đơn vị này" in response.content.decode()


class TestLeaders:
    @pytest.mark.usefixtures("agency")
    def test_today_above_former_ones_below_with_terms(self, client: Client) -> None:
        today, _heading, former = words(read(client, "/lanh-dao/")).partition("Lãnh đạo các thời kỳ trước")
        assert "Trần Thị B" in today
        assert "Nguyễn Văn A" not in today
        assert "Nguyễn Văn A Giám đốc, Sở Mẫu 19/04/2016 – 30/06/2025" in former
        assert "Vũ Thị K" in former
        for absent in ("Hoàng Văn E", "Mai Văn Sau", "Đỗ Văn Kín"):
            assert absent not in today + former

    def test_shows_a_portrait_with_its_words_or_the_initials(self, client: Client, agency: Unit) -> None:
        portrait = make_image(alt="Chân dung ông Lê Văn C")
        make_posting(make_official("Lê Văn C", portrait=portrait), agency, "Phó Giám đốc", is_leader=True)
        page = read(client, "/lanh-dao/")
        assert 'alt="Chân dung ông Lê Văn C"' in page
        assert '<span class="person__initials" aria-hidden="true">TB</span>' in page
        assert "style=" not in page


class TestContacts:
    @pytest.mark.usefixtures("agency")
    def test_holds_the_agency_and_its_contacts_of_today(self, client: Client) -> None:
        page = read(client, "/lien-he/")
        shown = words(page)
        for part in ("Số 1, đường Mẫu", "Hoàng Văn E", "Tiếp công dân", "Văn phòng"):
            assert part in shown
        assert 'href="tel:02060000012"' in page
        for absent in ("Vũ Thị K", "Mai Văn Sau", "Đỗ Văn Kín", "0206 000 0099"):
            assert absent not in shown

    def test_the_table_can_be_taken_home(self, client: Client, agency: Unit) -> None:
        make_posting("=HYPERLINK()", agency, "Chuyên viên", is_spokesperson=True)
        response = client.get("/lien-he/can-bo-dau-moi.csv")
        assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
        lines = response.content.decode("utf-8-sig").splitlines()
        assert lines == [
            "Họ và tên,Chức vụ,Đơn vị,Lĩnh vực,Điện thoại,Thư điện tử",
            "'=HYPERLINK(),Chuyên viên,Sở Mẫu,,,",
            "Hoàng Văn E,Chuyên viên,Văn phòng,Tiếp công dân,0206 000 0012,",
        ]


@pytest.mark.usefixtures("agency")
class TestEnglish:
    """The words of units and posts; the frame is tested with that of all sections."""

    def test_gives_the_english_words_and_marks_the_others(self) -> None:
        with override(ENGLISH):
            branch = build_org_chart(Unit.objects.all(), Posting.objects.leaders().for_pages())[0]
        assert (branch.name, branch.name.language) == ("Sample Department", ENGLISH)
        assert branch.functions_text == "Advises the province."
        assert (branch.holders[0].post, branch.holders[0].name.language) == ("Director", VIETNAMESE)
        assert {lower.name.language for lower in branch.children} == {ENGLISH, VIETNAMESE}

    @pytest.mark.parametrize("address", [*PAGES[:3], "/co-cau-to-chuc/so-mau/"])
    def test_every_page_stands(self, client: Client, address: str) -> None:
        assert client.get(f"/en{address}").status_code == 200


@pytest.mark.usefixtures("agency")
class TestEveryPage:
    @pytest.mark.parametrize(
        ("address", "queries"),
        [
            ("/co-cau-to-chuc/", 2),
            ("/co-cau-to-chuc/so-mau/", 4),
            ("/lanh-dao/", 3),
            ("/lien-he/", 3),
            ("/lien-he/can-bo-dau-moi.csv", 2),
        ],
    )
    def test_costs_the_same_however_many_there_are(
        self,
        client: Client,
        django_assert_max_num_queries: DjangoAssertNumQueries,
        agency: Unit,
        address: str,
        queries: int,
    ) -> None:
        for number in range(10):
            unit = make_unit(parent=agency)
            for marks in ({"is_leader": True}, {"is_contact": True}, {"is_leader": True, "valid_to": JULY}):
                official = make_official(f"Người số {number}", portrait=make_image(name=f"{number}.png"))
                make_posting(official, unit, **marks)
        read(client, address)
        # The menu and the look for due versions may cost two more.
        with django_assert_max_num_queries(queries + 2):
            read(client, address)

    @pytest.mark.parametrize("address", ["/co-cau-to-chuc/", "/co-cau-to-chuc/so-mau/", "/lanh-dao/", "/lien-he/"])
    def test_speaks_to_machines(self, client: Client, address: str) -> None:
        [told] = re.findall(r'<script type="application/ld\+json">(.+?)</script>', read(client, address))
        kinds = [thing["@type"] for thing in json.loads(told)["@graph"]]
        assert kinds == ["GovernmentOrganization", "BreadcrumbList"]

    @pytest.mark.parametrize("address", [*PAGES, "/co-cau-to-chuc/so-mau/"])
    def test_takes_nothing(self, client: Client, address: str) -> None:
        assert client.post(address).status_code == 405


@pytest.mark.parametrize(
    ("phone", "number"),
    [("0206 3852 123", "02063852123"), ("+84 (206) 3.852", "+842063852"), ("(0206) 38", "020638"), ("", "")],
)
def test_a_phone_number_is_dialled_by_its_digits(phone: str, number: str) -> None:
    assert to_tel_number(phone) == number


class TestDemo:
    def test_loads_once(self) -> None:
        assert "5 units and 8 officials added" in demo.load(force=False, stored=[])
        assert "was there" in demo.load(force=False, stored=[])
        assert Unit.objects.count() == 5

    def test_not_beside_real_units(self, agency: Unit) -> None:
        with pytest.raises(demo.RealUnitsExist):
            demo.load(force=False, stored=[])
        demo.load(force=True, stored=[])

    def test_speaks_english_throughout(self) -> None:
        demo.load(force=False, stored=[])
        assert not Unit.objects.filter(name_en="").exists()
        assert not Unit.objects.filter(functions_en="").exists()
        assert not Posting.objects.filter(post_en="").exists()
