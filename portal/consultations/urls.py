"""Addresses of consultations, below the root."""

from django.urls import path

from portal.consultations import feeds, views
from portal.kit.languages import in_both_languages

app_name = "consultations"

urlpatterns = [
    in_both_languages(
        path("lay-y-kien/", views.consultation_list, name="list"),
        path("lay-y-kien/da-nhan/", views.thanks, name="thanks"),
        path("lay-y-kien/<int:pk>-<slug:slug>/", views.consultation_detail, name="consultation"),
        path("lay-y-kien/<int:pk>/gop-y/", views.comment, name="comment"),
    ),
    path("lay-y-kien/<feed:form>.xml", feeds.drafts, name="feed"),
    path("lay-y-kien/tep/<int:pk>/<str:name>", views.consultation_file, name="file"),
]
