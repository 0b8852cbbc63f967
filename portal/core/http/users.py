"""The user of a request behind a view that only signed-in users reach."""

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

if TYPE_CHECKING:
    from portal.accounts.models import User


def signed_in_user(request: HttpRequest) -> "User":
    """The user of the request; raises ``PermissionDenied`` for an anonymous one."""
    if not request.user.is_authenticated:
        raise PermissionDenied
    return request.user
