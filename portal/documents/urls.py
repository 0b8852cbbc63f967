"""Root-level URLs of the documents app."""

from django.urls import path

from portal.core.text.languages import i18n_urls
from portal.documents import feeds, views

app_name = "documents"

urlpatterns = [
    i18n_urls(
        path("van-ban/", views.document_list, name="document-list"),
        path("van-ban/<int:pk>-<slug:slug>/", views.document_detail, name="document-detail"),
    ),
    path("van-ban.csv", views.document_csv, name="document-csv"),
    path("van-ban/<feed:form>.xml", feeds.document_feed, name="document-feed"),
    path("van-ban/tep/<int:pk>/<str:name>", views.document_file, name="document-file"),
]
