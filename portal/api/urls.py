"""URL patterns of the API, below /api/."""

from typing import Any

from django.urls import URLPattern, path, re_path
from django.utils.module_loading import autodiscover_modules
from django.views.generic import RedirectView

from portal.api import views
from portal.core.api.service import api

app_name = "api"


def _patterns() -> list[URLPattern]:
    """The resources that the apps register in their module ``api``, each with the API's headers.

    Root and OpenAPI document are our own views.
    """
    autodiscover_modules("api")
    patterns: list[Any] = api.urls[0]
    root = path("v1/", RedirectView.as_view(pattern_name="api:docs"), name="api-root")
    api_patterns = [
        path(f"v1/{pattern.pattern}", views.open_data_view(pattern.callback), name=pattern.name)
        for pattern in patterns
        if pattern.name not in {"api-root", "openapi-json"}
    ]
    return [root, path("v1/openapi.json", views.open_data_view(views.openapi_json), name="openapi-json"), *api_patterns]


urlpatterns = [
    path("", views.docs_page, name="docs"),
    *_patterns(),
    re_path(r"^v1/.*", views.open_data_view(views.not_found), name="not-found"),
]
