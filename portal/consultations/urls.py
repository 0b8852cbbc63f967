"""Root-level URLs of the consultations app."""

from django.urls import path

from portal.consultations import feeds, views
from portal.core.text.languages import i18n_urls

app_name = "consultations"

urlpatterns = [
    i18n_urls(
        path("lay-y-kien/", views.consultation_list, name="consultation-list"),
        path("lay-y-kien/da-nhan/", views.comment_received, name="comment-received"),
        path("lay-y-kien/<int:pk>-<slug:slug>/", views.consultation_detail, name="consultation-detail"),
        path("lay-y-kien/<int:pk>/gop-y/", views.submit_comment_view, name="comment-create"),
    ),
    path("lay-y-kien/<feed:form>.xml", feeds.consultation_feed, name="consultation-feed"),
    path("lay-y-kien/tep/<int:pk>/<str:name>", views.consultation_file, name="consultation-file"),
]
