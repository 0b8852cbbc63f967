"""The page of an action: who may open it, and the policy that its editor needs."""

import pytest
from django.test import Client

from tests.emulation.year_factories import make_document
from tests.factories import make_administrator, make_user

pytestmark = pytest.mark.django_db


def address(document: object, action: str) -> str:
    return f"/quan-tri/emulation/blocdocument/{document.pk}/thao-tac/{action}/"  # type: ignore[attr-defined]  # a row


class TestActionPage:
    @pytest.mark.parametrize(("action", "has_editor"), [("phien-ban", True), ("thong-qua", False)])
    def test_only_a_form_with_the_editor_relaxes_the_policy(
        self, client: Client, action: str, has_editor: bool
    ) -> None:
        client.force_login(make_administrator())
        response = client.get(address(make_document(), action))
        assert response.status_code == 200
        assert ("script-src-attr 'unsafe-inline'" in response.headers["Content-Security-Policy"]) == has_editor

    def test_what_is_not_there_is_not_found(self, client: Client) -> None:
        client.force_login(make_administrator())
        document = make_document()
        assert client.get(address(document, "khong-co")).status_code == 404
        document.pk += 99
        assert client.get(address(document, "phien-ban")).status_code == 404

    def test_who_may_not_change_the_row_may_not_act(self, client: Client) -> None:
        client.force_login(make_user(is_staff=True, permissions=["emulation.view_blocdocument"]))
        assert client.get(address(make_document(), "phien-ban")).status_code == 403
