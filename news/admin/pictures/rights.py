"""Who may enter the pages of the picture library that Django's admin does not guard by itself."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from news.models import Picture

View = Callable[..., HttpResponse]


def require_right(codename: str) -> Callable[[View], View]:
    """Marks a page of an admin: refuses whoever lacks a right of the news room."""

    def decorated(view: View) -> View:
        @wraps(view)
        def guarded(page: Any, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.has_perm(f"news.{codename}"):
                raise PermissionDenied
            return view(page, request, *args, **kwargs)

        return guarded

    return decorated


def changeable_picture(request: HttpRequest, pk: int) -> Picture:
    """The picture, for who may change it; 404 when there is none, 403 when it is somebody else's."""
    picture = get_object_or_404(Picture, pk=pk)
    if not request.user.has_perm("news.change_picture") or not picture.is_changeable_by(request.user):
        raise PermissionDenied
    return picture
