"""Addresses of the emulation wing, below the root."""

from django.urls import path

from emulation.views import agencies, blocs, years

app_name = "emulation"

urlpatterns = [
    path("khoi-thi-dua/", blocs.bloc_list, name="bloc-list"),
    path("khoi-thi-dua/<slug:slug>/", blocs.bloc, name="bloc"),
    path("khoi-thi-dua/<slug:slug>/<yyyy:year>/", years.year, name="year"),
    path("khoi-thi-dua/<slug:slug>/<yyyy:year>/giao-uoc/", years.covenant, name="covenant"),
    path("khoi-thi-dua/<slug:slug>/<yyyy:year>/van-ban/<int:pk>/", years.document, name="document"),
    path("khoi-thi-dua/<slug:slug>/<yyyy:year>/lich.ics", years.calendar, name="year-calendar"),
    path("co-quan/<slug:slug>/", agencies.agency, name="agency"),
]
