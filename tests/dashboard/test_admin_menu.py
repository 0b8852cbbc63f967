"""The admin's menu: every table stands in a group that is named for work, and people see what they may."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.test import Client

from portal import roles
from portal.core import dashboard
from portal.dashboard.admin_menu import OTHER_GROUP, groups, menu_group_of
from tests.factories import make_administrator, make_staff

pytestmark = pytest.mark.django_db

INDEX = "/quan-tri/"


def menu_of(client: Client) -> dict[str, list[str]]:
    """The names of the groups with those of what stands in them."""
    listed = client.get(INDEX).context["app_list"]
    return {str(group["name"]): [model["object_name"] for model in group["models"]] for group in listed}


class TestTable:
    def test_every_model_of_the_admin_stands_in_a_named_group(self) -> None:
        strays = [
            model._meta.label for model in admin.site._registry if menu_group_of(model._meta.label) is OTHER_GROUP
        ]
        assert strays == []

    def test_no_model_is_named_twice(self) -> None:
        labels = [label for labels in groups().values() for label in labels]
        assert len(labels) == len(set(labels))

    def test_names_of_installed_apps_are_of_models_that_the_admin_shows(self) -> None:
        """An app that is not installed may be named: its section is built apart."""
        installed = {config.label for config in apps.get_app_configs()}
        shown = {model._meta.label for model in admin.site._registry}
        named = [label for labels in groups().values() for label in labels if not label.endswith(".*")]
        assert [label for label in named if label.partition(".")[0] in installed and label not in shown] == []

    def test_items_name_groups_that_are_there(self) -> None:
        keys = {group.key for group in groups()}
        assert [items for items in dashboard.menu_items if items.group not in keys] == []


class TestMenu:
    def test_an_administrator_sees_the_work_in_its_order(self, client: Client) -> None:
        client.force_login(make_administrator())
        menu = menu_of(client)
        assert list(menu)[:3] == ["Tin bài", "Ảnh và tệp", "Khối thi đua"]
        assert menu["Tin bài"] == ["Article", "Category", "Thread", "Tag", "Author", "CategoryScope"]
        assert menu["Ảnh và tệp"] == ["Image"]
        assert "Khác" not in menu

    def test_a_contributor_sees_no_accounts(self, client: Client) -> None:
        client.force_login(make_staff(roles.CONTRIBUTOR))
        assert list(menu_of(client)) == ["Tin bài", "Ảnh và tệp"]

    def test_a_person_without_rights_sees_nothing_and_is_told(self, client: Client) -> None:
        client.force_login(make_administrator(is_superuser=False, is_staff=True))
        assert menu_of(client) == {}
        assert "chưa được giao quyền" in client.get(INDEX).content.decode()

    def test_the_page_of_an_app_stays(self, client: Client) -> None:
        client.force_login(make_administrator())
        response = client.get("/quan-tri/news/")
        assert response.status_code == 200
        assert "Chuyên mục" in response.content.decode()
