"""What the admin's front page shows above its menu: the same as the desk, by right."""

import pytest
from django.test import Client
from django.urls import reverse

from portal import roles
from portal.accounts import audit
from portal.desk import today
from tests.factories import make_article, make_staff, make_user

pytestmark = pytest.mark.django_db

INDEX = "/quan-tri/"


def test_a_publisher_finds_what_waits(client: Client) -> None:
    article = make_article(status="submitted", title="Khối họp bàn ba việc")
    client.force_login(make_staff(roles.PUBLISHER))
    page = client.get(INDEX).content.decode()
    assert "Khối họp bàn ba việc" in page
    assert reverse("admin:news_article_change", args=[article.pk]) in page


def test_beginnings_are_those_of_the_right(client: Client) -> None:
    names = [str(beginning.name) for beginning in today.beginnings_of(make_staff(roles.CONTRIBUTOR))]
    assert names == ["Viết bài", "Nhập từ Word", "Tải ảnh lên"]
    assert today.beginnings_of(make_user()) == []


def test_every_beginning_leads_somewhere(client: Client) -> None:
    assert all(beginning.address.startswith("/") for beginning in today.BEGINNINGS)


class TestOwnActs:
    def test_only_ones_own_and_only_work(self) -> None:
        person, article = make_user(), make_article()
        audit.record(act=audit.SIGNED_IN, by=person)
        audit.record(act=audit.CHANGED, by=person, thing=article)
        audit.record(act=audit.CHANGED, by=make_user(), thing=article)
        (act,) = today.own_acts(person)
        assert (act.title, act.address) == (str(article), reverse("admin:news_article_change", args=[article.pk]))

    def test_what_is_gone_leads_nowhere(self) -> None:
        person = make_user()
        audit.record(act=audit.DELETED, by=person, thing=audit.Thing("news.tag", "7", "Thi đua"))
        audit.record(act=audit.CHANGED, by=person, thing=audit.Thing("former.room", "7", "Việc cũ"))
        assert [act.address for act in today.own_acts(person)] == ["", ""]
