"""Root-level URLs of the emulation app."""

from django.urls import path

from emulation.views import agencies, blocs, years
from portal.core.text.languages import i18n_urls

app_name = "emulation"

urlpatterns = [
    i18n_urls(
        path("khoi-thi-dua/", blocs.bloc_list, name="bloc-list"),
        path("khoi-thi-dua/<slug:slug>/", blocs.bloc_detail, name="bloc-detail"),
        path("khoi-thi-dua/<slug:slug>/<yyyy:year>/", years.year_detail, name="year-detail"),
        path("khoi-thi-dua/<slug:slug>/<yyyy:year>/giao-uoc/", years.covenant_detail, name="covenant-detail"),
        path("khoi-thi-dua/<slug:slug>/<yyyy:year>/van-ban/<int:pk>/", years.document_detail, name="document-detail"),
        path("co-quan/<slug:slug>/", agencies.agency_detail, name="agency-detail"),
    ),
    path("khoi-thi-dua/<slug:slug>/<yyyy:year>/lich.ics", years.year_calendar_ics, name="year-calendar"),
]
