"""Who may give what in the admin of accounts: nobody can lift themselves, or others, above their own rights."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse

from portal import roles
from portal.accounts.models import User
from tests.factories import make_administrator, make_staff, make_user

pytestmark = pytest.mark.django_db


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def change(client: Client, account: User, **fields: object) -> int:
    """Sends the form as it stands, with some answers changed; the status of the answer."""
    form = {
        "username": account.username,
        "full_name": account.full_name,
        "email": "nguoi@example.gov.vn",
        "is_active": "on",
        "is_staff": "on",
        "date_joined_0": "01/03/2018",
        "date_joined_1": "08:00:00",
        **fields,
    }
    return client.post(reverse("admin:accounts_user_change", args=[account.pk]), form).status_code


class TestAdministratorOfAccounts:
    @pytest.fixture
    def administrator(self) -> User:
        return make_staff(roles.ADMINISTRATOR)

    def test_gives_roles(self, administrator: User) -> None:
        account, role = make_user(), Group.objects.get(name=roles.EDITOR.name)
        assert change(signed_in(administrator), account, groups=[role.pk]) == 302
        assert account.groups.get() == role

    @pytest.mark.parametrize("whose", ["own", "another's"])
    def test_makes_nobody_a_superuser(self, administrator: User, whose: str) -> None:
        account = administrator if whose == "own" else make_user()
        assert change(signed_in(administrator), account, is_superuser="on") == 302
        account.refresh_from_db()
        assert account.email == "nguoi@example.gov.vn"
        assert not account.is_superuser

    def test_gives_no_single_rights(self, administrator: User) -> None:
        account, right = make_user(), Permission.objects.get(codename="delete_group")
        assert change(signed_in(administrator), account, user_permissions=[right.pk]) == 302
        assert not account.user_permissions.exists()

    @pytest.mark.parametrize("page", ["change", "delete"])
    def test_leaves_superusers_alone(self, administrator: User, page: str) -> None:
        account = make_administrator()
        address = reverse(f"admin:accounts_user_{page}", args=[account.pk])
        assert signed_in(administrator).post(address, {"post": "yes"}).status_code == 403
        assert User.objects.filter(pk=account.pk, is_superuser=True).exists()

    def test_sets_no_password_of_a_superuser(self, administrator: User) -> None:
        address = reverse("admin:auth_user_password_change", args=[make_administrator().pk])
        assert signed_in(administrator).get(address).status_code == 403

    def test_may_look_at_a_superuser(self, administrator: User) -> None:
        page = signed_in(administrator).get(reverse("admin:accounts_user_change", args=[make_administrator().pk]))
        assert page.status_code == 200
        assert 'name="_save"' not in page.content.decode()


class TestSuperuser:
    def test_makes_another(self) -> None:
        account = make_user()
        assert change(signed_in(make_administrator()), account, is_superuser="on") == 302
        account.refresh_from_db()
        assert account.is_superuser
