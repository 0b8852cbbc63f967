"""Addresses of the search, below the root."""

from django.urls import path

from portal.kit.languages import in_both_languages
from portal.search import views

app_name = "search"

urlpatterns = [
    in_both_languages(path("tim-kiem/", views.search, name="search")),
    path("tim-kiem/goi-y/", views.suggestions, name="suggestions"),
]
