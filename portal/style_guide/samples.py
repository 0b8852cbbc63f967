"""Sample data for the style guide, without database rows."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

from django import forms
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from emulation.home import YearCard
from emulation.models import Bloc, CovenantSignature, EmulationYear, Milestone
from emulation.timeline import Timeline, build_timeline
from emulation.year_overview import Figure, FigureRow, SectionCount
from news.bylines import BylinePart
from news.models import Article, Category
from portal.core.content import charts
from portal.core.content.image_processing import RENDITIONS
from portal.core.content.month_calendar import CalendarMonth, build_month_calendar
from portal.core.http.pagination import Page

SAMPLE_DATE = dt.date(2018, 3, 27)
SAMPLE_TIME = dt.datetime(2018, 3, 27, 8, tzinfo=dt.UTC)


class PlaceholderFile:
    """Replaces an image's stored file: every rendition is the default share image."""

    name = "img/share.png"
    formats = RENDITIONS

    @property
    def field(self) -> "PlaceholderFile":
        return self

    @property
    def plain_1600(self) -> str:
        return static(self.name)

    def attr_class(self, *_args: object) -> Any:
        return SimpleNamespace(**dict.fromkeys(self.formats, static(self.name)))


PLACEHOLDER_FILE = PlaceholderFile()


def sample_image() -> Any:
    return SimpleNamespace(
        file=PLACEHOLDER_FILE,
        crop_box=None,
        display_size=(1200, 630),
        display_focal_point=(50, 50),
        alt_text="Tranh núi đá vôi bên mặt nước",
        caption="Chú thích của ảnh.",
        credit="Ảnh: Nguyễn Văn A",
    )


def sample_category() -> Category:
    return Category(name="Hoạt động khối thi đua", slug="hoat-dong-khoi-thi-dua")


def sample_article(*, with_image: bool = False) -> Any:
    """Unsaved article; a plain object replaces its image, because a model instance would have to be saved."""
    plain = Article(
        title="Tám cơ quan ký giao ước thi đua, bước vào năm công tác mới",
        summary="Đại diện các đơn vị thành viên thông qua quy chế, phát động phong trào và ký giao ước.",
        slug="tam-co-quan-ky-giao-uoc",
        category=sample_category(),
        published_at=SAMPLE_TIME,
        published_on=SAMPLE_DATE,
        updated_at=SAMPLE_TIME + dt.timedelta(hours=2),
        created_at=SAMPLE_TIME,
    )
    names = ("title", "summary", "category", "published_at", "published_on", "updated_at", "created_at")
    shown = {name: getattr(plain, name) for name in names}
    return SimpleNamespace(
        **shown, get_absolute_url=plain.get_absolute_url, lead_image=sample_image() if with_image else None
    )


def sample_page(rows: list[Any]) -> Page:
    return Page(rows=rows, number=2, newer="?trang=1", older="?trang=3")


def sample_calendar() -> CalendarMonth:
    return build_month_calendar(
        SAMPLE_DATE.year,
        SAMPLE_DATE.month,
        {SAMPLE_DATE: 3, dt.date(2018, 3, 21): 1},
        lambda day: reverse("news:day-archive", args=[day.year, day.month, day.day]),
        lambda year, month: reverse("news:month-archive", args=[year, month]),
        selected=SAMPLE_DATE,
        today=SAMPLE_DATE,
    )


def sample_milestones() -> list[Milestone]:
    return [
        Milestone(kind="launch", done_on=dt.date(2018, 3, 21)),
        Milestone(kind="covenant", done_on=dt.date(2018, 3, 21)),
        Milestone(kind="mid_year_review", planned_on=dt.date(2018, 7, 10)),
        Milestone(kind="vote"),
    ]


def sample_year_card() -> YearCard:
    year = EmulationYear(year=2018, theme="Kỷ cương, trách nhiệm, sáng tạo", bloc=Bloc(slug="so-iv", kind="khoi"))
    year.bloc_name, year.bloc_number = "Khối thi đua các cơ quan Nội chính", "số IV"
    return YearCard(year, EmulationYear.phase_of(sample_milestones()), sample_milestones()[2], 2018)


def sample_timeline() -> Timeline:
    # Unsaved rows need a primary key to be distinguishable.
    rows = sample_milestones()
    for pk, row in enumerate(rows, start=1):
        row.pk = pk
    return build_timeline(2018, rows)


def sample_charts() -> list[Figure]:
    months = [
        FigureRow(f"T{month}", (count,)) for month, count in enumerate((1, 0, 4, 2, 2, 3, 1, 0, 2, 3, 5, 2), start=1)
    ]
    lines = [FigureRow("Ngành dọc trung ương", (3,)), FigureRow("Thuộc UBND tỉnh", (2,)), FigureRow("Quân đội", (2,))]
    return [
        Figure(
            "mau-cot",
            "Cột theo thời gian",
            charts.column_chart([(row.label, row.counts[0]) for row in months]),
            True,
            ("Tháng", "Số việc"),
            months,
        ),
        Figure(
            "mau-hang",
            "Hàng theo tên",
            charts.bar_chart([(row.label, row.counts[0]) for row in lines]),
            False,
            ("Khối quản lý", "Số đơn vị"),
            lines,
        ),
    ]


def sample_parties() -> list[tuple[Any, CovenantSignature | None]]:
    return [
        (SimpleNamespace(agency_name="Cơ quan thứ nhất"), CovenantSignature(signed_on=SAMPLE_DATE, post="Thủ trưởng")),
        (SimpleNamespace(agency_name="Cơ quan thứ hai"), None),
    ]


class SampleForm(forms.Form):
    """Sample form with a normal, an invalid and a disabled field."""

    name = forms.CharField(label=_("Họ và tên"))
    day = forms.DateField(label=_("Ngày"))
    number = forms.CharField(label=_("Số, ký hiệu"), disabled=True, required=False, initial="05/KH-KTĐ")


def build_context() -> dict[str, Any]:
    """Template context of ``style_guide/page.html``."""
    without_image, with_image = sample_article(), sample_article(with_image=True)
    return {
        "article_without_image": without_image,
        "article_with_image": with_image,
        "category": sample_category(),
        "page": sample_page([with_image, without_image]),
        "empty_page": Page(rows=[], number=None, newer=None, older=None),
        "headlines": [without_image, without_image],
        "calendar": sample_calendar(),
        "day": SAMPLE_DATE,
        "years": [2019, 2018, 2017],
        "byline_parts": [
            BylinePart("Bài: "),
            BylinePart("Nguyễn Văn A", "#", "author"),
            BylinePart(" – Ảnh: Trần Thị B"),
        ],
        "corrections": [
            SimpleNamespace(noted_at=SAMPLE_TIME + dt.timedelta(hours=hours), note="sửa tên đơn vị ở đoạn thứ hai.")
            for hours in (3, 2)
        ],
        "gallery": [SimpleNamespace(image=sample_image(), caption="Ảnh thứ nhất")],
        "attachments": [
            SimpleNamespace(name="Kế hoạch năm 2018", extension="PDF", size_bytes=240_000, get_absolute_url="#")
        ],
        "documents": [
            SimpleNamespace(
                title="Kế hoạch 05/KH-KTĐ",
                abstract="Kế hoạch thi đua năm 2018",
                issued_on=SAMPLE_DATE,
                get_absolute_url="#",
            )
        ],
        "threads_or_tags": [
            SimpleNamespace(name=name, get_absolute_url="#") for name in ("Giao ước thi đua", "Tổng kết")
        ],
        "placeholder_image": static(PlaceholderFile.name),
        "year_card": sample_year_card(),
        "timeline": sample_timeline(),
        "figures": sample_charts(),
        "section_counts": [
            SectionCount("moc", "2/4", "bước đã làm"),
            SectionCount("thanh-phan", "8", "đơn vị thành viên"),
        ],
        "parties": sample_parties(),
        "form": SampleForm({"name": "Nguyễn Văn A", "day": "31/02/2018"}),
    }
