"""Addresses of the hit counter."""

from django.urls import path

from portal.kit.languages import in_both_languages
from portal.visits import views

app_name = "visits"

urlpatterns = [
    in_both_languages(path("thong-ke-truy-cap/", views.statistics_page, name="statistics")),
    path("luot/", views.count, name="count"),
    path("luot/so.json", views.shown_figures, name="figures"),
]
