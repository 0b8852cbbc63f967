"""Addresses of the library, below the root."""

from django.urls import path

from portal.kit.languages import in_both_languages
from portal.library import feeds, views

app_name = "library"

urlpatterns = [
    in_both_languages(
        path("van-ban/", views.document_list, name="list"),
        path("van-ban/<int:pk>-<slug:slug>/", views.document_detail, name="document"),
    ),
    path("van-ban.csv", views.document_table, name="table"),
    path("van-ban/<feed:form>.xml", feeds.documents, name="feed"),
    path("van-ban/tep/<int:pk>/<str:name>", views.document_file, name="file"),
]
