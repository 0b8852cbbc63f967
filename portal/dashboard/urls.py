"""URLs of the dashboard."""

from django.urls import path

from portal.dashboard import views

app_name = "dashboard"

urlpatterns = [
    path("", views.home, name="home"),
    path("lich/", views.calendar, name="calendar"),
    path("thong-bao/", views.notice_list, name="notice-list"),
    path("thong-bao/da-doc/", views.notices_seen, name="notice-mark-seen"),
]
