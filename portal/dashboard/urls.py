"""URLs of the dashboard: its first page, and those that apps register."""

from django.urls import path

from portal.core import dashboard
from portal.dashboard import views

app_name = "dashboard"

urlpatterns = [
    path("", views.home, name="home"),
    *(path(page.path, page.view, name=page.name) for page in dashboard.pages),
]
