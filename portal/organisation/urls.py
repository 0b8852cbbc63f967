"""Root-level URLs of the organisation app."""

from django.urls import path

from portal.core.text.languages import i18n_urls
from portal.organisation import views

app_name = "organisation"

urlpatterns = [
    i18n_urls(
        path("co-cau-to-chuc/", views.structure, name="structure"),
        path("co-cau-to-chuc/<slug:slug>/", views.unit_detail, name="unit-detail"),
        path("lanh-dao/", views.leaders, name="leader-list"),
        path("lien-he/", views.contacts, name="contact-list"),
    ),
    path("lien-he/can-bo-dau-moi.csv", views.contacts_csv, name="contact-csv"),
]
