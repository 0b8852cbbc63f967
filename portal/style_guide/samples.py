"""Made-up things for the page of the design system: what the templates ask for, and no row of the database."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

from django import forms
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from emulation.dossiers import Figure, Part, Row
from emulation.front import YearCard
from emulation.models import Bloc, CovenantSignature, EmulationYear, Milestone
from emulation.timelines import Timeline, timeline
from news.bylines import Piece
from news.models import Article, Category
from portal.kit import charts
from portal.kit.calendar import Month, month_calendar
from portal.kit.paging import Page
from portal.kit.pictures import RENDITIONS

DAY = dt.date(2018, 3, 27)
MOMENT = dt.datetime(2018, 3, 27, 8, tzinfo=dt.UTC)


class DrawnFile:
    """Stands where a stored picture's file would: every width is the card that is drawn for pages without one."""

    name = "img/share.png"
    formats = RENDITIONS

    @property
    def field(self) -> "DrawnFile":
        return self

    @property
    def plain_1600(self) -> str:
        return static(self.name)

    def attr_class(self, *_args: object) -> Any:
        return SimpleNamespace(**dict.fromkeys(self.formats, static(self.name)))


FILE = DrawnFile()


def picture() -> Any:
    return SimpleNamespace(
        file=FILE,
        crop_box=None,
        shown_size=(1200, 630),
        shown_focus=(50, 50),
        text_alternative="Tranh núi đá vôi bên mặt nước",
        caption="Chú thích của ảnh.",
        credit="Ảnh: Nguyễn Văn A",
    )


def category() -> Category:
    return Category(name="Hoạt động khối thi đua", slug="hoat-dong-khoi-thi-dua")


def article(*, pictured: bool = False) -> Any:
    """An article that was never stored; a picture of a model must be, so it stands in for the whole row."""
    plain = Article(
        title="Tám cơ quan ký giao ước thi đua, bước vào năm công tác mới",
        summary="Đại diện các đơn vị thành viên thông qua quy chế, phát động phong trào và ký giao ước.",
        slug="tam-co-quan-ky-giao-uoc",
        category=category(),
        published_at=MOMENT,
        published_on=DAY,
        updated_at=MOMENT + dt.timedelta(hours=2),
        created_at=MOMENT,
    )
    names = ("title", "summary", "category", "published_at", "published_on", "updated_at", "created_at")
    shown = {name: getattr(plain, name) for name in names}
    return SimpleNamespace(
        **shown, get_absolute_url=plain.get_absolute_url, lead_picture=picture() if pictured else None
    )


def page(rows: list[Any]) -> Page:
    return Page(rows=rows, number=2, newer="?trang=1", older="?trang=3")


def calendar() -> Month:
    return month_calendar(
        DAY.year,
        DAY.month,
        {DAY: 3, dt.date(2018, 3, 21): 1},
        lambda day: reverse("news:day", args=[day.year, day.month, day.day]),
        lambda year, month: reverse("news:month", args=[year, month]),
        chosen=DAY,
        today=DAY,
    )


def milestones() -> list[Milestone]:
    return [
        Milestone(kind="launch", done_on=dt.date(2018, 3, 21)),
        Milestone(kind="covenant", done_on=dt.date(2018, 3, 21)),
        Milestone(kind="mid_year_review", planned_on=dt.date(2018, 7, 10)),
        Milestone(kind="vote"),
    ]


def year_card() -> YearCard:
    year = EmulationYear(year=2018, theme="Kỷ cương, trách nhiệm, sáng tạo", bloc=Bloc(slug="so-iv", kind="khoi"))
    year.bloc_name, year.bloc_number = "Khối thi đua các cơ quan Nội chính", "số IV"
    return YearCard(year, EmulationYear.phase_of(milestones()), milestones()[2], 2018)


def drawn_year() -> Timeline:
    # Rows that were never stored have no key to be told apart by.
    rows = milestones()
    for pk, row in enumerate(rows, start=1):
        row.pk = pk
    return timeline(2018, rows)


def figures() -> list[Figure]:
    months = [Row(f"T{month}", (count,)) for month, count in enumerate((1, 0, 4, 2, 2, 3, 1, 0, 2, 3, 5, 2), start=1)]
    lines = [Row("Ngành dọc trung ương", (3,)), Row("Thuộc UBND tỉnh", (2,)), Row("Quân đội", (2,))]
    return [
        Figure(
            "mau-cot",
            "Cột theo thời gian",
            charts.columns([(row.label, *row.counts) for row in months]),
            True,
            ("Tháng", "Số việc"),
            months,
        ),
        Figure(
            "mau-hang",
            "Hàng theo tên",
            charts.rows([(row.label, *row.counts) for row in lines]),
            False,
            ("Khối quản lý", "Số đơn vị"),
            lines,
        ),
    ]


def parties() -> list[tuple[Any, CovenantSignature | None]]:
    return [
        (SimpleNamespace(agency_name="Cơ quan thứ nhất"), CovenantSignature(signed_on=DAY, post="Thủ trưởng")),
        (SimpleNamespace(agency_name="Cơ quan thứ hai"), None),
    ]


class SampleForm(forms.Form):
    """One field as it is, one refused, one that is not to be changed."""

    name = forms.CharField(label=_("Họ và tên"))
    day = forms.DateField(label=_("Ngày"))
    number = forms.CharField(label=_("Số, ký hiệu"), disabled=True, required=False, initial="05/KH-KTĐ")


def context() -> dict[str, Any]:
    """Everything that ``style_guide/page.html`` hands to the templates it shows."""
    plain, pictured = article(), article(pictured=True)
    return {
        "plain": plain,
        "pictured": pictured,
        "category": category(),
        "page": page([pictured, plain]),
        "empty_page": Page(rows=[], number=None, newer=None, older=None),
        "headlines": [plain, plain],
        "calendar": calendar(),
        "day": DAY,
        "years": [2019, 2018, 2017],
        "by_line": [Piece("Bài: "), Piece("Nguyễn Văn A", "#", "author"), Piece(" – Ảnh: Trần Thị B")],
        "corrections": [
            SimpleNamespace(noted_at=MOMENT + dt.timedelta(hours=hours), note="sửa tên đơn vị ở đoạn thứ hai.")
            for hours in (3, 2)
        ],
        "gallery": [SimpleNamespace(picture=picture(), caption="Ảnh thứ nhất")],
        "attachments": [
            SimpleNamespace(name="Kế hoạch năm 2018", extension="PDF", size_bytes=240_000, get_absolute_url="#")
        ],
        "documents": [
            SimpleNamespace(
                title="Kế hoạch 05/KH-KTĐ",
                abstract="Kế hoạch thi đua năm 2018",
                issued_on=DAY,
                get_absolute_url="#",
            )
        ],
        "gatherings": [SimpleNamespace(name=name, get_absolute_url="#") for name in ("Giao ước thi đua", "Tổng kết")],
        "drawing": static(DrawnFile.name),
        "year_card": year_card(),
        "timeline": drawn_year(),
        "figures": figures(),
        "parts": [Part("moc", "2/4", "bước đã làm"), Part("thanh-phan", "8", "đơn vị thành viên")],
        "parties": parties(),
        "form": SampleForm({"name": "Nguyễn Văn A", "day": "31/02/2018"}),
    }
