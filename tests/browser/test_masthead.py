"""The head of every page at every size of letters: small beside the page below it, and all of it within reach."""

import os
from collections.abc import Callable, Iterator
from itertools import product
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from portal.pages.demo_data import loader as demo_data
from portal.pages.models import SiteIdentity
from tests.browser.people import sign_in
from tests.browser_fixtures import ARGUMENTS, NewPage, chromium_path
from tests.factories import make_administrator, make_article
from tests.pages.factories import look_again

pytestmark = pytest.mark.django_db(transaction=True)

SIZES = ("", "large", "larger")
# A telephone's screen is high, a computer's low.
SCREENS = ((320, 740), (360, 740), (412, 740), (768, 1024), (1366, 768))
PAGES = ("/", "/tin-tuc/2018/03/27/hoi-nghi/", "/tin-tuc/", "/tim-kiem/?q=thi+dua", "/hoi-dap/gui/", "/van-ban/")
MOST_OF_SCREEN = 0.30

# What is pressed within an element: its size, and whether a press near each of its edges and in its middle is its own.
CONTROLS = """
(head) => {
  // What is there for screen readers alone is clipped, and a name that is too long ends in dots.
  const textsIn = (element) => {
    const found = [];
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const range = document.createRange();
      range.selectNodeContents(walker.currentNode);
      const isCut = getComputedStyle(walker.currentNode.parentElement).overflow !== "visible";
      if (walker.currentNode.data.trim() && !isCut) found.push(range.getBoundingClientRect());
    }
    return found;
  };
  return [...head.querySelectorAll("a, button, input, summary")]
  .filter((each) => each.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
  .map((each) => {
    each.scrollIntoView({ block: "center", behavior: "instant" });
    const { left, top, right, bottom, width, height } = each.getBoundingClientRect();
    const takes = (x, y) => {
      const hit = document.elementFromPoint(x, y);
      const label = hit?.closest("label");
      return each.contains(hit) || (label && label.contains(each));
    };
    const middle = [(left + right) / 2, (top + bottom) / 2];
    const points = [middle, [left + 4, middle[1]], [right - 4, middle[1]], [middle[0], top + 4], [middle[0], bottom - 4]];
    const choice = each.closest("label")?.getBoundingClientRect();
    return {
      name: (each.innerText || each.getAttribute("placeholder") || each.value || "").trim(),
      width: choice?.width ?? width,
      height: choice?.height ?? height,
      isWithin: left >= 0 && right <= document.documentElement.clientWidth,
      isHit: points.every(([x, y]) => takes(x, y)),
      isWhole: textsIn(each).every((text) => text.left >= left - 1 && text.right <= right + 1),
    };
  });
}
"""


def choose_letters(page: Page, size: str) -> None:
    """As the reader's choice is kept by static/js/reading-choices.js."""
    page.add_init_script(f"localStorage.setItem('portalText', '{size}')")


def faults_of_controls(page: Page, within: str = ".masthead") -> list[str]:
    controls = page.locator(within).evaluate(CONTROLS)
    page.evaluate("scrollTo(0, 0)")
    assert controls, within
    return [
        f"{each['name']}: {fault}"
        for each in controls
        for fault, is_so in (
            (f"{each['width']:.0f} × {each['height']:.0f} px", min(each["width"], each["height"]) < 43.9),
            ("stands beside the screen", not each["isWithin"]),
            ("lies under something else", not each["isHit"]),
            ("shows a part of its words", not each["isWhole"]),
        )
        if is_so
    ]


def faults_of_head(page: Page, *, within: str = ".masthead") -> list[str]:
    """On each screen: how much of it the head takes, what it holds, and whether the page is wider than the screen."""
    found = []
    for width, height in SCREENS:
        page.set_viewport_size({"width": width, "height": height})
        here = f"{page.url.partition('/')[2]} at {width} px"
        share = page.locator(within).evaluate("(head) => head.getBoundingClientRect().height") / height
        if share > MOST_OF_SCREEN:
            found.append(f"{here}: the head takes {share:.0%} of the screen")
        if page.evaluate("document.scrollingElement.scrollWidth") > width:
            found.append(f"{here}: the page scrolls sideways")
        found += [f"{here}: {fault}" for fault in faults_of_controls(page, within)]
    return found


def none_of(faults: list[str]) -> None:
    assert not faults, "\n".join(faults)


@pytest.fixture(autouse=True)
def _content() -> Iterator[None]:
    make_article(slug="hoi-nghi", title="Hội nghị ký giao ước", body="<p>Tám cơ quan cùng ký.</p>" * 20)
    demo_data.load(force=False, stored=[])
    look_again()
    yield
    look_again()


@pytest.mark.parametrize(("size", "language"), list(product(SIZES, ("", "/en"))))
def test_is_small_and_within_reach_on_every_page(new_page: NewPage, size: str, language: str) -> None:
    page = new_page()
    choose_letters(page, size)
    found = []
    for address in PAGES:
        page.goto(f"{language}{address}")
        found += faults_of_head(page)
    none_of(found)


@pytest.mark.parametrize("size", SIZES)
def test_is_as_small_for_those_who_sign_in(new_page: NewPage, size: str) -> None:
    page = new_page()
    choose_letters(page, size)
    page.goto("/dang-nhap/")
    found = faults_of_head(page)
    sign_in(page, make_administrator(username="quan-tri", full_name="Hoàng Nguyễn Thị Khánh Huyền").username)
    found += faults_of_head(page)
    page.goto("/dang-nhap/hai-lop/")
    found += faults_of_head(page)
    none_of(found)


@pytest.mark.parametrize("pixels", [16, 24])
def test_of_the_admin_is_as_small(new_page: NewPage, pixels: int) -> None:
    """What the reader chose holds for readers' pages alone; here the browser's own letters may be large."""
    page = new_page()
    sign_in(page, make_administrator(username="quan-tri", full_name="Hoàng Nguyễn Thị Khánh Huyền").username)
    page.goto("/quan-tri/")
    page.evaluate(f"document.documentElement.style.fontSize = '{pixels}px'")
    none_of(faults_of_head(page, within="#header"))
    page.set_viewport_size({"width": 360, "height": 740})
    page.locator(".user-menu summary").click()
    expect(page.get_by_role("button", name="Đăng xuất")).to_be_visible()
    none_of(faults_of_controls(page, "#header"))


@pytest.mark.parametrize("size", SIZES)
def test_is_no_larger_with_the_longest_names(new_page: NewPage, size: str) -> None:
    SiteIdentity.objects.all().delete()
    SiteIdentity(
        name="Trang thông tin điện tử Khối thi đua số IV các cơ quan nội chính và các đơn vị sự nghiệp tỉnh Cao Bằng",
        organisation="Ban Thi đua – Khen thưởng thuộc Sở Nội vụ, cơ quan thường trực Hội đồng Thi đua tỉnh Cao Bằng",
        governing_body="Ủy ban nhân dân tỉnh Cao Bằng, cơ quan chủ quản của cổng thông tin thi đua – nội chính",
    ).save()
    look_again()
    page = new_page()
    choose_letters(page, size)
    page.goto("/")
    assert "Khối thi đua số IV" in page.title()
    none_of(faults_of_head(page))


@pytest.mark.parametrize(("size", "width"), list(product(SIZES, (320, 360, 768))))
def test_what_it_opens_is_as_wide_as_the_page(new_page: NewPage, size: str, width: int) -> None:
    page = new_page(viewport={"width": width, "height": 740})
    choose_letters(page, size)
    page.goto("/")
    toggle = page.locator(".site-nav__toggle summary")
    if toggle.is_visible():
        toggle.click()
        section = page.locator("main").evaluate(
            "(main) => parseFloat(getComputedStyle(main).width) - 2 * parseFloat(getComputedStyle(main).paddingLeft)"
        )
        assert page.locator(".site-nav__list").evaluate("(list) => list.getBoundingClientRect().width") >= section - 1
    for group in page.locator(".site-nav__group summary").all():
        group.click()
        assert page.evaluate("document.scrollingElement.scrollWidth") == width
        none_of(faults_of_controls(page, ".site-nav"))
    page.locator(".reading-preferences__toggle").click()
    page.locator(".reading-preferences__panel").evaluate("(panel) => panel.scrollTo(0, 0)")
    assert page.evaluate("document.scrollingElement.scrollWidth") == width
    none_of(faults_of_controls(page, ".reading-preferences__panel"))


@pytest.fixture
def large_letters(browser: Browser, live_server: Any) -> Iterator[Callable[[int], Page]]:
    """Opens pages in a browser whose own letters are so many pixels high, without scripts."""
    launched = []

    def opened(pixels: int) -> Page:
        sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
        settings = f"--blink-settings=defaultFontSize={pixels}"
        launched.append(
            browser.browser_type.launch(executable_path=chromium_path(), args=[*ARGUMENTS, *sandbox, settings])
        )
        return launched[-1].new_page(base_url=live_server.url, java_script_enabled=False)

    yield opened
    for each in launched:
        each.close()


@pytest.mark.parametrize("pixels", [16, 24, 32])
def test_needs_no_script_where_the_browsers_own_letters_are_large(
    large_letters: Callable[[int], Page], pixels: int
) -> None:
    page = large_letters(pixels)
    page.goto("/")
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == f"{pixels}px"
    none_of(faults_of_head(page))
    page.set_viewport_size({"width": 360, "height": 740})
    page.locator(".site-nav__toggle summary").click()
    none_of(faults_of_controls(page))
    assert page.evaluate("document.scrollingElement.scrollWidth") == 360


def test_lets_the_skip_link_lie_above_it(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    link = page.locator(".skip-link")
    expect(link).to_be_focused()
    expect(link).to_be_in_viewport(ratio=1)
    assert link.evaluate(
        "(link) => { const { left, top, width, height } = link.getBoundingClientRect();"
        " return link.contains(document.elementFromPoint(left + width / 2, top + height / 2)); }"
    )
