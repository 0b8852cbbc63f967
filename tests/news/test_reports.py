"""The report for the leadership: exact figures, sums that add up, who may read it, and the workbook."""

import datetime as dt
import io
import itertools
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from news import due_revisions, reports
from news.bylines import Contribution
from news.models import Article
from news.reports import InvalidPeriod, ReportPeriod, ReportTable
from portal.core.content import charts
from portal.core.text import dates
from tests.factories import make_administrator, make_article, make_author, make_byline, make_category, make_user

PAGE, WORKBOOK = "/ban-lam-viec/bao-cao/", "/ban-lam-viec/bao-cao.xlsx"
MARCH = ReportPeriod(dt.date(2018, 3, 1), dt.date(2018, 3, 31))
ASKED = {"tu": "01/03/2018", "den": "31/03/2018"}
NOW = dates.start_of_day(dt.date(2018, 3, 20))


def figures(table: ReportTable) -> dict[str, tuple[int, ...]]:
    """The rows that count anything, by label."""
    return {row.label: row.counts for row in table.rows if row.total}


class TestPeriod:
    @pytest.mark.parametrize(
        ("first", "last", "said"),
        [
            ("", "31/03/2018", "Từ ngày"),
            ("01/03/2018", "", "Đến ngày"),
            ("hôm qua", "31/03/2018", "ngày/tháng/năm"),
            ("01/03/2018", "31/02/2018", "không có trong lịch"),
            ("31/03/2018", "01/03/2018", "sau ngày bắt đầu"),
            ("01/01/1950", "31/12/2018", "30 năm"),
            ("<script>", "9" * 10_000, "ngày/tháng/năm"),
        ],
    )
    def test_what_is_none_is_told(self, first: str, last: str, said: str) -> None:
        with pytest.raises(InvalidPeriod, match=said):
            reports.parse_period(first, last)

    def test_is_typed_as_days_are_everywhere(self) -> None:
        assert reports.parse_period("1-3-2018", "31.03.2018") == MARCH

    @pytest.mark.parametrize(
        ("today", "expected"),
        [
            (dt.date(2018, 3, 20), ["03-01/03-31", "02-01/02-28", "01-01/03-31", "01-01/12-31", "01-01/12-31"]),
            (dt.date(2020, 1, 31), ["01-01/01-31", "12-01/12-31", "01-01/03-31", "01-01/12-31", "01-01/12-31"]),
            (dt.date(2018, 12, 31), ["12-01/12-31", "11-01/11-30", "10-01/12-31", "01-01/12-31", "01-01/12-31"]),
            (dt.date(2020, 2, 29), ["02-01/02-29", "01-01/01-31", "01-01/03-31", "01-01/12-31", "01-01/12-31"]),
        ],
    )
    def test_the_usual_ones_are_whole(self, today: dt.date, expected: list[str]) -> None:
        periods = reports.preset_periods(today).values()
        assert [f"{period.first:%m-%d}/{period.last:%m-%d}" for period in periods] == expected


@pytest.mark.django_db
class TestFigures:
    def march(self, at: dt.datetime = NOW) -> reports.ArticleReport:
        return reports.build_report(MARCH, at=at)

    def test_counts_the_first_and_the_last_time_and_nothing_beyond(self) -> None:
        for timestamp in ("02-28T16:59", "02-28T17:00", "03-31T16:59", "03-31T17:00"):
            make_article(published_at=dt.datetime.fromisoformat(f"2018-{timestamp}:00+00:00"))
        report = self.march(timezone.now())
        assert figures(report.by_time) == {"01/03/2018": (1,), "31/03/2018": (1,)}

    def test_tells_states_apart(self) -> None:
        make_article(day=dt.date(2018, 3, 5))
        make_article(day=dt.date(2018, 3, 5))
        make_article(day=dt.date(2018, 3, 25))
        make_article(day=dt.date(2018, 3, 6), status=Article.Status.WITHDRAWN)
        make_article(published=False, published_at=None, created_at=NOW)
        make_article(published=False, published_at=None, created_at=NOW - dt.timedelta(days=60))
        report = self.march()
        assert report.columns == ("Đã đăng", "Hẹn giờ đăng", "Bản nháp", "Ngưng hiệu lực")
        assert report.by_time.total.counts == (2, 1, 1, 1)
        assert figures(report.by_time) == {
            "05/03/2018": (2, 0, 0, 0),
            "06/03/2018": (0, 0, 0, 1),
            "20/03/2018": (0, 0, 1, 0),
            "25/03/2018": (0, 1, 0, 0),
        }

    def test_a_state_that_does_not_occur_has_no_column(self) -> None:
        make_article(day=dt.date(2018, 3, 5))
        assert self.march().columns == ("Đã đăng",)

    def test_what_was_public_and_is_no_more_is_counted_apart(self, monkeypatch: pytest.MonkeyPatch) -> None:
        over = make_article(day=dt.date(2018, 3, 5))
        make_article(day=dt.date(2018, 3, 6))
        published = type(Article.objects.all()).published
        monkeypatch.setattr(
            type(Article.objects.all()), "published", lambda rows, at=None: published(rows, at).exclude(pk=over.pk)
        )
        report = self.march()
        assert (report.columns, report.by_time.total.counts) == (("Đã đăng", "Hết hạn"), (1, 1))

    def test_categories_stand_below_their_sections_and_add_up(self) -> None:
        section = make_category("Tin hoạt động", position=1)
        child = make_category("Hội nghị", parent=section)
        alone = make_category("Thông báo", position=2)
        make_category("Không có bài", position=3)
        for category, count in ((section, 1), (child, 3), (alone, 2)):
            for _number in range(count):
                make_article(day=dt.date(2018, 3, 5), category=category)
        rows = [(row.level, row.label, row.total) for row in self.march().by_category.rows]
        assert rows == [
            (1, "Tin hoạt động", 4),
            (2, "Hội nghị", 3),
            (2, "Không thuộc chuyên mục con", 1),
            (1, "Thông báo", 2),
        ]
        assert self.march().by_category.total.total == 6

    def test_everybody_who_signs_is_counted(self) -> None:
        mai, an = make_author("Lục Thị Mai"), make_author("Hoàng Văn An")
        for author in (mai, mai, None):
            make_article(day=dt.date(2018, 3, 5), author=author)
        both = make_article(day=dt.date(2018, 3, 6), author=mai)
        make_byline(both, an, Contribution.IMAGES)
        table = self.march().by_author
        assert [(row.label, row.total) for row in table.rows] == [
            ("Lục Thị Mai", 3),
            ("Hoàng Văn An", 1),
            ("Không ký tên", 1),
        ]
        assert "lượt ký tên" in table.note

    def test_two_authors_of_one_name_stay_two(self) -> None:
        for slug in ("mai", "mai-2"):
            make_article(day=dt.date(2018, 3, 5), author=make_author("Lục Thị Mai", slug=slug))
        assert [row.total for row in self.march().by_author.rows] == [1, 1]

    @pytest.mark.parametrize(
        ("first", "last", "heading", "count", "label"),
        [
            (dt.date(2018, 3, 1), dt.date(2018, 3, 31), "Ngày", 31, "05/03/2018"),
            (dt.date(2018, 2, 15), dt.date(2018, 4, 1), "Tháng", 3, "03/2018"),
            (dt.date(2017, 11, 30), dt.date(2018, 12, 31), "Tháng", 14, "03/2018"),
            (dt.date(2010, 1, 1), dt.date(2019, 12, 31), "Năm", 10, "2018"),
        ],
    )
    def test_time_runs_without_gaps(self, first: dt.date, last: dt.date, heading: str, count: int, label: str) -> None:
        make_article(day=dt.date(2018, 3, 5), hour=0)
        make_article(published=False, published_at=None, created_at=dates.start_of_day(dt.date(2018, 3, 5)))
        table = reports.build_report(ReportPeriod(first, last), at=NOW).by_time
        assert (table.heading, len(table.rows)) == (heading, count)
        assert figures(table) == {label: (1, 1)}

    def test_sums_agree(self) -> None:
        category = make_category()
        for number in range(20):
            make_article(
                day=dt.date(2018, 3, 1 + number),
                hour=number,
                status=list(Article.Status)[number % 3],
                category=category if number % 2 else None,
                author=make_author(),
            )
        report = self.march()
        assert report.by_time.total.counts == report.by_category.total.counts == report.by_author.total.counts
        for table in report.tables:
            assert [sum(column) for column in zip(*(row.counts for row in table.top_level_rows), strict=True)] == list(
                table.total.counts
            )
            assert table.total.total == 20

    def test_costs_the_same_however_much_there_is(self, django_assert_num_queries: Any) -> None:
        for _round in range(2):
            for _number in range(7):
                make_article(day=dt.date(2018, 3, 5), author=make_author())
            with django_assert_num_queries(7):
                self.march()


class TestCharts:
    def test_the_highest_column_fills_the_space_and_nothing_is_nothing(self) -> None:
        chart = charts.column_chart([("1", 0), ("2", 4), ("3", 2)])
        assert [bar.height for bar in chart.bars] == ["0.00", "124.00", "62.00"]

    @pytest.mark.parametrize("count", [0, 1, 5, 31, 36])
    def test_columns_stay_within_the_drawing(self, count: int) -> None:
        chart = charts.column_chart([(f"{number:02d}/2018", number) for number in range(count)])
        for bar in chart.bars:
            assert 0 <= float(bar.x) <= float(bar.x) + float(bar.width) <= charts.WIDTH
            assert 0 <= float(bar.y) <= float(bar.y) + float(bar.height) <= charts.COLUMNS_HEIGHT
        places = [float(bar.label_position) for bar in chart.bars if bar.visible_label]
        assert all(after - before >= len("01/2018") * 7 for before, after in itertools.pairwise(places))
        assert all(24 <= place <= charts.WIDTH - 24 for place in places)

    def test_where_there_is_no_space_the_highest_alone_has_its_figure(self) -> None:
        few, many = ([("ngày", number % 7) for number in range(count)] for count in (12, 31))
        assert [bar.value_label for bar in charts.column_chart(few).bars] == ["", *"123456", "", *"1234"]
        assert [bar.value_label for bar in charts.column_chart(many).bars if bar.value_label] == ["6"]

    def test_rows_are_as_long_as_they_count(self) -> None:
        assert [bar.width for bar in charts.bar_chart([("a", 10), ("b", 5), ("c", 0)]).bars] == [
            "320.00",
            "160.00",
            "0.00",
        ]


@pytest.mark.django_db
class TestPage:
    @pytest.fixture
    def publisher(self, client: Client) -> Client:
        client.force_login(make_user(permissions=("publish_article",)))
        return client

    def test_shows_tables_and_charts(self, publisher: Client) -> None:
        make_article(day=dt.date(2018, 3, 5), author=make_author("Lục Thị Mai"), category=make_category("Hội nghị"))
        response = publisher.get(PAGE, ASKED)
        page = response.content.decode()
        assert response.status_code == 200
        for part in ("05/03/2018", "Lục Thị Mai", "Hội nghị", "Đã đăng", "<svg", "<desc", "Cộng"):
            assert part in page, part
        assert f"{WORKBOOK}?tu=01/03/2018&amp;den=31/03/2018" in page
        assert "style=" not in page.split('id="content-main"')[1]
        assert "no-store" in response.headers["Cache-Control"]

    def test_unasked_it_shows_this_month(self, publisher: Client) -> None:
        make_article(published_at=timezone.now(), title="Bài tháng này")
        today = timezone.localdate()
        assert f"{today:%d/%m/%Y}" in publisher.get(PAGE).content.decode()

    def test_an_empty_period_says_so(self, publisher: Client) -> None:
        page = publisher.get(PAGE, ASKED).content.decode()
        assert "Từ ngày 01/03/2018 đến ngày 31/03/2018 không có bài nào." in page
        assert "<svg class=" not in page

    @pytest.mark.parametrize("address", [PAGE, WORKBOOK])
    @pytest.mark.parametrize(
        "asked",
        [
            {"tu": "31/03/2018", "den": "01/03/2018"},
            {"tu": "x"},
            {"den": "31/03/2018"},
            {"tu": "<script>alert(1)</script>", "den": "9" * 10_000},
        ],
    )
    def test_a_bad_period_is_told_and_stays_as_typed(
        self, publisher: Client, address: str, asked: dict[str, str]
    ) -> None:
        response = publisher.get(address, asked)
        page = response.content.decode()
        assert response.status_code == 422
        assert 'role="alert"' in page
        assert "<script>alert" not in page
        assert 'name="tu"' in page

    def test_names_are_text_whatever_they_say(self, publisher: Client) -> None:
        bad = "<script>alert(1)</script>"
        make_article(day=dt.date(2018, 3, 5), author=make_author(bad), category=make_category(bad))
        assert "<script>alert" not in publisher.get(PAGE, ASKED).content.decode()

    @pytest.mark.parametrize("address", [PAGE, WORKBOOK])
    def test_strangers_are_sent_to_sign_in(self, client: Client, address: str) -> None:
        response = client.get(address, ASKED)
        assert response.status_code == 302
        assert response.headers["Location"].startswith(f"/dang-nhap/?next={address}")

    @pytest.mark.parametrize("address", [PAGE, WORKBOOK])
    @pytest.mark.parametrize("rights", [("add_article", "change_article", "view_article"), ("view_category",)])
    def test_who_only_writes_is_refused(self, client: Client, address: str, rights: tuple[str, ...]) -> None:
        client.force_login(make_user(permissions=rights))
        assert client.get(address, ASKED).status_code == 403

    @pytest.mark.parametrize("address", [PAGE, WORKBOOK])
    def test_nothing_can_be_sent_to_it(self, publisher: Client, address: str) -> None:
        assert publisher.post(address).status_code == 405

    def test_costs_the_same_however_much_there_is(self, publisher: Client, django_assert_max_num_queries: Any) -> None:
        for _round in range(2):
            for _number in range(10):
                make_article(day=dt.date(2018, 3, 5), author=make_author())
            cache.clear()
            # Looked up once a second, not for each page.
            cache.set(due_revisions.CACHE_KEY, due_revisions.NEVER, None)
            with django_assert_max_num_queries(13):
                publisher.get(PAGE, ASKED)

    def test_the_list_of_articles_leads_to_it_who_may_read_it(self, client: Client) -> None:
        client.force_login(make_administrator())
        assert PAGE in client.get("/quan-tri/news/article/").content.decode()
        client.force_login(make_user(permissions=("view_article",)))
        assert PAGE not in client.get("/quan-tri/news/article/").content.decode()


@pytest.mark.django_db
class TestWorkbook:
    @pytest.fixture
    def publisher(self, client: Client) -> Client:
        client.force_login(make_user(permissions=("publish_article",)))
        return client

    def open(self, client: Client) -> Any:
        response = client.get(WORKBOOK, ASKED)
        assert response.status_code == 200
        assert response.headers["Content-Disposition"] == (
            'attachment; filename="bao-cao-tin-bai-20180301-20180331.xlsx"'
        )
        assert "no-store" in response.headers["Cache-Control"]
        return load_workbook(io.BytesIO(response.content))

    def test_has_a_sheet_for_each_table_under_the_agencys_name(self, publisher: Client, settings: Any) -> None:
        settings.SITE_IDENTITY = {**settings.SITE_IDENTITY, "organisation": "Tỉnh Cao Bằng"}
        make_article(day=dt.date(2018, 3, 5), author=make_author("Lục Thị Mai"))
        workbook = self.open(publisher)
        assert workbook.sheetnames == ["Theo thời gian", "Theo chuyên mục", "Theo tác giả"]
        for sheet in workbook:
            assert (sheet["A1"].value, sheet["A2"].value) == ("Tỉnh Cao Bằng", "Báo cáo tin, bài")
            assert (sheet["B3"].value, sheet["B4"].value) == (dt.datetime(2018, 3, 1), dt.datetime(2018, 3, 31))  # noqa: DTZ001 – as openpyxl gives it
            assert sheet["B3"].is_date
            assert sheet.column_dimensions["A"].width > 30
        sheet = workbook["Theo tác giả"]
        assert [[cell.value for cell in row] for row in sheet["A7:C9"]] == [
            ["Tác giả", "Đã đăng", "Tổng"],
            ["Lục Thị Mai", 1, 1],
            ["Cộng", 1, 1],
        ]

    @pytest.mark.parametrize("name", ["=1+1", "+84 912", "-cmd", "@SUM(A1)", '=HYPERLINK("http://x","y")'])
    def test_what_looks_like_a_formula_stays_text(self, publisher: Client, name: str) -> None:
        make_article(day=dt.date(2018, 3, 5), author=make_author(name))
        cell = self.open(publisher)["Theo tác giả"]["A8"]
        assert (cell.value, cell.data_type, cell.quotePrefix) == (name, "s", True)

    def test_characters_that_no_sheet_can_hold_are_left_out(self, publisher: Client) -> None:
        make_article(day=dt.date(2018, 3, 5), author=make_author("Lục\x0b Thị\x01 Mai"))
        assert self.open(publisher)["Theo tác giả"]["A8"].value == "Lục Thị Mai"
