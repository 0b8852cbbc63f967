"""Addresses of the hit counter."""

from django.urls import path

from portal.visits import views

app_name = "visits"

urlpatterns = [
    path("luot/", views.count, name="count"),
    path("luot/so.json", views.shown_figures, name="figures"),
    path("thong-ke-truy-cap/", views.statistics_page, name="statistics"),
]
