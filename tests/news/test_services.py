"""Editorial acts: what they need, what they leave behind, what they refuse."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from news import services as article_services
from news.models import Article, PreviousUrl
from news.workflow import ArticleState
from tests.factories import make_administrator, make_article, make_category

pytestmark = pytest.mark.django_db


def draft(**fields: object) -> Article:
    return make_article(published=False, **{"published_at": None, **fields})


class TestPublishing:
    def test_a_draft_without_a_time_goes_out_now(self) -> None:
        before = timezone.now()
        article = article_services.publish_article(article=draft(), by=make_administrator())
        assert before <= article.published_at <= timezone.now()
        assert article.is_published()

    def test_a_chosen_time_is_kept_also_when_it_lies_ahead(self) -> None:
        tomorrow = timezone.now() + dt.timedelta(days=1)
        article = article_services.publish_article(article=draft(published_at=tomorrow), by=None)
        assert article.published_at == tomorrow
        assert not article.is_published()
        assert article.is_published(at=tomorrow)

    @pytest.mark.parametrize(
        ("lacking", "field"),
        [
            ({"summary": " "}, "summary"),
            ({"body": "<p>&nbsp;</p><script>x</script>"}, "body"),
            ({"body": '<p>a</p><img src="/media/a.jpg">'}, "body"),
            ({"body": '<p>a</p><img src="/media/a.jpg" alt=" ">'}, "body"),
        ],
    )
    def test_what_readers_need_is_asked_for_by_field(self, lacking: dict[str, str], field: str) -> None:
        article = draft(**lacking)
        with pytest.raises(ValidationError) as caught:
            article_services.publish_article(article=article, by=None)
        assert list(caught.value.message_dict) == [field]
        assert Article.objects.get(pk=article.pk).status == Article.Status.DRAFT

    def test_only_what_is_public_can_be_withdrawn(self) -> None:
        article = make_article()
        article_services.withdraw_article(article=article, by=None, note="Đã có bài thay.")
        assert Article.objects.get(pk=article.pk).status == Article.Status.WITHDRAWN
        with pytest.raises(ValidationError, match="Không thể ngưng hiệu lực"):
            article_services.withdraw_article(article=article, by=None, note="Lần nữa.")


class TestAddresses:
    def test_the_address_comes_from_the_title_and_the_local_day(self) -> None:
        article = draft(title="Đại hội thi đua", published_at=dt.datetime(2018, 3, 26, 17, tzinfo=dt.UTC))
        assert article.get_absolute_url() == "/tin-tuc/2018/03/27/dai-hoi-thi-dua/"

    def test_the_address_is_the_one_of_the_address_map(self) -> None:
        article = make_article(day=dt.date(2018, 3, 5), slug="mot-bai")
        assert article.get_absolute_url() == reverse("news:article-detail", args=[2018, 3, 5, "mot-bai"])

    def test_a_moved_article_leaves_its_old_address(self) -> None:
        article = make_article(slug="cu", day=dt.date(2018, 3, 27))
        article.slug = "moi"
        article_services.save_article(article=article, by=None)
        old = PreviousUrl.objects.get()
        assert (old.article, old.slug, old.published_on) == (article, "cu", dt.date(2018, 3, 27))

    def test_moving_back_leaves_no_circle(self) -> None:
        article = make_article(slug="cu")
        for slug in ("moi", "cu"):
            article.slug = slug
            article_services.save_article(article=article, by=None)
        assert [old.slug for old in PreviousUrl.objects.all()] == ["moi"]

    def test_a_draft_leaves_nothing(self) -> None:
        article = draft(slug="cu")
        article.slug = "moi"
        article_services.save_article(article=article, by=None)
        assert not PreviousUrl.objects.exists()

    def test_two_articles_cannot_share_an_address(self) -> None:
        make_article(slug="mot")
        second = make_article(slug="hai")
        second.slug = "mot"
        with pytest.raises(ValidationError, match="cùng ngày"):
            article_services.save_article(article=second, by=None)


class TestPublishedTwins:
    """``Article.is_published`` and ``state_at`` say of a row what ``published`` and ``in_state`` say of many."""

    @pytest.mark.parametrize("status", [status for status in Article.Status if status != Article.Status.MERGED])
    @pytest.mark.parametrize("minutes", [-2, 0, 1])
    @pytest.mark.parametrize("lasts", [None, 2, 5])
    def test_row_and_query_agree(self, status: str, minutes: int, lasts: int | None) -> None:
        now = timezone.now()
        opened = now + dt.timedelta(minutes=minutes)
        closed = opened + dt.timedelta(minutes=lasts) if lasts else None
        article = make_article(status=status, published_at=opened, expires_at=closed)
        self.check(article, now)

    @pytest.mark.parametrize("status", ["draft", "approved", "merged"])
    @pytest.mark.parametrize("scheduled", [True, False])
    def test_row_and_query_agree_on_versions(self, status: str, scheduled: bool) -> None:
        now = timezone.now()
        goes_live_at = now if scheduled and status == "approved" else None
        self.check(make_article(status=status, revision_of=make_article(), goes_live_at=goes_live_at), now)

    def check(self, article: Article, now: dt.datetime) -> None:
        found = [state for state in ArticleState if Article.objects.in_state(state, now).filter(pk=article.pk).exists()]
        assert found == [article.state_at(now)]
        assert article.is_published(now) == Article.objects.published(now).filter(pk=article.pk).exists()


class TestSections:
    def test_an_article_of_a_child_category_shows_under_its_parent(self) -> None:
        parent = make_category("Tin hoạt động")
        child = make_category("Hội nghị", parent=parent)
        article = make_article(category=child)
        assert list(Article.objects.of_category(parent)) == [article]
        assert list(Article.objects.of_category(child)) == [article]

    def test_categories_are_two_levels_deep(self) -> None:
        child = make_category("Hội nghị", parent=make_category("Tin hoạt động"))
        third = make_category("Quá sâu")
        third.parent = child
        with pytest.raises(ValidationError, match="hai cấp"):
            third.full_clean()


def test_search_ignores_diacritics_and_case_on_both_databases() -> None:
    wanted = make_article(title="ĐẨY MẠNH cải cách hành chính")
    make_article(title="Tin khác")
    for words in ("đẩy mạnh", "Day Manh", "CAI CACH đẩy", "hành chính"):
        assert list(Article.objects.matching(words)) == [wanted], words
