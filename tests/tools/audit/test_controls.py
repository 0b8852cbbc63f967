"""Each check of the audit sees the fault that is planted for it, and none on a page without faults."""

from collections.abc import Iterable
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.tools.audit.conftest import PLANTED, Open
from tools.audit import browser, crawler
from tools.audit.browser import DESKTOP, DESKTOP_LARGEST, PHONE, PHONE_LARGEST, VIEWS, View
from tools.audit.checks import (
    feeds,
    head,
    hosts,
    keyboard,
    language,
    lighthouse,
    linked_data,
    links,
    markup,
    reflow,
    sizes,
    weight,
    without_javascript,
)
from tools.audit.checks.accessibility import Axe
from tools.audit.documents import Document
from tools.audit.findings import Finding
from tools.audit.pages import ARTICLE_BYTES, PAGES, AuditedPage


def words(found: Iterable[Finding]) -> str:
    return "\n".join(map(str, found))


class TestAxe:
    @pytest.mark.parametrize("rule", ["image-alt", "label", "color-contrast-enhanced", "color-contrast", "target-size"])
    def test_sees_each_planted_fault(self, opened: Open, packages: Path, rule: str) -> None:
        assert f"{rule}: " in words(Axe(packages).faults(opened("accessibility").page))

    def test_asks_for_seven_to_one(self, opened: Open, packages: Path) -> None:
        grey = [fault for fault in Axe(packages).faults(opened("accessibility").page) if fault.where == ".grey"]
        assert [fault.what.partition(":")[0] for fault in grey] == ["color-contrast-enhanced"]


class TestReflow:
    def test_sees_what_makes_a_page_wider_than_its_window(self, opened: Open) -> None:
        assert "p.wide: reaches" in words(reflow.sideways_faults(opened("sideways").page))

    def test_sees_what_is_too_wide_only_when_zoomed(self, opened: Open) -> None:
        page = opened("reflow").page
        assert reflow.sideways_faults(page) == []
        assert "p.wide: at 320 px" in words(reflow.zoom_faults(page))
        assert page.viewport_size == {"width": DESKTOP.width, "height": browser.HEIGHT}

    def test_sees_text_that_spacing_cuts_off(self, opened: Open) -> None:
        assert "p.cut: text spaced: cuts off" in words(reflow.spacing_faults(opened("reflow", PHONE).page))

    def test_sees_what_forced_colours_take_away(self, opened: Open) -> None:
        found = words(reflow.forced_colour_faults(opened("reflow").page))
        assert "button.bare: forced colours: control without an edge" in found
        assert "p.stubborn: forced colours: text keeps its own colours" in found


class TestSizes:
    def test_sees_small_text(self, opened: Open) -> None:
        found = words(sizes.text_faults(opened("sizes").page))
        assert "p.running: running text of 17 px, least 18" in found
        assert "p.small: text of 15 px, least 16" in found

    def test_sees_a_small_target(self, opened: Open) -> None:
        assert "a.low: target of" in words(sizes.target_faults(opened("sizes").page))


class TestLargestLetters:
    def test_sees_a_head_that_grows_and_what_it_covers(self, opened: Open) -> None:
        assert head.faults(opened("head", PHONE).page) == []
        found = words(head.faults(opened("head", PHONE_LARGEST).page))
        assert "header: takes 2" in found
        assert "a.alone.under: lies under something else" in found

    @pytest.mark.parametrize("view", [PHONE_LARGEST, DESKTOP_LARGEST], ids=str)
    def test_are_those_that_a_reader_chose(self, opened: Open, view: View) -> None:
        """Of a page that does not offer the choice, the browser's own."""
        offering = opened("letters", view).page
        assert offering.evaluate("getComputedStyle(document.documentElement).fontSize") == "40px"
        assert opened("sound", view).page.evaluate("getComputedStyle(document.documentElement).fontSize") == "24px"
        assert opened("sound", PHONE).page.evaluate("getComputedStyle(document.documentElement).fontSize") == "16px"

    def test_are_looked_at(self, packages: Path) -> None:
        for view in (PHONE_LARGEST, DESKTOP_LARGEST):
            assert {"axe", "sideways", "sizes", "spacing"} <= set(crawler.checks_in(view, Axe(packages)))
        for view in (PHONE, PHONE_LARGEST):
            assert "head" in crawler.checks_in(view, Axe(packages))


class TestVisit:
    def test_lays_out_what_waits_for_the_reader_to_come_near(self, opened: Open) -> None:
        page = opened("late").page
        assert "p.small: text of 15 px, least 16" in words(sizes.text_faults(page))
        assert "p.wide: reaches" in words(reflow.sideways_faults(page))


class TestLanguage:
    @pytest.mark.parametrize(
        "english",
        [
            "Please correct",
            "[alt]: English: “Search”",
            "[aria-label]: English: “Delete”",
            "[placeholder]: English: “Enter name”",
            "[title]: English: “Required field”",
            "[option]: English: “Choose one”",
            "[value]: English: “Save changes”",
        ],
    )
    def test_sees_english_wherever_it_stands(self, opened: Open, english: str) -> None:
        assert english in words(language.faults(opened("language").page))

    def test_leaves_a_page_in_english_alone(self, opened: Open) -> None:
        assert language.faults(opened("english").page) == []

    def test_sees_a_page_that_does_not_say_its_language(self, opened: Open) -> None:
        assert "does not say that the page is Vietnamese" in words(language.faults(opened("lighthouse").page))

    @pytest.mark.parametrize(
        "text",
        [
            "In và lưu bài viết, an ninh, to, do, no, so, me",
            "Tải tệp XLSX, theo dõi RSS, hát Then, than, run",
            "ten@example.gov.vn",
            "a/b/the",
        ],
    )
    def test_leaves_vietnamese_names_and_addresses_alone(self, text: str) -> None:
        assert language.english_words(text) == []


class TestKeyboard:
    @pytest.fixture
    def found(self, opened: Open) -> str:
        return words(keyboard.faults(opened("keyboard").page))

    @pytest.mark.parametrize(
        "fault",
        [
            "a.alone.unseen: focus is not seen",
            "a.alone.covered: has the focus under something else",
            "button#trap: holds the focus",
            "a#skipped: is not reached",
            "a#beyond: is not reached",
        ],
    )
    def test_sees_each_planted_fault(self, found: str, fault: str) -> None:
        assert fault in found

    def test_is_content_with_the_rest(self, found: str) -> None:
        assert "a#first" not in found
        assert "a#after" not in found


class TestMarkup:
    def test_sees_errors_of_documents_and_stylesheets(self, packages: Path, tmp_path: Path) -> None:
        files = {
            name: (PLANTED / name).read_text() for name in ("markup.html", "faulty.css", "sound.html", "sound.css")
        }
        found = markup.faults(packages, tmp_path, files)
        assert {"markup.html", "faulty.css"} == set(found)
        for fault in ("Duplicate ID", "Stray end tag", "Bad value “2018-03-27T8 giờ”"):
            assert fault in words(found["markup.html"])
        assert "colour" in words(found["faulty.css"])

    def test_looks_into_container_queries(self, packages: Path, tmp_path: Path) -> None:
        files = {name: (PLANTED / name).read_text() for name in ("container.css", "container_faulty.css")}
        files["container.html"] = (
            (PLANTED / "sound.html").read_text().replace("</head>", f"<style>{files['container.css']}</style></head>")
        )
        found = markup.faults(packages, tmp_path, files)
        assert set(found) == {"container_faulty.css"}
        assert "colour" in words(found["container_faulty.css"])


class TestWeight:
    def test_sees_a_heavy_visit_and_a_heavy_return(self, audit_browser: Browser, planted: str) -> None:
        heavy = weight.weigh(audit_browser, planted, "/weight.html", PHONE)
        found = words(weight.faults(heavy, ARTICLE_BYTES))
        assert "first visit, read to the end, weighs" in found
        assert "repeat visit weighs" in found

    def test_sees_what_weighs_only_on_reading_to_the_end(self, audit_browser: Browser, planted: str) -> None:
        read = weight.weigh(audit_browser, planted, "/weight_below.html", PHONE)
        assert read.arrival < ARTICLE_BYTES < read.whole
        assert "first visit, read to the end, weighs" in words(weight.faults(read, ARTICLE_BYTES))

    def test_counts_document_stylesheet_and_headers(self, audit_browser: Browser, planted: str) -> None:
        light = weight.weigh(audit_browser, planted, "/sound.html", PHONE)
        files = sum((PLANTED / name).stat().st_size for name in ("sound.html", "sound.css"))
        assert files < light.arrival < files + 1500
        assert weight.faults(light, ARTICLE_BYTES) == []


class TestHosts:
    def test_sees_a_request_to_another_host(self, opened: Open, planted: str) -> None:
        assert "elsewhere.invalid" in words(hosts.faults(opened("hosts").asked, planted))


class TestScripts:
    def test_sees_text_that_only_a_script_writes(self, opened: Open) -> None:
        with_scripts, without = (
            without_javascript.main_text(opened("script", java_script_enabled=on).page) for on in (True, False)
        )
        assert "only with JavaScript: “Chỉ có khi có JavaScript.”" in words(
            without_javascript.faults(with_scripts, without)
        )

    def test_sees_a_script_that_fails(self, opened: Open) -> None:
        assert "script error: planted" in words(opened("script").complaints)


class TestLinks:
    def test_sees_links_that_lead_nowhere(self, planted: str) -> None:
        found = words(links.crawled(planted, "/links.html").faults(planted))
        assert "/links.html: leads to /missing.html, which answers 404" in found
        assert "/links.html: leads to /missing.png, which answers 404" in found
        assert "/links.html: leads to #nowhere of /sound.html" in found
        assert "#cuoi" not in found


class TestFeeds:
    def test_sees_what_a_feed_lacks(self) -> None:
        assert "id" in words(feeds.faults((PLANTED / "feed.xml").read_bytes()))

    def test_sees_what_is_no_xml(self) -> None:
        assert "is no XML" in words(feeds.faults(b"<rss><channel></rss>"))


class TestLinkedData:
    def test_sees_what_is_missing_and_what_is_no_json(self) -> None:
        document = Document("http://127.0.0.1/", (PLANTED / "linked_data.html").read_text())
        found = words(linked_data.faults(document.linked_data))
        assert "NewsArticle: has no headline" in found
        assert "is no JSON" in found


class TestLighthouse:
    def test_sees_faults_of_each_category(self, packages: Path, planted: str) -> None:
        found = lighthouse.faults(packages, f"{planted}/lighthouse.html", indexed=True)
        assert {fault.where for fault in found} == set(lighthouse.CATEGORIES)


class TestStatus:
    @pytest.mark.parametrize("awaited", [True, False])
    def test_a_missing_page_is_a_fault_unless_it_is_awaited(
        self, opened: Open, packages: Path, planted: str, awaited: bool
    ) -> None:
        report = crawler.Report()
        page = AuditedPage("missing", "/missing.html", awaited=awaited)
        crawler.look(opened("missing"), page, PHONE, planted, Axe(packages), report)
        assert report.absent == ({"missing"} if awaited else set())
        assert any(check == "status" for _, check, _ in report.faults) is not awaited


class TestSoundPage:
    @pytest.mark.parametrize("view", VIEWS, ids=str)
    def test_no_check_of_the_walk_sees_a_fault(self, opened: Open, packages: Path, planted: str, view: View) -> None:
        report = crawler.Report()
        page = AuditedPage("sound", "/sound.html")
        crawler.look(opened("sound", view), page, view, planted, Axe(packages), report)
        assert report.faults == {}

    def test_nor_do_the_others(self, opened: Open, packages: Path, planted: str) -> None:
        document = Document(f"{planted}/", (PLANTED / "sound.html").read_text())
        assert linked_data.faults(document.linked_data) == []
        assert links.crawled(planted, "/sound.html").faults(planted) == []
        texts = [without_javascript.main_text(opened("sound", java_script_enabled=on).page) for on in (True, False)]
        assert without_javascript.faults(*texts) == []
        found = lighthouse.faults(packages, f"{planted}/sound.html", indexed=True)
        assert {fault.where for fault in found} <= {"seo"}, words(found)


class TestCoverage:
    def test_every_check_is_made_in_some_view(self, packages: Path) -> None:
        made = {name for view in VIEWS for name in crawler.checks_in(view, Axe(packages))}
        assert made == {
            *("axe", "sideways", "sizes", "language", "spacing", "zoom", "forced colours", "keyboard", "head")
        }

    @pytest.mark.parametrize("view", VIEWS, ids=str)
    def test_axe_and_sideways_are_made_in_all(self, packages: Path, view: View) -> None:
        assert {"axe", "sideways"} <= set(crawler.checks_in(view, Axe(packages)))

    def test_names_are_of_one_page_each(self) -> None:
        assert len({page.name for page in PAGES}) == len(PAGES)
