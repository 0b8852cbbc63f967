"""URLs of the analytics app."""

from django.urls import path

from portal.analytics import views
from portal.core.text.languages import i18n_urls

app_name = "analytics"

urlpatterns = [
    i18n_urls(path("thong-ke-truy-cap/", views.statistics_page, name="statistics")),
    path("luot/", views.record_view, name="record-view"),
    path("luot/so.json", views.view_totals, name="totals"),
]
