"""Permission checks of the image library's custom admin pages."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from news import permissions as article_permissions
from news.models import Article, ArticleRevision
from portal.accounts.models import User
from portal.core.http.users import signed_in_user
from portal.images.models import Image
from portal.images.querysets import rich_text_columns

View = Callable[..., HttpResponse]


def require_permission(codename: str) -> Callable[[View], View]:
    """Decorator for an admin page: requires a permission of the app."""

    def decorated(view: View) -> View:
        @wraps(view)
        def guarded(page: Any, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.has_perm(f"images.{codename}"):
                raise PermissionDenied
            return view(page, request, *args, **kwargs)

        return guarded

    return decorated


def can_use_editor(user: User) -> bool:
    """Whether the user has a form with the editor, in any app: its images are uploaded and chosen here."""
    models: set[type[Model]] = {Article, *(text.model for text in rich_text_columns())}
    return user.has_perm("images.add_image") or any(
        user.has_perm(f"{model._meta.app_label}.{action}_{model._meta.model_name}")
        for model in models
        for action in ("add", "change")
    )


def can_view_row(request: HttpRequest, row: Model) -> bool:
    """Whether the user may know of a row that uses an image.

    True if the user may view it in the admin or, if it has no admin page, the row that it belongs to.
    """
    if isinstance(row, ArticleRevision):
        return request.user.has_perm("news.view_article") and article_permissions.can_view_unpublished(
            signed_in_user(request), row.article
        )
    shown = _row_with_admin_page(row)
    return shown is not None and admin.site.get_model_admin(type(shown)).has_view_permission(request, shown)


def _row_with_admin_page(row: Model) -> Model | None:
    """The row itself or the first row that it refers to, whichever has an admin page; required links come first."""
    if admin.site.is_registered(type(row)):
        return row
    links = sorted((field for field in row._meta.concrete_fields if field.is_relation), key=lambda field: field.null)
    owner = next((link for link in links if _has_admin_page(link.related_model)), None)
    return getattr(row, owner.name) if owner else None


def _has_admin_page(model: Any) -> bool:
    return admin.site.is_registered(model)


def get_changeable_image(request: HttpRequest, pk: int) -> Image:
    """The image if the user may change it; 404 if there is none, 403 if it is another user's."""
    image = get_object_or_404(Image, pk=pk)
    if not request.user.has_perm("images.change_image") or not image.is_changeable_by(signed_in_user(request)):
        raise PermissionDenied
    return image
