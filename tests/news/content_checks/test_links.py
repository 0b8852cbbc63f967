"""Which of our own addresses lead a reader anywhere."""

import datetime as dt
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test.utils import CaptureQueriesContext

from news.content_checks.links import find_broken_links
from news.models import Article, PreviousUrl
from tests.factories import make_article, make_author, make_category, make_image

pytestmark = pytest.mark.django_db

DAY = dt.date(2018, 3, 27)


@pytest.fixture
def article() -> Article:
    return make_article(slug="hoi-nghi", day=DAY, category=make_category("Tin"), author=make_author("Thu Hà"))


class TestOwnAddresses:
    @pytest.mark.parametrize(
        "address",
        [
            "/tin-tuc/2018/03/27/hoi-nghi/",
            "/tin-tuc/2018/03/27/hoi-nghi/#muc",
            "/tin-tuc/2018/03/26/ten-cu/",
            "http://testserver/tin-tuc/2018/03/27/hoi-nghi/",
            "//localhost/chuyen-muc/tin/",
            "/tac-gia/thu-ha/",
            "/tin-tuc/2018/03/27/",
            "/tin-tuc/?ngay=27/03/2018",
            "/",
            "http://testserver",
            "/khoi-thi-dua/",
            "/en/tin-tuc/2018/03/27/hoi-nghi/",
            "/static/css/site.css",
        ],
    )
    def test_that_lead_somewhere(self, article: Article, address: str) -> None:
        PreviousUrl.objects.create(article=article, published_on=dt.date(2018, 3, 26), slug="ten-cu")
        assert find_broken_links([address]) == set()

    @pytest.mark.parametrize(
        "address",
        [
            "/tin-tuc/2018/03/27/khong-co/",
            "/tin-tuc/2018/02/31/hoi-nghi/",
            "/en/tin-tuc/2018/03/27/khong-co/",
            "/tin-tuc/2018/03/28/hoi-nghi/",
            "http://testserver/khong-co/",
            "/chuyen-muc/khong-co/",
            "/tac-gia/khong-co/",
            "/tin-tuc/tep/1/a.pdf",
            "/media/anh/khong-co.png",
            "/media/../manage.py",
            "/media/%00",
            "/quan-tri/news/article/1/change/",
            "www.caobang.gov.vn",
            "hoi-nghi.html",
        ],
    )
    def test_that_lead_nowhere(self, article: Article, address: str) -> None:
        assert find_broken_links([address]) == {address}

    @pytest.mark.parametrize("address", ["/tin-tuc/2018/03/27/nhap/", "/tin-tuc/2018/03/01/cu/"])
    def test_what_is_not_public_is_not_there(self, address: str) -> None:
        draft = make_article(slug="nhap", day=DAY, published=False)
        PreviousUrl.objects.create(article=draft, published_on=dt.date(2018, 3, 1), slug="cu")
        assert find_broken_links([address]) == {address}

    def test_what_is_scheduled_is_not_there_yet(self) -> None:
        make_article(slug="mai", day=dt.date(2999, 3, 27))
        assert find_broken_links(["/tin-tuc/2999/03/27/mai/"]) == {"/tin-tuc/2999/03/27/mai/"}

    def test_files_are_looked_for(self, article: Article) -> None:
        image = make_image()
        attachment = article.attachments.create(file=ContentFile(b"%PDF-1.4 x", name="a.pdf"))
        assert find_broken_links([image.file.url, attachment.get_absolute_url()]) == set()


class TestOthers:
    @pytest.mark.parametrize(
        "address",
        [
            "https://caobang.gov.vn/mat/",
            "mailto:a@caobang.gov.vn",
            "tel:02063852118",
            "#muc",
            "",
            "?trang=2",
            "http://[xau",
            "https://evil.testserver.vn/",
        ],
    )
    def test_are_not_judged(self, address: str) -> None:
        assert find_broken_links([address]) == set()

    def test_a_server_that_answers_to_any_name_calls_no_other_site_its_own(self, settings: Any) -> None:
        settings.ALLOWED_HOSTS = ["*"]
        assert find_broken_links(["https://caobang.gov.vn/mat/"]) == set()


class TestCost:
    def test_many_links_cost_no_more_queries_than_few(
        self, article: Article, django_assert_num_queries: type[CaptureQueriesContext]
    ) -> None:
        addresses = [f"/tin-tuc/2018/03/{day:02d}/hoi-nghi/" for day in range(1, 31)]
        addresses += [f"/chuyen-muc/c{number}/" for number in range(30)]
        with django_assert_num_queries(3):
            broken = find_broken_links(addresses)
        assert len(broken) == 59

    def test_other_sites_cost_nothing(self, django_assert_num_queries: type[CaptureQueriesContext]) -> None:
        with django_assert_num_queries(0):
            find_broken_links(["https://caobang.gov.vn/", "mailto:a@b.vn"])
