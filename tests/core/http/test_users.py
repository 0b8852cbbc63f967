"""The signed-in user of a request."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.test import RequestFactory

from portal.accounts.models import User
from portal.core.http.users import signed_in_user


def test_the_user_of_a_request_is_returned(rf: RequestFactory) -> None:
    request = rf.get("/")
    request.user = User(username="lan")
    assert signed_in_user(request) is request.user


def test_an_anonymous_request_is_denied(rf: RequestFactory) -> None:
    request = rf.get("/")
    request.user = AnonymousUser()
    with pytest.raises(PermissionDenied):
        signed_in_user(request)
