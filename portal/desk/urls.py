"""Addresses of the desk."""

from django.urls import path

from portal.desk import views

app_name = "desk"

urlpatterns = [
    path("", views.home, name="home"),
    path("lich/", views.calendar, name="calendar"),
    path("thong-bao/", views.notice_list, name="notices"),
    path("thong-bao/da-doc/", views.notices_seen, name="notices-seen"),
]
