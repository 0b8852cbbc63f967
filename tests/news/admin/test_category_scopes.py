"""The page on which administrators limit a person's role to categories."""

import pytest
from django.test import Client

from news import permissions as article_permissions
from news.models import CategoryScope
from portal import roles
from portal.accounts.models import User
from tests.factories import make_administrator, make_category, make_staff

pytestmark = pytest.mark.django_db

LIST = "/quan-tri/news/categoryscope/"
ADD = f"{LIST}add/"


class TestScopes:
    def test_an_administrator_limits_a_person(self, client: Client) -> None:
        client.force_login(make_staff(roles.ADMINISTRATOR))
        editor, category = make_staff(roles.EDITOR), make_category("Thi đua")
        other = make_category()
        response = client.post(ADD, {"user": editor.pk, "category": category.pk})
        assert response.status_code == 302
        person = User.objects.get(pk=editor.pk)
        assert article_permissions.is_in_scope(person, category)
        assert not article_permissions.is_in_scope(person, other)
        assert "Thi đua" in client.get(LIST).content.decode()

    def test_the_page_says_what_a_row_means(self, client: Client) -> None:
        client.force_login(make_administrator())
        assert "phụ trách mọi chuyên mục" in client.get(ADD).content.decode()

    def test_the_same_twice_is_refused_in_words(self, client: Client) -> None:
        client.force_login(make_administrator())
        given = {"user": make_staff(roles.EDITOR).pk, "category": make_category().pk}
        client.post(ADD, given)
        assert "Người này đã được phân chuyên mục này." in client.post(ADD, given).content.decode()
        assert CategoryScope.objects.count() == 1

    @pytest.mark.parametrize("role", [roles.CONTRIBUTOR, roles.EDITOR, roles.PUBLISHER])
    def test_nobody_else_gets_there(self, client: Client, role: roles.Role) -> None:
        client.force_login(make_staff(role))
        assert client.get(LIST).status_code == 403
        assert client.post(ADD, {"user": 1, "category": 1}).status_code == 403

    def test_strangers_are_sent_to_sign_in(self, client: Client) -> None:
        assert client.get(LIST, follow=True).redirect_chain[-1][0].startswith("/dang-nhap/")
