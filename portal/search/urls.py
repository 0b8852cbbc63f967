"""URL patterns of the search."""

from django.urls import path

from portal.core.text.languages import i18n_urls
from portal.search import views

app_name = "search"

urlpatterns = [
    i18n_urls(path("tim-kiem/", views.search, name="search")),
    path("tim-kiem/goi-y/", views.suggestions, name="suggestions"),
]
