"""What the admin's front page shows above its menu: the same as the dashboard, by right."""

import pytest
from django.test import Client
from django.urls import reverse

from portal import roles
from portal.audit import services as audit_services
from portal.core import dashboard
from portal.dashboard import panels
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
    names = [str(beginning.name) for beginning in panels.quick_actions_for(make_staff(roles.CONTRIBUTOR))]
    assert names == ["Viết bài", "Nhập từ Word", "Tải ảnh lên"]
    assert panels.quick_actions_for(make_user()) == []


def test_every_beginning_leads_somewhere(client: Client) -> None:
    assert all(beginning.url.startswith("/") for beginning in dashboard.quick_actions)


class TestOwnActs:
    def test_only_ones_own_and_only_work(self) -> None:
        person, article = make_user(), make_article()
        audit_services.record(action=audit_services.SIGNED_IN, by=person)
        audit_services.record(action=audit_services.CHANGED, by=person, target=article)
        audit_services.record(action=audit_services.CHANGED, by=make_user(), target=article)
        (act,) = panels.recent_actions(person)
        assert (act.title, act.url) == (str(article), reverse("admin:news_article_change", args=[article.pk]))

    def test_what_is_gone_leads_nowhere(self) -> None:
        person = make_user()
        audit_services.record(
            action=audit_services.DELETED, by=person, target=audit_services.Target("news.tag", "7", "Thi đua")
        )
        audit_services.record(
            action=audit_services.CHANGED, by=person, target=audit_services.Target("former.room", "7", "Việc cũ")
        )
        assert [act.url for act in panels.recent_actions(person)] == ["", ""]
