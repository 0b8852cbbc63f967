"""Addresses of the emulation wing, below the root."""

from django.urls import path

from emulation.views import agencies, blocs, years
from portal.kit.languages import in_both_languages

app_name = "emulation"

urlpatterns = [
    in_both_languages(
        path("khoi-thi-dua/", blocs.bloc_list, name="bloc-list"),
        path("khoi-thi-dua/<slug:slug>/", blocs.bloc, name="bloc"),
        path("khoi-thi-dua/<slug:slug>/<yyyy:year>/", years.year, name="year"),
        path("khoi-thi-dua/<slug:slug>/<yyyy:year>/giao-uoc/", years.covenant, name="covenant"),
        path("khoi-thi-dua/<slug:slug>/<yyyy:year>/van-ban/<int:pk>/", years.document, name="document"),
        path("co-quan/<slug:slug>/", agencies.agency, name="agency"),
    ),
    path("khoi-thi-dua/<slug:slug>/<yyyy:year>/lich.ics", years.calendar, name="year-calendar"),
]
