"""Every search box of the admin stands whatever was sent in place of a key."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.db import models
from django.test import Client

from portal.core.admin.autocomplete import SafeAutocompleteMixin
from tests.factories import make_administrator


def searching() -> Iterator[Any]:
    """The admins and inlines with a search box for one of a kind."""
    for model_admin in admin.site._registry.values():
        for options in (model_admin, *(inline(model_admin.model, admin.site) for inline in model_admin.inlines)):
            fields = (options.model._meta.get_field(name) for name in options.autocomplete_fields)
            if any(isinstance(field, models.ForeignKey) for field in fields):
                yield options


def test_there_are_some() -> None:
    assert len(list(searching())) > 20


def test_all_of_them_look_at_keys_first() -> None:
    assert [str(options) for options in searching() if not isinstance(options, SafeAutocompleteMixin)] == []


@pytest.mark.django_db
@pytest.mark.parametrize("sent", ["\x00", "9" * 40, "một", "-1"])
@pytest.mark.parametrize(
    ("address", "field"),
    [
        ("/quan-tri/emulation/emulationyear/add/", "bloc"),
        ("/quan-tri/emulation/registration/add/", "agency"),
        ("/quan-tri/documents/document/add/", "kind"),
        ("/quan-tri/news/categoryscope/add/", "category"),
    ],
)
def test_what_is_no_key_is_refused(client: Client, address: str, field: str, sent: str) -> None:
    client.force_login(make_administrator())
    response = client.post(address, {field: sent})
    assert response.status_code == 200
    assert "errorlist" in response.content.decode()
