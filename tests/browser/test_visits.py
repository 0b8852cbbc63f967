"""One visit is one count, without a cookie; what it counts comes back at the foot of the page."""

import pytest
from django.core.cache import cache
from playwright.sync_api import Page, expect

from portal.analytics.counter import COUNTER
from portal.analytics.models import ArticleViewCount, PageViewCount
from portal.core.http import rate_limit
from tests.browser_fixtures import NewPage
from tests.factories import make_article

pytestmark = pytest.mark.django_db(transaction=True)

# Chromium without a window says that it is none that people use, and such are not counted.
AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"


@pytest.fixture(autouse=True)
def nothing_counted() -> None:
    COUNTER.forget()
    rate_limit.reset_process_counts()


def visit(page: Page, path: str) -> None:
    with page.expect_response("**/luot/") as counted:
        page.goto(path)
    assert counted.value.status == 204


def test_a_visit_is_counted_once_and_leaves_nothing_in_the_browser(new_page: NewPage) -> None:
    article = make_article()
    reader = new_page(user_agent=AGENT)
    visit(reader, article.get_absolute_url())
    COUNTER.flush()
    assert PageViewCount.objects.get().count == ArticleViewCount.objects.get().count == 1
    assert reader.context.cookies() == []
    assert reader.evaluate("localStorage.length + sessionStorage.length") == 0

    cache.clear()
    reader.reload()
    expect(reader.get_by_role("link", name="Lượt truy cập: hôm nay 1, tổng 1")).to_be_visible()
    COUNTER.flush()
    assert PageViewCount.objects.get().count == 1


def test_without_javascript_the_foot_leads_to_the_statistics(new_page: NewPage) -> None:
    reader = new_page(java_script_enabled=False, user_agent=AGENT, viewport={"width": 320, "height": 700})
    reader.goto("/")
    reader.get_by_role("link", name="Thống kê truy cập").click()
    expect(reader.get_by_role("heading", level=1)).to_have_text("Thống kê truy cập")
    assert reader.evaluate("document.documentElement.scrollWidth") <= 320
    COUNTER.flush()
    assert not PageViewCount.objects.exists()
