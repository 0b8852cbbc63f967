"""Addresses of the agency's own pages, below the root."""

from django.urls import path

from portal.organisation import views

app_name = "organisation"

urlpatterns = [
    path("co-cau-to-chuc/", views.structure, name="structure"),
    path("co-cau-to-chuc/<slug:slug>/", views.unit, name="unit"),
    path("lanh-dao/", views.leaders, name="leaders"),
    path("lien-he/", views.contacts, name="contacts"),
    path("lien-he/can-bo-dau-moi.csv", views.contacts_csv, name="contacts-csv"),
]
