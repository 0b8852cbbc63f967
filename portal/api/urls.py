"""Addresses of the open data, below /api/."""

from django.urls import URLPattern, path, re_path
from django.views.generic import RedirectView

from portal.api import agencies, blocs, documents, library, news, organisation, views
from portal.api.service import api

__all__ = [
    "agencies",
    "blocs",
    "documents",
    "library",
    "news",
    "organisation",
    "urlpatterns",
]  # all but the last publish their resources by being imported

app_name = "api"


def _patterns() -> list[URLPattern]:
    """Those of the service, each answered as open data is; root and description are our own."""
    patterns, _app, _namespace = api.urls
    root = path("v1/", RedirectView.as_view(pattern_name="api:page"), name="api-root")
    served = [
        path(f"v1/{pattern.pattern}", views.open_data(pattern.callback), name=pattern.name)
        for pattern in patterns
        if pattern.name not in {"api-root", "openapi-json"}
    ]
    return [root, path("v1/openapi.json", views.open_data(views.description), name="openapi-json"), *served]


urlpatterns = [
    path("", views.page, name="page"),
    *_patterns(),
    re_path(r"^v1/.*", views.open_data(views.unknown), name="unknown"),
]
